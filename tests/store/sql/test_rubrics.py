from pathlib import Path

import pytest
from databases_for_tests import sqlite_url  # noqa: F401
from homes_for_tests import write_rubrics
from rubrics_for_tests import make_rubric, rate
from sqlalchemy import insert

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import ConflictError
from dsds_audit.store.sql import SqlHome, open_sql_store, rubric_folder
from dsds_audit.store.sql.engines import Connections
from dsds_audit.store.sql.rubrics import is_rubric_name
from dsds_audit.store.sql.tables import rubric_files

RUBRIC, LATER = make_rubric((3, 2)), make_rubric((3, 2), version="1.1.0")


def names(url: str, catalogue: Catalogue) -> list[str]:
    store = open_sql_store(url, catalogue)
    try:
        return [held.name for held in SqlHome(store).held() if held.kind == "rubric"]
    finally:
        store.close()


def test_all_versions_and_their_crosswalks_are_kept(sqlite_url: str, tmp_path: Path) -> None:  # noqa: F811
    catalogue = write_rubrics(tmp_path / "own", (RUBRIC, LATER))
    (tmp_path / "own/small/1.0.0--1.1.0.yaml").write_text("rubric: small\n")
    (tmp_path / "own/small/notes.yaml").write_text("mine: true\n")
    open_sql_store(sqlite_url, catalogue, create=True).save(rate(RUBRIC), RUBRIC)
    kept = ["1.0.0--1.1.0.yaml", "1.0.0.yaml", "1.1.0.yaml"]
    assert names(sqlite_url, catalogue) == [f"rubrics/small/{name}" for name in kept]


def test_bundled_ones_come_with_the_program(sqlite_url: str) -> None:  # noqa: F811
    dsds = Catalogue().load("dsds")
    open_sql_store(sqlite_url, Catalogue(), create=True).save(rate(dsds), dsds)
    assert names(sqlite_url, Catalogue()) == []


def test_another_rubric_of_that_name_is_refused(sqlite_url: str, tmp_path: Path) -> None:  # noqa: F811
    open_sql_store(sqlite_url, write_rubrics(tmp_path / "a", (RUBRIC,)), create=True).save(
        rate(RUBRIC), RUBRIC
    )
    other = make_rubric((3, 1))
    with pytest.raises(ConflictError, match=r"AUD112 .* Please give yours a new version"):
        open_sql_store(sqlite_url, write_rubrics(tmp_path / "b", (other,))).save(rate(other, site="B"), other)


def test_nothing_is_written_where_a_database_says(sqlite_url: str) -> None:  # noqa: F811
    open_sql_store(sqlite_url, Catalogue(), create=True)
    with Connections(sqlite_url).writing() as connection:
        for name in ("rubrics/../../x/1.0.0.yaml", "/etc/1.0.0.yaml", "rubrics/a/1.0.0.yaml"):
            connection.execute(insert(rubric_files), {"name": name, "content": b"x", "digest": "x"})
    folder = rubric_folder(sqlite_url)
    assert [path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml")] == ["a/1.0.0.yaml"]


@pytest.mark.parametrize(
    "name", ["rubrics/a/1.0.0.yaml", "rubrics/my-own/1.0.0--2.10.0.yaml", "rubrics/a/1.0.0.pt-BR.yaml"]
)
def test_names_of_rubrics(name: str) -> None:
    assert is_rubric_name(name)
    for wrong in (f"x{name}", name[:-1], name.replace("/", "\\"), name.replace("1.0.0", "1.0"), f"{name}\n"):
        assert not is_rubric_name(wrong)
