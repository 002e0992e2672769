import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from errno import EIO, ENOSPC
from pathlib import Path
from typing import Any

import pytest
import strategies as given_some
from disks_for_tests import disk_of, fill
from hypothesis import HealthCheck, given, settings
from rubrics_for_tests import make_rubric, rate

from dsds_audit.assessment import Assessment, Progress, Rating
from dsds_audit.assessment_files import parse_assessment
from dsds_audit.errors import AssessmentError, AuditError, ConflictError, Problem, RubricError, StoreError
from dsds_audit.rubric import Rubric
from dsds_audit.store import Damaged, Store, Stored
from dsds_audit.store.choice import find_among, latest_among
from dsds_audit.store.folder import FolderStore
from dsds_audit.store.places import new_path

RUBRIC = make_rubric((3, 2))
OTHER = make_rubric((1,), id="other")
HELPERS = Path(__file__).parent / "saving_processes.py"


def rubric_of(ref: str) -> Rubric:
    for rubric in (RUBRIC, OTHER):
        if ref == rubric.ref:
            return rubric
    raise RubricError(Problem("AUD020", f"the rubric {ref} is not there."))


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "w", rubric_of)


def new(
    site: str = "Riverbend", date: str = "2026-03-02", rubric: Rubric = RUBRIC, **fields: Any
) -> Assessment:
    return rate(rubric, site=site, date=date, digest=rubric.digest, **fields)


def noted(assessment: Assessment, note: str) -> Assessment:
    return assessment.model_copy(update={"ratings": {"p1.c1": Rating(level=1, note=note)}})


def files(store: FolderStore) -> list[str]:
    paths = (path.relative_to(store.folder) for path in store.folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in paths if path.parts[0] != ".locks")


def test_what_is_saved_is_found(store: FolderStore) -> None:
    kept: Store = store
    saved = kept.save(new(), RUBRIC)
    assert saved.place == str(store.folder / "riverbend" / "2026-03-02.yaml")
    assert kept.find("RIVERBEND") == [saved] == list(kept.all_assessments())
    assert kept.latest("riverbend") == saved
    again = kept.save(noted(saved.assessment, "x"), RUBRIC, saved)
    assert kept.find("Riverbend") == [again]
    assert again.revision != saved.revision
    assert files(store) == ["riverbend/2026-03-02.yaml"]


def test_an_empty_workspace(store: FolderStore) -> None:
    assert store.find("Riverbend") == []
    with pytest.raises(StoreError, match="AUD053"):
        store.latest("Riverbend")
    assert not store.folder.exists()


def test_the_digest_is_written(store: FolderStore) -> None:
    saved = store.save(new().model_copy(update={"digest": None}), RUBRIC)
    assert saved.assessment.digest == RUBRIC.digest
    assert store.find("Riverbend") == [saved]


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(given_some.names(), given_some.names())
def test_any_name_gets_a_file_of_its_own_inside(tmp_path: Path, one: str, other: str) -> None:
    folder = tmp_path / "w"
    shutil.rmtree(folder, ignore_errors=True)
    store = FolderStore(folder, rubric_of)
    first, second = store.save(new(one), RUBRIC), store.save(new(other, "2026-03-03"), RUBRIC)
    assert {entry.assessment.site for entry in store.all_assessments() if isinstance(entry, Stored)} == {
        one,
        other,
    }
    assert first.place != second.place
    assert [path.name for path in tmp_path.iterdir()] == ["w"]
    assert all(len(Path(stored.place).relative_to(folder).parts) == 2 for stored in (first, second))


def test_sites_with_the_same_slug_get_folders_of_their_own(store: FolderStore) -> None:
    store.save(new("St. Mary"), RUBRIC)
    store.save(new("St Mary!"), RUBRIC)
    store.save(new("st. mary", "2026-04-01"), RUBRIC)
    store.save(new("St Mary!", "2026-04-01"), RUBRIC)
    assert files(store) == [f"st-mary{n}/2026-0{date}.yaml" for n in ("-2", "") for date in ("3-02", "4-01")]


