"""What a database refuses, told in a sentence; never with its address, which may hold a password."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from dsds_audit.errors import Problem, StoreError
from dsds_audit.speech import mark, say

_CHANGED = mark(
    "the database was changed by someone else at this very moment. Please try again."
    " What was saved before is unharmed."
)
_BUSY = mark(
    "the database is being written to by another program that does not end. Please try again."
    " What was saved before is unharmed."
)
# The first two characters of what PostgreSQL calls an error's state, or the whole of it.
_REFUSALS = {
    "28": mark(
        "the database does not let you in. Please check user and password (PGUSER and PGPASSWORD, "
        "or a pgpass file)."
    ),
    "3D": mark(
        "the database is not on that server. Please check the name, or ask whoever keeps "
        "the server to make it."
    ),
    "42501": mark(
        "the database does not allow you that. Please ask whoever keeps it for the rights; "
        "or only read from it."
    ),
    "53100": mark(
        "the database has no room left on its disk. Please have some freed and try again."
        " What was saved before is unharmed."
    ),
    "25006": mark(
        "the database can only be read at present. Please name the server that is written to."
        " What was saved before is unharmed."
    ),
    "55P03": _BUSY,
    "23505": _CHANGED,
    "40001": _CHANGED,
    "40P01": _CHANGED,
    "57014": mark(
        "the database did not answer in time. Please try again. What was saved before is unharmed."
    ),
}
_FILE_REFUSALS = {
    "SQLITE_BUSY": _BUSY,
    "SQLITE_FULL": mark(
        "the database has no room left on the disk. Please free some and try again."
        " What was saved before is unharmed."
    ),
    "SQLITE_READONLY": mark(
        "the database may only be read. Please check who may write there. What was saved before is unharmed."
    ),
    "SQLITE_NOTADB": mark("the database is no database. Please name another file."),
    "SQLITE_CORRUPT": mark("the database is damaged. Please bring back a copy that is not."),
    "SQLITE_CANTOPEN": mark(
        "the database cannot be opened. Please check the folder and who may write there."
    ),
    "SQLITE_IOERR": mark(
        "the database cannot be read or written. Please check the disk. What was saved before is unharmed."
    ),
}


@contextmanager
def database_errors(label: str) -> Iterator[None]:
    """Tell what a database refuses as StoreError: AUD107 where it cannot be reached, else AUD113.

    ``label`` is what messages call it. The driver's own words are left out, with the whole chain of causes.
    """
    try:
        yield
    except exc.DBAPIError as error:
        raise refusal_of(error.orig, label, gone=error.connection_invalidated) from None
    except exc.TimeoutError:
        raise _gone(label) from None


def refusal_of(cause: BaseException | None, label: str, *, gone: bool = False) -> StoreError:
    """What a driver's error means to a person; ``gone`` where the connection is known to be lost."""
    name = str(getattr(cause, "sqlite_errorname", ""))
    state = str(getattr(cause, "sqlstate", None) or _state_in(str(cause)))
    files = (text for start, text in _FILE_REFUSALS.items() if name.startswith(start))
    fault = next(files, None) or _REFUSALS.get(state) or _REFUSALS.get(state[:2])
    if fault:
        return StoreError(Problem("AUD113", say(fault), label))
    if gone or state[:2] in ("08", "57") or not (state or name):
        return _gone(label)
    message = say(
        "the database refuses this ({state}). Please tell whoever keeps it. What was saved before is "
        "unharmed.",
        state=state or name,
    )
    return StoreError(Problem("AUD113", message, label))


def _gone(label: str) -> StoreError:
    message = say(
        "the database cannot be reached. Please check that the server runs, that its name and port are right "
        "and that the network is there; then try again. What was saved before is unharmed."
    )
    return StoreError(Problem("AUD107", message, label))


def _state_in(words: str) -> str:
    """The state that a refusal to connect stands for, which comes without one."""
    if "authentication failed" in words or "no password supplied" in words or "pg_hba.conf" in words:
        return "28"
    if "does not exist" in words and ("database" in words or "role" in words):
        return "3D" if "database" in words else "28"
    return ""
