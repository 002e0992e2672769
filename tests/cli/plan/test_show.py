import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.plan.test_update import CLOSING


def test_the_table_tells_status_and_load(plan: Run) -> None:
    plan("adopt", "1", "--owner", "Ruth", "--due", "2026-09-20")
    shown = " ".join(plan("show").stdout.split())
    for part in ("1 due soon.", "accountability-capacity Ruth Sep 20, 2026", "Who has how much", "Ruth 1 1"):
        assert part in shown


def test_what_ended_is_shown_when_asked_for(plan: Run) -> None:
    plan("adopt", "1", "2")
    plan("close", "accountability-capacity", *CLOSING)
    assert "Learnt: ask" not in plan("show").stdout
    assert "Learnt: ask" in plan("show", "--all").stdout


def test_json_is_narrowed_as_the_table_is(plan: Run) -> None:
    plan("adopt", "1", "--owner", "Ruth")
    plan("adopt", "2", "--owner", "Sam")
    document = json.loads(plan("show", "--format", "json", "--owner", "RUTH").stdout)
    assert document["owner"] == "Ruth"
    assert [item["id"] for item in document["items"]] == ["accountability-capacity"]


def test_an_owner_that_is_none_is_told(plan: Run) -> None:
    plan("adopt", "1", "--owner", "Ruth")
    result = plan("show", "--owner", "Ruht")
    assert "AUD089" in result.stderr
    assert "Did you mean Ruth?" in result.stderr


def test_a_site_without_a_plan_or_without_anything_is_told(plan: Run) -> None:
    assert "AUD087" in plan("show").stderr
    assert "AUD053" in plan("show", site="Nowhere").stderr


def test_a_plan_is_found_however_the_site_is_typed(plan: Run, file: Path) -> None:
    plan("adopt", "1")
    assert "Riverbend Family Center" in plan("show", site="RIVERBEND FAMILY CENTER").stdout


def test_an_assessment_that_was_held_is_not_told_as_late(plan: Run) -> None:
    plan("adopt", "1")
    plan("schedule", "2026-09-14")
    shown = " ".join(plan("show").stdout.split())
    assert "The assessment meant for September 14, 2026 was held on September 14, 2026." in shown
    assert "late)" not in shown
