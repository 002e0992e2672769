import datetime as dt
import json
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from rubrics_for_tests import make_rubric

from dsds_audit.assessment import Assessment
from dsds_audit.cli.desk import desk_in
from dsds_audit.rubric import Rubric
from dsds_audit.store import Stored
from dsds_audit.store.folder import FolderStore
from tests.cli.conftest import Run

OLD = make_rubric({"p1": {"c1": {}, "c2": {}, "c3": {}}})
NEW = make_rubric({"p1": {"c1": {"question": "Is it really so?"}, "c2": {}, "c4": {}}}, version="1.1.0")
WALK = """\
rubric: small
was: 1.0.0
now: 1.1.0
criteria:
  - {relation: reworded, was: [p1.c1]}
  - {relation: same, was: [p1.c2]}
  - {relation: retired, was: [p1.c3]}
  - {relation: new, now: [p1.c4]}
"""
RECORD = """\
# Written by hand.
site: Hill
date: 2026-03-02
rubric: small@1.0.0
ratings:
  p1.c1: {level: 2, note: As agreed.}
  p1.c2: {level: 1}  # they will try again
  p1.c3: {level: 2, evidence: [{what: A report}]}
"""
FILE, BESIDE = Path("hill/2026-03-02.yaml"), Path("hill/small-1.1.0/2026-03-02.yaml")
KEPT = Path("hill/small-1.0.0/2026-03-02.yaml")


def put_rubric(folder: Path, rubric: Rubric) -> None:
    path = folder / rubric.id / f"{rubric.version}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(rubric.model_dump(mode="json", exclude_defaults=True)), encoding="utf-8")


def put_versions(folder: Path) -> None:
    """Two versions of a rubric with the crosswalk between them."""
    put_rubric(folder, OLD)
    put_rubric(folder, NEW)
    (folder / "small" / "1.0.0--1.1.0.yaml").write_text(WALK, encoding="utf-8")


@pytest.fixture
def workspace(run: Run, tmp_path: Path) -> Path:
    put_versions(tmp_path / "rubrics")
    FILE.parent.mkdir()
    FILE.write_text(RECORD, encoding="utf-8")
    return tmp_path


def files() -> set[Path]:
    return {path for path in Path("hill").rglob("*") if path.is_file()}


def test_a_dry_run_says_what_becomes_of_each_rating(run: Run, workspace: Path) -> None:
    result = run("migrate", FILE, "--to", "1.1.0", "--dry-run")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Hill, 2026-03-02: from small@1.0.0 to small@1.1.0",
        "Carried as they were: 1",
        "Carried, to be confirmed before they count: 1 (p1.c1)",
        "To be answered: 1 (p1.c4)",
        "No longer asked, kept in the record: 1 (p1.c3)",
        "Kept in the record as they were before, too: 1 (p1.c1)",
        "Nothing was written.",
    ]
    assert files() == {FILE}


def test_a_new_record_stands_where_it_is_no_second_one(run: Run, workspace: Path) -> None:
    assert run("migrate", FILE, "--to", "1.1.0").exit_code == 0
    assert FILE.read_text(encoding="utf-8") == RECORD
    text = BESIDE.read_text(encoding="utf-8")
    assert "# Written by hand." in text
    assert "# they will try again" in text
    new = json.loads(run("score", BESIDE, "--format", "json").stdout)
    old = json.loads(run("score", FILE, "--format", "json").stdout)
    assert (old["rubric"]["version"], new["rubric"]["version"]) == ("1.0.0", "1.1.0")
    assert (old["overall"]["low"], old["overall"]["high"]) != (new["overall"]["low"], new["overall"]["high"])
    assert len(list(desk_in(workspace).store.all_assessments())) == 1
    again = run("migrate", FILE, "--to", "1.1.0")
    assert (again.exit_code, "AUD036" in again.stderr) == (1, True)


