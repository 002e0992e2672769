import datetime as dt
from typing import get_args

import pytest
from rubrics_for_tests import finding_texts, make_rubric, rate

from dsds_audit.report.facts import gather_facts
from dsds_audit.report.record_wording import RULE_LABELS, RecordWording
from dsds_audit.rubric import FindingRule

STATEMENTS = [{"id": f"s{number}", "text": f"Statement {number}."} for number in range(1, 5)]


def record_of(administration, statements=STATEMENTS):
    rubric = make_rubric((2,), administration=statements)
    return RecordWording(gather_facts(rubric, rate(rubric, others=2, administration=administration)))


@pytest.mark.parametrize(
    ("answers", "told", "shortfalls"),
    [
        ({}, "not recorded", ()),
        (dict.fromkeys(("s1", "s2", "s3", "s4"), True), "4 of 4 statements held: 100 %", ()),
        (
            {"s1": True, "s2": True, "s3": True, "s4": False},
            "3 of 4 statements held: 75 %",
            (("Did not hold", ("Statement 4.",)),),
        ),
        (
            {"s1": True, "s3": False},
            "1 of 4 statements held, 2 not answered: 25 to 75 %",
            (("Did not hold", ("Statement 3.",)), ("Not answered", ("Statement 2.", "Statement 4."))),
        ),
    ],
)
def test_how_it_was_run_is_told_with_what_did_not_hold_and_what_nobody_answered(answers, told, shortfalls):
    record = record_of(answers)
    assert (record.run, record.shortfalls) == (told, shortfalls)


def test_a_rubric_without_statements_has_nothing_to_tell():
    record = record_of({}, [])
    assert (record.run, record.shortfalls) == (None, ())


def test_findings_stand_by_rule_with_why_and_way_out_once(riverbend):
    groups = RecordWording(riverbend).finding_groups
    assert sorted(f.place for group in groups for f in group.findings) == sorted(
        finding.place for finding in riverbend.findings
    )
    assert len({(group.title, group.why, group.way_out) for group in groups}) == len(groups)
    assert all({finding.why for finding in group.findings} == {group.why} for group in groups)


def test_the_rules_come_in_the_order_of_the_rubric():
    rubric = make_rubric((2,), findings=finding_texts("level-differs-from-checks", "no-evidence"))
    facts = gather_facts(rubric, rate(rubric, others={"level": 2, "checks": []}))
    groups = RecordWording(facts).finding_groups
    assert [group.title for group in groups] == ["Level differs from checks", "No evidence"]
    assert [[finding.place for finding in group.findings] for group in groups] == [["p1.c1", "p1.c2"]] * 2


def test_one_rule_with_two_ways_out_makes_two_groups():
    text = {**finding_texts("no-evidence")[0], "way_out": "Show it: {criterion}."}
    rubric = make_rubric((2,), findings=[text])
    groups = RecordWording(gather_facts(rubric, rate(rubric, others=2))).finding_groups
    assert [group.way_out for group in groups] == ["Show it: Title of c1.", "Show it: Title of c2."]


def test_who_took_part_is_told_without_names(riverbend):
    assert (
        RecordWording(riverbend).attendance
        == "7 people of 9 invited took part; names are not part of a report."
    )


def test_age_is_told_only_seen_from_a_later_day(riverbend):
    def seen_on(day):
        return RecordWording(gather_facts(riverbend.rubric, riverbend.assessment, as_of=day)).age

    assert seen_on(None) is None
    assert seen_on(dt.date(2026, 9, 14)) is None
    assert seen_on(dt.date(2026, 9, 15)) == "Seen on September 15, 2026, 1 day after the assessment."


def test_an_unfinished_interview_is_said(riverbend):
    assert RecordWording(riverbend).unfinished is None
    rubric = make_rubric((2,))
    left = rate(rubric, others=2, interview={"position": "p1.c1"})
    assert RecordWording(gather_facts(rubric, left)).unfinished


@pytest.mark.parametrize(
    ("place", "home"),
    [("use.reports", "use.reports"), ("use.reports.clear", "use.reports"), ("participants", None)],
)
def test_places_lead_to_their_criterion(riverbend, place, home):
    assert RecordWording(riverbend).home(place) == home


def test_every_rule_of_the_findings_has_a_name() -> None:
    assert set(RULE_LABELS) == set(get_args(FindingRule))
    assert len(set(RULE_LABELS.values())) == len(RULE_LABELS)
