"""Every command on a workspace in a database: what it says of a folder, and no word of the password."""

import json
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import click
import pytest
from click.testing import CliRunner
from databases_for_tests import postgres_server, postgres_url, sqlite_url  # noqa: F401

from dsds_audit.cli import command_line
from dsds_audit.cli.desk import desk_in
from dsds_audit.store.where import Where, where_of
from tests.cli.conftest import EXAMPLE, Run
from tests.cli.test_migrate import RECORD, put_versions
from tests.web.halls_for_tests import fill, open_vote, running_server

SITE = "Riverbend Family Center"
AS_OF = ("--as-of", "2026-09-28")
SECRET = "geheim"
UNREACHABLE = f"postgresql://ann:{SECRET}@127.0.0.1:1/audits?password={SECRET}2&sslpassword={SECRET}3"
# Every command that reads, with what is typed behind its name.
READING = [
    ("score", SITE, "--format", "json"),
    ("score", SITE, "--program", "Parents as Partners home visiting"),
    ("gaps", SITE),
    ("actions", SITE, "--all", *AS_OF),
    ("explain", SITE, "access"),
    ("votes", SITE),
    ("trend", SITE, "--format", "json", *AS_OF),
    ("trend", SITE, "--since", "2026-01-01", *AS_OF),
    ("plan", "show", SITE, "--all", *AS_OF),
    ("rubric", "list"),
    ("rubric", "show", "dsds/access"),
    ("rubric", "diff", "dsds@0.9.0", "dsds@1.0.0"),
    ("rubric", "schema", "--assessment", "dsds"),
    ("migrate", SITE, "--to", "9.9.9"),
]
WRITING = [
    ("radar", SITE, "-o", "out.svg"),
    ("report", SITE, "-o", "out.html"),
    ("trend", SITE, "-o", "out.json", *AS_OF),
    ("plan", "calendar", SITE, "-o", "out.ics", *AS_OF),
]


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, run: Run) -> str:
    """A database that is ready, and empty."""
    named: str = request.getfixturevalue(f"{request.param}_url")
    assert run("prepare", named).exit_code == 0
    return named


@pytest.fixture
def example_in(url: str, run: Run) -> str:
    """A database with the example in it, which stands in the folder ``here``, too."""
    copytree(EXAMPLE.parents[1], "here")
    assert run("copy", "here", url).exit_code == 0
    return url


def test_every_command_says_the_same_of_a_database(run: Run, example_in: str) -> None:
    for words in READING:
        one, other = (run(*words, "--workspace", where) for where in ("here", example_in))
        assert (one.exit_code, one.stdout) == (other.exit_code, other.stdout), words
    for words in WRITING:
        contents = []
        for where in ("here", example_in):
            assert run(*words, "--workspace", where).exit_code == 0, words
            contents.append(Path(words[words.index("-o") + 1]).read_bytes())
        assert contents[0] == contents[1], words


def test_the_one_site_of_a_database_needs_no_name(run: Run, example_in: str) -> None:
    assert run("score", "--workspace", example_in).stdout == run("score", SITE, "--workspace", "here").stdout


def test_check_and_verify(run: Run, example_in: str) -> None:
    for words in (("check",), ("check", SITE), ("check", SITE, "--all")):
        one, other = (run(*words, "--workspace", where, "--format", "json") for where in ("here", example_in))
        assert one.exit_code == other.exit_code == 1
        counts = [
            [(each["date"], len(each["findings"])) for each in json.loads(done.stdout)["assessments"]]
            for done in (one, other)
        ]
        assert counts[0] == counts[1]
    run("report", SITE, "-o", "r.html", "--workspace", example_in)
    assert run("verify", "r.html", "--workspace", example_in).exit_code == 0
    run("interview", "--correct", SITE, "--workspace", example_in)
    store = desk_in(where_of(example_in)).store
    latest = store.latest(SITE)
    rubric = desk_in(where_of(example_in)).catalogue.load(latest.assessment.rubric)
    ratings = {k: v for k, v in latest.assessment.ratings.items() if k != "access.fidelity"}
    store.save(latest.assessment.model_copy(update={"ratings": ratings}), rubric, latest)
    changed = run("verify", "r.html", "--workspace", example_in)
    assert changed.exit_code == 1
    assert "2026-09-14.yaml has changed since" in changed.stdout


