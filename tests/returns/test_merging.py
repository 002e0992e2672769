import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from speeches_for_tests import accented, words_in_english
from strategies import assessments

from dsds_audit.assessment import Barrier, Evidence, OwnThresholds, Participant, Rating
from dsds_audit.interview import Interview
from dsds_audit.interview.panel_answers import record_consensus
from dsds_audit.returns.merging import merge
from dsds_audit.scoring import score
from dsds_audit.speech import speaking
from tests.returns.voices import RUBRIC, rated, shown, voice


def merged(*people, **fields):
    return merge(RUBRIC, [voice(one, f"n{number}", **fields) for number, one in enumerate(people)])


def test_no_level_stands_though_all_agree() -> None:
    assessment = merged(rated(2, 2, 2), rated(2, 2, 2)).assessment
    assert (assessment.ratings, assessment.finished) == ({}, False)
    card = score(RUBRIC, assessment)
    assert (card.low, card.high, card.rated) == (0, 100, 0)


@settings(max_examples=40, deadline=None)
@given(st.lists(assessments(RUBRIC), min_size=2, max_size=4))
def test_everything_but_the_levels_is_kept_once(people) -> None:
    alike = [
        one.model_copy(update={"site": "Riverbend", "program": None, "interview": None}) for one in people
    ]
    assessment = merge(RUBRIC, [voice(one, "n") for one in alike]).assessment
    assert score(RUBRIC, assessment).rated == 0
    assert assessment.claims == {}
    for name in RUBRIC.criteria:
        said = [one.ratings[name] for one in alike if name in one.ratings]
        kept = assessment.ratings.get(name, Rating(dont_know=True))
        assert set(kept.evidence) == {each for rating in said for each in rating.evidence}
        assert set(kept.barriers) == {each for rating in said for each in rating.barriers}
        assert len(set(kept.evidence)) == len(kept.evidence)
        assert all(rating.note in (kept.note or "") for rating in said if rating.note)
        assert all(rating.not_applicable in (kept.note or "") for rating in said if rating.not_applicable)
    question = Interview(RUBRIC, assessment).question
    assert question is not None
    answered = [name for name in RUBRIC.criteria if any(name in one.ratings for one in alike)]
    assert question.criterion == (answered or list(RUBRIC.criteria))[0]


def test_what_the_panel_agrees_on_takes_the_evidence_along() -> None:
    ana = Rating(level=2, checks=("k1",), evidence=shown("minutes"), note="Since May.")
    ben = Rating(level=0, checks=("k1",), evidence=shown("minutes"), barriers=(Barrier(what="no time"),))
    assessment = merged(rated(None, ana), rated(None, ben)).assessment
    interview = Interview(RUBRIC, assessment)
    assert interview.question.criterion == "p1.c2"
    agreed = record_consensus(interview, "p1.c2", 1, None).assessment
    assert agreed.claims["p1.c2"] == Rating(
        level=1,
        checks=("k1",),
        evidence=shown("minutes"),
        note="Since May.",
        barriers=(Barrier(what="no time"),),
    )


def test_checks_ticked_differently_are_told_in_the_note() -> None:
    people = [Rating(level=1, checks=ticks) for ticks in (("k1",), ("k2", "k1"), ())]
    assessment = merged(*(rated(one) for one in [*people, Rating(level=2)])).assessment
    assert assessment.interview.ticked == {}
    assert (
        assessment.ratings["p1.c1"].note == "Ticked by 2 of 3: It is so: k1\nTicked by 1 of 3: It is so: k2"
    )


def test_ticks_in_another_order_are_alike() -> None:
    one, other = (rated(Rating(level=1, checks=ticks)) for ticks in (("k1", "k2"), ("k2", "k1")))
    assert merged(one, other).assessment.interview.ticked == {"p1.c1": ("k1", "k2")}


def test_people_are_the_participants_and_what_all_say_stands() -> None:
    one = rated(2, group="North", invited=5, targets={"p1.c1": 1}, populations={"staff": "coaches"})
    other = rated(1, group="South", invited=5, populations={"staff": "all"}, administration={"calm": True})
    result = merge(RUBRIC, [voice(one, "Ana"), voice(other, "Ben", "leader"), voice(rated(0), role=None)])
    assessment = result.assessment
    assert assessment.participants == (
        Participant(role="coach", name="Ana"),
        Participant(role="leader", name="Ben"),
    )
    assert (assessment.group, assessment.invited, assessment.targets) == (None, 5, {"p1.c1": 1})
    assert assessment.populations == {"staff": "coaches\nall"}
    assert assessment.administration == {"calm": True}
    assert [note.message for note in result.notes] == [
        "people say different things of the group, so it is left open. Please agree on one."
    ]


def test_a_name_of_any_length_is_kept_as_far_as_it_goes() -> None:
    long = voice(rated(2, participants=(Participant(role="coach"),)), "x" * 199 + "  " + "y" * 9000)
    result = merge(RUBRIC, [long, voice(rated(1), "  ", "leader"), voice(rated(1), "a\ud800")])
    assert [person.name for person in result.assessment.participants] == ["x" * 199, None, "a?"]
    assert "those who answered are the participants" in result.notes[0].message


def test_where_nobody_says_a_role_those_all_name_took_part() -> None:
    people = (Participant(role="coach"), Participant(role="coach"))
    said = [rated(2, participants=people), rated(1), rated(0, participants=people)]
    assert merged(*said, role=None).assessment.participants == people


def test_thresholds_of_its_own_stay_where_nobody_says_otherwise() -> None:
    own = OwnThresholds(total="70")
    assert merged(rated(2, thresholds=own), rated(1)).assessment.thresholds == own


@pytest.mark.parametrize("kind", ["note", "evidence"])
def test_more_than_a_record_can_hold_is_told(kind: str) -> None:
    def rating(number: int) -> Rating:
        if kind == "note":
            return Rating(level=1, note=f"{number}" * 4_000)
        day = dt.date(2026, 1, 1)
        return Rating(level=1, evidence=tuple(Evidence(what=f"{number} {n}", date=day) for n in range(40)))

    result = merged(*(rated(rating(number)) for number in range(1, 5)))
    assert [(note.code, note.message.partition(":")[0]) for note in result.notes] == [("AUD175", "p1.c1")]
    kept = result.assessment.ratings["p1.c1"]
    assert len(kept.evidence) == 100 if kind == "evidence" else len(kept.note) == 8_001


def test_all_that_is_told_is_in_the_language_that_is_spoken() -> None:
    ratings = [Rating(not_applicable="¡ó!", checks=("k1",)), Rating(dont_know=True, checks=("k2",))]
    others = {"group": "é", "facilitator": "é", "invited": 3, "targets": {"p1.c1": 1}}
    unlike = {"group": "ñ", "facilitator": "ñ", "invited": 4, "targets": {"p1.c1": 2}}
    voices = [voice(rated(ratings[0], **others), "é"), voice(rated(ratings[1], **unlike), "ñ", None)]
    with speaking(accented()):
        merged = merge(RUBRIC, voices)
    said = [note.message for note in merged.notes]
    said += [rating.note.partition(":")[0] for rating in merged.assessment.ratings.values() if rating.note]
    assert len(said) > 4
    assert not {word for text in said for word in words_in_english(text)}
