import os
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

KEYS = {"back": "\x02", "forward": "\x06", "quit": "\x03", "review": "\x12", "skip": "\x0b"}


def test_without_a_terminal_it_says_what_to_do(run: Run) -> None:
    result = run("interview")
    assert result.exit_code == 1
    assert result.stderr.startswith("AUD060")
    assert "--answers" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_whole_quick_interview_stopped_resumed_and_finished(tmp_path: Path) -> None:
    import pexpect

    environment = {**os.environ, "PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm", "NO_COLOR": "1"}

    def start(*arguments: str) -> pexpect.spawn:
        command = ["-m", "dsds_audit", "interview", *arguments]
        return pexpect.spawn(
            sys.executable,
            command,
            cwd=tmp_path,
            env=environment,
            dimensions=(40, 100),
            encoding="utf-8",
            timeout=20,
        )

    first = start("--quick", "--as-of", "2026-03-02")
    for expected, typed in (
        ("Which site", "Río Abajo"),
        ("Which program", "Tutoring"),
        ("belong to a group", ""),
        ("When|date", ""),
        ("relevant staff", "Teachers"),
        ("key stakeholders", "Parents"),
        ("Who facilitates", ""),
    ):
        first.expect(expected)
        first.send(f"{typed}\r")
    first.expect("Who is in the room")
    first.send(KEYS["forward"])
    first.expect("invited")
    first.send("\r")
    first.expect("criterion 1 of 14")
    first.send("\r")
    first.expect("criterion 2 of 14")
    first.send(KEYS["quit"])
    first.expect("Everything is saved in")
    first.expect("dsds-audit interview")
    first.expect(pexpect.EOF)
    first.close()
    assert first.exitstatus == 0
    file = next(tmp_path.glob("*/2026-03-02.yaml"))
    assert "Río Abajo" in file.read_text(encoding="utf-8")

    second = start("Río Abajo")
    for number in range(2, 15):
        second.expect(f"criterion {number} of 14")
        second.send(KEYS["skip"] if number == 5 else "\r")
    second.expect("How did it go today")
    second.send(" \r")
    second.expect("Is this how it stands")
    second.expect("1 criterion has no answer")
    second.send("\x1b[A" + "\r")  # from the criterion left open up to Finish
    second.expect("Finish with 1 criterion unanswered")
    second.send("\x1b[B\r")
    second.expect(r"13\s+of\s+14\s+rated")
    second.expect("1 of 8 statements held: 13 %")
    second.expect(pexpect.EOF)
    second.close()
    assert second.exitstatus == 0
    assert "interview:" not in file.read_text(encoding="utf-8")


def test_the_next_interview_carries_the_last_ones_answers_until_confirmed(run: Run, example: Path) -> None:
    run("interview", "--answers", example)
    result = run("interview", "Riverbend Family Center", "--from-last", "--as-of", "2027-03-01")
    assert result.exit_code == 1, "it needs a terminal to confirm in"
    assert "AUD060" in result.stderr
