import os
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.plan.conftest import SITE


def items_in(file: Path):
    from dsds_audit.plan_files import parse_plan

    return parse_plan(file.read_bytes(), str(file)).items


def test_a_recommendation_is_taken_on_by_its_number_with_what_is_suggested(plan: Run, file: Path) -> None:
    result = plan("adopt", "1")
    assert result.exit_code == 0
    (item,) = items_in(file)
    assert (item.id, item.criterion, item.rubric) == (
        "accountability-capacity",
        "accountability.capacity",
        "dsds@1.0.0",
    )
    assert (item.owner, item.turn, str(item.adopted)) == ("Ruth", "now", "2026-09-15")
    assert item.barrier is not None
    assert "accountability-capacity: Ruth, due" in result.stdout
    assert str(Path("riverbend") / "plan.yaml") in result.stdout


def test_what_is_told_takes_the_place_of_what_is_suggested(plan: Run, file: Path) -> None:
    told = {"owner": "Sam", "due": "2028-02-29", "aim": "Time", "measure": "Hours", "turn": "next"}
    told |= {"driver": "coaching", "first-step": "Call Ana", "barrier": "Trust", "own": "Write"}
    options = [part for name, text in told.items() for part in (f"--{name}", text)]
    result = plan("adopt", "use.reports", *options)
    assert result.exit_code == 0, result.output
    (item,) = items_in(file)
    assert (item.owner, str(item.due), item.aim, item.measure) == ("Sam", "2028-02-29", "Time", "Hours")
    assert (item.turn, item.first_step, item.action) == ("next", "Call Ana", "Write")
    assert item.barrier is not None
    assert (item.barrier.what, item.barrier.driver) == ("Trust", "coaching")


def test_several_are_taken_on_at_once_and_checks_of_one_criterion_as_one(plan: Run, file: Path) -> None:
    plan("adopt", "use.action-plans.developed", "use.action-plans.monitored", "1")
    assert [(item.criterion, item.checks) for item in items_in(file)] == [
        ("use.action-plans", ("developed", "monitored")),
        ("accountability.capacity", ("time", "skills")),
    ]


def test_an_action_of_ones_own_needs_somebody_who_has_it(plan: Run, file: Path) -> None:
    refused = plan("adopt", "--own", "Ask the county", owner=None)
    assert refused.exit_code == 1
    assert "AUD085" in refused.stderr
    assert "--own 'Ask the county' --owner NAME" in refused.stderr
    assert plan("adopt", "--own", "Ask the county", "--owner", "Ana").exit_code == 0
    (item,) = items_in(file)
    assert (item.id, item.action, item.owner, item.criterion) == (
        "ask-the-county",
        "Ask the county",
        "Ana",
        None,
    )


def test_a_role_is_no_owner_and_the_whole_command_is_told(plan: Run, file: Path) -> None:
    refused = plan("adopt", "1", "use.reports", "--due", "2026-12-01", owner=None)
    assert refused.exit_code == 1
    assert "AUD085 Nobody is named who has it (a program leader usually has it" in refused.stderr
    assert "1 use.reports --due 2026-12-01 --owner NAME" in refused.stderr
    assert not file.exists()


def test_an_own_action_rests_on_no_finished_assessment(plan: Run, file: Path) -> None:
    (assessed,) = file.parent.iterdir()
    unfinished = "interview: {position: finish}\n"
    assessed.write_text(assessed.read_text(encoding="utf-8") + unfinished, encoding="utf-8")
    assert "AUD054" in plan("adopt", "1").stderr
    result = plan("adopt", "--own", "Ask the county")
    assert result.exit_code == 0, result.output
    assert items_in(file)[0].action == "Ask the county"


def test_more_than_a_team_can_carry_is_refused_with_nothing_written(plan: Run, file: Path) -> None:
    plan("adopt", "1", "2", "3")
    before = file.read_bytes()
    refused = plan("adopt", "4", "--turn", "now")
    assert refused.exit_code == 1
    assert "AUD016" in refused.stderr
    assert file.read_bytes() == before
    assert plan("adopt", "4", "--turn", "now", "--now-limit", "4").exit_code == 0


