"""How an action item stands on a day, and how much everyone has to do by when."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dsds_audit.names import folded
from dsds_audit.plan import ActionItem, Plan

Status = Literal["on_time", "due_soon", "overdue", "done", "dropped"]
SOON = 14


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
    return tuple(sorted(loads, key=lambda load: (-load.overdue, -len(load.items), folded(load.owner))))


def _load(items: list[ActionItem], today: dt.date) -> Load:
    statuses = [status_of(item, today) for item in items]
    return Load(items[0].owner, tuple(items), statuses.count("overdue"), statuses.count("due_soon"))


def _by_due(items: Iterable[ActionItem]) -> tuple[ActionItem, ...]:
    return tuple(sorted(items, key=lambda item: item.due))
