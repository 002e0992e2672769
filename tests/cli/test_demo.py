from pathlib import Path

import pytest

from dsds_audit.cli import trend
from tests.cli.conftest import Run


def test_the_whole_job_ends_by_naming_the_report(run: Run) -> None:
    result = run("demo", "here")
    assert result.exit_code == 0
    last = result.stdout.strip().splitlines()[-1]
    report = Path("here") / "report.html"
    assert str(report) in last
    assert report.stat().st_size > 10_000
    assert (Path("here") / "radar.svg").exists()
    assert (Path("here") / "radar.png").exists()


def test_what_somebody_changed_in_it_is_kept(run: Run) -> None:
    run("demo", "here")
    file = next(Path("here").glob("*/2*.yaml"))
    file.write_text(
        file.read_text(encoding="utf-8").replace("Riverbend Family Center", "Ours"), encoding="utf-8"
    )
    assert run("demo", "here").exit_code == 0
    assert "Ours" in (Path("here") / "report.html").read_text(encoding="utf-8")


def test_it_leaves_two_years_of_pages_each_of_them_verified(run: Run) -> None:
    result = run("demo", "here")
    for name in ("report.html", "trend.html", "comparison.html"):
        assert f"every number in {name} verified" in result.stdout
        assert run("verify", f"here/{name}", "--workspace", "here").exit_code == 0
    assert (Path("here") / "plan.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_a_page_that_does_not_hold_is_not_called_verified(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write = trend.write_output

    def write_wrongly(path: Path, content: bytes) -> None:
        write(path, content.replace(b"49 %", b"94 %"))

    monkeypatch.setattr(trend, "write_output", write_wrongly)
    result = run("demo", "here")
    assert result.exit_code == 1
    assert "every number in trend.html verified" not in result.stdout
