from pathlib import Path

from tests.cli.conftest import Run


def test_the_overall_score_down_to_the_ratings(run: Run, example: Path) -> None:
    shown = run("explain", example).stdout
    assert "(75 + 100 + 62.5 + 37.5) / 4 = 68.75." in shown
    assert "usefulness.timely: don't know" in shown
    assert "sha256:" in shown


def test_one_criterion(run: Run, example: Path) -> None:
    shown = run("explain", example, "accountability.capacity").stdout
    assert shown.startswith("accountability.capacity: level 1 of 2, partially in place; target 2")
    assert "[x] " in shown
    assert "[ ] " in shown
    assert "Room to carry the role out" in shown
    assert (
        "Barrier: Intake has been short of one person since spring (lies in facilitative administration)"
        in shown
    )


def test_both_scores_of_a_practice(run: Run, example: Path) -> None:
    shown = run("explain", example, "usefulness").stdout
    assert shown.startswith(
        "usefulness: 62.5 to 87.5 percent (63 to 88 %) claimed, "
        "25 to 87.5 percent (25 to 88 %) shown by fresh evidence, 3 of 4 rated"
    )
    assert "Without it, from 0 to the level claimed: usefulness.standardized, usefulness.routine." in shown
    assert "Does not add up: " in shown


def test_an_id_that_is_none(run: Run, example: Path) -> None:
    result = run("explain", example, "access.fidelty")
    assert result.exit_code == 1
    assert "Did you mean access.fidelity?" in result.stderr
