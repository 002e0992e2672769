import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

RATINGS = "ratings:\n  access.fidelity: {level: %d}\n  use.analysis: {level: 1}\n"
PLAN = """
site: Riverbend
items:
  - id: access-fidelity
    action: Open the door
    criterion: access.fidelity
    rubric: dsds@1.0.0
    owner: Ruth
    adopted: 2025-03-03
    due: 2025-08-01
    closed: {date: 2025-08-01, evidence: [{what: A note}], result: It helped., learnt: Ask early.}
"""


@pytest.fixture
def riverbend(run: Run) -> Path:
    """A workspace with three assessments of a site, and its plan."""
    folder = Path("riverbend")
    folder.mkdir()
    for day, level in (("2025-03-03", 0), ("2025-09-01", 1), ("2026-03-02", 0)):
        head = f"site: Riverbend\ndate: {day}\nrubric: dsds@1.0.0\n"
        (folder / f"{day}.yaml").write_text(head + RATINGS % level, encoding="utf-8")
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return folder


def test_table_and_json(run: Run, riverbend: Path) -> None:
    text = " ".join(run("trend", "riverbend", "--all").stdout.split())
    assert "3 assessments, from Mar 3, 2025 to Mar 2, 2026." in text
    assert "Closed, and it moved Open the door" in text
    assert "Fell back" in text
    short = run("trend", "riverbend").stdout
    assert "1 earlier interval and the steps by practice are left out here; --all shows them." in short
    document = json.loads(run("trend", "Riverbend", "--format", "json").stdout)
    assert [point["date"] for point in document["assessments"]] == ["2025-03-03", "2025-09-01", "2026-03-02"]
    assert document["intervals"][0]["closed"][0]["effect"] == "moved"


def test_since_and_as_of_narrow_it(run: Run, riverbend: Path) -> None:
    document = json.loads(run("trend", "Riverbend", "--since", "2025-09-01", "--format", "json").stdout)
    assert len(document["assessments"]) == 2
    document = json.loads(run("trend", "Riverbend", "--as-of", "2025-06-01", "--format", "json").stdout)
    assert (len(document["assessments"]), document["closed_since"]) == (1, [])
    result = run("trend", "Riverbend", "--since", "2026-09-01")
    assert result.exit_code == 1
    assert "AUD094" in result.stderr


def test_every_picture_and_page_can_be_written(run: Run, riverbend: Path) -> None:
    for chart in ("lines", "dots", "waterfall"):
        assert run("trend", "Riverbend", "--chart", chart, "-o", f"{chart}.svg").exit_code == 0
    assert len({Path(f"{chart}.svg").read_bytes() for chart in ("lines", "dots", "waterfall")}) == 3
    for name in ("out.png", "out.html", "out.json"):
        result = run("trend", "Riverbend", "-o", name)
        assert (result.exit_code, Path(name).is_file()) == (0, True)
    assert json.loads(Path("out.json").read_text(encoding="utf-8"))["kind"] == "trend"


def test_what_does_not_fit_together_is_told(run: Run, riverbend: Path) -> None:
    assert run("trend", "Riverbend", "--chart", "dots").exit_code == 2
    assert "AUD071" in run("trend", "Riverbend", "-o", "out.bmp").stderr
    assert "AUD053" in run("trend", "Nowhere").stderr
    one = run("trend", "Riverbend", "--as-of", "2025-06-01", "--chart", "waterfall", "-o", "out.svg")
    assert "AUD094" in one.stderr


def test_two_of_one_date_are_refused(run: Run, riverbend: Path) -> None:
    copy = riverbend / "2025-03-03-2.yaml"
    copy.write_bytes((riverbend / "2025-03-03.yaml").read_bytes())
    assert "AUD093" in run("trend", "Riverbend").stderr


def test_the_unfinished_is_left_out_and_said(run: Run, riverbend: Path) -> None:
    path = riverbend / "2026-03-02.yaml"
    path.write_text(path.read_text("utf-8") + "interview: {position: finish}\n", encoding="utf-8")
    assert "left out: Mar 2, 2026" in " ".join(run("trend", "Riverbend").stdout.split())
    document = json.loads(run("trend", "Riverbend", "--unfinished", "--format", "json").stdout)
    assert [point["finished"] for point in document["assessments"]] == [True, True, False]


def test_a_damaged_plan_stops_nothing_and_is_told(run: Run, riverbend: Path) -> None:
    (riverbend / "plan.yaml").write_text("site: Riverbend\nitems: [nothing]\n", encoding="utf-8")
    result = run("trend", "Riverbend")
    assert result.exit_code == 1
    assert "3 assessments" in result.stdout
    assert "plan cannot be read" in " ".join(result.stdout.split())
    assert "plan.yaml" in result.stderr
    document = json.loads(run("trend", "Riverbend", "--format", "json").stdout)
    assert (document["plan"], document["plan_damaged"]) == (None, True)
    assert document["whole"]["moved_without_action"] is None


def test_tables_and_json_need_no_charts(riverbend: Path) -> None:
    for form in ("table", "json"):
        code = (
            "import sys; from dsds_audit.cli import command_line; "
            f"command_line(['trend', 'Riverbend', '--format', '{form}'], standalone_mode=False); "
            "sys.exit('matplotlib' in sys.modules)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
