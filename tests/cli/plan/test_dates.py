import sys
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.cli.conftest import Run
from tests.cli.plan.conftest import SITE
from tests.cli.plan.test_adopt import spawn


def test_the_calendar_holds_what_is_open_and_the_next_assessment(plan: Run, tmp_path: Path) -> None:
    plan("adopt", "1", "2")
    plan("drop", "accountability-capacity", "--reason", "No")
    plan("schedule", "2027-03-14")
    result = plan("calendar", "-o", "dates.ics")
    assert result.exit_code == 0, result.output
    assert "2 dates, and 1 called off in dates.ics" in result.stdout
    events = Calendar.from_ical((tmp_path / "dates.ics").read_bytes()).walk("VEVENT")
    assert [event.get("status") for event in events] == [None, None, "CANCELLED"]
    assert str(events[1].decoded("dtstart")) == "2027-03-14"
    before = (tmp_path / "dates.ics").read_bytes()
    plan("calendar", "-o", "dates.ics")
    assert (tmp_path / "dates.ics").read_bytes() == before


def test_a_calendar_of_nothing_is_refused(plan: Run, file: Path) -> None:
    plan("adopt", "1")
    file.write_text(f"site: {SITE}\n", encoding="utf-8")
    assert "AUD088" in plan("calendar").stderr
    assert "AUD071" in plan("calendar", "-o", "dates.txt").stderr


def test_without_a_terminal_half_a_year_after_the_last_is_named(plan: Run) -> None:
    result = plan("schedule")
    assert "AUD085" in result.stderr
    assert "2027-03-14" in result.stderr
    assert plan("schedule", "2027-02-29").exit_code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_half_a_year_after_the_last_is_offered(plan: Run, file: Path, tmp_path: Path) -> None:
    import pexpect

    talk = spawn(tmp_path, "schedule", SITE, "--as-of", "2026-09-15")
    talk.expect("On which day")
    talk.send("someday\r")
    talk.expect("is no date")
    talk.send("\x152027-03-15\r")
    talk.expect("Is this right")
    talk.send("\r")
    talk.expect("assessed again on March 15, 2027")
    talk.expect(pexpect.EOF)
    talk.close()
    assert talk.exitstatus == 0
    assert "next_assessment: 2027-03-15" in file.read_text(encoding="utf-8")
