"""Packed ratings out of a database, some ten thousand rows at a time, as columns."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dsds_audit.portfolio.rows import numbers

if TYPE_CHECKING:
    from sqlalchemy import Connection

AT_ONCE = 10_000
TABLE, VIEW = "assessments", "assessments_for_analysis"
_NONE = -1  # Stands for a panel that is not recorded.
_TEXTS = {
    "names": "name",
    "sites": "site",
    "programs": "program",
    "groups": "site_group",
    "targets": "targets",
}
# What is not text, and of one width for all rows of a rubric, so that NumPy reads it in one go.
_FIXED = (
    "int4send(date - date '1970-01-01') || int4send(coalesce(participants, -1)) || int4send(evidenced)"
    " || float8send(coalesce(total_threshold, 'NaN')) || float8send(coalesce(practice_threshold, 'NaN'))"
    " || packed"
)
# A server runs this a chunk at a time, while the one before is on its way. No text of PostgreSQL holds a NUL.
_CHUNKS = """
COPY (
    SELECT chunk.* FROM generate_series(
        (SELECT min(id) FROM assessments), (SELECT max(id) FROM assessments), {size}
    ) AS start, LATERAL (
        SELECT rubric, rubric_digest, octet_length(packed), string_agg({fixed}, ''), {texts}
        FROM assessments WHERE finished AND id >= start AND id < start + {size}
        GROUP BY rubric, rubric_digest, octet_length(packed)
    ) AS chunk
) TO STDOUT (FORMAT BINARY)
"""
_AGGREGATE = "string_agg(convert_to(coalesce({}::text, ''), 'UTF8'), '\\x00'::bytea)"
_ROWS = (
    "SELECT rubric, rubric_digest, name, site, coalesce(program, ''), coalesce(site_group, ''), "
    "coalesce(CAST(targets AS TEXT), ''), date, participants, evidenced, total_threshold, "
    "practice_threshold, packed FROM {} WHERE finished"
)


class Made(NamedTuple):
    """What assessments were made with: ``id@version`` and the rubric's digest."""

    rubric: str
    digest: str


@dataclass(frozen=True, eq=False)
class Chunk:
    """Finished assessments made with one rubric, their packed ratings all of one width.

    ``targets`` holds JSON, empty where a site has no own targets. Numbers are NaN where there is none.
    """

    made: Made
    names: Sequence[str]
    sites: Sequence[str]
    programs: Sequence[str]
    groups: Sequence[str]
    targets: Sequence[str]
    date: NDArray[np.datetime64]
    participants: NDArray[np.float64]
    evidenced: NDArray[np.float64]
    total_threshold: NDArray[np.float64]
    practice_threshold: NDArray[np.float64]
    packed: NDArray[np.uint8]


def read_chunks(connection: "Connection") -> Iterator[Chunk]:
    """Every finished assessment of a database, as of one moment, while a transaction is open on it.

    Who may not read the table reads the view for analysts. What the driver refuses passes through.
    """
    relation = _readable(connection)
    if connection.dialect.name == "postgresql" and relation == TABLE:
        return _by_copy(connection)
    return _by_rows(connection, relation)


def read_unfinished(connection: "Connection") -> tuple[str, ...]:
    """The names of the assessments whose interview goes on."""
    statement = f"SELECT name FROM {_readable(connection)} WHERE NOT finished ORDER BY name"
    return tuple(connection.exec_driver_sql(statement).scalars())


def _readable(connection: "Connection") -> str:
    """The table, or the view for analysts where the table may not be read."""
    if connection.dialect.name != "postgresql":
        return TABLE
    may = connection.exec_driver_sql(f"SELECT has_table_privilege('{TABLE}', 'SELECT')").scalar()
    return TABLE if may else VIEW


def _by_copy(connection: "Connection") -> Iterator[Chunk]:
    texts = ", ".join(map(_AGGREGATE.format, _TEXTS.values()))
    statement = _CHUNKS.format(size=AT_ONCE, fixed=_FIXED, texts=texts)
    for rubric, digest, width, fixed, *columns in _copied(connection, statement):
        read = {name: column.decode().split("\0") for name, column in zip(_TEXTS, columns, strict=True)}
        yield _of_fixed(Made(rubric, digest), width, fixed, read)


def _copied(connection: "Connection", statement: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a COPY; what the driver refuses is raised as SQLAlchemy would."""
    from psycopg import Error
    from sqlalchemy.exc import DBAPIError

    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor().copy(statement) as copy:
            copy.set_types(["text", "text", "int4", *["bytea"] * (1 + len(_TEXTS))])
            yield from copy.rows()
    except Error as error:
        raise DBAPIError(None, None, error, connection_invalidated=driver.closed) from error


def _of_fixed(made: Made, width: int, fixed: bytes, texts: Mapping[str, Sequence[str]]) -> Chunk:
    kind = np.dtype(
        [
            ("date", ">i4"),
            ("participants", ">i4"),
            ("evidenced", ">i4"),
            ("total", ">f8"),
            ("practice", ">f8"),
            ("packed", "u1", (width,)),
        ]
    )
    rows = np.frombuffer(fixed, dtype=kind)
    people = rows["participants"].astype(np.float64)
    people[people == _NONE] = np.nan
    return Chunk(
        made,
        **texts,
        date=rows["date"].astype("datetime64[D]"),
        participants=people,
        evidenced=rows["evidenced"].astype(np.float64),
        total_threshold=rows["total"].astype(np.float64),
        practice_threshold=rows["practice"].astype(np.float64),
        packed=np.ascontiguousarray(rows["packed"]),
    )


def _by_rows(connection: "Connection", relation: str) -> Iterator[Chunk]:
    found = connection.execution_options(stream_results=True, max_row_buffer=AT_ONCE).exec_driver_sql(
        _ROWS.format(relation)
    )
    while rows := found.fetchmany(AT_ONCE):
        alike: dict[tuple[Made, int], list[Sequence[Any]]] = defaultdict(list)
        for rubric, digest, *rest in rows:
            alike[Made(rubric, digest), len(rest[-1])].append(rest)
        for (made, _), chosen in alike.items():
            yield _of_rows(made, chosen)


def _of_rows(made: Made, rows: Sequence[Sequence[Any]]) -> Chunk:
    *columns, date, participants, evidenced, total, practice, packed = zip(*rows, strict=True)
    texts: dict[str, Sequence[str]] = dict(zip(_TEXTS, columns, strict=True))
    return Chunk(
        made,
        **texts,
        date=np.array(date, dtype="datetime64[D]"),
        participants=numbers(participants),
        evidenced=numbers(evidenced),
        total_threshold=numbers(total),
        practice_threshold=numbers(practice),
        packed=np.frombuffer(b"".join(packed), dtype=np.uint8).reshape(len(rows), -1),
    )
