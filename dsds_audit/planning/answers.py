"""What a person says about an action item, as texts, and what a plan holds of it.

Texts go by the name of the field; an empty one says that there is nothing, a name that is missing says
nothing at all. A barrier and its ``driver``, and a closing's evidence, are told in several texts.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dsds_audit.errors import PlanError, Problem
from dsds_audit.plan import ActionItem, Closing, Dropping
from dsds_audit.planning.faults import sound_item
from dsds_audit.speech import say

Told = Mapping[str, str]

TOLD_FIELDS = ("action", "owner", "due", "aim", "measure", "first_step", "turn")
_YES_OR_NO = {"yes": True, "no": False}


def told_of(item: ActionItem) -> dict[str, str]:
    """What an item says, as texts."""
    told = {name: str(getattr(item, name) or "") for name in TOLD_FIELDS}
    barrier = item.barrier
    return told | {"barrier": barrier.what if barrier else "", "driver": (barrier and barrier.driver) or ""}


def changed_item(item: ActionItem, told: Told) -> ActionItem:
    """The item with what is told of it; raises PlanError where that is not sound."""
    fields: dict[str, Any] = {name: told[name] or None for name in TOLD_FIELDS if name in told}
    if "barrier" in told or "driver" in told:
        fields["barrier"] = _barrier({**told_of(item), **told})
    return sound_item({**dict(item), **fields})


def changes_of(item: ActionItem, told: Told) -> dict[str, Any]:
    """The fields of an item that are another with what is told of it; raises PlanError."""
    changed = changed_item(item, told)
    return {
        name: getattr(changed, name)
        for name in (*TOLD_FIELDS, "barrier")
        if getattr(changed, name) != getattr(item, name)
    }


def closing_of(item: ActionItem, told: Told, today: dt.date) -> Closing:
    """What came of an item: ``evidence`` with ``where`` and ``evidence_date``, ``result``, ``learnt``,
    ``as_planned`` (yes or no), ``next``, and the ``date``, else today. Raises PlanError,
    for a date later than today, too (AUD014).
    """
    evidence = {"what": told.get("evidence"), "where": told.get("where"), "date": told.get("evidence_date")}
    closed = {
        "date": told.get("date") or today,
        "evidence": [_without_blanks(evidence)],
        **_without_blanks({name: told.get(name) for name in ("result", "learnt", "next")}),
        "as_planned": _YES_OR_NO.get(told.get("as_planned", "")),
    }
    ended = sound_item({**dict(item), "dropped": None, "closed": closed}).closed
    assert ended is not None
    if ended.date > today:
        message = say(
            "{item} cannot be closed on {date}, which is later than {today}. Please give the day it was.",
            item=item.id,
            date=ended.date,
            today=today,
        )
        raise PlanError(Problem("AUD014", message))
    return ended


def dropping_of(item: ActionItem, told: Told, today: dt.date) -> Dropping:
    """That an item is given up for a ``reason``, on a ``date``, else today; raises PlanError, as above."""
    dropped = {"date": told.get("date") or today, **_without_blanks({"reason": told.get("reason")})}
    ended = sound_item({**dict(item), "closed": None, "dropped": dropped}).dropped
    assert ended is not None
    if ended.date > today:
        message = say(
            "{item} cannot be dropped on {date}, which is later than {today}. Please give the day it was.",
            item=item.id,
            date=ended.date,
            today=today,
        )
        raise PlanError(Problem("AUD014", message))
    return ended


def _barrier(told: Told) -> dict[str, str] | None:
    if not told["barrier"] and told["driver"]:
        message = say("a driver alone says little. Please say what stands in the way, too.")
        raise PlanError(Problem("AUD089", message))
    return _without_blanks({"what": told["barrier"], "driver": told["driver"]}) or None


def _without_blanks(texts: Mapping[str, str | None]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text}
