from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from databases_for_tests import postgres_server, postgres_url, sqlite_url  # noqa: F401
from sqlalchemy import inspect, text

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import StoreError
from dsds_audit.store.sql import bring_up_to_date, open_sql_store
from dsds_audit.store.sql.engines import Connections
from dsds_audit.store.sql.tables import ANALYSIS_COLUMNS, metadata


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{request.param}_url"))


def run(url: str, *statements: str) -> None:
    connections = Connections(url)
    with connections.writing() as connection:
        for statement in statements:
            connection.execute(text(statement))
    connections.close()


def test_the_steps_lead_to_the_tables_of_today(url: str) -> None:
    bring_up_to_date(url)
    connections = Connections(url)
    with connections.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)
        columns = inspect(connection).get_columns("assessments_for_analysis")
    connections.close()
    assert differences == []
    assert tuple(column["name"] for column in columns) == ANALYSIS_COLUMNS


def test_it_may_be_done_again(url: str) -> None:
    for _ in range(2):
        bring_up_to_date(url)
    open_sql_store(url, Catalogue()).close()


def test_an_empty_database_is_refused_until_told_to(url: str) -> None:
    with pytest.raises(StoreError, match=r"AUD108 the database .* yet. Please run dsds-audit prepare"):
        open_sql_store(url, Catalogue())
    open_sql_store(url, Catalogue(), create=True).close()
    open_sql_store(url, Catalogue()).close()


def test_nothing_is_made_by_looking(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="AUD108 the database is not there yet"):
        open_sql_store(f"sqlite:///{tmp_path / 'a.db'}", Catalogue())
    assert list(tmp_path.iterdir()) == []


def test_a_later_one_is_refused_and_stays(url: str) -> None:
    bring_up_to_date(url)
    run(url, "UPDATE alembic_version SET version_num = '9999'")
    for use in (bring_up_to_date, lambda url: open_sql_store(url, Catalogue())):
        with pytest.raises(StoreError, match="AUD109 was made by a later version of this program"):
            use(url)


def test_tables_of_another_program_are_left_alone(url: str) -> None:
    run(url, "CREATE TABLE assessments (pupil INTEGER)")
    with pytest.raises(StoreError, match=r"AUD108 holds tables of another program \(assessments\)"):
        bring_up_to_date(url)


def test_all_or_nothing(url: str) -> None:
    run(url, "CREATE VIEW assessments_for_analysis AS SELECT 1 AS one")  # The last step fails at it.
    with pytest.raises(StoreError, match="AUD113"):
        bring_up_to_date(url)
    connections = Connections(url)
    with connections.reading() as connection:
        tables = inspect(connection).get_table_names()
    connections.close()
    assert [name for name in tables if name != "alembic_version"] == []
    run(url, "DROP VIEW assessments_for_analysis")
    bring_up_to_date(url)
