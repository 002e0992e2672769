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
from dsds_audit.speech import mark, say


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
        return tuple(map(self._told, self.about(criterion)))

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
            sentence = mark("In the plan, {item}: done on {date}. Learnt: {learnt}")
            date = short_date(item.closed.date)
            return say(sentence, item=item.id, date=date, learnt=item.closed.learnt)
        if item.dropped:
            sentence = mark("In the plan, {item}: dropped on {date}. Why: {reason}")
            date = short_date(item.dropped.date)
            return say(sentence, item=item.id, date=date, reason=item.dropped.reason)
        return say(
            "In the plan, {item}: {owner}, due {date}, {status}.",
            item=item.id,
            owner=item.owner,
            date=short_date(item.due),
            status=ITEM_STATUS_LABELS[status_of(item, self.today)],
        )
