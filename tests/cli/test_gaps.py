import json
from pathlib import Path

from tests.cli.conftest import Run


def test_json_names_gaps_strengths_and_what_to_find_out(run: Run, example: Path) -> None:
    document = json.loads(run("gaps", example, "--format", "json").stdout)
    assert document["format"] == 1
    gaps = {gap["criterion"]: gap for gap in document["gaps"]}
    assert gaps["use.action-plans"]["level"] == 0
    assert gaps["use.action-plans"]["gain"] == 6.25
    assert document["strengths"]["practices"] == ["access"]
    assert [unknown["criterion"] for unknown in document["find_out"]] == ["usefulness.timely"]


def test_the_table_shows_strengths_beside_gaps(run: Run, example: Path) -> None:
    shown = run("gaps", example).stdout
    assert "Strengths" in shown
    assert "Action plans that are followed up" in shown
