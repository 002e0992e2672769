import datetime as dt
from fractions import Fraction

import pytest
from rubrics_for_tests import make_rubric, rate

from dsds_audit.actions import recommend
from dsds_audit.adequacy import find_adequate_set
from dsds_audit.administration import score_administration
from dsds_audit.findings import find_findings
from dsds_audit.gaps import find_gaps, find_strengths, find_unknowns
from dsds_audit.report.facts import gather_facts
from dsds_audit.scoring import score


def test_facts_are_what_the_core_computes(riverbend):
    rubric, assessment = riverbend.rubric, riverbend.assessment
    assert riverbend.card == score(rubric, assessment)
    assert riverbend.evidenced == score(rubric, assessment, evidenced=True)
    assert riverbend.gaps == find_gaps(rubric, assessment)
    assert riverbend.strengths == find_strengths(rubric, assessment)
    assert riverbend.unknowns == find_unknowns(rubric, assessment)
    assert riverbend.recommendations == recommend(rubric, assessment)
    assert riverbend.adequate_set == find_adequate_set(rubric, assessment)
    assert riverbend.findings == find_findings(rubric, assessment)
    assert riverbend.administration == score_administration(rubric, assessment)


def test_evidence_is_judged_at_the_date_of_the_assessment_so_history_does_not_age(riverbend):
    for day in (riverbend.assessment.date, dt.date(2036, 1, 1)):
        later = gather_facts(riverbend.rubric, riverbend.assessment, as_of=day)
        assert (later.card, later.evidenced, later.shown, later.findings) == (
            riverbend.card,
            riverbend.evidenced,
            riverbend.shown,
            riverbend.findings,
        )


def test_a_share_of_the_scale_is_exact():
    rubric = make_rubric((1,), top=3)
    facts = gather_facts(rubric, rate(rubric))
    assert [facts.share(level) for level in range(4)] == [0, Fraction(100, 3), Fraction(200, 3), 100]


def test_each_is_computed_once(riverbend):
    assert riverbend.card is riverbend.card
    assert riverbend.recommendations is riverbend.recommendations


def test_facts_do_not_change(riverbend):
    with pytest.raises(AttributeError):
        riverbend.as_of = dt.date(2026, 1, 1)


def test_roles_are_counted_in_the_order_of_the_rubric_and_unknown_ones_come_last():
    panel = {"roles": [{"id": "lead", "label": "Lead"}, {"id": "coach", "label": "Coach", "votes": False}]}
    rubric = make_rubric((1,), panel=panel)
    people = [{"role": role, "name": "Ann"} for role in ("guest", "coach", "lead", "coach")]
    facts = gather_facts(rubric, rate(rubric, participants=people))
    counted = [(part.role.label, part.role.votes, part.count) for part in facts.roles]
    assert counted == [("Lead", True, 1), ("Coach", False, 2), ("guest", True, 1)]


def test_shown_are_the_levels_with_fresh_evidence(riverbend):
    assert "accountability.person" in riverbend.shown
    assert "usefulness.standardized" not in riverbend.shown  # its evidence is older than a year
    assert "usefulness.routine" not in riverbend.shown  # it has none
    assert "usefulness.timely" not in riverbend.shown  # it has no level
    assert len(riverbend.shown) == 9
