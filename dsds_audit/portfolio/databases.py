"""A workspace in a database as a source of a portfolio."""

from dataclasses import dataclass
from pathlib import Path

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import StoreError
from dsds_audit.portfolio.packed_rows import Unpacked, unpack_chunks
from dsds_audit.store.opening import rubrics_in, team_part
from dsds_audit.store.where import Database


@dataclass(frozen=True, slots=True)
class DatabaseReading:
    """What a database holds: finished assessments as rows, the places of unfinished interviews, and the
    rubrics that are known now, with its own.
    """

    unpacked: Unpacked
    unfinished: tuple[str, ...]
    catalogue: Catalogue


def read_database(where: Database, catalogue: Catalogue) -> DatabaseReading:
    """Everything in a database, as of one moment.

    Raises StoreError where it cannot be reached or read, or where what speaks to it is not installed.
    """
    with team_part():
        from dsds_audit.portfolio.packed_chunks import read_chunks, read_unfinished
        from dsds_audit.store.sql.engines import Connections

        known = Catalogue((*catalogue.folders, *_own_rubrics(where)))
        connections = Connections(where.url)
        try:
            with connections.reading() as connection:
                unpacked = unpack_chunks(read_chunks(connection), known, connections.label)
                return DatabaseReading(unpacked, read_unfinished(connection), known)
        finally:
            connections.close()


def _own_rubrics(where: Database) -> tuple[Path, ...]:
    """The rubrics that the database holds, for those who may read them: analysts may not (AUD113)."""
    try:
        return (rubrics_in(where),)
    except StoreError as error:
        if {problem.code for problem in error.problems} != {"AUD113"}:
            raise
        return ()
