import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import EXAMPLE, Run

SITE = "Riverbend Family Center"


@pytest.fixture
def plan(run: Run, tmp_path: Path) -> Run:
    """``dsds-audit plan`` on the example site on a day of its own, in a workspace without a plan."""
    (tmp_path / "riverbend").mkdir()
    shutil.copy(EXAMPLE, tmp_path / "riverbend")

    def invoke(command: str, *arguments: str | Path, site: str = SITE, owner: str | None = "Ruth"):
        if command == "adopt" and owner and "--owner" not in arguments:
            arguments = (*arguments, "--owner", owner)
        return run("plan", command, site, *arguments, "--as-of", "2026-09-15")

    return invoke


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the plan of the example site is kept."""
    return tmp_path / "riverbend" / "plan.yaml"
