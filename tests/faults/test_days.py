"""Days: time zones, leap days, the first and the last year; assessments missing, doubled, unfinished."""

import datetime as dt
import json
import os
from zoneinfo import ZoneInfo

import pytest

from tests.faults.conftest import CLOSING, Site, done

FARTHEST = ("Pacific/Kiritimati", "Pacific/Pago_Pago")
ZONES = (*FARTHEST, "Asia/Kathmandu")
LEAP = "2028-02-29"


@pytest.fixture
def two_years(site: Site) -> Site:
    """Assessments on leap days, and items around them."""
    site.assess("2024-02-29", 0)
    site.assess("2028-02-29", 2)
    site.own("Leap", "--due", LEAP, "--as-of", "2027-02-28")
    site.own("Wait", "--due", "2028-03-01", "--as-of", LEAP)
    site.own("Hurry", "--due", "2028-02-28", "--as-of", "2028-02-28")
    site.done("plan", "schedule", "Riverbend", LEAP)
    return site


@pytest.mark.skipif(os.name == "nt", reason="needs TZ")
def test_the_time_zone_changes_nothing_but_today(two_years: Site) -> None:
    files = (
        ("plan.ics", ("plan", "calendar", "Riverbend", "--as-of", LEAP)),
        ("trend.html", ("trend", "Riverbend", "--as-of", LEAP, "-o", "trend.html")),
    )
    found = []
    for zone in FARTHEST:
        for _, words in files:
            done(two_years.apart(*words, zone=zone))
        shown = done(two_years.apart("plan", "show", "Riverbend", "--all", "--as-of", LEAP, zone=zone))
        found.append((shown, *((two_years.folder / name).read_bytes() for name, _ in files)))
    assert all(other == found[0] for other in found[1:])


@pytest.mark.skipif(os.name == "nt", reason="needs TZ")
@pytest.mark.parametrize("zone", ZONES)
def test_today_is_the_day_where_the_team_is(site: Site, zone: str) -> None:
    before = dt.datetime.now(ZoneInfo(zone)).date()
    done(site.apart("plan", "adopt", "Riverbend", "--own", "Act", "--owner", "Ruth", zone=zone))
    shown = json.loads(done(site.apart("plan", "show", "Riverbend", "--format", "json", zone=zone)))
    days = {str(before), str(dt.datetime.now(ZoneInfo(zone)).date())}
    assert {shown["as_of"], str(site.plan.items[0].adopted)} <= days
    assert (
        shown["items"][0]["days_left"]
        == (site.plan.items[0].due - dt.date.fromisoformat(shown["as_of"])).days
    )


def test_leap_days_are_days(two_years: Site) -> None:
    told = {}
    for day in ("2028-02-28", LEAP, "2028-03-01"):
        items = json.loads(two_years.done("plan", "show", "Riverbend", "--as-of", day, "--format", "json"))[
            "items"
        ]
        told[day] = {item["id"]: (item["status"], item["days_left"]) for item in items}
    assert told[LEAP] == {"leap": ("due_soon", 0), "wait": ("due_soon", 1), "hurry": ("overdue", -1)}
    assert told["2028-02-28"] == {"leap": ("due_soon", 1), "hurry": ("due_soon", 0)}
    assert told["2028-03-01"]["leap"] == ("overdue", -1)
    intervals = json.loads(two_years.done("trend", "Riverbend", "--format", "json"))["intervals"]
    assert [interval["days"] for interval in intervals] == [732, 729]
    two_years.done("plan", "calendar", "Riverbend", "--as-of", LEAP)
    content = (two_years.folder / "plan.ics").read_bytes()
    assert content.count(b"DTSTART;VALUE=DATE:20280229\r\nDTEND;VALUE=DATE:20280301") == 2


@pytest.mark.parametrize(
    ("last", "again"),
    [
        ("2027-08-31", "2028-02-29"),
        ("2027-08-29", "2028-02-29"),
        ("2026-08-31", "2027-02-28"),
        (LEAP, "2028-08-29"),
        ("9999-12-31", "9999-12-31"),
    ],
)
def test_half_a_year_after_is_offered(site: Site, last: str, again: str) -> None:
    (site.file.parent / "2026-03-02.yaml").unlink()
    site.assess(last, 1)
    assert f"plan schedule Riverbend {again}" in site.refused("plan", "schedule", "Riverbend")


