"""Plans where nothing can be written: no rights, a full disk, files that may not grow."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from disks_for_tests import disk_of, fill

from tests.faults.conftest import CLOSING, Site, done, refused

CHANGES = (
    ("update", "Riverbend", "act", "--aim", "Peace " * 1000),
    ("close", "Riverbend", "act", *CLOSING, "--next", "x" * 10_000),
    ("drop", "Riverbend", "act", "--reason", "x" * 10_000),
    ("schedule", "Riverbend", "2099-01-01"),
    ("adopt", "Riverbend", "--own", "More", "--owner", "Ruth", "--aim", "x" * 10_000),
    ("calendar", "Riverbend", "-o", "riverbend/plan.ics"),
)
# Python and the package may lie where only their owner can read them, so all is imported before.
WITHOUT_RIGHTS = """
import contextlib, io, os, sys
from dsds_audit.cli import command_line

def run(*words):
    try:
        command_line(list(words), standalone_mode=True)
    except SystemExit as end:
        return end.code

def sweep():
    shown = run("plan", "show", "Riverbend")
    codes = [run("plan", *words) for words in CHANGES]
    return [shown, *codes]

CHANGES = {changes!r}
os.chdir(sys.argv[1])
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    sweep()
os.chdir(sys.argv[2])
if not os.getuid():
    os.seteuid(65534)
print("codes", sweep())
"""


def files_of(site: Site) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in site.file.parent.iterdir()}


@pytest.mark.skipif(os.name == "nt", reason="needs Unix rights")
def test_a_read_only_workspace_is_shown_and_never_changed() -> None:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        scratch, site = Site(Path(name) / "scratch"), Site(Path(name) / "w")
        for each in (scratch, site):
            each.own("Act")
        before = files_of(site)
        closed = [site.folder, *(path for path in site.folder.rglob("*") if path.is_dir())]
        for path in closed:
            path.chmod(0o555)
        code = WITHOUT_RIGHTS.replace("{changes!r}", repr(CHANGES))
        words = [sys.executable, "-c", code, str(scratch.folder), str(site.folder)]
        ran = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
        for path in closed:
            path.chmod(0o755)
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout.splitlines()[-1] == f"codes {[0, *[1] * len(CHANGES)]}"
        assert "Act" in ran.stdout
        assert ran.stderr.count("AUD050 cannot be used: Permission denied. Please check who may write") == 5
        assert ran.stderr.count("AUD070 cannot be written: Permission denied. Please") == 1
        assert files_of(site) == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with disk_of("128k", tmp_path) as folder:
        yield folder


def test_a_full_disk_loses_nothing(small_disk: Path) -> None:
    site = Site(small_disk / "w")
    site.own("Act")
    before = files_of(site)
    fill(small_disk / "ballast")
    for words in CHANGES[:-1]:
        said = refused(site.apart("plan", *words))
        assert "AUD050 cannot be used: No space left on device. Please free some space" in said
    assert "Act" in done(site.apart("plan", "show", "Riverbend"))
    assert files_of(site) == before
    (small_disk / "ballast").unlink()
    done(site.apart("plan", *CHANGES[0]))
    assert site.plan.item("act").aim == ("Peace " * 1000).strip()


@pytest.mark.skipif(os.name == "nt", reason="needs limits of a process")
def test_a_file_that_may_not_grow_is_left_as_it_was(site: Site) -> None:
    import resource

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    site.own("Act")
    before = files_of(site)
    for words in CHANGES:
        said = refused(site.apart("plan", *words, preexec_fn=limit))
        assert ("AUD070" if words[0] == "calendar" else "AUD050") in said
        assert files_of(site) == before
