from fractions import Fraction

import pytest
from rubrics_for_tests import make_rubric, rate

from dsds_audit.report.facts import gather_facts
from dsds_audit.report.wording import Wording, claimed_and_shown


def words_of(levels, *, thresholds=80, **fields):
    rubric = make_rubric((2, 2, 2, 2), total=thresholds, practice=thresholds)
    ratings = dict(zip(rubric.criteria, levels, strict=True))
    return Wording(gather_facts(rubric, rate(rubric, ratings, **fields)))


@pytest.mark.parametrize(
    ("levels", "headline"),
    [
        ([2] * 8, "In place, with 4 of 4 practices fully in place"),
        ([0] * 8, "Not in place, with 0 of 4 practices fully in place"),
        ([2, 2, 2, 2, 2, 1, 0, 0], "Partially in place, with 2 of 4 practices fully in place"),
        ([None] * 8, "Undetermined, with 0 of 4 practices fully in place"),
    ],
)
def test_the_headline_is_the_gated_status_and_the_count(levels, headline):
    assert words_of(levels).headline == headline


def test_a_percentage_never_stands_without_how_much_was_rated():
    words = words_of([2, 2, 2, 2, 2, 1, None, None])
    assert words.score(words.facts.card) == "69 to 94 % (6 of 8 rated)"
    assert words.standing(words.facts.card.practices[0]) == "in place, 100 % (2 of 2 rated)"


FRESH = {"level": 2, "evidence": [{"what": "A list"}]}


@pytest.mark.parametrize(
    ("levels", "told"),
    [
        ([2] * 8, "100 % claimed, 0 to 100 % shown by fresh evidence"),
        ([FRESH] * 4 + [2] * 4, "100 % claimed, 50 to 100 % shown by fresh evidence"),
        ([FRESH] * 8, "100 % claimed and shown by fresh evidence"),
        ([FRESH] * 6 + [None] * 2, "75 to 100 % claimed and shown by fresh evidence"),
        ([0] * 8, "0 % claimed"),
        ([None] * 8, "0 to 100 % claimed"),
    ],
)
def test_every_score_stands_as_claimed_and_as_fresh_evidence_shows_it(levels, told):
    words = words_of(levels)
    assert words.claimed_and_shown(words.facts.card) == told
    assert claimed_and_shown(words.facts.card, words.facts.evidenced) == told
    assert words.both(words.facts.card) == f"{told} ({words.rated(words.facts.card)})"


def test_both_are_held_against_the_same_threshold():
    rubric = make_rubric((5,), top=100, total=80, practice=80)
    shown = {"level": 80, "evidence": [{"what": "A list"}]}
    words = Wording(
        gather_facts(rubric, rate(rubric, {"p1.c1": {**shown, "level": 78}, "p1.c2": 80}, others=shown))
    )
    assert words.claimed_and_shown(words.facts.card) == "79 % claimed, 64 to 79 % shown by fresh evidence"


def test_a_score_is_not_rounded_across_its_threshold():
    rubric = make_rubric((5,), top=100, total=80, practice=80)
    words = Wording(gather_facts(rubric, rate(rubric, others=80, ratings={"p1.c1": 78})))
    assert words.facts.card.percent == Fraction(398, 5)
    assert words.score(words.facts.card) == "79 % (5 of 5 rated)"


def test_the_verdict_names_what_stands_in_the_way():
    assert words_of([2] * 8).verdict == "yes"
    short = words_of([2, 2, 2, 2, 2, 2, 0, 0])
    assert short.verdict == "no"
    assert "the total, 75 % (8 of 8 rated); Practice p4, 0 % (2 of 2 rated)" in short.verdict_why
    open_ = words_of([2, 2, 2, 2, 2, 2, 2, None])
    assert open_.verdict == "not known yet"
    assert "Practice p4, 50 to 100 % (1 of 2 rated)" in open_.verdict_why
    assert "the total" not in open_.verdict_why


def test_a_threshold_is_told_in_full():
    words = words_of([2] * 8, thresholds="66.6667")
    assert words.threshold(words.facts.card) == "66.6667 %"


def test_where_nothing_applies_there_is_no_number():
    rubric = make_rubric({"p1": {"c1": {"not_applicable": True}}})
    words = Wording(gather_facts(rubric, rate(rubric, others="-")))
    assert words.headline == "Nothing applies"
    assert words.score(words.facts.card) == words.both(words.facts.card) == words.shown == "does not apply"
    assert not any(char.isdigit() for char in words.verdict)


def test_evidence_is_told_with_place_and_date(riverbend):
    words = Wording(riverbend)
    evidence = riverbend.assessment.ratings["accountability.person"].evidence[0]
    assert words.evidence(evidence) == (
        "Job description signed by the director, "
        "Shared drive / Personnel / data coordinator.pdf, February 3, 2026"
    )


def test_doubt_is_told_only_where_a_level_was_claimed(riverbend):
    words, criteria = Wording(riverbend), riverbend.card.criteria
    doubts = {name: words.doubt(criterion) for name, criterion in criteria.items() if words.doubt(criterion)}
    assert doubts == {
        "usefulness.standardized": "no fresh evidence",
        "usefulness.routine": "no evidence",
    }


def test_unknowns_say_what_to_do(riverbend):
    sentence = Wording(riverbend).find_out(riverbend.unknowns[0])
    assert sentence == (
        "Data in time for decisions. Nobody in the room knew: find out who does. "
        "Up to 6.3 percentage points of the total hang on it."
    )
