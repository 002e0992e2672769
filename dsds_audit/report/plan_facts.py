"""What is told about a plan on a day, computed once for every format."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from dsds_audit.names import folded
from dsds_audit.plan import ActionItem, Plan
from dsds_audit.planning.status import Load, Status, next_assessment, owner_load, status_of

ORDER: tuple[Status, ...] = ("overdue", "due_soon", "on_time", "done", "dropped")
ENDED: tuple[Status, ...] = ("done", "dropped")


@dataclass(frozen=True)
class PlanFacts:
    """A plan seen on ``today``; ``owner`` is whom it is narrowed to, None for everyone.

    ``groups`` holds the items to show by status: what presses first, then by due date or by the day they
    ended, latest first. ``counts`` counts those not shown too. ``loads`` is who has what to do. ``last`` is
    the day of the latest assessment, None where that is not known.
    """

    plan: Plan
    today: dt.date
    owner: str | None
    groups: Mapping[Status, tuple[ActionItem, ...]]
    counts: Mapping[Status, int]
    loads: tuple[Load, ...]
    last: dt.date | None = None

    @cached_property
    def next_assessment(self) -> dt.date | None:
        """The day of the next assessment; None where none is set, or the one that was meant was held."""
        return next_assessment(self.plan, self.last)

    @cached_property
    def items(self) -> tuple[ActionItem, ...]:
        """The items to show, in the order of their groups."""
        return tuple(item for group in self.groups.values() for item in group)

    @cached_property
    def several_programs(self) -> bool:
        """Whether the plan has items of more than one program."""
        return len({folded(item.program) for item in self.plan.items}) > 1


def gather_plan_facts(
    plan: Plan,
    today: dt.date,
    owner: str | None = None,
    *,
    ended: bool = True,
    last: dt.date | None = None,
) -> PlanFacts:
    """The facts of a plan, of one owner's items where one is named; without ``ended`` only the open ones.

    ``last`` is the day of the site's latest assessment, where that is known.
    """
    groups: dict[Status, list[ActionItem]] = {status: [] for status in ORDER}
    for item in plan.items:
        if owner is None or folded(item.owner) == folded(owner):
            groups[status_of(item, today)].append(item)
    return PlanFacts(
        plan=plan,
        today=today,
        owner=owner,
        groups={
            status: _sorted(items)
            for status, items in groups.items()
            if items and (ended or status not in ENDED)
        },
        counts={status: len(items) for status, items in groups.items()},
        loads=tuple(
            load for load in owner_load(plan, today) if owner is None or folded(load.owner) == folded(owner)
        ),
        last=last,
    )


def ended_on(item: ActionItem) -> dt.date | None:
    """The day an item was closed or dropped; None while it is open."""
    ending = item.closed or item.dropped
    return ending.date if ending else None


def _sorted(items: list[ActionItem]) -> tuple[ActionItem, ...]:
    """Open items first due first, ended ones last ended first."""
    return tuple(
        sorted(items, key=lambda item: -end.toordinal() if (end := ended_on(item)) else item.due.toordinal())
    )
