"""The cache may be deleted, damaged or old at any time: then files are read, and nothing else differs."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import assessments, rubrics

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import Problem, RubricError
from dsds_audit.portfolio import record_cache
from dsds_audit.portfolio.record_cache import (
    Kept,
    cache_file,
    cache_folder,
    digest_of_content,
    load_records,
    save_records,
)
from dsds_audit.portfolio.records import record_of
from dsds_audit.rubric import Rubric
from tests.portfolio.sites_for_tests import DSDS, assessment_of

HOME = Path("/home/ada")
KEPT = {"a" * 32: Kept(DSDS.digest, record_of(DSDS, assessment_of("Riverbend", targets={"use.reports": 1})))}
LOAD = Catalogue().load


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "deep" / "records.json"
    save_records(path, KEPT)
    return path


def test_what_is_kept_comes_back(file: Path) -> None:
    assert load_records(file, LOAD) == KEPT


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_every_record_comes_back_as_it_was(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rubric = data.draw(rubrics())
    kept = {
        str(n): Kept(rubric.digest, record_of(rubric, each))
        for n, each in enumerate(data.draw(st.lists(assessments(rubric), max_size=3)))
    }
    path = tmp_path_factory.mktemp("cache") / "records.json"
    save_records(path, kept)
    assert load_records(path, lambda _: rubric) == kept


def test_no_damage_is_believed(file: Path) -> None:
    whole = file.read_bytes()
    damaged = [
        b"",
        b"{}",
        whole[:-1],
        whole[: len(whole) // 2],
        whole.replace(b"Riverbend", b"Riverbank"),
        b"\xff",
    ]
    for content in [*damaged, whole + b" ", whole.replace(b"\n", b"\n\n", 1)]:
        file.write_bytes(content)
        assert load_records(file, LOAD) == {}
    body = b'[["a"]]'
    file.write_bytes(record_cache._head(body) + b"\n" + body)
    assert load_records(file, LOAD) == {}


def test_nothing_is_there(tmp_path: Path) -> None:
    assert load_records(tmp_path / "none.json", LOAD) == {}
    assert load_records(tmp_path, LOAD) == {}


def test_another_version_of_the_program_reads_anew(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_cache, "__version__", "0.0.0")
    assert load_records(file, LOAD) == {}


def test_another_rubric_of_the_same_name_reads_anew(file: Path) -> None:
    other = Rubric.model_validate({**DSDS.model_dump(), "title": "Another"})
    assert other.digest != DSDS.digest
    assert load_records(file, lambda _: other) == {}

    def gone(_: str) -> Rubric:
        raise RubricError(Problem("AUD020", "gone"))

    assert load_records(file, gone) == {}


def test_where_it_cannot_be_kept_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    save_records(tmp_path / "file" / "records.json", KEPT)
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


@pytest.mark.parametrize(
    ("environment", "platform", "folder"),
    [
        ({}, "linux", HOME / ".cache" / "dsds-audit"),
        ({"XDG_CACHE_HOME": "/x"}, "linux", Path("/x/dsds-audit")),
        ({}, "darwin", HOME / "Library" / "Caches" / "dsds-audit"),
        ({"LOCALAPPDATA": "/l"}, "win32", Path("/l/dsds-audit/Cache")),
        ({}, "win32", HOME / "AppData" / "Local" / "dsds-audit" / "Cache"),
        ({"DSDS_AUDIT_CACHE": "/mine"}, "linux", Path("/mine")),
        ({"DSDS_AUDIT_CACHE": "off"}, "linux", None),
        ({"DSDS_AUDIT_CACHE": "OFF"}, "darwin", None),
    ],
)
def test_where_caches_belong(environment: dict[str, str], platform: str, folder: Path | None) -> None:
    assert cache_folder(environment, platform, HOME) == folder


def test_each_folder_has_a_file_of_its_own(tmp_path: Path) -> None:
    one, other = cache_file(tmp_path, tmp_path / "a"), cache_file(tmp_path, tmp_path / "b")
    assert one != other
    assert cache_file(tmp_path, tmp_path / "b" / ".." / "a") == one


def test_a_content_is_told_from_any_other() -> None:
    assert digest_of_content(b"a") != digest_of_content(b"a\n")
    assert len(digest_of_content(b"")) == 32


def test_only_the_folders_read_last_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_cache, "MOST_FILES", 2)
    files = [cache_file(tmp_path, tmp_path / name) for name in "abc"]
    for age, file in enumerate(files):
        save_records(file, KEPT)
        os.utime(file, (age, age))
    save_records(files[0], KEPT)
    assert sorted(tmp_path.iterdir()) == sorted([files[0], files[2]])
