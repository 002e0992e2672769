"""Changes to a plan: items taken on, updated, closed, dropped, opened again; nothing is ever lost."""

import datetime as dt
from typing import Any

from dsds_audit.errors import ConflictError, Problem, did_you_mean
from dsds_audit.names import numbered
from dsds_audit.plan import MOST_ENTRIES, MOST_ITEMS, ActionItem, Closing, Dropping, Entry, Plan
from dsds_audit.plan_effects import Aims, stated_aims
from dsds_audit.planning.diary import (
    UPDATABLE,
    parts_of,
    told_closing,
    told_dropping,
    told_update,
)
from dsds_audit.planning.faults import sound_item
from dsds_audit.planning.refusals import quoted, refusal, refuse_ended, refuse_overwriting, refuse_second
from dsds_audit.planning.status import items_now
from dsds_audit.speech import say


def adopt(plan: Plan, *items: ActionItem, now_limit: int = 3, aims: Aims = stated_aims) -> Plan:
    """The plan with these items taken on, all or none.

    An item whose id is taken gets the next free one: ids are never used twice. ``now_limit`` is how many open
    items may have the turn ``now``: the rubric's ``now``. ``aims`` finds what an item adopted from another
    version of the rubric is meant to move today. Raises PlanError where an item is not sound, where an open
    item for its criterion and program is there already (AUD017), where the limit is passed (AUD016), where
    the plan is full (AUD008).
    """
    after = plan
    for item in items:
        refuse_second(after, item, aims)
        fresh = sound_item({**dict(item), "id": _free_id(after, item.id)})
        after = after.model_copy(update={"items": (*after.items, fresh)})
    if len(after.items) > MOST_ITEMS:
        message = say(
            "a plan can hold {most} action items. Please move its oldest ones into another file.",
            most=MOST_ITEMS,
        )
        raise refusal("AUD008", message)
    return _within_limit(plan, after, now_limit)


def update(
    plan: Plan,
    item_id: str,
    today: dt.date,
    *,
    diary: str | None = None,
    seen: ActionItem | None = None,
    now_limit: int = 3,
    **changes: Any,
) -> Plan:
    """The plan with an item changed; ``changes`` are fields of ``UPDATABLE``, None takes one away.

    What a field held before is kept in the diary, and so is the text ``diary``. ``seen`` is the item as it
    was when the person began: what they left as it was stays as it is now, and what they changed is not
    written over what someone else has changed since (ConflictError, AUD081).

    Raises PlanError where there is no such item (AUD018), where it is closed or dropped and more than the
    diary would change (AUD019), where a value is not sound, where ``now_limit`` is passed (AUD016).
    """
    item = find_item(plan, item_id)
    unknown = set(changes) - set(UPDATABLE)
    if unknown:
        raise TypeError(f"no fields to update: {', '.join(sorted(unknown))}")
    own = {name: value for name, value in changes.items() if not seen or value != getattr(seen, name)}
    changed = sound_item({**dict(item), **own})
    if changed != item:
        refuse_ended(item)
        refuse_overwriting(item, seen or item, changed)
    texts = [*told_update(item, changed), *([diary] if diary else [])]
    return _within_limit(plan, _told(plan, changed, today, *texts), now_limit)


def close(plan: Plan, item_id: str, closing: Closing) -> Plan:
    """The plan with an item done; raises PlanError (AUD014, AUD018, AUD019)."""
    return _ended(plan, item_id, closed=closing)


def drop(plan: Plan, item_id: str, dropping: Dropping) -> Plan:
    """The plan with an item given up; raises PlanError (AUD014, AUD018, AUD019)."""
    return _ended(plan, item_id, dropped=dropping)


