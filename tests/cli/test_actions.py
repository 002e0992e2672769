import json
from pathlib import Path

from tests.cli.conftest import Run


def test_json_gives_order_reasons_and_the_adequate_set(run: Run, example: Path) -> None:
    document = json.loads(run("actions", example, "--format", "json").stdout)
    first = document["recommendations"][0]
    assert first["criterion"] == "accountability.capacity"
    assert first["when"] == "now"
    assert [reason["code"] for reason in first["reasons"]][:2] == ["ready", "completes_practice"]
    assert first["low_then"] == 68.75 + 6.25
    assert document["adequate_set"]["outcome"] == "unknowns_open"


def test_the_table_says_why(run: Run, example: Path) -> None:
    shown = run("actions", example).stdout
    assert "It completes the practice" in shown
    assert "by Dec 13, 2026" in shown or "2026-12-13" in shown
