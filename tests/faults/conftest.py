import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dsds_audit.cli import command_line
from dsds_audit.plan import Plan
from dsds_audit.plan_files import read_plan

COMMAND = (sys.executable, "-m", "dsds_audit")
ASSESSMENT = "site: Riverbend\ndate: {}\nrubric: {}\nratings:\n  access.fidelity: {{level: {}}}\n"
CLOSING = ("--evidence", "minutes", "--result", "5 of 5", "--learnt", "ask early")
Ran = subprocess.CompletedProcess[str]


class Site:
    """A workspace with one assessed site, used by commands here, or in processes of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "riverbend" / "plan.yaml"
        self.file.parent.mkdir(parents=True)
        self.assess("2026-03-02", 0)

    def assess(
        self, date: str, level: int, rubric: str = "dsds@1.0.0", more: str = "", name: str = ""
    ) -> None:
        text = ASSESSMENT.format(date, rubric, level) + more
        (self.file.parent / f"{name or date}.yaml").write_text(text, encoding="utf-8")

    def start(self, *words: str, zone: str | None = None, **options: Any) -> subprocess.Popen[str]:
        """Start ``dsds-audit`` with these words in a process of its own."""
        return subprocess.Popen(
            (*COMMAND, *words),
            cwd=self.folder,
            env=_environment(zone),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            **options,
        )

    def apart(self, *words: str, zone: str | None = None, **options: Any) -> Ran:
        """Run ``dsds-audit`` in a process of its own; a traceback is a defect whatever was asked for."""
        process = self.start(*words, zone=zone, **options)
        out, err = process.communicate(timeout=100)
        assert "Traceback" not in err, err
        return Ran(words, process.returncode, out, err)

    def run(self, *words: str) -> Ran:
        """Run ``dsds-audit`` here; what is raised is a defect whatever was asked for."""
        forgotten = dict.fromkeys(name for name in os.environ if name.startswith("DSDS_AUDIT_"))
        with chdir(self.folder):
            ran = CliRunner(env=forgotten).invoke(command_line, words, catch_exceptions=False)
        return Ran(words, ran.exit_code, ran.stdout, ran.stderr)

    def done(self, *words: str) -> str:
        """What a command says that has to succeed."""
        return done(self.run(*words))

    def refused(self, *words: str) -> str:
        """What a command says that has to be refused."""
        return refused(self.run(*words))

    def own(self, action: str, *words: str, owner: str = "Ruth") -> None:
        """Take an action of one's own into the plan."""
        self.done("plan", "adopt", "Riverbend", "--own", action, "--owner", owner, *words)

    @property
    def plan(self) -> Plan:
        return read_plan(self.file)


def done(ran: Ran) -> str:
    """What a command has said that had to succeed."""
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def refused(ran: Ran) -> str:
    """What a command has said that had to be refused."""
    assert ran.returncode == 1, ran.stdout
    assert "Please" in ran.stderr
    return ran.stderr


def _environment(zone: str | None) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DSDS_AUDIT_")}
    return kept | ({"TZ": zone} if zone else {})


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "w")
