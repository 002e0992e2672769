import datetime as dt

import pytest

from dsds_audit.plan import ActionItem, Plan
from dsds_audit.report.plan_facts import gather_plan_facts
from dsds_audit.report.plan_wording import PlanWording, days_told, item_lines

DAY = dt.date(2026, 3, 2)
ITEM = ActionItem(id="a1", action="Block eight hours", owner="Ruth", adopted=DAY, due=DAY)


def words(*items: ActionItem, **fields) -> PlanWording:
    return PlanWording(gather_plan_facts(Plan(site="Riverbend", items=items, **fields), DAY))


def test_the_first_step_is_not_told_twice() -> None:
    assert item_lines(ITEM.model_copy(update={"first_step": "Block eight"})) == ()


@pytest.mark.parametrize(
    ("days", "told"),
    [(0, "today"), (1, "in 1 day"), (2, "in 2 days"), (-1, "1 day late"), (-9, "9 days late")],
)
def test_days_are_told_as_people_say_them(days: int, told: str) -> None:
    assert days_told(days) == told


def test_a_plan_without_items_says_so() -> None:
    assert words().tally == "Nothing is planned yet."
    assert list(words().following) == ["No date is set for the next assessment."]


def test_an_item_tells_when_it_is_due_and_how_long_that_is() -> None:
    assert words(ITEM).dates(ITEM) == ("Mar 2, 2026", "today")


def test_an_owner_is_told_the_next_days_and_how_many_more() -> None:
    many = [ITEM.model_copy(update={"id": f"a{n}"}) for n in range(5)]
    (load,) = words(*many).facts.loads
    assert words(*many).by_when(load) == "Mar 2, 2026; Mar 2, 2026; Mar 2, 2026; 2 more"
