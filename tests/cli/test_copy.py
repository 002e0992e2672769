import sys
from pathlib import Path
from shutil import copytree

import pexpect
import pytest
from databases_for_tests import postgres_server, postgres_url, sqlite_url  # noqa: F401

from dsds_audit.cli.copy import _summary
from dsds_audit.copying import Copied
from dsds_audit.store.homes import KINDS
from tests.cli.conftest import EXAMPLE, Run

SITE = EXAMPLE.parents[1]
COPY = ["-m", "dsds_audit", "copy"]
VOTES = (
    '{"votes_of": {"site": "Riverbend Family Center", "program": "Parents as Partners home visiting", '
    '"rubric": "dsds@1.0.0", "date": "2026-09-14"}}\n'
)


@pytest.fixture
def workspace(run: Run) -> Path:
    """The example, with votes, a copy that a conflict has left, and comments of several kinds."""
    copytree(SITE, "here")
    own = Path("here/riverbend")
    (own / "2026-09-14.votes.jsonl").write_text(VOTES)
    (own / "2026-09-14.conflict-1.yaml").write_bytes(EXAMPLE.read_bytes() + b"# mine\n")
    for name in ("2026-09-14.yaml", "plan.yaml"):
        text = (own / name).read_text(encoding="utf-8").replace("\n", "  # as we said\r\n", 1)
        (own / name).write_bytes(f"# überall\n\n{text}# at the end".encode())
    return Path("here")


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and ".locks" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, run: Run) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    assert run("prepare", url).exit_code == 0
    return url


def test_there_and_back_byte_for_byte(run: Run, workspace: Path, database: str) -> None:
    there = run("copy", workspace, database)
    assert there.exit_code == 0, there.output
    counts = "4 assessments, 1 plan, 1 record of votes, 1 copy kept of a conflict and 2 files of rubrics"
    assert there.stdout.startswith(f"Copied {counts} from here to ")
    assert run("copy", workspace, database).stdout == "Nothing was copied. 9 were there already.\n"
    assert run("copy", database, "back").exit_code == 0
    assert files(Path("back")) == files(workspace)


def test_between_databases(run: Run, workspace: Path, postgres_url: str, sqlite_url: str) -> None:  # noqa: F811
    for url in (postgres_url, sqlite_url):
        assert run("prepare", url).exit_code == 0
    for source, target in ((workspace, sqlite_url), (sqlite_url, postgres_url), (postgres_url, "back")):
        assert run("copy", source, target).exit_code == 0
    assert files(Path("back")) == files(workspace)


def test_what_differs_is_left_alone_and_named(run: Run, workspace: Path, database: str) -> None:
    run("copy", workspace, database)
    changed = workspace / "riverbend" / "2026-09-14.yaml"
    changed.write_bytes(changed.read_bytes() + b"\n# later\n")
    again = run("copy", workspace, database)
    assert again.exit_code == 1
    assert again.stdout == "Nothing was copied. 8 were there already. 1 left out.\n"
    assert again.stderr.splitlines()[0] == "Left out:"
    assert again.stderr.splitlines()[1].startswith("riverbend/2026-09-14.yaml: AUD116 ")
    run("copy", database, "back")
    assert b"# later" not in files(Path("back"))["riverbend/2026-09-14.yaml"]


def test_what_is_damaged_is_named_and_all_else_copied(run: Run, workspace: Path, database: str) -> None:
    (workspace / "riverbend" / "2025-01-01.yaml").write_text("site: Riverbend Family Center\nratings: {x: 1}")
    (workspace / "hill").mkdir()
    (workspace / "hill" / "2025-01-01.yaml").write_bytes(b"\xff\xfe")
    (workspace / "hill" / "2025-01-01.votes.jsonl").write_text(VOTES)
    (workspace / "hill" / "notes.txt").write_text("ours")
    done = run("copy", workspace, database)
    assert done.exit_code == 1
    assert "4 assessments, 1 plan, 1 record of votes," in done.stdout
    assert done.stdout.endswith(" 3 left out.\n")
    assert "Note: not copied, as no part of the workspace: 1 other file (hill/notes.txt)" in done.stderr
    for name in ("riverbend/2025-01-01.yaml", "hill/2025-01-01.yaml", "hill/2025-01-01.votes.jsonl"):
        assert f"\n{name}:" in done.stderr


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("here", "here", "AUD118 SOURCE and TARGET are the same"),
        ("here", "./here/../here", "AUD118 SOURCE and TARGET are the same"),
        ("nowhere", "there", "AUD118 nowhere is no folder"),
        ("here/riverbend", "there", "AUD118 here/riverbend is the folder of one site"),
        ("here", "here/riverbend", "AUD118 here/riverbend is the folder of one site"),
        ("sqlite:///a.db", "sqlite:///a.db", "AUD118 SOURCE and TARGET are the same"),
        ("here", "sqlite:///a.db", "AUD108 the database is not there yet. Please run dsds-audit prepare"),
        ("here", "mysql://ann:geheim@db/a", "AUD114 mysql:// is no address"),
        ("here", "here/riverbend/plan.yaml", "AUD050"),
    ],
)
def test_what_cannot_be_copied_is_refused(
    run: Run, workspace: Path, source: str, target: str, said: str
) -> None:
    before = files(workspace)
    done = run("copy", source, target)
    assert (done.exit_code, done.stdout) == (1, "")
    assert said in done.stderr
    assert "geheim" not in done.stderr
    assert files(workspace) == before
    assert not Path("a.db").exists()


def test_a_copy_that_stops_says_how_to_go_on(
    run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dsds_audit.errors import Problem, StoreError
    from dsds_audit.store.folder_home import FolderHome

    def refuse(*_: object) -> None:
        raise StoreError(Problem("AUD050", "the disk is full."))

    monkeypatch.setattr(FolderHome, "write", refuse)
    done = run("copy", workspace, "there")
    assert done.exit_code == 1
    assert done.stderr == (
        "Stopped: 0 of 9 are done, and stay. Run the same command again to go on from there.\n"
        "AUD050 the disk is full.\n"
    )


def test_on_a_terminal_a_bar_says_how_far_it_is(run: Run, workspace: Path) -> None:
    child = pexpect.spawn(sys.executable, [*COPY, "here", "there"], encoding="utf-8", timeout=30)
    said = child.read()
    child.close()
    assert child.exitstatus == 0
    assert "Copying" in said
    assert "Copied 4 assessments" in said


def test_every_kind_has_its_name() -> None:
    said = _summary(Copied(5, dict.fromkeys(KINDS, 1)), Path("here"), Path("there"))
    assert said == (
        "Copied 1 assessment, 1 plan, 1 record of votes, 1 copy kept of a conflict and 1 file of a rubric "
        "from here to there, each one compared."
    )
