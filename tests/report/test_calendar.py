import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from pages_for_tests import HOSTILE
from strategies import plans

from dsds_audit.assessment import Evidence
from dsds_audit.plan import ActionItem, Closing, Dropping, Entry, Plan
from dsds_audit.planning.changes import reopen, schedule
from dsds_audit.planning.status import open_items
from dsds_audit.report.calendar import half_a_year_after, render_calendar

DAY = dt.date(2026, 3, 2)
ITEM = ActionItem(id="a1", action="Block eight hours", owner="Ruth", adopted=DAY, due=dt.date(2028, 2, 29))


def events_of(plan, today=DAY):
    return Calendar.from_ical(render_calendar(plan, today)).walk("VEVENT")


def plan_of(*items, **fields):
    return Plan(site="Riverbend", items=items, **fields)


def test_an_open_item_is_an_event_of_a_whole_day_in_any_time_zone() -> None:
    (event,) = events_of(plan_of(ITEM))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (dt.date(2028, 2, 29), dt.date(2028, 3, 1))
    assert type(event.decoded("dtstart")) is dt.date
    content = render_calendar(plan_of(ITEM), DAY)
    assert b"DTSTART;VALUE=DATE:20280229" in content
    assert b"TZID" not in content
    assert event["transp"] == "TRANSPARENT"


def test_reminders_ring_in_the_morning_two_weeks_before_and_on_the_day() -> None:
    (event,) = events_of(plan_of(ITEM))
    midnight = dt.datetime(2028, 2, 29, tzinfo=ZoneInfo("America/New_York"))
    rings = [midnight + alarm.decoded("trigger") for alarm in event.walk("VALARM")]
    assert [(ring.month, ring.day, ring.hour) for ring in rings] == [(2, 15, 9), (2, 29, 9)]


def test_the_next_assessment_is_there_with_time_to_prepare() -> None:
    (event,) = events_of(plan_of(next_assessment=dt.date(2026, 9, 14)))
    assert event["summary"] == "Assess again: Riverbend"
    assert [alarm.decoded("trigger").days for alarm in event.walk("VALARM")] == [-28, -7]


def test_what_has_ended_is_called_off_without_a_reminder() -> None:
    closed = Closing(date=DAY, evidence=(Evidence(what="minutes"),), result="5", learnt="ask")
    dropped = Dropping(date=DAY, reason="no")
    ended = [ITEM.model_copy(update=fields) for fields in ({"closed": closed}, {"dropped": dropped})]
    (before,) = events_of(plan_of(ITEM))
    for item in ended:
        (event,) = events_of(plan_of(item))
        assert (event["uid"], event["status"]) == (before["uid"], "CANCELLED")
        assert event.walk("VALARM") == []
        opened = reopen(plan_of(item), ITEM.id, DAY, "Too early")
        (again,) = events_of(opened)
        assert before["sequence"] < event["sequence"] < again["sequence"]
        assert "status" not in again


def test_an_assessment_that_moves_twice_a_day_moves_in_the_calendar() -> None:
    plan, found = plan_of(), []
    for day in ("2026-09-14", "2026-10-01", "2026-09-14"):
        plan = schedule(plan, dt.date.fromisoformat(day), DAY)
        found += events_of(plan)
    assert len({event["uid"] for event in found}) == 1
    assert found[0]["sequence"] < found[1]["sequence"] < found[2]["sequence"]


def test_taken_in_again_an_event_is_changed_rather_than_doubled() -> None:
    moved = ITEM.model_copy(
        update={
            "due": dt.date(2028, 6, 1),
            "diary": (Entry(date=DAY, text="Due moved."),),
            "action": "Block nine",
        }
    )
    (before,), (after,) = events_of(plan_of(ITEM)), events_of(plan_of(moved))
    assert before["uid"] == after["uid"]
    assert before["sequence"] < after["sequence"]
    (next_week,) = events_of(plan_of(ITEM), DAY + dt.timedelta(days=7))
    assert next_week["uid"] == before["uid"]
    assert next_week["sequence"] > before["sequence"]


def test_the_same_site_has_the_same_events_however_it_is_typed() -> None:
    one, other = (events_of(Plan(site=site, items=(ITEM,)))[0] for site in ("Riverbend", "RIVERBEND"))
    assert one["uid"] == other["uid"]
    assert events_of(Plan(site="Lakeside", items=(ITEM,)))[0]["uid"] != one["uid"]


def test_the_same_plan_on_the_same_day_is_the_same_file() -> None:
    plan = plan_of(ITEM, next_assessment=dt.date(2026, 9, 14))
    assert render_calendar(plan, DAY) == render_calendar(plan, DAY)


def test_the_last_day_there_is_has_no_day_after_it() -> None:
    (event,) = events_of(plan_of(ITEM.model_copy(update={"due": dt.date.max})))
    assert event.decoded("dtstart") == dt.date.max


@pytest.mark.parametrize("text", HOSTILE)
def test_typed_text_stays_text(text: str) -> None:
    item = ITEM.model_copy(
        update={"action": text, "owner": text, "aim": f"{text}\r\nBEGIN:VALARM\nEND:VEVENT"}
    )
    content = render_calendar(Plan(site=text, items=(item,)), DAY)
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 1
    assert len(Calendar.from_ical(content).walk("VALARM")) == 2
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", content)


@settings(max_examples=60, deadline=None)
@given(plans(), st.dates())
def test_any_plan_makes_a_file_that_reads_back_whole(plan: Plan, today: dt.date) -> None:
    content = render_calendar(plan, today)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    calendar = Calendar.from_ical(content)
    assert {"PRODID", "VERSION", "METHOD"} <= set(calendar)
    assert calendar.errors == []
    found = calendar.walk("VEVENT")
    dates = [item.due for item in open_items(plan)]
    dates += [plan.next_assessment] if plan.next_assessment else []
    ended = [item for item in plan.items if not item.open]
    dates += [item.due for item in ended]
    assert [event.decoded("dtstart") for event in found] == dates
    assert len({event["uid"] for event in found}) == len(found)
    for event in found:
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "DESCRIPTION", "SEQUENCE"} <= set(event)
        assert event.errors == []
        assert event.decoded("dtstamp") == dt.datetime.combine(today, dt.time(), dt.UTC)
        assert len(event.walk("VALARM")) == (0 if event.get("status") == "CANCELLED" else 2)
    assert sum(event.get("status") == "CANCELLED" for event in found) == len(ended)
    for event, item in zip(found, open_items(plan), strict=False):
        assert str(event["description"]).endswith(item.id)


@pytest.mark.parametrize(
    ("date", "then"),
    [
        ("2026-03-02", "2026-09-02"),
        ("2026-08-31", "2027-02-28"),
        ("2027-08-29", "2028-02-29"),
        ("2026-06-30", "2026-12-30"),
        ("2026-07-01", "2027-01-01"),
        ("2028-02-29", "2028-08-29"),
        ("9999-12-01", "9999-12-31"),
    ],
)
def test_half_a_year_later_is_six_months_later(date: str, then: str) -> None:
    assert half_a_year_after(dt.date.fromisoformat(date)) == dt.date.fromisoformat(then)


@given(st.dates(dt.date(1, 1, 1), dt.date(9999, 6, 30)))
def test_half_a_year_is_never_more_than_184_days(date: dt.date) -> None:
    assert 178 <= (half_a_year_after(date) - date).days <= 184
