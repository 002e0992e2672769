import datetime as dt
import json
from dataclasses import replace

import pytest
from comparisons_for_tests import NEW, side_by_side
from histories_for_tests import DAYS, closed_on, look_back, make_plan
from rubrics_for_tests import make_rubric, rate

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import AuditError
from dsds_audit.report.compare_documents import comparison_document
from dsds_audit.report.documents import report_document
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.remaking import KINDS, source_of
from dsds_audit.report.trend_documents import trend_document

PLAN = make_plan(
    {"criterion": "p1.c1", "rubric": NEW.ref, "closed": closed_on(DAYS[1])},
    {"dropped": {"date": DAYS[1], "reason": "Ruth left."}},
    {"closed": closed_on(dt.date(2026, 4, 1))},
)


def a_report(**_):
    return report_document(gather_facts(NEW, rate(NEW, others=1), as_of=dt.date(2026, 5, 1)))


def a_trend(**fields):
    history = look_back(NEW, {"p1.c1": 0}, {"p1.c1": 2}, {"p1.c1": "?"}, plan=PLAN, **fields)
    unfinished = history.points[0].assessment.model_copy(update={"date": dt.date(2026, 1, 5)})
    return trend_document(replace(history, left_out=(unfinished,)), as_of=dt.date(2026, 5, 1))


def a_comparison(**_):
    return comparison_document(side_by_side(NEW, {"p1.c1": 2}, {"p1.c1": "?"}, others=1))


MADE = {"report": a_report, "trend": a_trend, "comparison": a_comparison}
KIND = pytest.mark.parametrize("kind", MADE)


def again(document, rubric=NEW):
    said = json.loads(json.dumps(document))
    return KINDS[said["kind"]](said, "out.json", Catalogue(_read={rubric.ref: rubric}))


def test_every_kind_has_its_way():
    assert list(KINDS) == list(MADE)


@KIND
def test_what_is_made_anew_is_what_was_written(kind):
    document = MADE[kind]()
    remade = again(document)
    assert json.dumps(remade.document) == json.dumps(document)
    assert remade.make_page().startswith("<!DOCTYPE html>")


def test_a_trend_of_one_assessment_without_a_plan_and_one_with_an_empty_plan_are_made_anew():
    rubric = make_rubric((1,))
    for plan in (None, make_plan()):
        document = trend_document(look_back(rubric, {}, plan=plan))
        assert again(document, rubric).document == document


def test_a_plan_that_could_not_be_read_and_an_aim_nobody_knows_are_made_anew():
    damaged = a_trend_of(None) | {"plan_damaged": True}
    assert again(damaged).document["made_from"] != a_trend_of(None)["made_from"]
    assert again(again(damaged).document).document == again(damaged).document
    for ref in (NEW.ref, "small@7.0.0"):
        document = a_trend_of(make_plan({"criterion": "p9.c9", "rubric": ref, "closed": closed_on(DAYS[1])}))
        assert document["whole"]["moved_without_action"] is None
        assert again(document).document == document


def a_trend_of(plan):
    return trend_document(look_back(NEW, {"p1.c1": 0}, {"p1.c1": 2}, plan=plan))


def test_what_it_was_made_from_is_told_in_a_few_words():
    one, other = (rate(NEW, {"p1.c1": 1}, site=site, date=day) for site, day in zip("AB", DAYS, strict=False))
    against = f"against {NEW.ref} ({NEW.digest})"
    assert source_of([(NEW, one)]) == f"1 rating of A, 2024-09-02, {against}"
    assert source_of([(NEW, one), (NEW, other)]) == (
        f"2 ratings of 2 sites, 2024-09-02 to 2025-03-03, {against}"
    )


ODD = [None, 7, "text", [], {}, [None], [[]], [{}], {"a": 1}]
BASES = {
    "report": ("record", "as_of"),
    "trend": ("records", "plan", "crosswalks", "left_out", "as_of"),
    "comparison": ("records", "assessments", "crosswalks"),
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in BASES.items() for name in names])
def test_whatever_stands_in_place_of_a_record_is_refused_or_differs(kind, name):
    document = MADE[kind]()
    for value in ODD:
        if document[name] == value:
            continue
        changed = {**document, name: value}
        assert remade_or_problems(changed) != changed


def remade_or_problems(document):
    """The document made anew; or the problems where it cannot be."""
    try:
        return again(document).document
    except AuditError as refusal:
        return refusal.problems


@pytest.mark.parametrize("label", [None, 7, "", " ", "\ud800", "x" * 20_000, ["Riverbend"]])
def test_labels_that_are_no_texts_are_refused(label):
    document = a_comparison()
    document["assessments"][0]["label"] = label
    with pytest.raises(AuditError) as refusal:
        again(document)
    assert [problem.code for problem in refusal.value.problems] == ["AUD095"]


@KIND
def test_every_part_of_the_record_counts_in_what_it_was_made_from(kind):
    document = MADE[kind]()
    changed = {
        "as_of": "2029-01-01",
        "left_out": ["2029-01-01"],
        "plan": [],
        "record": {**document.get("record", {}), "invited": 7},
        "records": [*document.get("records", ()), {**rate_record(document), "date": "2029-01-01"}],
        "assessments": [
            {**part, "label": f"{number}"} for number, part in enumerate(document.get("assessments", ()))
        ],
    }
    parts = [
        name for name in BASES[kind] if name != "crosswalks" and (kind, name) != ("comparison", "records")
    ]
    digests = {again({**document, name: changed[name]}).document["made_from"] for name in parts}
    assert len({document["made_from"], *digests}) == len(parts) + 1


def rate_record(document):
    return (document.get("records") or [document.get("record")])[0]
