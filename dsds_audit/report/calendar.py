"""The dates of a plan as a calendar file (iCalendar, RFC 5545)."""

import calendar
import datetime as dt
import uuid
from collections.abc import Iterable

from icalendar import Alarm, Calendar, Event

from dsds_audit.display import ITEM_STATUS_LABELS
from dsds_audit.names import folded
from dsds_audit.plan import ActionItem, Plan
from dsds_audit.planning.status import open_items, status_of
from dsds_audit.report.text import capitalized, plain
from dsds_audit.speech import mark, say

_MORNING = dt.timedelta(hours=9)  # of the day, wherever the calendar is read
_DUE_REMINDERS = (14, 0)  # days before
_ASSESSMENT_REMINDERS = (28, 7)
_LONGEST = 70  # characters of a title


def render_calendar(plan: Plan, today: dt.date) -> bytes:
    """The due dates of the open items and the next assessment, as all-day events with reminders.

    An event keeps its UID for as long as its site and its item keep their names, so a calendar that takes the
    file again changes what it has. Items that are closed or dropped are called off, without reminders.
    ``today`` is the day that stands in the file as the day it was made.
    """
    made = Calendar()
    made.add("prodid", "-//dsds-audit//plan//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", say("Plan of {site}", site=_line(plan.site)))
    for event in _events(plan, today):
        made.add_component(event)
    content: bytes = made.to_ical()
    return content


def half_a_year_after(date: dt.date) -> dt.date:
    """The same day six months later, or the last day of that month where it has no such day."""
    year, month = date.year + date.month // 7, (date.month + 5) % 12 + 1
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, month, min(date.day, calendar.monthrange(year, month)[1]))


def _events(plan: Plan, today: dt.date) -> Iterable[Event]:
    for item in open_items(plan):
        what = {"action": _shortened(_line(item.action)), "owner": _line(item.owner)}
        title = say("Due: {action} ({owner})", **what)
        event = _event(plan.site, f"item:{item.id}", item.due, title, today, len(item.diary))
        event.add("description", "\n".join(_told(plan, item)))
        yield _reminded(event, title, _DUE_REMINDERS)
    if plan.next_assessment:
        title = say("Assess again: {site}", site=_line(plan.site))
        event = _event(plan.site, "next-assessment", plan.next_assessment, title, today, len(plan.diary))
        event.add("description", say("Invite the panel, and ask everyone to bring evidence."))
        yield _reminded(event, title, _ASSESSMENT_REMINDERS)
    for item in plan.items:
        if not item.open:
            yield _called_off(plan, item, today)


def _called_off(plan: Plan, item: ActionItem, today: dt.date) -> Event:
    """The event of an item that has ended, which takes away the one that a calendar may hold of it."""
    status = capitalized(ITEM_STATUS_LABELS[status_of(item, today)])
    title = say("{label}: {text}", label=status, text=_shortened(_line(item.action)))
    changes = len(item.diary) + 1  # That it ended is in no diary; opened again, the diary tells of that, too.
    event = _event(plan.site, f"item:{item.id}", item.due, title, today, changes)
    event.add("status", "CANCELLED")
    event.add("description", "\n".join(_told(plan, item)))
    return event


def _event(site: str, name: str, date: dt.date, title: str, today: dt.date, changes: int) -> Event:
    """An event of a whole day, which no time zone moves, and which leaves its people free."""
    event = Event()
    event.add("uid", str(uuid.uuid5(uuid.NAMESPACE_URL, f"dsds-audit:{folded(site)}:{name}")))
    event.add("dtstamp", dt.datetime.combine(today, dt.time(), dt.UTC))
    # Some calendars take an event again only with a higher number: days and diaries only grow.
    event.add("sequence", today.toordinal() + changes)
    event.add("dtstart", date)
    if date < dt.date.max:
        event.add("dtend", date + dt.timedelta(days=1))
    event.add("summary", title)
    event.add("transp", "TRANSPARENT")
    return event


def _reminded(event: Event, title: str, days_before: Iterable[int]) -> Event:
    for days in days_before:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", _MORNING - dt.timedelta(days=days))
        event.add_component(alarm)
    return event


def _told(plan: Plan, item: ActionItem) -> Iterable[str]:
    """What to know about an item, a line each."""
    facts = (
        (mark("Action: {text}"), item.action),
        (mark("Owner: {text}"), item.owner),
        (mark("Aim: {text}"), item.aim),
        (mark("Measure: {text}"), item.measure),
        (mark("First step: {text}"), item.first_step),
        (mark("Barrier: {text}"), item.barrier.what if item.barrier else None),
        (mark("Criterion: {text}"), item.criterion),
        (mark("In the plan: {text}"), f"{plan.site}, {item.id}"),
    )
    return (say(sentence, text=_line(text)) for sentence, text in facts if text)


def _line(text: str) -> str:
    return plain(" ".join(text.split()))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