def test_one_site_on_one_date_with_several_programs_and_rubrics(store: FolderStore) -> None:
    store.save(new(program="A"), RUBRIC)
    store.save(new(program="B"), RUBRIC)
    store.save(new(program="A", rubric=OTHER), OTHER)
    assert files(store) == [f"riverbend/2026-03-02{n}.yaml" for n in ("-2", "-3", "")]
    assert len(store.find("Riverbend")) == 3


def test_what_files_hold_wins_over_what_they_are_called(store: FolderStore) -> None:
    store.save(new(), RUBRIC)
    store.folder.joinpath("riverbend").rename(store.folder / "oak-hill")
    store.folder.joinpath("oak-hill", "2026-03-02.yaml").rename(store.folder / "oak-hill" / "spring.yaml")
    spring = store.find("Riverbend")[0]
    store.save(new(date="2026-09-14"), RUBRIC)
    store.save(new("Oak Hill"), RUBRIC)
    store.save(noted(spring.assessment, "x"), RUBRIC, spring)
    assert files(store) == ["oak-hill-2/2026-03-02.yaml", "oak-hill/2026-09-14.yaml", "oak-hill/spring.yaml"]


def test_comments_survive_a_save(store: FolderStore) -> None:
    path = Path(store.save(noted(new(), "a"), RUBRIC).place)
    path.write_bytes(b"# mine\n" + path.read_bytes().replace(b"note: a", b"note: a  # why"))
    before = path.read_bytes()
    stored = store.find("Riverbend")[0]
    store.save(noted(stored.assessment, "b"), RUBRIC, stored)
    assert path.read_bytes() == before.replace(b"note: a  # why", b"note: b  # why")


def test_a_changed_date_or_site_moves_the_file(store: FolderStore) -> None:
    saved = store.save(new("Rivrbend"), RUBRIC)
    moved = store.save(new("Riverbend"), RUBRIC, saved)
    assert files(store) == ["riverbend/2026-03-02.yaml"]
    later = store.save(new("Riverbend", "2026-03-09"), RUBRIC, moved)
    assert files(store) == ["riverbend/2026-03-09.yaml"]
    assert not (store.folder / "rivrbend").exists()
    assert store.save(new("RIVERBEND", "2026-03-09", program="X"), RUBRIC, later).place == later.place
    store.save(new("Riverbend", "2026-03-02"), RUBRIC)
    store.save(new("Riverbend", "2026-03-02", program="X"), RUBRIC, store.find("riverbend")[0])
    assert files(store) == ["riverbend/2026-03-02-2.yaml", "riverbend/2026-03-02.yaml"]


def test_a_moved_interview_stays_locked(store: FolderStore) -> None:
    with store.lock(new()):
        saved = store.save(new(), RUBRIC)
        moved = store.save(new(date="2026-03-09"), RUBRIC, saved)
        with (
            pytest.raises(ConflictError, match="AUD052"),
            FolderStore(store.folder, rubric_of).lock(moved.assessment),
        ):
            pytest.fail("locked twice")
        with FolderStore(store.folder, rubric_of).lock(new()):
            pass
    with store.lock(moved.assessment), store.lock(new()):
        pass


def test_what_someone_else_changed_is_left_alone_and_both_are_kept(store: FolderStore) -> None:
    saved = store.save(noted(new(), "first"), RUBRIC)
    theirs = FolderStore(store.folder, rubric_of).save(noted(saved.assessment, "theirs"), RUBRIC, saved)
    for number in (1, 2):
        with pytest.raises(ConflictError) as caught:
            store.save(noted(saved.assessment, f"ours {number}"), RUBRIC, saved)
        assert f"{saved.place}: AUD051" in str(caught.value)
        assert f"2026-03-02.conflict-{number}.yaml" in str(caught.value)
        copy = Path(saved.place).with_name(f"2026-03-02.conflict-{number}.yaml")
        assert parse_assessment(copy.read_bytes(), "", rubric_of) == noted(saved.assessment, f"ours {number}")
    assert store.find("Riverbend") == [theirs]


