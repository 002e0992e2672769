import datetime as dt
from typing import Any

import pytest
import strategies as given_some
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples

from dsds_audit.assessment import Evidence
from dsds_audit.display import ITEM_STATUS_LABELS
from dsds_audit.names import folded
from dsds_audit.plan import ActionItem, Closing, Dropping, Entry, Plan
from dsds_audit.planning.status import (
    days_left,
    items_now,
    next_assessment,
    open_items,
    owner_load,
    plan_as_of,
    status_of,
)

DAY = dt.date(2024, 2, 15)
CLOSED = Closing(date=DAY, evidence=(Evidence(what="minutes"),), result="5 of 5", learnt="Ask early")
DROPPED = Dropping(date=DAY, reason="The county does it")


def item(item_id: str = "a", due: str = "2024-02-29", **fields: Any) -> ActionItem:
    values = {"id": item_id, "action": "Do it", "owner": "Sam", "adopted": "2024-01-01", "due": due}
    return ActionItem(**{**values, **fields})


@pytest.mark.parametrize(
    ("today", "status", "left"),
    [
        ("2024-02-14", "on_time", 15),
        ("2024-02-15", "due_soon", 14),
        ("2024-02-29", "due_soon", 0),
        ("2024-03-01", "overdue", -1),
        ("2025-02-28", "overdue", -365),
    ],
)
def test_a_leap_day_counts_as_the_day_it_is(today: str, status: str, left: int) -> None:
    day = dt.date.fromisoformat(today)
    assert (status_of(item(), day), days_left(item(), day)) == (status, left)


@pytest.mark.parametrize("today", [dt.date.min, DAY, dt.date.max])
def test_what_has_ended_is_never_late(today: dt.date) -> None:
    done, dropped = item(closed=CLOSED), item(dropped=DROPPED)
    assert (status_of(done, today), days_left(done, today)) == ("done", None)
    assert (status_of(dropped, today), days_left(dropped, today)) == ("dropped", None)


def test_every_status_has_a_label() -> None:
    days = (dt.date.min, dt.date(2024, 2, 20), dt.date.max)
    statuses = [status_of(item(), day) for day in days]
    statuses += [status_of(ended, DAY) for ended in (item(closed=CLOSED), item(dropped=DROPPED))]
    assert statuses == list(ITEM_STATUS_LABELS)


def test_who_has_how_much_by_when() -> None:
    plan = Plan(
        site="Riverbend",
        items=(
            item("late", "2024-05-01", owner="sam", turn="later"),
            item("soon", "2024-02-20", owner="Sam"),
            item("gone", "2024-02-01", owner="ＳＡＭ", turn="next"),
            item("hers", "2024-02-01", owner="Ruth"),
            item("done", "2024-02-01", owner="Ruth", closed=CLOSED),
            item("his", "2024-06-01", owner="Abe"),
        ),
    )
    loads = [
        (load.owner, [i.id for i in load.items], load.overdue, load.due_soon)
        for load in owner_load(plan, DAY)
    ]
    assert loads == [
        ("ＳＡＭ", ["gone", "soon", "late"], 1, 1),
        ("Ruth", ["hers"], 1, 0),
        ("Abe", ["his"], 0, 0),
    ]
    assert [i.id for i in items_now(plan)] == ["hers", "soon", "his"]


@examples(40)
@given(given_some.plans(), st.dates())
def test_the_loads_share_out_what_is_open(plan: Plan, today: dt.date) -> None:
    loads = owner_load(plan, today)
    shared = [i for load in loads for i in load.items]
    assert sorted(shared, key=lambda i: i.id) == sorted(open_items(plan), key=lambda i: i.id)
    assert len({folded(load.owner) for load in loads}) == len(loads)
    statuses = [status_of(i, today) for i in plan.items]
    assert sum(load.overdue for load in loads) == statuses.count("overdue")
    assert sum(load.due_soon for load in loads) == statuses.count("due_soon")


def test_a_plan_as_of_a_day_knows_nothing_later() -> None:
    diary = tuple(Entry(date=date, text="x") for date in (DAY, DAY + dt.timedelta(1)))
    plan = Plan(
        site="S",
        items=(
            item("a", closed=CLOSED),
            item("b", dropped=DROPPED, diary=diary),
            item("c", adopted="2024-02-16"),
        ),
    )
    before = plan_as_of(plan, DAY - dt.timedelta(1))
    assert [(one.id, one.open, one.diary) for one in before.items] == [("a", True, ()), ("b", True, ())]
    then = plan_as_of(plan, DAY)
    assert [(one.id, one.open, len(one.diary)) for one in then.items] == [("a", False, 0), ("b", False, 1)]


@given(given_some.plans())
def test_on_the_last_day_there_is_a_plan_is_as_it_stands(plan: Plan) -> None:
    assert plan_as_of(plan, dt.date.max) == plan


@pytest.mark.parametrize(
    ("last", "held"), [(None, False), ("2024-01-17", False), ("2024-01-18", True), ("2024-03-01", True)]
)
def test_an_assessment_that_was_held_is_not_late(last: str | None, held: bool) -> None:
    plan = Plan(site="S", next_assessment=DAY)
    assert next_assessment(plan, dt.date.fromisoformat(last) if last else None) == (None if held else DAY)
