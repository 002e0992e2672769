from pathlib import Path

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