def test_the_same_is_not_taken_on_twice(plan: Run) -> None:
    plan("adopt", "1")
    assert "AUD017" in plan("adopt", "1").stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["99"], "AUD086"),
        (["use.report"], "Did you mean use.reports?"),
        (["1", "--driver", "coachin"], "Did you mean coaching?"),
        (["1", "--due", "2026-01-01"], "AUD014"),
        ([], "AUD085"),
    ],
)
def test_what_cannot_be_is_told_with_a_way_out(plan: Run, file: Path, words: list[str], told: str) -> None:
    result = plan("adopt", *words, owner="Ruth" if words else None)
    assert result.exit_code == 1
    assert told in result.stderr
    assert not file.exists()


def test_what_is_in_the_plan_is_not_named_as_an_example(plan: Run) -> None:
    plan("adopt", "1")
    assert "plan adopt 'Riverbend Family Center' use.action-plans" in plan("adopt", owner=None).stderr


def test_own_words_go_with_one_action_only(plan: Run) -> None:
    assert plan("adopt", "1", "2", "--own", "Both").exit_code == 2


def test_a_site_that_is_not_known_gets_no_plan(plan: Run, tmp_path: Path) -> None:
    result = plan("adopt", "1", site="Riverbend Family Centre")
    assert "AUD053" in result.stderr
    assert "Did you mean Riverbend Family Center?" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["riverbend"]


# In a real terminal.


def spawn(folder: Path, *arguments: str):
    import pexpect

    environment = {**os.environ, "PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm", "NO_COLOR": "1"}
    return pexpect.spawn(
        sys.executable,
        ["-m", "dsds_audit", "plan", *arguments],
        cwd=folder,
        env=environment,
        dimensions=(40, 100),
        encoding="utf-8",
        timeout=20,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_two_actions_are_taken_on_in_a_dialogue(plan: Run, file: Path, tmp_path: Path) -> None:
    import pexpect

    talk = spawn(tmp_path, "adopt", SITE, "--as-of", "2026-09-15")
    talk.expect("Which action")
    talk.send("\r")
    for asked, typed in (
        ("What will be done", "\x15Block eight hours"),
        ("Usually: program leader", "Ruth"),
        ("By when", "2026-12-01"),
        ("What is to be better", "Time to look at data"),
        ("How will you see", ""),
        ("What is the first step", "\x15Count the hours"),
        ("What stands in the way", ""),
        ("In which driver", ""),
        ("When is its turn", ""),
        ("Is this right", ""),
    ):
        talk.expect(asked)
        talk.send(f"{typed}\r")
    talk.expect("accountability-capacity: Ruth, due 2026-12-01")
    talk.expect("That is enough for now")
    talk.send("\x1b[A\x1b[A\r")  # up from the first line past leaving: an own action
    for asked, typed in (("What will be done", "Ask the county"), ("Who has it", "Ana")):
        talk.expect(asked)
        talk.send(f"{typed}\r")
    for asked in (
        "By when",
        "What is to be",
        "How will",
        "first step",
        "in the way",
        "driver",
        "turn",
        "right",
    ):
        talk.expect(asked)
        talk.send("\r")
    talk.expect("ask-the-county: Ana")
    talk.expect("That is enough for now")
    talk.send("\r")
    talk.expect("Taken on: accountability-capacity, ask-the-county")
    talk.expect(pexpect.EOF)
    talk.close()
    assert talk.exitstatus == 0
    first, second = items_in(file)
    assert (first.action, first.aim, first.first_step) == (
        "Block eight hours",
        "Time to look at data",
        "Count the hours",
    )
    assert (first.criterion, first.barrier is not None) == ("accountability.capacity", True)
    assert (second.owner, second.criterion, second.barrier) == ("Ana", None, None)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_leaving_saves_nothing_and_gives_back_what_was_typed(plan: Run, file: Path, tmp_path: Path) -> None:
    import pexpect

    talk = spawn(tmp_path, "adopt", SITE, "--as-of", "2026-09-15")
    talk.expect("Which action")
    talk.send("\r")
    talk.expect("What will be done")
    talk.send("\x15Block eight hours\r")
    talk.expect("Who has it")
    talk.send("Ru\x03")
    talk.expect("This was not saved")
    talk.expect("accountability.capacity --own 'Block eight hours' --owner Ru")
    talk.expect(pexpect.EOF)
    talk.close()
    assert talk.exitstatus == 1
    assert not file.exists()
