"""Thousands of action items, through every command that reads or changes a plan."""

import datetime as dt
import json
import time

import pytest

from dsds_audit.plan import MOST_ENTRIES, ActionItem, Entry, Plan
from dsds_audit.plan_files import render_plan
from tests.faults.conftest import CLOSING, Site

MANY = 2000
DAY = dt.date(2026, 3, 2)
SLOWEST = 20  # seconds for one command where the machine has much else to do


def item(number: int) -> ActionItem:
    return ActionItem(
        id=f"a-{number}",
        action=f"Give every coach of team {number} a login.",
        owner=f"Coach {number % 40}",
        adopted=DAY,
        due=DAY + dt.timedelta(days=number % 400),
        turn="later",
        aim="Everyone can look at the data.",
        measure="How many look in a week.",
        diary=(Entry(date=DAY, text="All came."),) if number % 5 == 0 else (),
    )


@pytest.mark.slow
def test_every_command_carries_thousands(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.file.write_bytes(render_plan(Plan(site="Riverbend", items=tuple(item(n) for n in range(MANY)))))
    site.assess("2026-09-01", 1)
    taken = {}
    for name, words in {
        "show": ("plan", "show", "Riverbend"),
        "show json": ("plan", "show", "Riverbend", "--all", "--format", "json"),
        "adopt": ("plan", "adopt", "Riverbend", "access.fidelity", "--owner", "Ruth", "--turn", "later"),
        "adopt own": ("plan", "adopt", "Riverbend", "--own", "A", "--owner", "Ruth", "--turn", "later"),
        "update first": ("plan", "update", "Riverbend", "a-0", "--owner", "Ana"),
        "update last": ("plan", "update", "Riverbend", f"a-{MANY - 1}", "--aim", "", "--diary", "Why?"),
        "close": ("plan", "close", "Riverbend", "a-1000", *CLOSING),
        "reopen": ("plan", "reopen", "Riverbend", "a-1000", "--reason", "Too early"),
        "drop": ("plan", "drop", "Riverbend", "a-1000", "--reason", "No money"),
        "schedule": ("plan", "schedule", "Riverbend", "2026-09-14"),
        "calendar": ("plan", "calendar", "Riverbend"),
        "trend": ("trend", "Riverbend"),
        "trend page": ("trend", "Riverbend", "-o", "trend.html"),
    }.items():
        begun = time.monotonic()
        site.done(*words)
        taken[name] = time.monotonic() - begun
    with capsys.disabled():
        print("\n" + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in taken.items()))
    assert max(taken.values()) < SLOWEST
    plan = site.plan
    assert len(plan.items) == MANY + 2
    assert plan.items[1:1000] == tuple(item(n) for n in range(1, 1000))
    assert plan.item("a-1000").dropped
    assert str(plan.next_assessment) == "2026-09-14"


def test_a_plan_that_is_full_takes_no_more_and_says_so(site: Site) -> None:
    short = {"action": "x", "owner": "R", "adopted": "2026-03-02", "due": "2026-03-02", "turn": "later"}
    items = [{"id": f"a-{number}", **short} for number in range(10_000)]
    site.file.write_text(json.dumps({"site": "Riverbend", "items": items}), encoding="utf-8")
    before = site.file.read_bytes()
    said = site.refused(
        "plan", "adopt", "Riverbend", "--own", "One more", "--owner", "Ruth", "--turn", "later"
    )
    assert "AUD008 a plan can hold 10000 action items. Please move" in said
    assert site.file.read_bytes() == before


def test_a_diary_that_is_full_is_told(site: Site) -> None:
    full = item(1).model_copy(update={"diary": (Entry(date=DAY, text="x"),) * MOST_ENTRIES})
    site.file.write_bytes(render_plan(Plan(site="Riverbend", items=(full,))))
    before = site.file.read_bytes()
    said = site.refused("plan", "update", "Riverbend", "a-1", "--owner", "Ana")
    assert "AUD008 diary can hold 10000 entries at most. Please begin another" in said
    assert site.file.read_bytes() == before
    site.done("plan", "close", "Riverbend", "a-1", *CLOSING)
