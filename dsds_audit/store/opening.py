"""The store of a workspace, be it a folder or a database, with the rubrics that stand in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import Problem, StoreError
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say
from dsds_audit.store import Store
from dsds_audit.store.where import Database, Where

if TYPE_CHECKING:
    from dsds_audit.store.homes import Home

_EXTRA = {"sqlalchemy", "alembic", "psycopg"}


def open_store(
    where: Where,
    catalogue: Catalogue,
    schema: Callable[[Rubric], str] | None = None,
    *,
    remembered: int = 0,
) -> Store:
    """The store of a workspace; ``schema`` makes the JSON Schemas that a folder has for editors.

    What so many files of a folder hold is ``remembered``. Raises StoreError where a database cannot be
    reached or is not ready, or where what speaks to one is not installed (AUD115).
    """
    if isinstance(where, Database):
        with team_part():
            from dsds_audit.store.sql import open_sql_store

            return open_sql_store(where.url, catalogue)
    from dsds_audit.store.folder import FolderStore

    return FolderStore(where, catalogue.load, schema=schema, remembered=remembered)


def open_home(where: Where, catalogue: Catalogue) -> "Home":
    """The home of a workspace's documents, to copy them; raises StoreError as ``open_store`` does."""
    if isinstance(where, Database):
        with team_part():
            from dsds_audit.store.sql import SqlHome, open_sql_store

            return SqlHome(open_sql_store(where.url, catalogue))
    from dsds_audit.store.folder_home import FolderHome

    return FolderHome(where, catalogue.load)


def rubrics_in(database: Database) -> Path:
    """A folder with the rubrics that a database holds itself; raises StoreError as ``open_store`` does."""
    with team_part():
        from dsds_audit.store.sql import rubric_folder

        return rubric_folder(database.url)


@contextmanager
def team_part() -> Iterator[None]:
    """Say what installs the part that speaks to databases, where it is missing (AUD115)."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _EXTRA:
            raise
        message = say(
            "a workspace in a database needs a part that is not installed. Please install it with: "
            "uv tool install 'dsds-audit[team]'   or: pip install 'dsds-audit[team]'"
        )
        raise StoreError(Problem("AUD115", message)) from None
