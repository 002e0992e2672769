"""How an action item stands on a day, and how much everyone has to do by when."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dsds_audit.names import folded
from dsds_audit.plan import ActionItem, Entry, Plan
from dsds_audit.speech import sort_key

Status = Literal["on_time", "due_soon", "overdue", "done", "dropped"]
SOON = 14
EARLY = 28  # days an assessment may come before the day it was meant for


@dataclass(frozen=True, slots=True)
class Load:
    """What one owner has to do: open items, first due first, and how many of them press."""

    owner: str
    items: tuple[ActionItem, ...]
    overdue: int
    due_soon: int


def status_of(item: ActionItem, today: dt.date) -> Status:
    """How an item stands today; it is due soon from 14 days before the day it is due up to that day."""
    if item.closed:
        return "done"
    if item.dropped:
        return "dropped"
    left = (item.due - today).days
    if left < 0:
        return "overdue"
    return "due_soon" if left <= SOON else "on_time"


def plan_as_of(plan: Plan, day: dt.date) -> Plan:
    """The plan without what came after a day: items adopted later, endings and diary entries of later days.

    What a field held before it was changed is only told in a diary, so fields stand as they are now.
    """
    items = (_item_as_of(item, day) for item in plan.items if item.adopted <= day)
    return plan.model_copy(update={"items": tuple(items), "diary": _until(plan.diary, day)})


def next_assessment(plan: Plan, last: dt.date | None) -> dt.date | None:
    """The day the site is still to be assessed on; None where none is set, or where that one was held.

    An assessment counts as the one that was meant from 28 days before its day; ``last`` is the latest one's.
    """
    meant = plan.next_assessment
    held = meant is not None and last is not None and (meant - last).days <= EARLY
    return None if held else meant


def days_left(item: ActionItem, today: dt.date) -> int | None:
    """Days until an open item is due, below 0 where it is overdue; None where it is closed or dropped."""
    return (item.due - today).days if item.open else None


def open_items(plan: Plan) -> tuple[ActionItem, ...]:
    """What is still to be done, first due first."""
    return _by_due(item for item in plan.items if item.open)


def items_now(plan: Plan) -> tuple[ActionItem, ...]:
    """What is being worked on now: the open items whose turn it is, first due first."""
    return tuple(item for item in open_items(plan) if item.turn == "now")


def owner_load(plan: Plan, today: dt.date) -> tuple[Load, ...]:
    """Everyone with open items: most overdue first, then most items, then by name.

    Owners are compared regardless of case and width, and written as in the item that is due first.
    """
    owned: dict[str, list[ActionItem]] = {}
    for item in open_items(plan):
        owned.setdefault(folded(item.owner), []).append(item)
    loads = [_load(items, today) for items in owned.values()]
    return tuple(sorted(loads, key=lambda load: (-load.overdue, -len(load.items), sort_key(load.owner))))


def _item_as_of(item: ActionItem, day: dt.date) -> ActionItem:
    later: dict[str, object] = {"diary": _until(item.diary, day)}
    ending = item.closed or item.dropped
    if ending and ending.date > day:
        later |= {"closed": None, "dropped": None}
    return item.model_copy(update=later)


def _until(diary: tuple[Entry, ...], day: dt.date) -> tuple[Entry, ...]:
    return tuple(entry for entry in diary if entry.date <= day)


def _load(items: list[ActionItem], today: dt.date) -> Load:
    statuses = [status_of(item, today) for item in items]
    return Load(items[0].owner, tuple(items), statuses.count("overdue"), statuses.count("due_soon"))


def _by_due(items: Iterable[ActionItem]) -> tuple[ActionItem, ...]:
    return tuple(sorted(items, key=lambda item: item.due))