def reopen(
    plan: Plan, item_id: str, date: dt.date, reason: str, now_limit: int = 3, aims: Aims = stated_aims
) -> Plan:
    """The plan with a closed or dropped item open again; how it had ended is kept in its diary.

    ``now_limit`` and ``aims`` are as in ``adopt``. Raises PlanError (AUD008, AUD014, AUD016 to AUD019).
    """
    item = find_item(plan, item_id)
    if not reason.strip():
        raise refusal("AUD008", say("reason is empty. Please write a text."))
    ending = item.closed or item.dropped
    if ending is None:
        message = say("{item} is open already. Please update it instead.", item=item.id)
        raise refusal("AUD019", message)
    if date < ending.date:
        message = say(
            "{item} ended on {date}. Please give a later date for opening it again.",
            item=item.id,
            date=ending.date,
        )
        raise refusal("AUD014", message)
    refuse_second(plan, item, aims)
    told = told_closing(ending) if isinstance(ending, Closing) else told_dropping(ending)
    opened = item.model_copy(update={"closed": None, "dropped": None})
    after = _told(plan, opened, date, say("Opened again: {reason}", reason=reason), told)
    return _within_limit(plan, after, now_limit)


def schedule(plan: Plan, date: dt.date | None, today: dt.date, seen: Plan | None = None) -> Plan:
    """The plan with the day of the next assessment; None where none is meant any more.

    Which day it was before is kept in the plan's diary. ``seen`` is the plan as it was when the person began:
    what someone else has set since is not written over (ConflictError, AUD081). Raises PlanError where the
    diary is full (AUD008).
    """
    theirs = plan.next_assessment
    if seen and theirs not in (seen.next_assessment, date):
        message = say(
            "someone else has set the next assessment to {theirs} meanwhile; yours is {yours}. Please agree "
            "on one and set it again.",
            theirs=quoted(theirs),
            yours=quoted(date),
        )
        raise ConflictError(Problem("AUD081", message))
    if date == theirs or theirs is None:
        return plan.model_copy(update={"next_assessment": date})
    if len(plan.diary) >= MOST_ENTRIES:
        message = say(
            "the diary of the plan can hold {most} entries. Please take its oldest ones out.",
            most=MOST_ENTRIES,
        )
        raise refusal("AUD008", message)
    told = (
        say("Next assessment moved from {before} to {date}.", before=theirs, date=date)
        if date
        else say("Next assessment on {date} given up.", date=theirs)
    )
    entry = Entry(date=today, text=told)
    return plan.model_copy(update={"next_assessment": date, "diary": (*plan.diary, entry)})


def find_item(plan: Plan, item_id: str) -> ActionItem:
    """The item of that id; raises PlanError (AUD018) with the nearest one there is."""
    try:
        return plan.item(item_id)
    except KeyError:
        ids = [item.id for item in plan.items]
        there = f" {say('There: {names}.', names=', '.join(ids[:8]))}" if ids else ""
        message = say(
            "the plan of {site} has no action item {item}.{hint} Please name one it has.",
            site=plan.site,
            item=item_id,
            hint=did_you_mean(item_id, ids) or there,
        )
        raise refusal("AUD018", message) from None


def _ended(plan: Plan, item_id: str, **ending: Closing | Dropping) -> Plan:
    item = find_item(plan, item_id)
    refuse_ended(item)
    return _replaced(plan, sound_item({**dict(item), **ending}))


def _told(plan: Plan, item: ActionItem, today: dt.date, *texts: str) -> Plan:
    entries = [{"date": today, "text": part} for text in texts for part in parts_of(text)]
    return _replaced(plan, sound_item({**dict(item), "diary": (*item.diary, *entries)}))


def _replaced(plan: Plan, item: ActionItem) -> Plan:
    items = tuple(item if other.id == item.id else other for other in plan.items)
    return plan.model_copy(update={"items": items})


def _free_id(plan: Plan, wanted: str) -> str:
    taken = {item.id for item in plan.items}
    return next(name for name in numbered(wanted) if name not in taken)


def _within_limit(before: Plan, after: Plan, now_limit: int) -> Plan:
    now = items_now(after)
    if len(now) > max(now_limit, len(items_now(before))):
        message = say(
            "{many} action items would be for now, and {limit} are as many as a team can carry: {items}. "
            "Please close one, take this one on as next, or raise the limit.",
            many=len(now),
            limit=now_limit,
            items=", ".join(item.id for item in now[:8]),
        )
        raise refusal("AUD016", message)
    return after