def test_the_new_record_names_no_schema_of_the_old_version(run: Run, workspace: Path) -> None:
    line = "# yaml-language-server: $schema=../.schema/small-1.0.0.json\n"
    FILE.write_text(line + RECORD, encoding="utf-8")
    assert run("migrate", FILE, "--to", "1.1.0").exit_code == 0
    assert BESIDE.read_text(encoding="utf-8").startswith("# Written by hand.\n")
    assert run("migrate", FILE, "--to", "1.1.0", "--in-place").exit_code == 0
    first = FILE.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../.schema/small-1.1.0.json"
    assert Path(".schema/small-1.1.0.json").is_file()


def test_in_place_keeps_the_old_file_byte_for_byte(run: Run, workspace: Path) -> None:
    before = run("score", FILE, "--format", "json").stdout
    assert run("migrate", FILE, "--to", "1.1.0", "--in-place").exit_code == 0
    assert KEPT.read_text(encoding="utf-8") == RECORD
    assert json.loads(run("score", KEPT, "--format", "json").stdout) == json.loads(before)
    (stored,) = desk_in(workspace).store.find("Hill")
    record = stored.assessment
    assert record.rubric == "small@1.1.0"
    assert record.interview
    assert record.interview.carried == ("p1.c1",)
    assert set(record.earlier[-1].ratings) == {"p1.c1", "p1.c3"}
    assert "# Written by hand." in FILE.read_text(encoding="utf-8")
    again = run("migrate", FILE, "--to", "1.1.0", "--in-place")
    assert (again.exit_code, "AUD035" in again.stderr) == (1, True)


def test_in_place_says_what_is_left_out_and_the_two_ways_on(run: Run, workspace: Path) -> None:
    told = run("migrate", FILE, "--to", "1.1.0", "--in-place").stdout
    assert "Until what is open is answered, trend and compare leave 2026-03-02 out." in told
    assert "Answer it:  dsds-audit interview Hill\n" in told
    assert f"To undo this, move {KEPT} back to {FILE}." in told
    assert run("trend", "Hill").exit_code == 1
    KEPT.rename(FILE)
    assert run("trend", "Hill").exit_code == 0


def test_beside_the_record_nothing_goes_on_with_the_new_one_and_that_is_said(
    run: Run, workspace: Path
) -> None:
    told = run("migrate", FILE, "--to", "1.1.0").stdout
    assert f"{FILE} is as it was, and interview, trend and compare still take that one." in told
    assert "Until" not in told


def test_a_site_and_the_newest_version_will_do(run: Run, workspace: Path) -> None:
    for words in (("Hill", "--dry-run"), ("hill/", "--dry-run"), ("Hill", "--in-place")):
        result = run("migrate", *words)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.startswith("Hill, 2026-03-02: from small@1.0.0 to small@1.1.0\n")
    assert KEPT.read_text(encoding="utf-8") == RECORD
    again = run("migrate", FILE)
    assert (
        "AUD035 is an assessment against small@1.1.0 already, the newest version there is here."
        in again.stderr
    )


