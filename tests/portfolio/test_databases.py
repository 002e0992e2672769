"""A workspace in a database gives the same rows as the same workspace in a folder."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from databases_for_tests import postgres_server, postgres_url, sqlite_url

from dsds_audit.assessment import Assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import StoreError
from dsds_audit.portfolio import packed_chunks
from dsds_audit.portfolio.databases import read_database
from dsds_audit.portfolio.records import record_of
from dsds_audit.portfolio.rows import Rows, join_rows, rows_of
from dsds_audit.store.sql import open_sql_store
from dsds_audit.store.sql.engines import Connections
from dsds_audit.store.where import Database
from tests.portfolio.sites_for_tests import DSDS, NAMES, assessment_of

__all__ = ["postgres_server", "postgres_url", "sqlite_url"]

HOSTILE = (
    "'; DROP TABLE assessments; --",
    "=1+1",
    "a\tb\\n",
    "\N{SNOWMAN} \u05e9\u05dc\u05d5\u05dd",
    "x" * 200,
    "a\x1fb\x01",
)
SOME = (
    *(assessment_of(name, level=index % 3) for index, name in enumerate(HOSTILE)),
    assessment_of(
        "Riverbend",
        program="Home visits",
        group="North",
        participants=[{"role": "facilitator", "name": "Secret"}, {"role": "leader"}],
        thresholds={"total": "70.5"},
        targets={NAMES[3]: 1},
        ratings={
            NAMES[0]: {"level": 2, "evidence": [{"what": "A letter", "date": "2026-03-01"}]},
            NAMES[1]: {"dont_know": True},
            NAMES[2]: {"not_applicable": "There is none."},
            "accountability.person": {"not_applicable": "It cannot be."},
        },
    ),
    assessment_of("Hillside", "1969-12-31", thresholds={"practice": 0}),
)


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


def save(url: str, assessments: Sequence[Assessment]) -> None:
    store = open_sql_store(url, Catalogue(), create=True)
    for assessment in assessments:
        store.save(assessment, DSDS)
    store.close()


def rows_in(url: str) -> Rows:
    return join_rows(read_database(Database(url), Catalogue()).unpacked.rows)


def cells_of(rows: Rows) -> list[tuple[Any, ...]]:
    """Every row but for its place, by site."""
    columns = {name: column for name, column in rows.columns.items() if name != "place"}
    listed = [[None if value != value else value for value in column.tolist()] for column in columns.values()]
    return sorted(zip(*listed, strict=True), key=str)


def run(url: str, statement: str) -> None:
    connections = Connections(url)
    with connections.writing() as connection:
        connection.exec_driver_sql(statement)
    connections.close()


def test_rows_are_those_of_the_assessments(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed_chunks, "AT_ONCE", 3)
    save(url, SOME)
    expected = rows_of(DSDS, [("", record_of(DSDS, assessment)) for assessment in SOME])
    found = rows_in(url)
    assert cells_of(found) == cells_of(expected)
    assert found.date.dtype == np.dtype("datetime64[D]")
    assert min(found.date) == np.datetime64(dt.date(1969, 12, 31))
    assert all(str(place).endswith(".yaml") for place in found.place)


def test_an_empty_database_holds_nothing(url: str) -> None:
    save(url, ())
    reading = read_database(Database(url), Catalogue())
    assert (reading.unpacked.rows, reading.unpacked.problems, reading.unfinished) == ([], [], ())


def test_unfinished_interviews_are_named_and_no_rows(url: str) -> None:
    save(url, [assessment_of("Riverbend"), assessment_of("Hillside", interview={"position": NAMES[0]})])
    reading = read_database(Database(url), Catalogue())
    assert [len(rows) for rows in reading.unpacked.rows] == [1]
    assert len(reading.unfinished) == 1
    assert reading.unfinished[0].startswith("hillside/")


def test_ratings_that_do_not_fit_the_rubric_are_left_out_and_told(url: str) -> None:
    save(url, [assessment_of(name) for name in ("Riverbend", "Hillside", "Oakwood")])
    hexadecimal = "'\\x0101'::bytea" if url.startswith("postgresql") else "x'0101'"
    run(url, f"UPDATE assessments SET packed = {hexadecimal} WHERE site = 'Hillside'")
    high = "'\\x" + "63" * 14 + "'::bytea" if url.startswith("postgresql") else "x'" + "63" * 14 + "'"
    run(url, f"UPDATE assessments SET packed = {high} WHERE site = 'Oakwood'")
    unpacked = read_database(Database(url), Catalogue()).unpacked
    assert [list(rows.site) for rows in unpacked.rows] == [["Riverbend"]]
    assert [problem.code for problem in unpacked.problems] == ["AUD128", "AUD128"]
    assert sorted(name.partition("/")[0] for name in unpacked.unreadable) == ["hillside", "oakwood"]


@pytest.mark.parametrize("change", ["rubric = 'dsds@9.9.9'", "rubric_digest = 'sha256:0'"])
def test_another_rubric_is_told_once_with_its_assessments(url: str, change: str) -> None:
    save(url, [assessment_of(f"Site {index}") for index in range(8)])
    run(url, f"UPDATE assessments SET {change} WHERE site <> 'Site 0'")
    unpacked = read_database(Database(url), Catalogue()).unpacked
    assert [problem.code for problem in unpacked.problems] == ["AUD127"]
    assert "7 assessments" in unpacked.problems[0].message
    assert "and 2 more" in unpacked.problems[0].message
    assert len(unpacked.unreadable) == 7


def test_analysts_may_compare_what_they_may_see(postgres_url: str) -> None:
    save(postgres_url, SOME)
    everything = cells_of(rows_in(postgres_url))
    for statement in (
        "DROP ROLE IF EXISTS reader_for_rows",
        "CREATE ROLE reader_for_rows LOGIN",
        "GRANT SELECT ON assessments_for_analysis TO reader_for_rows",
    ):
        run(postgres_url, statement)
    try:
        assert cells_of(rows_in(postgres_url.replace("postgres@", "reader_for_rows@"))) == everything
    finally:
        run(postgres_url, "DROP OWNED BY reader_for_rows")
        run(postgres_url, "DROP ROLE reader_for_rows")


def test_a_database_that_is_not_ready_says_so(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "audits.db").touch()
    with pytest.raises(StoreError) as raised:
        read_database(Database(sqlite_url), Catalogue())
    assert raised.value.problems[0].code == "AUD108"


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    where = Database("postgresql://me:hush-hush@127.0.0.1:1/audits?connect_timeout=2")
    with pytest.raises(StoreError) as raised:
        read_database(where, Catalogue())
    assert raised.value.problems[0].code == "AUD107"
    assert "hush" not in str(raised.value)


def test_a_server_that_goes_away_meanwhile_is_told(postgres_url: str) -> None:
    save(postgres_url, SOME)
    connections = Connections(postgres_url)

    def read_while_it_ends() -> None:
        with connections.reading() as connection:
            chunks = packed_chunks.read_chunks(connection)
            driver: Any = connection.connection.driver_connection
            run(postgres_url, f"SELECT pg_terminate_backend({driver.info.backend_pid})")
            list(chunks)

    with pytest.raises(StoreError) as raised:
        read_while_it_ends()
    connections.close()
    assert raised.value.problems[0].code == "AUD107"
    assert "postgres@" not in str(raised.value)
