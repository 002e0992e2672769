from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from databases_for_tests import postgres_server, postgres_url, sqlite_url  # noqa: F401
from homes_for_tests import write_rubrics
from psycopg import sql
from rubrics_for_tests import make_rubric, rate

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import StoreError
from dsds_audit.packing import unpack
from dsds_audit.store.sql import bring_up_to_date, open_sql_store
from dsds_audit.store.sql.tables import metadata

RUBRIC = make_rubric((3, 2))
TEAM_PAGE = Path(__file__).parents[3] / "docs" / "team.md"


def statements_for_analysts(database: str) -> list[str]:
    """What the page for teams tells to run, for the database of this test."""
    parts = TEAM_PAGE.read_text(encoding="utf-8").split("```sql\n")[1:]
    blocks = [part.partition("```")[0] for part in parts]
    (block,) = (block for block in blocks if "analysts" in block)
    return [line.replace("DATABASE audits", f"DATABASE {database}") for line in block.splitlines()]


@pytest.fixture
def analyst(postgres_url: str, tmp_path: Path) -> Iterator[psycopg.Connection[Any]]:  # noqa: F811
    catalogue = write_rubrics(tmp_path / "own", (RUBRIC,))
    people = [{"role": "coach", "name": "Ada Secret"}]
    store = open_sql_store(postgres_url, catalogue, create=True)
    store.save(rate(RUBRIC, {"p1.c1": 2}, facilitator="Bo Secret", participants=people), RUBRIC)
    store.close()
    with psycopg.connect(postgres_url, autocommit=True) as owner:
        for statement in statements_for_analysts(owner.info.dbname):
            owner.execute(sql.SQL(statement))  # type: ignore[arg-type]
    with psycopg.connect(postgres_url.replace("postgres@", "analysts@"), autocommit=True) as connection:
        yield connection
    with psycopg.connect(postgres_url, autocommit=True) as owner:
        owner.execute("DROP OWNED BY analysts")
        owner.execute("DROP ROLE analysts")


def test_analysts_read_ratings_and_nobodys_name(analyst: psycopg.Connection[Any]) -> None:
    (row,) = analyst.execute("SELECT * FROM assessments_for_analysis").fetchall()
    assert "Riverbend" in row
    assert "Secret" not in repr(row)
    (packed,) = analyst.execute("SELECT packed, participants FROM assessments_for_analysis").fetchall()
    assert packed[1] == 1
    assert [level for _, level in unpack(packed[0])] == [2, None, None, None, None]


def test_analysts_read_no_table_and_write_nothing(analyst: psycopg.Connection[Any]) -> None:
    refused = psycopg.errors.InsufficientPrivilege
    for table in sorted(set(metadata.tables) - {"rubric_files"}):
        with pytest.raises(refused):
            analyst.execute(f"SELECT * FROM {table}")
    for table in [*metadata.tables, "assessments_for_analysis", "alembic_version"]:
        with pytest.raises(refused):
            analyst.execute(f"DELETE FROM {table}")
    for statement in (
        "UPDATE assessments_for_analysis SET site = 'x'",
        "INSERT INTO assessments_for_analysis (name) VALUES ('x')",
        "INSERT INTO rubric_files (name) VALUES ('x')",
        "CREATE TABLE mine (x int)",
        "ALTER VIEW assessments_for_analysis RENAME TO x",
    ):
        with pytest.raises(refused):
            analyst.execute(statement)


def test_who_may_not_write_is_told_so(postgres_url: str, analyst: psycopg.Connection[Any]) -> None:  # noqa: F811
    with pytest.raises(StoreError, match="AUD113 the database does not allow you that"):
        bring_up_to_date(postgres_url.replace("postgres@", "analysts@"))


def test_the_place_names_the_database_alone(postgres_url: str, sqlite_url: str) -> None:  # noqa: F811
    dsds = Catalogue().load("dsds")
    for url, label in ((sqlite_url, "audits.db"), (postgres_url, postgres_url.split("/")[3].split("?")[0])):
        store = open_sql_store(url, Catalogue(), create=True)
        assert store.save(rate(dsds), dsds).place == f"{label}:riverbend/2026-03-02.yaml"
        store.close()
