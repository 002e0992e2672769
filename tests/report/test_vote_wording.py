"""The votes in sentences: what is said of them, and what never is."""

import datetime as dt
from fractions import Fraction

import pytest
import strategies as given_some
from hypothesis import assume, given
from hypothesis import strategies as st
from rubrics_for_tests import examples, make_rubric

from dsds_audit.polls import polls_of
from dsds_audit.report.vote_wording import ALPHA_MEANS, NONE_KEPT, CriterionWording, VoteWording, number
from dsds_audit.votes import Agreed, Counted, Entry, Opened, Revealed, Vote

PANEL = {"roles": [{"id": "coach", "label": "coach"}, {"id": "lead", "label": "program leader"}]}
RUBRIC = make_rubric((2, 1), panel=PANEL)
AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def opened(criterion: str = "p1.c1", number: int = 1) -> Entry:
    return Opened(criterion=criterion, round=number, at=AT)


def votes(*levels: int | None, criterion: str = "p1.c1", number: int = 1, role: str = "coach") -> list[Entry]:
    return [
        Vote(criterion=criterion, round=number, at=AT, by=f"p-{role}{person:04}", role=role, level=level)
        for person, level in enumerate(levels)
    ]


def revealed(criterion: str = "p1.c1", number: int = 1) -> Entry:
    return Revealed(criterion=criterion, round=number, at=AT)


def agreed(level: int | None, minority: str | None = None, number: int = 1) -> Entry:
    return Agreed(criterion="p1.c1", round=number, at=AT, level=level, minority=minority)


def shown(*levels: int | None, criterion: str = "p1.c1", number: int = 1, role: str = "coach") -> list[Entry]:
    cast = votes(*levels, criterion=criterion, number=number, role=role)
    return [opened(criterion, number), *cast, revealed(criterion, number)]


def worded(*entries: Entry) -> VoteWording:
    return VoteWording(RUBRIC, polls_of(entries))


def only(*entries: Entry) -> CriterionWording:
    (words,) = worded(*entries).criteria
    return words


def test_without_votes_that_is_said() -> None:
    assert worded().headline == NONE_KEPT
    assert worded().criteria == worded().talk_first == ()


def test_a_round_says_who_gave_what_and_how_far_they_agree() -> None:
    (first,) = only(*shown(0, 2, 2, None)).rounds
    assert first.name == "Round 1"
    assert first.levels == "1 gave 0, 2 gave 2, 1 abstained"
    assert first.spread == "from 0 (label 0) to 2 (label 2)"
    assert first.agreement == "percent agreement 33 %, rWG -1"
    assert first.by_role == {"Coach": "1 gave 0, 2 gave 2"}
    assert first.roles_hidden is None


def test_all_alike() -> None:
    (first,) = only(*shown(1, 1, 1)).rounds
    assert (first.spread, first.agreement) == ("all gave 1 (label 1)", "percent agreement 100 %, rWG 1")


@pytest.mark.parametrize("levels", [(), (None, None), (1,)])
def test_too_few_votes_have_a_reason_and_no_number(levels: tuple[int | None, ...]) -> None:
    (first,) = only(*shown(*levels)).rounds
    assert first.agreement.startswith("Fewer than two people gave a level")
    assert (first.percent, first.rwg, first.refusals) == ("–", "–", (first.agreement,))
    assert levels == (1,) or first.spread == "nobody gave a level"


def test_roles_with_few_people_are_not_shown() -> None:
    entries = shown(0, 1, 2)[:-1] + votes(0, 1, role="lead")
    (first,) = only(*entries, revealed()).rounds
    assert first.by_role == {}
    assert first.roles_hidden
    assert "fewer than 3 people" in first.roles_hidden


def test_round_2_stands_beside_round_1_and_what_was_agreed_below() -> None:
    words = only(*shown(0, 2), *shown(1, 1, number=2), agreed(1, "One saw it at 2.", number=2))
    assert [each.spread for each in words.rounds] == [
        "from 0 (label 0) to 2 (label 2)",
        "all gave 1 (label 1)",
    ]
    assert words.agreed == "Agreed: 1 (label 1)"
    assert words.minority == "Seen otherwise: One saw it at 2."
    assert words.now_open is None


def test_that_the_panel_does_not_know_is_an_agreement() -> None:
    words = only(*shown(0, 2), agreed(None))
    assert (words.agreed, words.minority) == ("Agreed: the panel does not know", None)


