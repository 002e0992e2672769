import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.plan.conftest import SITE
from tests.cli.plan.test_adopt import items_in, spawn
from tests.cli.plan.test_update import CLOSING

ITEM = "accountability-capacity"


def test_closing_keeps_what_came_of_it(plan: Run, file: Path) -> None:
    plan("adopt", "1")
    told = ("--where", "drive", "--evidence-date", "2026-09-15", "--as-planned", "no", "--next", "Go on")
    result = plan("close", ITEM, *CLOSING, *told)
    assert result.exit_code == 0, result.output
    closed = items_in(file)[0].closed
    assert closed is not None
    assert (closed.result, closed.learnt, closed.as_planned, closed.next) == ("5", "ask", False, "Go on")
    assert closed.evidence[0].model_dump(mode="json") == {
        "what": "minutes",
        "where": "drive",
        "date": "2026-09-15",
    }


def test_without_a_terminal_it_names_what_is_missing_and_keeps_what_was_said(plan: Run) -> None:
    plan("adopt", "1")
    refused = plan("close", ITEM, "--evidence", "minutes")
    assert refused.exit_code == 1
    assert "AUD085 Not said yet: result, learnt" in refused.stderr
    assert "--evidence minutes --result RESULT --learnt LEARNT" in refused.stderr


def test_dropping_needs_a_reason_and_opening_again_keeps_it(plan: Run, file: Path) -> None:
    plan("adopt", "1")
    assert "AUD085" in plan("drop", ITEM).stderr
    assert plan("drop", ITEM, "--reason", "No money").exit_code == 0
    assert items_in(file)[0].dropped is not None
    assert "AUD019" in plan("drop", ITEM, "--reason", "Again").stderr
    assert plan("reopen", ITEM, "--reason", "Money came").exit_code == 0
    (item,) = items_in(file)
    assert item.open
    assert "No money" in " ".join(entry.text for entry in item.diary)


def test_what_ended_cannot_end_again_which_is_said_before_anything_is_asked(plan: Run) -> None:
    plan("adopt", "1")
    plan("close", ITEM, *CLOSING)
    assert "AUD019" in plan("close", ITEM).stderr
    assert "AUD019" in plan("drop", ITEM).stderr


@pytest.mark.parametrize(("command", "kind"), [("close", "open"), ("drop", "open"), ("reopen", "ended")])
def test_where_there_is_none_to_pick_that_is_said(plan: Run, command: str, kind: str) -> None:
    plan("adopt", "1")
    if kind == "open":
        plan("drop", ITEM, "--reason", "No")
    result = plan(command)
    assert "AUD088" in result.stderr
    assert f"no {kind} item" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_what_came_of_an_item_is_asked(plan: Run, file: Path, tmp_path: Path) -> None:
    import pexpect

    plan("adopt", "1", "--measure", "Hours a week")
    talk = spawn(tmp_path, "close", SITE, "--as-of", "2026-12-01")
    talk.expect("Which action item")
    talk.send("\r")
    for asked, typed in (
        ("What shows that it was done", "Calendar"),
        ("Where can it be seen", ""),
        ("What is its date", "today"),
        ("The measure was: Hours a week", "5 hours"),
        ("What have you learnt", "Ask early"),
        ("as planned", ""),
        ("What follows", ""),
        ("When was it done", ""),
        ("Is this right", ""),
    ):
        talk.expect(asked)
        talk.send(f"{typed}\r")
    talk.expect("accountability-capacity is closed")
    talk.expect(pexpect.EOF)
    talk.close()
    closed = items_in(file)[0].closed
    assert closed is not None
    assert (closed.result, str(closed.date), str(closed.evidence[0].date)) == (
        "5 hours",
        "2026-12-01",
        "2026-12-01",
    )