@pytest.mark.parametrize("theirs", [b"", b"[broken", b"site: Oak\n"])
def test_whatever_became_of_the_file_ours_is_kept(store: FolderStore, theirs: bytes) -> None:
    saved = store.save(new(), RUBRIC)
    path = Path(saved.place)
    path.write_bytes(theirs)
    if not theirs:
        path.unlink()
    with pytest.raises(ConflictError, match="AUD051"):
        store.save(noted(saved.assessment, "ours"), RUBRIC, saved)
    copy = path.with_name("2026-03-02.conflict-1.yaml")
    assert parse_assessment(copy.read_bytes(), "", rubric_of).ratings["p1.c1"].note == "ours"
    assert not theirs or path.read_bytes() == theirs


def test_a_folder_that_is_gone_comes_back_with_ours(store: FolderStore) -> None:
    saved = store.save(new(), RUBRIC)
    shutil.rmtree(store.folder)
    with pytest.raises(ConflictError, match="AUD051"):
        store.save(noted(new(), "ours"), RUBRIC, saved)
    assert files(store) == ["riverbend/2026-03-02.conflict-1.yaml"]


def test_a_second_new_assessment_of_the_same_identity_is_a_conflict(store: FolderStore) -> None:
    saved = store.save(new(), RUBRIC)
    with pytest.raises(ConflictError, match="AUD051"):
        store.save(noted(new("RIVERBEND"), "ours"), RUBRIC)
    assert store.find("Riverbend") == [saved]


def test_a_change_into_another_assessment_is_a_conflict(store: FolderStore) -> None:
    one, other = store.save(new(), RUBRIC), store.save(new(date="2026-09-14"), RUBRIC)
    with pytest.raises(ConflictError, match="AUD051"):
        store.save(new(date="2026-09-14"), RUBRIC, one)
    assert store.find("Riverbend") == [other, one]


def test_saving_again_what_is_there_already_is_no_conflict(store: FolderStore) -> None:
    saved = store.save(new(), RUBRIC)
    newer = store.save(noted(new(), "x"), RUBRIC, saved)
    assert store.save(noted(new(), "x"), RUBRIC, saved) == newer


def test_a_damaged_file_is_named_and_others_are_read(store: FolderStore) -> None:
    good = store.save(new(), RUBRIC)
    for name, content in {
        "oak/1.yaml": b"site: Oak\ndate: soon\nrubric: small@1.0.0\n",
        "elm/1.yaml": b"[broken",
        "ash/1.yaml": b"site: Ash\ndate: 2026-03-02\nrubric: gone@1.0.0\n",
        "ash/compose.yaml": b"services: {}\n",
    }.items():
        (store.folder / name).parent.mkdir(exist_ok=True)
        (store.folder / name).write_bytes(content)
    (store.folder / "elm" / "2.yaml").symlink_to("nowhere")
    found = list(store.all_assessments())
    damaged = [entry for entry in found if isinstance(entry, Damaged)]
    assert [(Path(entry.place).relative_to(store.folder).as_posix(), entry.site) for entry in damaged] == [
        ("ash/1.yaml", "Ash"),
        ("elm/1.yaml", None),
        ("elm/2.yaml", None),
        ("oak/1.yaml", "Oak"),
    ]
    assert store.latest("Riverbend") == good
    for site, line in (("oak", ":2: AUD008"), ("Ash", ":3: AUD020"), ("elm", ":2: AUD002")):
        with pytest.raises(AssessmentError, match=line):
            store.find(site)


def test_unfinished_interviews_are_found_but_are_not_the_latest(store: FolderStore) -> None:
    old = store.save(new(), RUBRIC)
    unfinished = new(date="2026-09-14").model_copy(update={"interview": Progress(position="p1.c1")})
    newer = store.save(unfinished, RUBRIC)
    assert store.find("Riverbend") == [newer, old]
    assert store.latest("Riverbend") == old


def test_the_schema_is_put_beside(tmp_path: Path) -> None:
    store = FolderStore(tmp_path, rubric_of, schema=lambda rubric: f"schema of {rubric.ref}")
    saved = store.save(new(), RUBRIC)
    first = Path(saved.place).read_text(encoding="utf-8").splitlines()[0]
    address = first.removeprefix("# yaml-language-server: $schema=")
    assert (Path(saved.place).parent / address).read_text(encoding="utf-8") == "schema of small@1.0.0"
    path = tmp_path / ".schema" / "small-1.0.0.json"
    path.write_text("old", encoding="utf-8")
    FolderStore(tmp_path, rubric_of, schema=lambda _: "new").save(noted(new(), "x"), RUBRIC, saved)
    assert path.read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("link", ["folder", "file", "schema"])
