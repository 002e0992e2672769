"""What a site's plan already holds about each recommendation."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dsds_audit.display import ITEM_STATUS_LABELS
from dsds_audit.plan import ActionItem
from dsds_audit.plan_effects import Aims, stated_aims
from dsds_audit.planning.status import status_of
from dsds_audit.report.text import short_date


@dataclass(frozen=True)
class TakenOn:
    """The items of a site's plan, as they stand on a day.

    ``aims`` finds the criteria that an item is meant to move, as the rubric at hand calls them.
    """

    items: Sequence[ActionItem]
    today: dt.date
    aims: Aims = stated_aims

    def about(self, criterion: str) -> tuple[ActionItem, ...]:
        """The items that are meant to move a criterion (full id), in the order they were adopted in."""
        return tuple(item for item in self.items if criterion in self.aims(item))

    def lines(self, criterion: str) -> tuple[str, ...]:
        """Each of these in one sentence, with its owner: for the site's own eyes."""
        return tuple(f"In the plan, {item.id}: {self._told(item)}" for item in self.about(criterion))

    def records(self, criterion: str) -> list[dict[str, Any]]:
        """Each of these for a document: owners are names and stay out; what does not apply is null."""
        return [
            {
                "item": item.id,
                "action": item.action,
                "status": status_of(item, self.today),
                "due": item.due.isoformat(),
                "closed": item.closed.date.isoformat() if item.closed else None,
                "learnt": item.closed.learnt if item.closed else None,
                "dropped": item.dropped.date.isoformat() if item.dropped else None,
                "reason": item.dropped.reason if item.dropped else None,
            }
            for item in self.about(criterion)
        ]

    def _told(self, item: ActionItem) -> str:
        if item.closed:
            return f"done on {short_date(item.closed.date)}. Learnt: {item.closed.learnt}"
        if item.dropped:
            return f"dropped on {short_date(item.dropped.date)}. Why: {item.dropped.reason}"
        return f"{item.owner}, due {short_date(item.due)}, {ITEM_STATUS_LABELS[status_of(item, self.today)]}."
