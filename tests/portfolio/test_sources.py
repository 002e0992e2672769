"""Files, folders, sites, tables and databases, in any mix."""

from pathlib import Path

import pytest
from databases_for_tests import sqlite_url
from portfolios_for_tests import portfolio_of
from speeches_for_tests import accented, words_in_english

from dsds_audit.catalogue import Catalogue
from dsds_audit.portfolio.sources import Gathered, gather_sources
from dsds_audit.portfolio.table import LeftOut
from dsds_audit.portfolio.writing import write_table
from dsds_audit.speech import speaking
from dsds_audit.store.sql import open_sql_store
from tests.portfolio.sites_for_tests import DSDS, NAMES, assessment_of, write_assessment

__all__ = ["sqlite_url"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "received"
    write_assessment(folder / "a.yaml", assessment_of("Riverbend"))
    write_assessment(folder / "mail" / "b.yaml", assessment_of("Hillside"))
    return folder


def gather(*names: object, workspace: object = ".", cache: Path | None = None) -> Gathered:
    return gather_sources([str(name) for name in names], str(workspace), Catalogue(), cache=cache)


def sites_of(gathered: Gathered) -> list[str]:
    return sorted(site for rows in gathered.rows for site in rows.site)


def test_a_file_a_folder_and_a_site(folder: Path) -> None:
    assert sites_of(gather(folder / "a.yaml")) == ["Riverbend"]
    assert sites_of(gather(folder)) == ["Hillside", "Riverbend"]
    assert sites_of(gather("HILLSIDE", workspace=folder)) == ["Hillside"]
    assert sites_of(gather(workspace=folder)) == ["Hillside", "Riverbend"]


def test_what_is_meant_twice_is_there_once(folder: Path) -> None:
    gathered = gather(folder, folder / "a.yaml", folder / "mail", "Riverbend", folder, workspace=folder)
    assert sites_of(gathered) == ["Hillside", "Riverbend"]


def test_damaged_foreign_and_unfinished_files_stop_no_other(folder: Path) -> None:
    (folder / "c.yaml").write_text("site: [", encoding="utf-8")
    (folder / "d.yaml").write_text("shopping: [milk]", encoding="utf-8")
    (folder / "letter.pdf").touch()
    write_assessment(folder / "e.yaml", assessment_of("Oakwood", interview={"position": NAMES[0]}))
    gathered = gather(folder, folder)
    assert sites_of(gathered) == ["Hillside", "Riverbend"]
    assert [problem.code for problem in gathered.problems] == ["AUD002", "AUD125"]
    assert gathered.left_out == (
        LeftOut("unfinished", 1, (str(folder / "e.yaml"),)),
        LeftOut("unreadable", 2, (str(folder / "c.yaml"), str(folder / "d.yaml"))),
    )
    assert gathered.notes == (f"1 other file in {folder} was not read: 1 .pdf.",)


def test_a_name_that_leads_nowhere_stops_no_other(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    gathered = gather("Hilside", tmp_path / "empty", "Riverbend", workspace=folder)
    assert sites_of(gathered) == ["Riverbend"]
    assert [problem.code for problem in gathered.problems] == ["AUD126", "AUD126"]
    assert "Did you mean Hillside?" in gathered.problems[0].message
    assert [problem.code for problem in gather("mongo://x/y").problems] == ["AUD114"]
    assert [problem.code for problem in gather("none", workspace=tmp_path / "none").problems] == ["AUD126"]


def test_sites_spelled_in_two_ways_are_told_and_not_merged(folder: Path, tmp_path: Path) -> None:
    write_table(portfolio_of(DSDS, [assessment_of("River-Bend")]), tmp_path / "t.csv")
    gathered = gather(folder, tmp_path / "t.csv")
    assert gathered.notes == ("may be one site: River-Bend / Riverbend. Nothing was merged.",)
    assert sites_of(gathered) == ["Hillside", "Riverbend"]


@pytest.mark.parametrize("name", ["t.parquet", "t.csv", "t.TSV"])
def test_tables_are_left_to_the_engine(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("no table at all", encoding="utf-8")
    gathered = gather(tmp_path / name)
    assert gathered.tables == (tmp_path / name,)
    assert gathered.frames == (tmp_path / name,)
    assert gathered.problems == ()


def test_a_database_as_a_source_and_as_the_workspace(sqlite_url: str, folder: Path) -> None:
    store = open_sql_store(sqlite_url, Catalogue(), create=True)
    for name in ("Oakwood", "Maple"):
        store.save(assessment_of(name), DSDS)
    store.save(assessment_of("Elm", interview={"position": NAMES[0]}), DSDS)
    store.close()
    gathered = gather(sqlite_url, folder)
    assert sites_of(gathered) == ["Hillside", "Maple", "Oakwood", "Riverbend"]
    assert [left.reason for left in gathered.left_out] == ["unfinished"]
    assert sites_of(gather("maple", workspace=sqlite_url)) == ["Maple"]
    assert [problem.code for problem in gather("Ash", workspace=sqlite_url).problems] == ["AUD126"]


def test_the_cache_changes_nothing(folder: Path, tmp_path: Path) -> None:
    first = gather(folder, cache=tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir())
    second = gather(folder, cache=tmp_path / "cache")
    plain = gather(folder)
    for rows, again, expected in zip(first.rows, second.rows, plain.rows, strict=True):
        for name, column in expected.columns.items():
            assert [str(cell) for cell in column] == [str(cell) for cell in rows.columns[name]]
            assert [str(cell) for cell in column] == [str(cell) for cell in again.columns[name]]


def test_notes_and_problems_are_said_in_the_language(folder: Path, tmp_path: Path) -> None:
    (folder / "d.yaml").write_text("shopping: [milk]", encoding="utf-8")
    (folder / "c.pdf").touch()
    write_assessment(folder / "e.yaml", assessment_of("River-Bend"))
    (tmp_path / "0").mkdir()
    with speaking(accented()):
        gathered = gather(folder, tmp_path / "0", "Ζωή", workspace=folder)
    assert len(set(gathered.notes)) == 2
    assert len(gathered.problems) == 3
    told = "\n".join([*gathered.notes, *(problem.message for problem in gathered.problems)])
    for typed in (str(folder), "River-Bend / Riverbend"):
        told = told.replace(typed, "")
    assert not words_in_english(told)