def test_nothing_is_written_through_a_link_that_leads_out(tmp_path: Path, link: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    store = FolderStore(tmp_path / "w", rubric_of, schema=lambda _: "schema")
    store.folder.mkdir()
    stored = None
    if link == "schema":
        (store.folder / ".schema").symlink_to(outside)
    elif link == "folder":
        (store.folder / "riverbend").symlink_to(outside)
    else:
        stored = store.save(new(), RUBRIC)
        Path(stored.place).rename(outside / "a.yaml")
        Path(stored.place).symlink_to(outside / "a.yaml")
    before = {path: path.read_bytes() for path in outside.iterdir()}
    with pytest.raises(StoreError, match="AUD050 leads out of the workspace"):
        store.save(noted(new(), "x"), RUBRIC, stored)
    assert {path: path.read_bytes() for path in outside.iterdir()} == before


def test_a_link_inside_is_followed_and_stays(store: FolderStore) -> None:
    saved = store.save(new(), RUBRIC)
    path = Path(saved.place)
    path.rename(path.with_name("real.txt"))
    path.symlink_to("real.txt")
    store.save(noted(new(), "x"), RUBRIC, saved)
    assert path.is_symlink()
    assert b"note: x" in path.with_name("real.txt").read_bytes()


STEPS = ("os.write", "os.fsync", "pathlib.Path.replace", "pathlib.Path.rename")


@pytest.mark.parametrize("step", STEPS)
def test_a_failing_disk_loses_nothing(store: FolderStore, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def fail(*_: Any) -> None:
        raise OSError(EIO, os.strerror(EIO))

    saved = store.save(noted(new(), "old"), RUBRIC)
    after = noted(new(date="2026-03-09" if "rename" in step else "2026-03-02"), "new")
    with monkeypatch.context() as patched:
        patched.setattr(step, fail)
        with pytest.raises(StoreError, match="AUD050"):
            store.save(after, RUBRIC, saved)
    assert store.find("Riverbend") == [saved]
    assert files(store) == ["riverbend/2026-03-02.yaml"]
    assert store.save(after, RUBRIC, saved).assessment == after


@pytest.mark.parametrize("after", [new(date="2026-03-09"), new("Oak Hill")], ids=["date", "site"])
def test_a_file_to_be_renamed_that_cannot_be_written_keeps_its_name(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch, after: Assessment
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError(ENOSPC, os.strerror(ENOSPC))

    saved = store.save(new(), RUBRIC)
    with store.lock(saved.assessment):
        with monkeypatch.context() as patched:
            patched.setattr("dsds_audit.store.folder.write_atomically", fail)
            for _ in range(2):
                with pytest.raises(StoreError, match="AUD050 cannot be used: No space left on device"):
                    store.save(after, RUBRIC, saved)
                assert list(store.all_assessments()) == [saved]
                assert [path.name for path in store.folder.glob("[!.]*")] == ["riverbend"]
        again = store.save(after, RUBRIC, saved)
    assert list(store.all_assessments()) == [again]
    assert again.assessment == after
    assert [store.folder / name for name in files(store)] == [Path(again.place)]


def test_a_folder_that_cannot_be_flushed_after_the_file_was_put_there(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = store.save(new(), RUBRIC)
    with monkeypatch.context() as patched:
        patched.setattr("dsds_audit.atomic.flush_folder", lambda _: (_ for _ in ()).throw(OSError(EIO, "no")))
        with pytest.raises(StoreError, match="AUD050"):
            store.save(noted(new(), "x"), RUBRIC, saved)
    assert store.save(noted(new(), "y"), RUBRIC, store.find("Riverbend")[0]).assessment == noted(new(), "y")


def test_leftovers_of_killed_writers_are_ignored_and_swept(store: FolderStore) -> None:
    saved = store.save(new(), RUBRIC)
    (store.folder / "riverbend" / ".dsds-0123.tmp").write_bytes(b"half")
    assert store.find("Riverbend") == [saved]
    store.save(noted(new(), "x"), RUBRIC, saved)
    assert files(store) == ["riverbend/2026-03-02.yaml"]


def test_a_workspace_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "w").touch()
    with pytest.raises(StoreError, match="AUD050"):
        FolderStore(tmp_path / "w", rubric_of).save(new(), RUBRIC)
    with pytest.raises(StoreError, match="AUD050"), FolderStore(tmp_path / "w", rubric_of).lock(new()):
        pytest.fail("locked")


def test_a_path_that_is_too_long(tmp_path: Path) -> None:
    store = FolderStore(tmp_path.joinpath(*["x" * 200] * 30), rubric_of)
    with pytest.raises(StoreError, match="AUD050"):
        store.save(new(), RUBRIC)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with disk_of("64k", tmp_path) as folder:
        yield folder


def test_a_full_disk_loses_nothing(small_disk: Path) -> None:
    store = FolderStore(small_disk, rubric_of)
    saved = store.save(noted(new(), "kept"), RUBRIC)
    fill(small_disk / "ballast")
    with pytest.raises(
        StoreError, match=r"AUD050 cannot be used: No space left on device\. Please free some space"
    ):
        store.save(noted(new(), "x" * 10_000), RUBRIC, saved)
    assert store.find("Riverbend") == [saved]
    assert [path.name for path in (small_disk / "riverbend").iterdir()] == ["2026-03-02.yaml"]
    (small_disk / "ballast").unlink()
    store.save(noted(new(), "x" * 10_000), RUBRIC, saved)


def run(task: str, folder: Path, *words: str, timeout: float = 100) -> str:
    command = [sys.executable, str(HELPERS), task, str(folder), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(os.name == "nt", reason="needs Unix rights")
def test_a_read_only_folder_is_refused_in_words(tmp_path: Path) -> None:
    told = run("read-only", tmp_path)
    assert told.count("AUD050 cannot be used: Permission denied. Please check who may write there") == 2


@pytest.mark.skipif(os.name == "nt", reason="needs fork")
def test_of_two_that_save_at_once_one_is_told(tmp_path: Path) -> None:
    told = run("race", tmp_path).split()
    assert told == ["saved", "AUD051"] * 40
    assert len(list(tmp_path.glob("riverbend/*.conflict-*.yaml"))) == 40


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="needs fork and SIGKILL")
def test_hundreds_of_kills_lose_nothing_acknowledged(tmp_path: Path) -> None:
    told = run("kill", tmp_path, "300")
    kills, acknowledged = (int(word) for word in told.split())
    assert kills == 300
    assert acknowledged > 100


def test_dates_far_away(store: FolderStore) -> None:
    saved = store.save(new(date="0001-01-01"), RUBRIC)
    assert store.latest("Riverbend", as_of=dt.date(1, 1, 1)) == saved


ODD_FILES = {
    "own": "site: Riverbend\n{rest}",
    "spelled otherwise": "site: '  RIVERBEND '\n{rest}",
    "last": "{rest}site: Riverbend\n",
    "with a comment": "# site: Elsewhere\n\nsite: Riverbend # here\n{rest}",
    "nested": "populations: {{site: Riverbend}}\nsite: Elsewhere\n{rest}",
    "another": "site: Elsewhere\n{rest}",
    "another, damaged": "site: Elsewhere\nratings: [\n",
    "own, damaged": "site: Riverbend\nratings: [\n",
    "own, damaged before": "ratings: [\nsite: Riverbend\n",
    "own, twice": "site: Riverbend\nsite: Elsewhere\n{rest}",
    "another, twice": "site: Elsewhere\nsite: Riverbend\n{rest}",
    "own, unsound": "site: Riverbend\ndate: someday\nrubric: small@1.0.0\n",
    "none": "{rest}",
    "empty": "site:\n{rest}",
    "a list": "site: [Riverbend]\n{rest}",
    "anchored": "site: &a Riverbend\n{rest}",
    "two documents": "site: Riverbend\n{rest}---\nsite: Elsewhere\n",
    "JSON": '{{"site": "Riverb\\u0065nd", "date": "2026-03-02", "rubric": "small@1.0.0"}}',
    "no assessment": "name: Riverbend\n",
    "no text": "\x00\x01",
    "folded": "site: >-\n  River\n  bend\n{rest}",
    "quoted": 'site: "River\\u0062end\\u00a0"\n{rest}',
}


@pytest.mark.parametrize("wanted", ["Riverbend", " riverbend", "Elsewhere", "River bend", "Nobody", ""])
@pytest.mark.parametrize("name", ODD_FILES)
def test_a_site_is_found_the_same_whether_all_is_read_or_only_what_may_be_its_own(
    store: FolderStore, name: str, wanted: str
) -> None:
    rest = f"date: 2026-03-02\nrubric: {RUBRIC.ref}\n"
    texts = {"riverbend/a.yaml": ODD_FILES["own"], "elsewhere/b.yaml": ODD_FILES[name]}
    for file, text in {**texts, "riverbend/c.yaml": ODD_FILES[name]}.items():
        path = store.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(rest=rest), encoding="utf-8")
    assert _found(lambda: store.find(wanted)) == _found(lambda: find_among(store.all_assessments(), wanted))
    assert _found(lambda: store.latest(wanted)) == _found(
        lambda: latest_among(list(store.all_assessments()), wanted, None, None, None, str(store.folder))
    )


def _found(look: Callable[[], Any]) -> Any:
    try:
        return look()
    except AuditError as error:
        return type(error), error.problems


def test_what_is_of_another_site_is_not_read_to_its_end(store: FolderStore) -> None:
    asked: list[str] = []
    store = FolderStore(store.folder, lambda ref: (asked.append(ref), rubric_of(ref))[1])
    for site in ("Riverbend", "Oakdale", "Hillside"):
        store.save(new(site), RUBRIC)
    asked.clear()
    assert [found.assessment.site for found in store.find("Oakdale")] == ["Oakdale"]
    assert store.latest("Oakdale").assessment.site == "Oakdale"
    assert len(asked) == 2


def test_a_new_one_is_saved_without_reading_others_to_their_end(store: FolderStore) -> None:
    asked: list[str] = []
    store = FolderStore(store.folder, lambda ref: (asked.append(ref), rubric_of(ref))[1])
    for site in ("Riverbend", "St. Mary", "Oakdale"):
        store.save(new(site), RUBRIC)
    asked.clear()
    saved = store.save(new("St Mary"), RUBRIC)
    assert Path(saved.place).parent.name == "st-mary-2"
    assert len(asked) == 1


@pytest.mark.parametrize("folder", ["oak", "Oak-2", "riverbend", "elsewhere"])
@pytest.mark.parametrize("name", ODD_FILES)
def test_a_new_one_goes_where_it_would_if_all_was_read(store: FolderStore, name: str, folder: str) -> None:
    rest = f"date: 2026-03-02\nrubric: {RUBRIC.ref}\n"
    path = store.folder / folder / "a.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(ODD_FILES[name].format(rest=rest), encoding="utf-8")
    wanted = new_path(store.folder, new("Oak", "2026-09-14"), list(store.all_assessments()))
    assert store.save(new("Oak", "2026-09-14"), RUBRIC).place == str(wanted)


def test_what_is_remembered_is_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []

    def noted_parse(content: bytes, place: str, rubric_of: Callable[[str], Rubric]) -> Assessment:
        parsed.append(Path(place).parent.name)
        return parse_assessment(content, place, rubric_of)

    monkeypatch.setattr("dsds_audit.store.folder.parse_assessment", noted_parse)
    store = FolderStore(tmp_path, rubric_of, remembered=10)
    first, second = store.save(new(), RUBRIC), store.save(new("Lakeview"), RUBRIC)
    before = list(store.all_assessments())
    parsed.clear()
    assert list(store.all_assessments()) == before
    assert parsed == []
    store.save(noted(first.assessment, "new"), RUBRIC, first)
    Path(second.place).write_text("ratings: [")
    lakeview, riverbend = store.all_assessments()
    assert isinstance(lakeview, Damaged)
    assert isinstance(riverbend, Stored)
    assert riverbend.assessment.ratings["p1.c1"].note == "new"