def test_a_day_that_is_none_is_refused(site: Site) -> None:
    for words in (("schedule", "Riverbend", "2027-02-29"), ("show", "Riverbend", "--as-of", "2100-02-29")):
        ran = site.run("plan", *words)
        assert ran.returncode == 2
        assert "is no date. Please write it as 2026-03-31." in ran.stderr


def test_the_first_day_and_the_last(site: Site) -> None:
    site.assess("0001-01-01", 0)
    site.assess("9999-12-31", 2)
    for day in ("0001-01-01", "9999-12-31"):
        site.own(f"Act {day[:4]}", "--as-of", day)
        site.done("plan", "schedule", "Riverbend", day)
        site.done("plan", "show", "Riverbend", "--as-of", day)
        site.done("plan", "calendar", "Riverbend", "--as-of", day)
    assert [str(item.due) for item in site.plan.items] == ["0001-04-01", "9999-12-31"]
    site.done("plan", "close", "Riverbend", "act-0001", *CLOSING, "--as-of", "9999-12-31")
    for chart in ("lines", "dots", "waterfall"):
        site.done("trend", "Riverbend", "-o", f"{chart}.svg", "--chart", chart)
    site.done("trend", "Riverbend", "-o", "trend.html")
    document = json.loads(site.done("trend", "Riverbend", "--format", "json"))
    assert [interval["long"] for interval in document["intervals"]] == [True, True]
    assert document["intervals"][1]["closed"][0]["item"] == "act-0001"


def test_one_assessment_is_a_start(site: Site) -> None:
    site.own("Act")
    assert "That is a start, not a trend" in " ".join(site.done("trend", "Riverbend").split())
    site.done("trend", "Riverbend", "-o", "trend.html")
    document = json.loads(site.done("trend", "Riverbend", "--format", "json"))
    assert (document["is_trend"], document["intervals"], document["whole"]) == (False, [], None)


def test_a_missing_assessment_in_the_middle_is_said(site: Site) -> None:
    site.assess("2026-09-01", 1)
    assert "in between is not known" not in " ".join(site.done("trend", "Riverbend").split())
    (site.file.parent / "2026-09-01.yaml").unlink()
    site.assess("2027-03-01", 1)
    said = " ".join(site.done("trend", "Riverbend").split())
    assert "Between Mar 2, 2026 and Mar 1, 2027 lie 12 months. What happened in between is not known." in said


def test_two_of_one_day_are_refused_and_an_unfinished_one_in_the_middle_is_left_out(site: Site) -> None:
    site.assess("2026-09-01", 1)
    site.assess("2027-03-01", 2)
    site.assess("2026-09-01", 2, name="twin")
    assert "AUD093 there are two assessments of Riverbend of 2026-09-01" in site.refused("trend", "Riverbend")
    site.assess("2026-09-01", 2, name="twin", more="interview: {position: finish}\n")
    document = json.loads(site.done("trend", "Riverbend", "--format", "json"))
    assert (len(document["assessments"]), document["left_out"]) == (3, ["2026-09-01"])
    assert "AUD093" in site.refused("trend", "Riverbend", "--unfinished")


def test_forty_assessments(site: Site) -> None:
    (site.file.parent / "2026-03-02.yaml").unlink()
    days = [f"{2000 + n // 2}-{'09' if n % 2 else '03'}-01" for n in range(40)]
    for number, day in enumerate(days):
        site.assess(day, number % 3)
    site.own("Act", "--as-of", "2000-03-01", "--due", "2019-01-01")
    document = json.loads(site.done("trend", "Riverbend", "--format", "json"))
    assert [point["date"] for point in document["assessments"]] == days
    assert len(document["intervals"]) == 39
    assert "40 assessments" in site.done("trend", "Riverbend")
    site.done("trend", "Riverbend", "-o", "trend.html")
