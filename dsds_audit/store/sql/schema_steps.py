"""The steps that lead from an empty database to the tables of today."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from dsds_audit.errors import Problem, StoreError
from dsds_audit.speech import mark, say
from dsds_audit.store.sql.engines import Connections, take_turns

_FOLDER = Path(__file__).parent / "migrations"
_NOT_THERE = mark("the database is not there yet. Please run dsds-audit prepare with its address first.")
_EMPTY = mark("the database holds no workspace yet. Please run dsds-audit prepare with its address first.")
_EARLIER = mark(
    "the database was made by an earlier version of this program. Please run dsds-audit prepare with its "
    "address first."
)
STEPS = "alembic_version"  # The table in which Alembic keeps how far a database is.


def take_steps(connections: Connections) -> None:
    """Bring a database's tables up to date, all of it or nothing; those that are stay as they are.

    Raises StoreError where it is newer than this program (AUD109) or holds something else (AUD108), and
    where it cannot be reached or written (AUD107, AUD113).
    """
    with connections.writing() as connection:
        take_turns(connection, "prepare")
        step = _step_of(connection)
        _refuse_newer(step, connections.label)
        _refuse_foreign(connection, step, connections.label)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def refuse_unprepared(connections: Connections) -> None:
    """Raise StoreError where a database has no tables of ours, older ones (AUD108) or newer ones (AUD109)."""
    if connections.file and not connections.file.is_file():
        raise _unprepared(_NOT_THERE, connections.label)
    with connections.reading() as connection:
        step = _step_of(connection)
    if step is None:
        raise _unprepared(_EMPTY, connections.label)
    _refuse_newer(step, connections.label)
    if step != _steps()[0]:
        raise _unprepared(_EARLIER, connections.label)


def _step_of(connection: Connection) -> str | None:
    context = MigrationContext.configure(connection)
    return context.get_current_revision()


def _steps() -> tuple[str, ...]:
    """The names of all steps, the last one first."""
    script = ScriptDirectory.from_config(_config())
    return tuple(step.revision for step in script.walk_revisions())


def _refuse_newer(step: str | None, label: str) -> None:
    if step is not None and step not in _steps():
        message = say("was made by a later version of this program. Please install that one, or a later one.")
        raise StoreError(Problem("AUD109", message, label))


def _refuse_foreign(connection: Connection, step: str | None, label: str) -> None:
    taken = {"assessments", "plans"} & set(inspect(connection).get_table_names())
    if step is None and taken:
        message = say(
            "holds tables of another program ({tables}). Please make a database of its own for "
            "the workspace.",
            tables=", ".join(sorted(taken)),
        )
        raise StoreError(Problem("AUD108", message, label))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _unprepared(fault: str, label: str) -> StoreError:
    return StoreError(Problem("AUD108", say(fault), label))
