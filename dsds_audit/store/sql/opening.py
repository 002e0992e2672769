"""A workspace in a database, opened by its address; its tables made or brought up to date when told to."""

from pathlib import Path

from dsds_audit.catalogue import Catalogue
from dsds_audit.store.sql.engines import Connections
from dsds_audit.store.sql.rubrics import unpack_rubrics
from dsds_audit.store.sql.schema_steps import refuse_unprepared, take_steps
from dsds_audit.store.sql.store import SqlStore


def open_sql_store(url: str, catalogue: Catalogue, *, create: bool = False) -> SqlStore:
    """The store in a database: ``postgresql://host/name`` or ``sqlite:///folder/audits.db``.

    ``create`` makes its tables first, or brings them up to date. Raises StoreError where the address is none
    (AUD114), where it cannot be reached (AUD107) or used (AUD113), where its tables are not there or older
    (AUD108) or newer (AUD109) than this program.
    """
    connections = Connections(url)
    try:
        (take_steps if create else refuse_unprepared)(connections)
    except BaseException:
        connections.close()
        raise
    return SqlStore(connections, catalogue)


def bring_up_to_date(url: str) -> None:
    """Make the tables of a workspace in a database, or bring them up to date; nothing in them is lost.

    All or nothing, and one at a time. Raises StoreError as ``open_sql_store`` does.
    """
    connections = Connections(url)
    try:
        take_steps(connections)
    finally:
        connections.close()


def rubric_folder(url: str) -> Path:
    """A folder with the rubrics and crosswalks that a database holds, for a catalogue; raises StoreError.

    It is there as long as the program runs; what is added to the database later is not in it.
    """
    connections = Connections(url)
    try:
        refuse_unprepared(connections)
        with connections.reading() as connection:
            return unpack_rubrics(connection)
    finally:
        connections.close()