def test_an_edit_made_while_it_waits_for_the_lock_is_carried_too(
    run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = FolderStore.lock

    def lock(store: FolderStore, assessment: Assessment) -> AbstractContextManager[None]:
        FILE.write_text(RECORD.replace("As agreed.", "As agreed twice."), encoding="utf-8")
        return hold(store, assessment)

    monkeypatch.setattr(FolderStore, "lock", lock)
    assert run("migrate", FILE, "--in-place").exit_code == 0
    for path in (FILE, KEPT):
        assert "As agreed twice." in path.read_text(encoding="utf-8")


def test_an_edit_made_just_before_it_is_written_is_left_alone(
    run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, edited = FolderStore.save, RECORD.replace("As agreed.", "As agreed twice.")

    def save(store: FolderStore, after: Assessment, rubric: Rubric, previous: Stored) -> Stored:
        FILE.write_text(edited, encoding="utf-8")
        return write(store, after, rubric, previous)

    monkeypatch.setattr(FolderStore, "save", save)
    result = run("migrate", FILE, "--in-place")
    assert (result.exit_code, "AUD051" in result.stderr) == (1, True)
    assert FILE.read_text(encoding="utf-8") == edited
    assert not KEPT.exists()
    monkeypatch.undo()


def test_in_place_overwrites_no_other_old_record(run: Run, workspace: Path) -> None:
    KEPT.parent.mkdir()
    KEPT.write_text("site: Hill\n", encoding="utf-8")
    result = run("migrate", FILE, "--to", "1.1.0", "--in-place")
    assert (result.exit_code, "AUD036" in result.stderr) == (1, True)
    assert FILE.read_text(encoding="utf-8") == RECORD
    KEPT.write_text(RECORD, encoding="utf-8")
    assert run("migrate", FILE, "--to", "1.1.0", "--in-place").exit_code == 0


def test_in_place_waits_for_an_interview_that_is_open(run: Run, workspace: Path) -> None:
    store = desk_in(workspace).store
    (stored,) = store.find("Hill")
    with store.lock(stored.assessment):
        result = run("migrate", FILE, "--to", "1.1.0", "--in-place")
    assert (result.exit_code, "AUD052" in result.stderr) == (1, True)
    assert files() == {FILE}


def test_in_place_is_for_a_file_of_the_workspace(run: Run, workspace: Path) -> None:
    loose = Path("loose.yaml")
    loose.write_text(RECORD.replace("Hill", "Dale"), encoding="utf-8")
    result = run("migrate", loose, "--to", "1.1.0", "--in-place")
    assert (result.exit_code, "AUD038" in result.stderr) == (1, True)
    assert run("migrate", loose, "--to", "1.1.0", "--in-place", "-o", "x.yaml").exit_code == 2


@pytest.mark.parametrize(
    ("out", "code"),
    [("hill/new.yaml", "AUD037"), ("dale/new.yaml", "AUD037"), ("hill/2026-03-02.yaml", "AUD036")],
)
def test_no_second_record_of_an_assessment_is_made(run: Run, workspace: Path, out: str, code: str) -> None:
    result = run("migrate", FILE, "--to", "1.1.0", "-o", out)
    assert (result.exit_code, code in result.stderr) == (1, True)
    assert files() == {FILE}


def test_another_folder_may_be_named(run: Run, workspace: Path) -> None:
    assert run("migrate", FILE, "--to", "small@1.1.0", "-o", "other/deep/new.yaml").exit_code == 0
    assert Path("other/deep/new.yaml").is_file()


@pytest.mark.parametrize(
    ("version", "code"), [("1.0.0", "AUD035"), ("3.0.0", "AUD020"), ("dsds@1.0.0", "AUD025")]
)
def test_a_version_that_does_not_serve_is_refused(run: Run, workspace: Path, version: str, code: str) -> None:
    result = run("migrate", FILE, "--to", version)
    assert (result.exit_code, code in result.stderr) == (1, True)
    assert files() == {FILE}


def test_without_a_crosswalk_nothing_is_carried(run: Run, workspace: Path) -> None:
    Path("rubrics/small/1.0.0--1.1.0.yaml").unlink()
    result = run("migrate", FILE, "--to", "1.1.0")
    assert result.exit_code == 1
    assert "AUD025" in result.stderr
    assert "rubric diff small@1.0.0 small@1.1.0 --draft 1.0.0--1.1.0.yaml" in result.stderr


def test_what_is_open_is_confirmed_in_the_interview(run: Run, workspace: Path) -> None:
    from dsds_audit.cli import opening
    from dsds_audit.interview import Answer
    from dsds_audit.interview.questions import CONFIRM
    from tests.cli.test_opening import wish

    run("migrate", FILE, "--to", "1.1.0", "--in-place")
    interview, stored = opening.open_interview(desk_in(workspace), wish("Hill"), dt.date(2026, 9, 1))
    assert stored is not None
    assert interview.question
    assert (interview.question.kind, interview.question.criterion) == ("confirm", "p1.c1")
    assert interview.answered(Answer(CONFIRM)).assessment.claims["p1.c1"].level == 2
