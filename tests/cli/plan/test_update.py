import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.plan.conftest import SITE
from tests.cli.plan.test_adopt import items_in, spawn

CLOSING = ("--evidence", "minutes", "--result", "5", "--learnt", "ask")


def test_what_changes_is_kept_in_the_diary(plan: Run, file: Path) -> None:
    plan("adopt", "1", "--owner", "Ruth", "--aim", "Time")
    result = plan("update", "accountability-capacity", "--owner", "Sam", "--aim", "", "--diary", "She moved.")
    assert result.exit_code == 0, result.output
    (item,) = items_in(file)
    assert (item.owner, item.aim) == ("Sam", None)
    assert "Ruth" in " ".join(entry.text for entry in item.diary)
    assert item.diary[-1].text == "She moved."


def test_an_ended_item_takes_only_a_diary_entry(plan: Run, file: Path) -> None:
    plan("adopt", "1")
    plan("close", "accountability-capacity", *CLOSING)
    assert "AUD019" in plan("update", "accountability-capacity", "--owner", "Sam").stderr
    assert plan("update", "accountability-capacity", "--diary", "Still true.").exit_code == 0
    assert items_in(file)[0].diary[-1].text == "Still true."


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "AUD085"),
        (["accountability-capacity"], "AUD085"),
        (["accountability-capacty", "--owner", "Sam"], "Did you mean accountability-capacity?"),
        (["accountability-capacity", "--driver", "coachin"], "Did you mean coaching?"),
    ],
)
def test_what_cannot_be_is_told_with_a_way_out(plan: Run, words: list[str], told: str) -> None:
    plan("adopt", "1")
    result = plan("update", *words)
    assert result.exit_code == 1
    assert told in result.stderr


def test_a_site_without_a_plan_is_told_how_to_begin(plan: Run) -> None:
    result = plan("update", "a1", "--owner", "Sam")
    assert "AUD087" in result.stderr
    assert "dsds-audit plan adopt 'Riverbend Family Center'" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_field_is_changed_in_a_dialogue(plan: Run, file: Path, tmp_path: Path) -> None:
    import pexpect

    plan("adopt", "1")
    talk = spawn(tmp_path, "update", SITE)
    talk.expect("Which action item")
    talk.send("\r")
    talk.expect("Is this right")
    talk.send("\x1b[B\x1b[B\r")
    talk.expect("Who has it")
    talk.send("\x15Sam\r")
    talk.expect("Is this right")
    talk.send("\r")
    talk.expect("accountability-capacity is updated")
    talk.expect(pexpect.EOF)
    talk.close()
    assert talk.exitstatus == 0
    assert items_in(file)[0].owner == "Sam"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_what_somebody_else_changed_meanwhile_is_not_overwritten_and_nothing_typed_is_lost(
    plan: Run, file: Path, tmp_path: Path
) -> None:
    import pexpect

    plan("adopt", "1", "--owner", "Ruth")
    talk = spawn(tmp_path, "update", SITE, "accountability-capacity")
    talk.expect("Is this right")
    talk.send("\x1b[B\x1b[B\r")
    talk.expect("Who has it")
    plan("update", "accountability-capacity", "--owner", "Ana")
    talk.send("\x15Sam\r")
    talk.expect("Is this right")
    talk.send("\r")
    talk.expect("This was not saved")
    talk.expect("update 'Riverbend Family Center' accountability-capacity --owner Sam")
    talk.expect("AUD081 someone else has changed the owner")
    talk.expect(pexpect.EOF)
    talk.close()
    assert talk.exitstatus == 1
    assert items_in(file)[0].owner == "Ana"