def test_an_interview_and_a_plan_are_kept_in_it(run: Run, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DSDS_AUDIT_WORKSPACE", url)
    answers = "site: Hill\ndate: 2026-03-02\nratings:\n  access.fidelity: {level: 1}\n"
    held = run("interview", "--answers", "-", stdin=answers)
    assert held.exit_code == 0, held.output
    again = run("interview", "--answers", "-", stdin=answers)
    assert again.exit_code == 1
    assert "AUD062" in again.stderr
    taken = run("plan", "adopt", "Hill", "access.fidelity", "--owner", "Ruth", "--due", "2027-02-01")
    assert taken.exit_code == 0, taken.output
    # The environment names the workspace, so that no command has to.
    assert taken.stdout.endswith("See the plan:  dsds-audit plan show Hill\n")
    assert "Ruth" in run("plan", "show", "Hill").stdout
    assert run("plan", "update", "Hill", "access-fidelity", "--owner", "Sam").exit_code == 0
    named = run("plan", "show", "Nobody", "--workspace", url)
    assert (named.exit_code, "AUD053" in named.stderr) == (1, True)
    assert list(Path().glob("*/*.yaml")) == []


def test_rubrics_of_a_database_are_known(run: Run, url: str) -> None:
    put_versions(Path("w/rubrics"))
    Path("w/hill").mkdir()
    Path("w/hill/2026-03-02.yaml").write_text(RECORD)
    assert run("copy", "w", url).exit_code == 0
    assert "small@1.1.0" in run("rubric", "list", "--workspace", url).stdout
    assert "# they will try again" in RECORD
    dry = run("migrate", "Hill", "--dry-run", "--workspace", url)
    assert dry.stdout.startswith("Hill, 2026-03-02: from small@1.0.0 to small@1.1.0\n")
    nowhere = run("migrate", "Hill", "--workspace", url)
    assert (nowhere.exit_code, "AUD119" in nowhere.stderr) == (1, True)
    beside = run("migrate", "Hill", "-o", "new.yaml", "--workspace", url)
    assert beside.exit_code == 0
    assert "rubric: small@1.1.0" in Path("new.yaml").read_text()
    before = run("score", "Hill", "--workspace", url).stdout
    done = run("migrate", "Hill", "--in-place", "--workspace", url)
    assert done.exit_code == 0, done.output
    assert "dsds-audit copy" in done.stdout
    assert "Answer it:  dsds-audit interview Hill --workspace " in done.stdout
    assert before != run("score", "Hill", "--workspace", url).output
    assert run("copy", url, "back").exit_code == 0
    assert "p1.c3" in Path("back/hill/2026-03-02.yaml").read_text()  # No longer asked, and still there.


def test_a_file_needs_no_database(run: Run, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = [run(command, example).stdout for command in ("score", "gaps", "explain", "votes")]
    monkeypatch.setenv("DSDS_AUDIT_WORKSPACE", UNREACHABLE)
    assert [run(command, example).stdout for command in ("score", "gaps", "explain", "votes")] == plain
    assert run("check", example).exit_code == 1


def test_a_folder_of_a_site_is_told_from_a_site(run: Run, example_in: str) -> None:
    refused = run("score", "here/riverbend", "--workspace", example_in)
    assert refused.exit_code == 1
    assert refused.stderr.startswith("here/riverbend: AUD119 is a folder, but the workspace is the database")


def every_command() -> list[list[str]]:
    """Each command there is that takes a workspace or a database, with something for each argument."""
    found = []
    with click.Context(command_line) as context:
        for name in command_line.list_commands(context):
            command = command_line.get_command(context, name)
            assert command is not None
            subs = command.commands if isinstance(command, click.Group) else {}
            found += [[name, sub] for sub in subs] or [[name]]
    return found


def meant_for(words: list[str]) -> list[str]:
    """A command with what it needs besides its workspace."""
    more: dict[tuple[str, ...], list[str]] = {
        ("plan", "adopt"): [SITE, "1", "--owner", "Ruth"],
        ("interview",): ["--answers", str(EXAMPLE)],
        ("migrate",): [SITE, "--dry-run"],
        ("rubric", "show"): ["dsds"],
        ("rubric", "diff"): ["dsds@0.9.0", "dsds@1.0.0"],
        ("rubric", "schema"): ["--assessment", "dsds"],
        ("rubric", "translate"): ["dsds", "--language", "pt", "-o", "pt.yaml"],
        ("form",): ["dsds", "-o", "form.md"],
        ("verify",): ["report.json"],
        ("serve",): ["--no-browser", "--port", "0"],
        ("copy",): [],
        ("radar",): [SITE, "-o", "out.svg"],
    }
    return [*words, *more.get(tuple(words), [] if words[0] in ("prepare", "rubric") else [SITE])]


@pytest.mark.parametrize("way", ["typed", "environment"])
@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_no_command_tells_a_password(
    words: list[str], way: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    if words[0] in ("demo", "simulate", "workbook") or words == ["rubric", "check"]:
        return  # They know of no workspace.
    if words == ["verify"]:
        run("report", EXAMPLE, "-o", "report.json")
    typed = meant_for(words)
    if way == "environment":
        monkeypatch.setenv("DSDS_AUDIT_WORKSPACE", UNREACHABLE)
    positional = {"copy": [".", UNREACHABLE], "prepare": [UNREACHABLE], "serve": [UNREACHABLE]}
    if words[0] == "copy" or way == "typed":
        typed += positional.get(words[0], ["--workspace", UNREACHABLE])
    for line in (typed, [*words, "--help"], [*words, "--no-such-option"]):
        result = CliRunner().invoke(command_line, line)
        assert SECRET not in result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        if line is typed:
            assert result.exit_code == 1, result.output
            assert "AUD107" in result.output
            assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "address", [UNREACHABLE, f"mysql://ann:{SECRET}@db/a", f"postgresql://a:{SECRET}@@db"]
)
def test_nor_does_a_process_of_its_own(address: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dsds_audit", "score", SITE, "--workspace", address]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 1
    assert SECRET not in ran.stdout + ran.stderr
    assert ran.stderr.count("\n") == 1


def test_what_a_desk_shows_of_itself_holds_no_password(url: str) -> None:
    if not url.startswith("postgresql"):
        return
    told = url.replace("postgres@", f"postgres:{SECRET}@")
    where: Where = where_of(told)
    desk = desk_in(where)
    assert SECRET not in f"{where} {where!r} {desk!r} {desk.named} {desk.place} {desk.store!r}"
    assert "postgres@" not in desk.named


@pytest.mark.skipif(sys.platform == "win32", reason="the test server of Windows has no sockets")
def test_two_facilitators_on_two_computers(
    run: Run,
    postgres_url: str,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = postgres_url.replace("postgres@", f"postgres:{SECRET}@")
    assert run("prepare", told).exit_code == 0
    monkeypatch.setenv("HOME", str(tmp_path / "one"))
    with running_server(told) as one, one.browser() as first:
        scene = open_vote(first)
        again = run("serve", told, "--no-browser")
        assert (again.exit_code, "AUD100" in again.stderr) == (1, True)
        monkeypatch.setenv("HOME", str(tmp_path / "two"))
        with running_server(told) as two, two.browser() as second:
            pages = [second.get(address) for address in ("/", f"/interview{scene.assessment}")]
            assert "Millbrook" in pages[0].text
            assert "You can watch" in pages[1].text
            here = f"/vote{scene.assessment}&at=access.fidelity"
            assert "0 people have voted" in second.get(here).text
            assert fill(first, here, do="count", **{"level-2": "3"}).status_code == 303
            one.process.terminate()
            one.process.wait(10)
            taken = fill(second, f"/interview{scene.assessment}", go="take")
            assert taken.status_code in (200, 303), taken.text
            assert fill(second, here, do="show").status_code == 303  # The votes that the first has counted.
            pages += [second.get(here), second.get("/nowhere")]
            assert all(SECRET not in page.text for page in pages)
            assert SECRET not in "\n".join([*one.said, *two.said, again.output])
    polls = run("votes", "Millbrook", "--workspace", told)
    assert polls.exit_code == 0
    assert "3 gave 2" in polls.stdout
    kept = desk_in(where_of(told)).store
    (stored,) = kept.find("Millbrook")
    assert [type(entry).__name__ for entry in kept.votes(stored)] == ["Opened", "Counted", "Revealed"]
