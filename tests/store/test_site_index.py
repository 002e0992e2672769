"""While many are saved in a row: the same comes of it, and what others do meanwhile is noticed."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rubrics_for_tests import make_rubric, rate

from dsds_audit.assessment import Assessment
from dsds_audit.atomic import write_atomically
from dsds_audit.errors import ConflictError, StoreError
from dsds_audit.store.folder import FolderStore
from dsds_audit.yaml import files as yaml_files

RUBRIC = make_rubric((1,))
SITES = ("Riverbend", "River bend", "riverbend-2", "RIVERBEND ", "Lakeview", "..", "Ünïted")
DATES = ("2026-03-02", "2026-09-14")


def new(site: str, date: str = "2026-03-02") -> Assessment:
    return rate(RUBRIC, site=site, date=date, digest=RUBRIC.digest)


def opened(folder: Path) -> FolderStore:
    return FolderStore(folder, lambda ref: RUBRIC)


def written(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*.yaml"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def saved_in(store: FolderStore, steps: list[tuple[str, str]]) -> list[str]:
    told = []
    for site, date in steps:
        try:
            told.append(store.save(new(site, date), RUBRIC).assessment.site)
        except ConflictError as error:
            told.append(error.problems[0].code)
        told.append(str(len(store.find(site))))
    return told


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_the_same_comes_of_it(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    steps = st.lists(st.tuples(st.sampled_from(SITES), st.sampled_from(DATES)), max_size=9)
    before, meanwhile = data.draw(steps), data.draw(steps)
    one, other = opened(tmp_path_factory.mktemp("one")), opened(tmp_path_factory.mktemp("other"))
    assert saved_in(one, before) == saved_in(other, before)
    with one.saving_many():
        assert saved_in(one, meanwhile) == saved_in(other, meanwhile)
    assert written(one.folder) == written(other.folder)


def test_what_another_program_saves_meanwhile_is_noticed(tmp_path: Path) -> None:
    store, another = opened(tmp_path), opened(tmp_path)
    with store.saving_many():
        store.save(new("Lakeview"), RUBRIC)
        another.save(new("Riverbend"), RUBRIC)
        another.save(new("Lakeview", "2026-09-14"), RUBRIC)
        assert [len(store.find(site)) for site in ("Riverbend", "Lakeview")] == [1, 2]
        for again in (new("Riverbend"), new("Lakeview", "2026-09-14")):
            with pytest.raises(ConflictError):
                store.save(again, RUBRIC)


def test_a_folder_under_any_name_and_a_damaged_file_are_minded(tmp_path: Path) -> None:
    store = opened(tmp_path)
    saved = Path(store.save(new("Riverbend"), RUBRIC).place)
    saved.parent.rename(tmp_path / "somewhere else")
    (tmp_path / "lakeview").mkdir()
    (tmp_path / "lakeview" / "damaged.yaml").write_text("ratings: [")
    with store.saving_many():
        assert Path(store.save(new("Riverbend", "2026-09-14"), RUBRIC).place).parent.name == "somewhere else"
        assert Path(store.save(new("Lakeview"), RUBRIC).place).parent.name == "lakeview-2"


def test_a_site_that_another_program_begins_in_a_folder_that_was_empty_is_noticed(tmp_path: Path) -> None:
    store, another = opened(tmp_path), opened(tmp_path)
    (tmp_path / "riverbend").mkdir()
    (tmp_path / "riverbend" / "photo.jpg").touch()
    with store.saving_many():
        store.save(new("Lakeview"), RUBRIC)
        assert Path(another.save(new("Riverbend"), RUBRIC).place).parent.name == "riverbend"
        with pytest.raises(ConflictError):
            store.save(new("Riverbend"), RUBRIC)


def test_a_folder_that_is_copied_in_while_a_file_is_written_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, elsewhere = opened(tmp_path / "here"), opened(tmp_path / "there")
    elsewhere.save(new("Riverbend"), RUBRIC)
    with store.saving_many():
        store.save(new("Hillside"), RUBRIC)
        with monkeypatch.context() as patched:

            def write(*arguments: Any, **options: Any) -> None:
                shutil.copytree(tmp_path / "there" / "riverbend", tmp_path / "here" / "riverbend")
                write_atomically(*arguments, **options)

            patched.setattr("dsds_audit.store.folder.write_atomically", write)
            store.save(new("Lakeview"), RUBRIC)
        assert len(store.find("Riverbend")) == 1


def test_where_no_workspace_can_be_nothing_is_found_and_saving_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = opened(tmp_path / "file" / "below")
    with store.saving_many():
        assert store.find("Riverbend") == []
        with pytest.raises(StoreError, match="AUD050"):
            store.save(new("Riverbend"), RUBRIC)


def test_every_file_is_read_once_however_many_are_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(tmp_path)
    for number in range(20):
        store.save(new(f"Before {number}"), RUBRIC)
    read: list[Path] = []
    honest = yaml_files.read_bytes

    def noted(path: Path) -> bytes:
        read.append(path)
        return honest(path)

    monkeypatch.setattr("dsds_audit.store.folder.read_bytes", noted)
    with store.saving_many():
        for number in range(20):
            store.save(new(f"Now {number}"), RUBRIC)
    assert len([path for path in read if path.name == "2026-03-02.yaml"]) == 20
