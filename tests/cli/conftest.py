from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dsds_audit.cli import command_line

EXAMPLE = Path(__file__).resolve().parents[2] / "dsds_audit" / "examples" / "riverbend" / "2026-09-14.yaml"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DSDS_AUDIT_WORKSPACE", raising=False)
    monkeypatch.delenv("DSDS_AUDIT_RUBRICS", raising=False)
    monkeypatch.delenv("DSDS_AUDIT_LANGUAGE", raising=False)
    monkeypatch.delenv("DSDS_AUDIT_THEME", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)

    def invoke(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(
            command_line, [str(a) for a in arguments], input=stdin, catch_exceptions=False
        )

    return invoke


@pytest.fixture
def short(tmp_path: Path) -> Path:
    """The shortest kind of assessment, as a person types it."""
    path = tmp_path / "short.yaml"
    path.write_text(
        "site: Short\ndate: 2026-03-02\nrubric: dsds@1.0.0\n"
        "ratings:\n  access.fidelity: {level: 2}\n  access.outcome: {dont_know: true}\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def example() -> Path:
    """The bundled example."""
    return EXAMPLE
