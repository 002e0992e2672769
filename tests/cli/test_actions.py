import json
import shutil
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


def test_what_the_plan_holds_stands_with_each(run: Run, example: Path, tmp_path: Path) -> None:
    shutil.copytree(example.parent, tmp_path / "riverbend")
    shutil.copytree(example.parents[1] / "rubrics", tmp_path / "rubrics")
    for name in ("Riverbend Family Center", "riverbend", Path("riverbend/2026-09-14.yaml")):
        said = " ".join(run("actions", name, "--as-of", "2026-11-20").stdout.split())
        assert "In the plan, use-action-plans: Inés Marrero, due Oct 5, 2026, overdue." in said
        assert "In the plan, use-reports: done on Jul 8, 2025. Learnt: The tables have to go." in said
    printed = run("actions", "riverbend", "--format", "json", "--as-of", "2026-11-20").stdout
    about = {one["criterion"]: one["plan"] for one in json.loads(printed)["recommendations"]}
    assert about["use.action-plans"][0]["status"] == "overdue"
    assert about["use.sharing"] == []
    assert "Marrero" not in printed


def test_without_a_plan_or_with_a_damaged_one_the_actions_are_there(
    run: Run, example: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "riverbend"
    folder.mkdir()
    shutil.copy(example, folder)
    without = run("actions", "riverbend", "--format", "json")
    assert {one["plan"] for one in json.loads(without.stdout)["recommendations"]} == {None}
    (folder / "plan.yaml").write_text("site: Riverbend Family Center\nitems: nonsense\n", encoding="utf-8")
    damaged = run("actions", "riverbend")
    assert damaged.exit_code == 0
    assert "Note: the plan is left out" in damaged.stderr
    assert "Room to carry the role out" in damaged.stdout
