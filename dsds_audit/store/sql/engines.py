"""Connections to a database: how they are made, how a transaction begins, what it is called in messages."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.pool import NullPool

from dsds_audit.store.sql.faults import database_errors
from dsds_audit.store.where import Database, where_of

_PATIENCE = 10  # seconds that a writer waits for another
# What one transaction does at a time; who needs several takes them in this order.
NAMES, CONFLICTS = "names", "conflicts"


class Connections:
    """The connections to one database; ``label`` is what messages call it, without host, user or password."""

    def __init__(self, url: str) -> None:
        """Take an address; nothing is reached yet. Raises StoreError (AUD114) where it is none."""
        where = where_of(url)
        address = where.url if isinstance(where, Database) else f"sqlite:///{where}"
        self._url = make_url(address.replace("postgresql://", "postgresql+psycopg://", 1))
        self.is_sqlite = self._url.get_backend_name() == "sqlite"
        self.file = Path(self._url.database or "") if self.is_sqlite else None
        self.label = self.file.name if self.file else self._url.database or "database"
        self._engine = self._make_engine()

    def __repr__(self) -> str:
        """The label alone."""
        return f"Connections({self.label!r})"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the database; raises StoreError (AUD107, AUD113)."""
        with database_errors(self.label), self._engine.connect() as connection:
            if not self.is_sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is kept when the block ends and undone where it raises.

        In SQLite nobody else writes meanwhile. Raises StoreError (AUD107, AUD113).
        """
        with database_errors(self.label), self._engine.connect() as connection:
            connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def holding(self) -> Iterator[Connection]:
        """A connection outside of any transaction, and of its own; raises StoreError (AUD107, AUD113)."""
        engine = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        with database_errors(self.label), engine.connect() as connection:
            connection.detach()
            yield connection

    def close(self) -> None:
        """Let go of all connections; the next use makes new ones."""
        self._engine.dispose()

    def _make_engine(self) -> Engine:
        if self.is_sqlite:
            engine = create_engine(self._url, poolclass=NullPool)
            event.listen(engine, "connect", _set_up_file)
            event.listen(engine, "begin", _begin)
            return engine
        arguments = {"connect_timeout": _PATIENCE, "application_name": "dsds-audit"}
        given = {name: value for name, value in arguments.items() if name not in self._url.query}
        return create_engine(
            self._url, pool_pre_ping=True, pool_timeout=_PATIENCE, hide_parameters=True, connect_args=given
        )


def take_turns(connection: Connection, what: str) -> None:
    """Wait until no other transaction does the same thing; until this one ends.

    ``what`` names the thing; in SQLite only one transaction writes anyhow.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = '{_PATIENCE}s'"))
        connection.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))"), {"what": f"dsds-audit {what}"}
        )


def _set_up_file(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # Transactions begin where we say so.
    for setting in (f"busy_timeout = {_PATIENCE * 1000}", "journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later would be refused where another wrote meanwhile.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
