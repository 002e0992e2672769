import json

import pytest
from histories_for_tests import DAYS, closed_on, make_plan

from dsds_audit.errors import PlanError
from dsds_audit.report.plan_records import item_records_of, plan_of

ITEMS = (
    {"criterion": "p1.c1", "rubric": "small@1.0.0", "closed": closed_on(DAYS[1]), "owner": "Ruth"},
    {"dropped": {"date": DAYS[2], "reason": "Ruth left."}},
    {"diary": [{"date": DAYS[1], "text": "Ruth has begun."}]},
)


def records():
    return json.loads(json.dumps(item_records_of(make_plan(*ITEMS).items)))


def test_what_a_history_rests_on_comes_back_and_no_name_goes_out():
    assert "Ruth" not in json.dumps(records())
    plan = plan_of(records(), "Riverbend", "trend.json")
    assert item_records_of(plan.items) == records()
    assert plan.site == "Riverbend"
    assert [item.closed and item.closed.date for item in plan.items] == [DAYS[1], None, None]


def test_no_plan_is_no_empty_plan():
    assert plan_of(None, "Riverbend", "trend.json") is None
    assert plan_of([], "Riverbend", "trend.json").items == ()


@pytest.mark.parametrize(
    "damaged",
    [
        "text",
        {},
        [None],
        [7],
        [{}],
        [{"item": []}],
        [
            {**item, key: value}
            for item in records()
            for key in ("adopted", "closed")
            for value in ("x", 1, {})
        ],
        [{**records()[0], "dropped": "2026-03-02"}],
        [{**records()[0], "owner": "Ruth", "more": 1}],
    ],
)
def test_what_is_no_plan_is_refused_with_problems_that_name_the_file_and_no_line(damaged):
    with pytest.raises(PlanError) as refusal:
        plan_of(damaged, "Riverbend", "trend.json")
    assert {(problem.place, problem.line) for problem in refusal.value.problems} == {("trend.json", None)}
