"""Very many assessments written at once: by COPY on PostgreSQL."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    Text,
    any_,
    insert,
    literal,
    select,
)

from dsds_audit.errors import ConflictError, Problem
from dsds_audit.speech import say
from dsds_audit.store.sql.faults import refusal_of
from dsds_audit.store.sql.rows import Row
from dsds_audit.store.sql.tables import assessments

MOST_ASKED = 5_000  # names in one question to the database
_COLUMNS = tuple(field.name for field in fields(Row))
_VALUES = attrgetter(*_COLUMNS)


def insert_rows(connection: Connection, rows: Sequence[Row], label: str) -> None:
    """Add rows of assessments; those that are there with the same bytes count as added.

    While nobody else gives names. Raises ConflictError (AUD112) where a name or an identity is taken, and
    StoreError; the transaction has to be undone then.
    """
    new = _without_those_there(connection, rows)
    _refuse_doubles(connection, new)
    if not new:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, new, label)
    else:
        connection.execute(insert(assessments), [asdict(row) for row in new])


def _without_those_there(connection: Connection, rows: Sequence[Row]) -> list[Row]:
    there: dict[str, str] = {}
    for start in range(0, len(rows), MOST_ASKED):
        names = [row.name for row in rows[start : start + MOST_ASKED]]
        found = select(assessments.c.name, assessments.c.digest).where(
            _among(connection, assessments.c.name, names)
        )
        there.update((name, digest) for name, digest in connection.execute(found))
    other = next((row.name for row in rows if there.get(row.name, row.digest) != row.digest), None)
    if other:
        raise name_taken(other)
    return [row for row in rows if row.name not in there]


def _refuse_doubles(connection: Connection, rows: Sequence[Row]) -> None:
    taken: dict[bytes, str] = {}
    for start in range(0, len(rows), MOST_ASKED):
        keys = [row.identity for row in rows[start : start + MOST_ASKED]]
        found = select(assessments.c.identity, assessments.c.name).where(
            _among(connection, assessments.c.identity, keys)
        )
        taken.update((key, name) for key, name in connection.execute(found))
    for row in rows:
        if taken.setdefault(row.identity, row.name) != row.name:
            other = taken[row.identity]
            message = say(
                "is of the same site, program, rubric and date as {other}. Please keep one of the two.",
                other=other,
            )
            raise ConflictError(Problem("AUD112", message, row.name))


def _among(connection: Connection, column: Column[Any], values: list[Any]) -> ColumnElement[bool]:
    """Whether a column has one of many values, which PostgreSQL takes as one parameter."""
    if connection.dialect.name != "postgresql":
        return column.in_(values)
    kind = LargeBinary if isinstance(column.type, LargeBinary) else Text
    return column == any_(literal(values, ARRAY(kind)))


def name_taken(name: str) -> ConflictError:
    """That there is another document of a name."""
    message = say("is there already and holds something else. Please compare the two and keep one.")
    return ConflictError(Problem("AUD112", message, name))


def _copy(connection: Connection, rows: Sequence[Row], label: str) -> None:
    import psycopg

    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    names = ", ".join(_COLUMNS)
    try:
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY assessments ({names}) FROM STDIN (FORMAT BINARY)".encode()) as copy,
        ):
            copy.set_types([_type_of(assessments.c[name]) for name in _COLUMNS])
            for row in rows:
                copy.write_row(_VALUES(row))
    except psycopg.Error as error:
        raise refusal_of(error, label, gone=driver.closed) from None


def _type_of(column: Column[object]) -> str:
    names = {"Double": "float8", "Boolean": "bool", "LargeBinary": "bytea", "Integer": "int4", "Date": "date"}
    return (
        "json" if type(column.type).__name__ == "JsonText" else names.get(type(column.type).__name__, "text")
    )
