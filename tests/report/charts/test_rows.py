import pytest
from rubrics_for_tests import make_rubric, rate

from dsds_audit.report.charts.rows import describe, rows_of
from dsds_audit.report.facts import gather_facts
from dsds_audit.scoring import score


def test_practices_come_with_their_criteria_where_these_are_wanted(riverbend):
    assert len(list(rows_of(riverbend, False))) == 4
    rows = list(rows_of(riverbend, True))
    assert len(rows) == 18
    assert [row.practice for row in rows[:3]] == [True, False, False]


def test_rows_tell_score_and_target(riverbend):
    usefulness = list(rows_of(riverbend, False))[2]
    assert (usefulness.low, usefulness.high, usefulness.target) == (62.5, 87.5, 80)
    assert usefulness.shown == 25
    assert usefulness.value == "63 to 88 % (3 of 4 rated)"


def test_evidence_that_shows_nothing_yet_is_told_as_a_range():
    rubric = make_rubric((2, 2, 2))
    rows = list(rows_of(gather_facts(rubric, rate(rubric, others=1)), True))
    assert [row.shown for row in rows if row.practice] == [0, 0, 0]
    assert "50 % claimed, 0 to 50 % shown by fresh evidence" in rows[0].told
    assert "no evidence" in rows[1].value


def test_unknown_and_absent_are_no_zero():
    rubric = make_rubric({"p1": {"c1": {"not_applicable": True}, "c2": {}}})
    _, absent, unknown = rows_of(gather_facts(rubric, rate(rubric, {"p1.c1": "-", "p1.c2": "?"})), True)
    assert (absent.low, absent.value) == (None, "does not apply")
    assert (unknown.low, unknown.high, unknown.known) == (0, 100, False)


def test_an_earlier_scorecard_stands_beside(riverbend):
    rubric = make_rubric((2, 2, 2))
    before = score(rubric, rate(rubric, {"p1.c1": 2}))
    rows = list(rows_of(gather_facts(rubric, rate(rubric, others=2)), True, before))
    assert [row.before for row in rows[:4]] == [50, 100, None, None]


@pytest.mark.parametrize("criteria", [True, False])
def test_the_description_holds_every_name_and_value(riverbend, criteria):
    rows = list(rows_of(riverbend, criteria))
    text = describe(rows)
    assert all(row.name in text and row.told in text for row in rows)
