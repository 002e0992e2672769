"""One interview an assessment, on whichever machine; a lock ends with its holder, however that ends."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from dsds_audit.assessment import Assessment
from dsds_audit.errors import ConflictError, Problem
from dsds_audit.store.locks import hold_identity, open_elsewhere
from dsds_audit.store.paths import file_errors
from dsds_audit.store.sql.engines import Connections
from dsds_audit.store.sql.rows import identity_of

# A laptop that was closed is missed after a minute and its lock let go of.
_MISSED = ("tcp_keepalives_idle = 30", "tcp_keepalives_interval = 10", "tcp_keepalives_count = 3")


@contextmanager
def hold_assessment(connections: Connections, assessment: Assessment) -> Iterator[None]:
    """Be the only interview on an assessment; raises ConflictError (AUD052) at once where another is.

    On PostgreSQL a lock of the server's, kept by a connection of its own; beside a file of SQLite a lock of
    the system's.
    """
    if connections.file:
        folder = Path(f"{connections.file}.locks")
        with file_errors(folder), hold_identity(folder, assessment):
            yield
        return
    key = int.from_bytes(hashlib.sha256(b"interview" + identity_of(assessment)).digest()[:8], signed=True)
    with connections.holding() as connection:
        for setting in _MISSED:
            connection.execute(text(f"SET {setting}"))
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}):
            raise ConflictError(Problem("AUD052", open_elsewhere(assessment), connections.label))
        yield
