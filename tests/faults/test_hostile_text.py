"""What people paste into a plan stays text: on the screen, in JSON, in calendars and on pages."""

import datetime as dt
import json
import re

import pytest
from icalendar import Calendar
from pages_for_tests import HOSTILE, Page

from dsds_audit.assessment import Evidence
from dsds_audit.plan import Closing, Plan
from dsds_audit.plan_files import render_plan
from dsds_audit.planning.changes import adopt
from dsds_audit.planning.drafts import own_item
from tests.faults.conftest import Site, refused

TEXTS = (
    *(text for text in HOSTILE if "\x00" not in text),  # no argument of a command can hold a NUL
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:evil\r\nATTACH:file:///etc/passwd",
    '=HYPERLINK("http://x","y")',
    "@SUM(A1) +1 -1",
    "x" * 10_000,
    "👩‍👩‍👧" * 500,
    "a\x85b\u2028c\u2029d\x0be\x0cf",
    "\x1b]0;title\x07\x1b[2J\x9b31m\x7f",
    "\u202eevil\u202c\u200f\u2066x\u2069",
    "- a\n  b: c\n# d\n---\n...\n",
)
DAY = dt.date(2026, 3, 2)
NAMES = ("aim", "measure", "first_step")
FIELDS = ("aim", "measure", "first-step", "barrier")
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def test_everything_typed_into_one_item_is_kept_and_shown_as_text(site: Site) -> None:
    """Through every command that takes text."""
    text = "\n".join(text for text in TEXTS if len(text) < 1000)
    told = [part for field in FIELDS for part in (f"--{field}", text)]
    assert not STEERING.search(
        site.done("plan", "adopt", "Riverbend", "--own", text, "--owner", text[:200], *told)
    )
    (item,) = site.plan.items
    kept = (item.action, item.aim, item.measure, item.first_step, item.barrier and item.barrier.what)
    assert kept == (text.strip(),) * 5
    site.done("plan", "update", "Riverbend", item.id, "--diary", text, "--aim", "Peace")
    ends = [
        part for name in ("evidence", "where", "result", "learnt", "next") for part in (f"--{name}", text)
    ]
    site.done("plan", "close", "Riverbend", item.id, *ends)
    site.done("plan", "reopen", "Riverbend", item.id, "--reason", text)
    site.done("plan", "drop", "Riverbend", item.id, "--reason", text)
    (item,) = site.plan.items
    assert item.dropped
    assert item.dropped.reason == text.strip()
    assert "".join(entry.text for entry in item.diary).count(text.strip()) == 8


@pytest.fixture
def hostile(site: Site) -> Site:
    """A plan with every text in every field, of open and of closed items."""
    open_ones = [own_item(text, DAY, owner=text[:200], **dict.fromkeys(NAMES, text)) for text in TEXTS]
    closed = [
        item.model_copy(update={"id": f"closed-{n}", "closed": _closed(item.action)})
        for n, item in enumerate(open_ones)
    ]
    plan = adopt(Plan(site="Riverbend"), *open_ones, *closed, now_limit=99)
    site.file.write_bytes(render_plan(plan))
    site.assess("2026-09-01", 1)
    return site


def _closed(text: str) -> Closing:
    return Closing(date=DAY, evidence=(Evidence(what=text, where=text),), result=text, learnt=text, next=text)


def test_the_screen_is_not_steered(hostile: Site) -> None:
    shown = hostile.done("plan", "show", "Riverbend", "--all")
    assert not STEERING.search(shown)
    assert "[bold]rich[/bold]" in shown
    assert not STEERING.search(hostile.done("trend", "Riverbend"))


def test_json_holds_every_text_whole(hostile: Site) -> None:
    document = json.loads(hostile.done("plan", "show", "Riverbend", "--format", "json"))
    assert {item["action"] for item in document["items"]} == {text.strip() for text in TEXTS}
    json.loads(hostile.done("trend", "Riverbend", "--format", "json"))


def test_no_text_adds_a_line_to_a_calendar(hostile: Site) -> None:
    hostile.done("plan", "calendar", "Riverbend")
    content = (hostile.folder / "plan.ics").read_bytes()
    calendar = Calendar.from_ical(content)
    cancelled = [event for event in calendar.walk("VEVENT") if event.get("STATUS") == "CANCELLED"]
    assert (len(calendar.walk("VEVENT")), len(cancelled)) == (2 * len(TEXTS), len(TEXTS))
    assert len(calendar.walk("VALARM")) == 2 * len(TEXTS)
    assert not calendar.errors
    lines = content.split(b"\r\n")
    assert not [line for line in lines if b"\n" in line or b"\r" in line or len(line) > 75]
    assert not [line for line in lines if line.startswith(b"ATTACH")]


def test_no_text_adds_an_element_to_a_page(hostile: Site) -> None:
    hostile.done("trend", "Riverbend", "-o", "trend.html")
    page = Page((hostile.folder / "trend.html").read_text(encoding="utf-8"))
    links = [attrs["href"] or "" for _, attrs in page.all("a")]
    assert all(link.startswith("#") for link in links)
    assert [attrs.get("type") for _, attrs in page.all("script")] == ["application/json"]
    assert not page.all("iframe", "object", "img")
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]


@pytest.mark.parametrize("words", [("--diary", "\udcff"), ("--aim", "\udcff"), ("--owner", "a\udcff")])
def test_bytes_that_are_no_text_are_refused_in_words(site: Site, words: tuple[str, str]) -> None:
    site.own("Act")
    before = site.file.read_bytes()
    assert "AUD008" in refused(site.apart("plan", "update", "Riverbend", "act", *words))
    assert site.file.read_bytes() == before


def test_no_reason_is_no_reason(site: Site) -> None:
    site.own("Act")
    assert "AUD008" in site.refused("plan", "drop", "Riverbend", "act", "--reason", " \n ")
    site.done("plan", "drop", "Riverbend", "act", "--reason", "no money")
    for reason in (" ", "\t\n", "\udcff"):
        assert "AUD008" in site.refused("plan", "reopen", "Riverbend", "act", "--reason", reason)
    assert site.plan.item("act").dropped
