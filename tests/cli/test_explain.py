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


def test_an_id_that_is_none(run: Run, example: Path) -> None:
    result = run("explain", example, "access.fidelty")
    assert result.exit_code == 1
    assert "Did you mean access.fidelity?" in result.stderr
