"""Folders of received files, in whatever order; and what a second reading takes from the cache."""

from pathlib import Path

import pytest

from dsds_audit.catalogue import Catalogue
from dsds_audit.portfolio import workspaces
from dsds_audit.portfolio.workspaces import list_folder, read_files
from tests.portfolio.sites_for_tests import DSDS, assessment_of, write_assessment


def names_in(folder: Path) -> list[str]:
    return [Path(path).relative_to(folder).as_posix() for path in list_folder(folder).paths]


def test_files_are_found_wherever_they_lie(tmp_path: Path) -> None:
    for name in (
        "loose.yaml",
        "riverbend/2026-03-02.yaml",
        "riverbend/site.yaml",
        "riverbend/plan.yaml",
        "riverbend/2026-03-02.conflict-1.yaml",
        "riverbend/2026-03-02.votes.jsonl",
        "riverbend/dsds-1.0.0/2025-03-02.yaml",
        "mailed/north/april/a b.YML",
        "rubrics/own/1.0.0.yaml",
        ".hidden/a.yaml",
        "mailed/letter.pdf",
        "mailed/Notes.PDF",
        "mailed/readme",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert names_in(tmp_path) == ["loose.yaml", "mailed/north/april/a b.YML", "riverbend/2026-03-02.yaml"]
    assert list_folder(tmp_path).others == {".pdf": 2, "": 1}


def test_links_that_lead_in_circles_end(tmp_path: Path) -> None:
    write_assessment(tmp_path / "a" / "a.yaml", assessment_of("A"))
    (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "b").symlink_to(tmp_path / "a", target_is_directory=True)
    assert names_in(tmp_path) == ["a/a.yaml"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for n in range(6):
        write_assessment(tmp_path / "sites" / f"{n}.yaml", assessment_of(f"Site {n}", level=n % 3))
    (tmp_path / "sites" / "3.yaml").write_text("site: [", encoding="utf-8")
    return tmp_path / "sites"


def read(folder: Path, cache: Path | None = None) -> workspaces.Reading:
    return read_files(list_folder(folder).paths, Catalogue(), cache=cache)


def test_a_damaged_file_stops_no_other(folder: Path) -> None:
    told: list[tuple[int, int]] = []
    reading = read_files(list_folder(folder).paths, Catalogue(), lambda *each: told.append(each))
    assert [record.site for _, record in reading.records] == [
        "Site 0",
        "Site 1",
        "Site 2",
        "Site 4",
        "Site 5",
    ]
    assert [problem.code for problem in reading.problems] == ["AUD002"]
    assert reading.unreadable == [str(folder / "3.yaml")]
    assert told == [(done, 6) for done in range(1, 7)]


def test_the_second_reading_parses_only_what_is_new(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = folder.parent / "cache.json"
    first = read(folder, cache)
    assert cache.is_file()
    parsed: list[str] = []
    reader = workspaces.read_records
    monkeypatch.setattr(
        workspaces, "read_records", lambda places, known: parsed.extend(places) or reader(places, known)
    )
    assert read(folder, cache) == first
    write_assessment(folder / "1.yaml", assessment_of("Site 1", level=2))
    (folder / "0.yaml").rename(folder / "9.yaml")
    third = read(folder, cache)
    assert parsed == [str(folder / name) for name in ("3.yaml", "1.yaml", "3.yaml")]
    assert third == read(folder)


def test_same_size_and_same_time_are_not_the_same_content(folder: Path) -> None:
    import os

    cache, path = folder.parent / "cache.json", folder / "0.yaml"
    read(folder, cache)
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"level: 0", b"level: 2", 1))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert read(folder, cache) == read(folder)


def test_the_cache_holds_what_is_there_and_no_more(folder: Path) -> None:
    cache = folder.parent / "cache.json"
    read(folder, cache)
    size = cache.stat().st_size
    for n in range(5):
        (folder / f"{n}.yaml").unlink()
    read(folder, cache)
    assert cache.stat().st_size < size
    assert DSDS.ref.encode() in cache.read_bytes()


def test_a_damaged_cache_is_no_cache(folder: Path) -> None:
    cache = folder.parent / "cache.json"
    expected = read(folder, cache)
    whole = cache.read_bytes()
    cache.write_bytes(whole[:-20])
    assert read(folder, cache) == expected
    assert cache.read_bytes() == whole
