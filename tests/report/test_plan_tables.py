import datetime as dt
import time
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages_for_tests import HOSTILE
from rich.console import Console
from strategies import plans

from dsds_audit.assessment import Barrier, Evidence
from dsds_audit.plan import ActionItem, Closing, Dropping, Plan
from dsds_audit.report.plan_facts import gather_plan_facts
from dsds_audit.report.plan_tables import plan_table

DAY = dt.date(2026, 3, 2)


def item(item_id: str = "a1", days: int = 30, **fields) -> ActionItem:
    due = DAY + dt.timedelta(days=days)
    values = {"id": item_id, "action": "Block eight hours", "owner": "Ruth", "adopted": dt.date(2025, 1, 1)}
    return ActionItem(**{**values, "due": due, **fields})


def printed(plan: Plan, width: int = 100, today: dt.date = DAY, **options) -> str:
    console = Console(file=StringIO(), width=width, highlight=False, markup=False, emoji=False)
    console.print(plan_table(gather_plan_facts(plan, today, **options)))
    return console.file.getvalue()


def words(*items: ActionItem, **options) -> str:
    fields = {name: options.pop(name) for name in ("next_assessment",) if name in options}
    return " ".join(printed(Plan(site="Riverbend", items=items, **fields), 200, **options).split())


CLOSED = Closing(
    date=DAY,
    evidence=(Evidence(what="minutes"),),
    result="5 of 5",
    learnt="Ask early",
    as_planned=False,
    next="Go on",
)
DROPPED = Dropping(date=DAY, reason="The county does it")


def test_what_presses_comes_first_and_with_how_much() -> None:
    shown = words(item("later"), item("late", -1), item("soon", 3))
    assert "1 overdue, 1 due soon, 1 on time." in shown
    assert shown.index("late Ruth") < shown.index("soon Ruth") < shown.index("later Ruth")
    assert "1 day late" in shown
    assert "in 3 days" in shown


def test_who_has_how_much_by_when() -> None:
    shown = words(*(item(f"a{n}", n) for n in range(5)), item("late", -1, owner="Ana"))
    assert "Ana 1 1 Mar 1, 2026" in shown
    assert "Ruth 5 5 Mar 2, 2026; Mar 3, 2026; Mar 4, 2026; 2 more" in shown


def test_an_open_item_tells_how_it_begins_and_what_is_in_the_way() -> None:
    barrier = Barrier(what="Intake is short")
    shown = words(item(first_step="Count the hours", measure="Hours a week", barrier=barrier, turn="later"))
    for part in (
        "First step: Count the hours",
        "Measure: Hours a week",
        "In the way: Intake is short",
        "Turn: later",
    ):
        assert part in shown


def test_an_ended_item_tells_what_came_of_it() -> None:
    shown = words(item("a1", closed=CLOSED), item("a2", dropped=DROPPED))
    for part in ("Result: 5 of 5", "Learnt: Ask early", "Not done as planned.", "Next: Go on"):
        assert part in shown
    assert "Why: The county does it" in shown


def test_what_is_hidden_is_said_with_the_way_to_see_it() -> None:
    shown = words(item("a1", closed=CLOSED), item("a2", dropped=DROPPED), ended=False)
    assert "Result" not in shown
    assert "Not shown: 1 done and 1 dropped. To see them too, add --all." in shown


def test_the_next_assessment_is_told_or_that_there_is_none() -> None:
    assert "Next assessment: September 14, 2026 (in 196 days)" in words(next_assessment=dt.date(2026, 9, 14))
    assert "No date is set for the next assessment." in words()
    assert "Nothing is planned yet." in words()


def test_the_program_is_told_where_there_are_several() -> None:
    assert "Program" not in words(item(program="Tutoring"))
    assert "Program: Tutoring" in words(item(program="Tutoring"), item("a2"))


@pytest.mark.parametrize("text", HOSTILE)
def test_typed_text_is_no_command_to_the_terminal(text: str) -> None:
    hostile = item(action=text, owner=text, program=text, first_step=text, aim=text)
    shown = printed(Plan(site=text, items=(hostile, item("a2", closed=CLOSED))))
    assert not {"\x1b", "\x07", "\x00", "\x85"} & set(shown)


@settings(max_examples=40, deadline=None)
@given(plans(), st.dates(), st.integers(20, 200), st.booleans())
def test_any_plan_can_be_shown(plan: Plan, today: dt.date, width: int, ended: bool) -> None:
    assert printed(plan, width, today, ended=ended)


def test_thousands_of_items_are_shown_in_seconds() -> None:
    plan = Plan(
        site="Riverbend", items=tuple(item(f"a{n}", n % 90 - 20, measure="Hours") for n in range(5000))
    )
    began = time.perf_counter()
    shown = printed(plan)
    assert time.perf_counter() - began < 20
    assert all(f"a{n} " in shown for n in (0, 2500, 4999))
    assert "The list is long" in shown
