import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

from dsds_audit.cli.desk import desk_in
from dsds_audit.desk import Desk
from dsds_audit.store import Stored
from dsds_audit.votes import Agreed, Entry, Opened, Revealed, Vote
from tests.cli.conftest import EXAMPLE, Run
from tests.cli.test_migrate import FILE, KEPT, RECORD, put_versions

AT = dt.datetime(2026, 9, 14, 9, tzinfo=dt.UTC)
SITE = "Riverbend Family Center"


def round_on(criterion: str, *levels: int) -> list[Entry]:
    about = {"criterion": criterion, "round": 1, "at": AT}
    cast = [Vote(**about, by=f"p-{n:06}", role="coach", level=level) for n, level in enumerate(levels)]
    return [Opened(**about), *cast, Revealed(**about)]


@pytest.fixture
def desk(run: Run) -> Desk:
    """The desk of a workspace with the example in it."""
    Path("riverbend").mkdir()
    shutil.copy(EXAMPLE, "riverbend")
    return desk_in(Path())


@pytest.fixture
def stored(desk: Desk) -> Stored:
    return desk.store.latest(SITE)


def test_without_votes_that_is_said(run: Run, stored: Stored) -> None:
    result = run("votes", SITE)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "No votes were kept for this assessment."
    assert json.loads(run("votes", stored.place, "--format", "json").stdout)["criteria"] == []


@pytest.mark.parametrize("named", [(), (SITE,), ("riverbend",), ("riverbend/2026-09-14.yaml",)])
def test_votes_are_found_however_the_assessment_is_named(
    run: Run, desk: Desk, stored: Stored, named: tuple[str, ...]
) -> None:
    desk.store.append_votes(stored, round_on("access.fidelity", 0, 2, 1))
    result = run("votes", *named)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "The panel voted on 1 of 14 criteria." in result.stdout
    assert "Round 1  1 gave 0, 1 gave 1, 1 gave 2  percent agreement 0 %, rWG -0.50" in result.stdout
    assert "p-0" not in result.stdout


def test_votes_outside_of_a_workspace(
    run: Run, desk: Desk, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.store.append_votes(stored, round_on("access.fidelity", 0, 2, 1))
    monkeypatch.chdir("riverbend")
    assert "voted on 1 of 14" in run("votes", "2026-09-14.yaml").stdout


def test_the_document(run: Run, desk: Desk, stored: Stored) -> None:
    agreed = Agreed(criterion="use.reports", round=1, at=AT, level=1, minority="It takes too long.")
    desk.store.append_votes(stored, [*round_on("use.reports", 1, 1, 2), agreed])
    (votes,) = json.loads(run("votes", "--format", "json").stdout)["criteria"]
    assert votes["criterion"] == "use.reports"
    assert votes["agreed"] == {"level": 1, "minority": "It takes too long."}


def test_a_journal_that_cannot_be_read_is_named_by_votes_and_check(
    run: Run, desk: Desk, stored: Stored
) -> None:
    desk.store.append_votes(stored, round_on("use.reports", 1, 1, 2))
    for words in (("check", SITE), ("check", stored.place), ("check",)):
        assert "votes" not in run(*words).stderr
    path = Path("riverbend/2026-09-14.votes.jsonl")
    path.write_bytes(path.read_bytes() + b"\x1b[2J\n")
    for words in (("votes",), ("check", SITE), ("check", stored.place), ("check",), ("check", "riverbend")):
        result = run(*words)
        assert result.exit_code == 1
        assert (
            f"{path}:7: AUD083 this line of the votes cannot be read: it is no JSON. Please" in result.stderr
        )
    assert "2 things to look at in 1 assessment." in run("check", SITE).stdout
    (problem,) = json.loads(run("check", "--format", "json").stdout)["unreadable"]
    assert (problem["file"], problem["line"], problem["code"]) == (str(path), 7, "AUD083")


def test_votes_reach_no_report(run: Run, desk: Desk, stored: Stored) -> None:
    before = (
        run("report", SITE, "-o", "before.json", "--as-of", "2026-10-01"),
        Path("before.json").read_bytes(),
    )
    desk.store.append_votes(stored, round_on("use.reports", 1, 1, 2))
    run("report", SITE, "-o", "after.json", "--as-of", "2026-10-01")
    assert Path("after.json").read_bytes() == before[1]


def test_after_a_migration_votes_stay_with_the_questions_they_were_about(run: Run, tmp_path: Path) -> None:
    put_versions(tmp_path / "rubrics")
    FILE.parent.mkdir()
    FILE.write_text(RECORD, encoding="utf-8")
    desk = desk_in(Path())
    desk.store.append_votes(desk.store.latest("Hill"), round_on("p1.c3", 0, 1))
    result = run("migrate", FILE, "--to", "1.1.0", "--in-place")
    assert result.exit_code == 0
    assert f"What was voted stays with the old questions: dsds-audit votes {KEPT}" in result.stdout
    assert "No votes were kept" in run("votes", FILE).stdout
    assert "1 gave 0, 1 gave 1" in run("votes", KEPT).stdout
    KEPT.rename(FILE)  # As the message says to undo it.
    assert "1 gave 0, 1 gave 1" in run("votes", FILE).stdout
    assert run("check", FILE).stderr == ""


def test_an_assessment_under_way_shows_its_votes_where_there_is_no_finished_one(run: Run, desk: Desk) -> None:
    Path("hill").mkdir()
    text = "site: Hill\ndate: 2026-10-01\nrubric: dsds@1.0.0\ninterview: {position: access.fidelity}\n"
    Path("hill/2026-10-01.yaml").write_text(text, encoding="utf-8")
    under_way = desk.store.find("Hill")[0]
    desk.store.append_votes(under_way, round_on("use.reports", 1, 1, 2))
    result = run("votes", "Hill")
    assert result.exit_code == 0, result.stderr
    assert "2 gave 1, 1 gave 2" in result.stdout