@pytest.mark.parametrize(
    ("people", "told"),
    [(0, "0 people have voted"), (1, "1 person has voted"), (3, "3 people have voted")],
)
def test_of_an_open_vote_only_how_many_have_voted_is_said(people: int, told: str) -> None:
    words = only(opened(), *votes(*[2] * people))
    assert words.now_open == f"Round 1 is open: {told}. The votes can be seen once they are shown."
    assert words.rounds == ()
    assert words.agreed is None


def test_while_round_2_is_open_round_1_can_be_seen() -> None:
    words = only(*shown(0, 2), opened(number=2), *votes(1, number=2))
    assert [each.name for each in words.rounds] == ["Round 1"]
    assert words.now_open
    assert words.now_open.startswith("Round 2 is open: 1 person has voted.")


def test_hands_that_were_counted_are_told_like_votes() -> None:
    counted = Counted(criterion="p1.c1", round=1, at=AT, levels={0: 1, 2: 4}, abstained=2)
    (first,) = only(opened(), counted, revealed()).rounds
    assert first.levels == "1 gave 0, 4 gave 2, 2 abstained"
    assert first.roles_hidden == "Some of the votes were counted by hand, without roles."


def test_what_to_talk_about_first() -> None:
    words = worded(*shown(1, 2), *shown(0, 2, criterion="p2.c1"), *shown(1, 1, criterion="p1.c2"))
    assert words.headline == "The panel voted on 3 of 3 criteria."
    titles = [RUBRIC.criteria[name].title for name in ("p2.c1", "p1.c1")]
    assert [votes.difference for votes in words.talk_first] == [
        f"{titles[0]}: from 0 (label 0) to 2 (label 2)",
        f"{titles[1]}: from 1 (label 1) to 2 (label 2)",
    ]


def test_agreement_over_all_is_named_or_refused_with_its_reason() -> None:
    words = worded(*shown(0, 0, 2), *shown(2, 2, 1, criterion="p2.c1"))
    assert words.alpha == f"Krippendorff's alpha, ordinal: 0.10, over 2 criteria. {ALPHA_MEANS}"
    assert worded(*shown(0, 1)).alpha.startswith("Krippendorff's alpha, ordinal: none. Only one criterion")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1), "1"),
        (Fraction(0), "0"),
        (Fraction(-2), "-2"),
        (Fraction(999, 1000), "0.99"),
        (Fraction(1, 1000), "0.01"),
        (Fraction(-1, 1000), "-0.01"),
        (Fraction(-1, 20), "-0.05"),
        (Fraction(1, 8), "0.13"),
        (Fraction(-3, 2), "-1.50"),
        (Fraction(2, 3), "0.67"),
    ],
)
def test_a_measure_never_claims_more_than_is_so(value: Fraction, text: str) -> None:
    assert number(value) == text


def everything(words: VoteWording) -> str:
    said = [words.headline, words.alpha, *(votes.difference for votes in words.talk_first)]
    for votes in words.criteria:
        said += [votes.title, votes.now_open or "", votes.agreed or "", votes.minority or ""]
        for each in votes.rounds:
            said += [each.name, each.levels, each.spread, each.agreement, each.roles_hidden or ""]
            said += [f"{role}: {levels}" for role, levels in each.by_role.items()]
    return "\n".join(said)


@examples(100)
@given(st.data())
def test_whatever_was_voted_can_be_told_without_a_person(data: st.DataObject) -> None:
    rubric = data.draw(given_some.rubrics())
    said = everything(VoteWording(rubric, polls_of(data.draw(given_some.journals(rubric)))))
    assert "p-person" not in said


@examples(100)
@given(given_some.journals(RUBRIC), given_some.journals(RUBRIC))
def test_open_votes_change_nothing_but_their_number(first: list[Entry], second: list[Entry]) -> None:
    def blind(entries: list[Entry]) -> list[Entry]:
        return [
            entry.model_copy(update={"level": 0}) if isinstance(entry, Vote) else entry for entry in entries
        ]

    assume(all(poll.state != "open" for poll in polls_of(first)))
    there = {"criterion": "p2.c1", "round": 1}
    cast = [entry.model_copy(update=there) for entry in second if isinstance(entry, Vote)]
    start = [*first, opened("p2.c1")]
    one, other = (VoteWording(RUBRIC, polls_of([*start, *late])) for late in (cast, blind(cast)))
    assert everything(one) == everything(other)
