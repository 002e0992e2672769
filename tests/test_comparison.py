from fractions import Fraction

import pytest
from comparisons_for_tests import LEG, NEW, OLD, comparisons, no_legs, side_by_side, two_dates
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, make_rubric, rate, unconfirmed
from strategies import names

from dsds_audit.comparison import are_of_one_site, compare, label_all, newest_of
from dsds_audit.errors import AssessmentError, Problem, RubricError
from dsds_audit.scoring import score


def test_each_column_is_scored_as_it_would_be_alone():
    comparison = side_by_side(NEW, {"p1.c1": 2}, {"p1.c1": 1, "p2.c1": "?"}, others=1)
    for column in comparison.columns:
        assert column.card == score(NEW, column.assessment)
        assert column.evidenced == score(NEW, column.assessment, evidenced=True)
        assert column.assessment is column.own.assessment
        assert not column.carried
    assert comparison.columns[0].card.low == Fraction(100, 6) * Fraction(7, 2)


@given(comparisons())
@examples(40)
def test_every_column_counts_once_in_every_tally(comparison):
    ids = [name for practice in comparison.rubric.practices for name in (practice.id,)]
    assert [name for name in comparison.tallies if "." not in name] == ids
    assert [name for name in comparison.tallies if "." in name] == list(comparison.rubric.criteria)
    for tally in comparison.tallies.values():
        assert sum(tally.counts.values()) == len(comparison.columns)


def test_a_tally_counts_statuses_and_keeps_the_unknown_apart():
    rubric = make_rubric({"p1": {"c1": {"not_applicable": True}}})
    ratings = [{"p1.c1": value} for value in (2, 2, 1, 0, "?", "-", None)]
    tally = side_by_side(rubric, *ratings).tallies["p1.c1"]
    assert tally.counts == {
        "in_place": 2,
        "partially_in_place": 1,
        "not_in_place": 1,
        "undetermined": 2,
        "not_applicable": 1,
    }


@pytest.mark.parametrize(
    ("levels", "differs"), [((2, 2), False), ((2, 1), True), ((2, "?"), False), (("?", None), False)]
)
def test_an_unknown_differs_from_nothing(levels, differs):
    ratings = [{"p1.c1": level} for level in levels]
    assert side_by_side(NEW, *ratings).tallies["p1.c1"].differs is differs


def test_an_older_version_is_carried_and_what_is_to_be_confirmed_is_unknown():
    old, new = rate(OLD, others=2), rate(NEW, others=2, site="Oak Hill")
    asked = []

    def legs_of(before, after):
        asked.append((before, after))
        return [LEG]

    comparison = compare([("A", OLD, old), ("B", NEW, new)], legs_of)
    first, second = comparison.columns
    assert comparison.rubric is NEW
    assert asked == [("small@1.0.0", "small@1.1.0")]
    assert first.carried
    assert (first.own.assessment, first.own.rubric, first.legs) == (old, OLD, (LEG,))
    assert first.card.criteria["p1.c2"].standing == "unconfirmed"
    assert (first.card.low, first.card.high) == (Fraction(250, 3), 100)
    assert first.status_of("p1") == "undetermined"
    assert second.card.percent == 100
    assert score(first.own.rubric, first.own.assessment).percent == 100


def test_the_newest_version_is_the_common_one_whatever_the_order():
    ten = make_rubric((1,), version="1.10.0")
    nine = make_rubric((1,), version="1.9.0")
    assert newest_of([nine, ten]) is newest_of([ten, nine]) is ten


def test_different_rubrics_are_refused():
    other = make_rubric((1,), id="other")
    entries = [("A", NEW, rate(NEW)), ("B", other, rate(other))]
    with pytest.raises(AssessmentError, match=r"AUD090 .*other, small.*--rubric"):
        compare(entries, no_legs)


def test_what_the_crosswalk_refuses_is_refused():
    def legs_of(before, after):
        raise RubricError(Problem("AUD025", "no way. Please write one."))

    with pytest.raises(RubricError, match="AUD025"):
        compare([("A", OLD, rate(OLD)), ("B", NEW, rate(NEW))], legs_of)


def test_an_unconfirmed_rating_is_unknown_in_its_column():
    comparison = side_by_side(NEW, {"p1.c1": 2}, {"p1.c1": 2}, interview=unconfirmed("p1.c1"))
    assert comparison.tallies["p1.c1"].counts == {"undetermined": 2}


def test_one_site_is_one_however_it_is_typed():
    assert two_dates({}, {}).of_one_site
    assert are_of_one_site([rate(NEW, site="Riverbend"), rate(NEW, site="RIVERBEND")])
    assert not side_by_side(NEW, {}, {}).of_one_site
    assert not are_of_one_site([rate(NEW, program="One"), rate(NEW, program="Other")])


def test_labels_say_no_more_than_they_must():
    one, later = rate(NEW, site="Riverbend"), rate(NEW, site="Riverbend", date="2026-09-14")
    other = rate(NEW, site="Lakeview", program="Coaching")
    assert label_all([one, other], "site") == ("Riverbend", "Lakeview")
    assert label_all([one, later, other], "site") == (
        "Riverbend, 2026-03-02",
        "Riverbend, 2026-09-14",
        "Lakeview",
    )
    assert label_all([one, later], "date") == ("2026-03-02", "2026-09-14")
    assert label_all([one, other], "date") == ("Riverbend, 2026-03-02", "Lakeview, 2026-03-02")
    assert label_all([one, one], "site") == ("Riverbend, 2026-03-02", "Riverbend, 2026-03-02 (2)")
    same_day = [other, rate(NEW, site="Lakeview", program="Training")]
    assert label_all(same_day, "site") == (
        "Lakeview, Coaching, 2026-03-02",
        "Lakeview, Training, 2026-03-02",
    )


@given(st.lists(names(), min_size=1, max_size=6), st.sampled_from(["site", "date"]))
@examples(60)
def test_no_two_labels_are_alike(sites, by):
    labels = label_all([rate(NEW, site=site) for site in [*sites, sites[0]]], by)
    assert len(set(labels)) == len(sites) + 1
