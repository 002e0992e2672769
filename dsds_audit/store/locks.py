"""Who may write: one saver a workspace at a time, one interview an assessment.

The system lets go of a lock when its holder ends, however it ends; a lock's file that stays behind locks
nothing.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from dsds_audit.assessment import Assessment
from dsds_audit.atomic import make_folder
from dsds_audit.errors import ConflictError, Problem, StoreError
from dsds_audit.names import folded
from dsds_audit.speech import say
from dsds_audit.store.names import slug_of
from dsds_audit.store.paths import inside_of

FOLDER = ".locks"
PATIENCE = 10.0


@contextmanager
def hold_identity(workspace: Path, assessment: Assessment) -> Iterator[None]:
    """Be the only interview on an assessment; raises ConflictError (AUD052) at once where another is."""
    site, program, rubric_id, date = assessment.identity
    identity = "\n".join((folded(site), folded(program), rubric_id))
    name = f"{slug_of(site)}-{date}-{hashlib.sha256(identity.encode()).hexdigest()[:12]}"
    message = open_elsewhere(assessment)
    with _held(workspace, name, 0, ConflictError(Problem("AUD052", message, str(workspace)))):
        yield


def open_elsewhere(assessment: Assessment) -> str:
    """That another interview has an assessment open, with the way out."""
    return say(
        "another interview has the assessment of {site} of {date} open. Please finish it there, or close it "
        "and try again.",
        site=assessment.site,
        date=assessment.date,
    )


@contextmanager
def hold_saving(workspace: Path) -> Iterator[None]:
    """Be the only one who saves in a workspace; raises StoreError (AUD050) after ten seconds of waiting."""
    message = say("is being written to by another program that does not end. Please end it and try again.")
    with _held(workspace, "saving", PATIENCE, StoreError(Problem("AUD050", message, str(workspace)))):
        yield


@contextmanager
def _held(workspace: Path, name: str, patience: float, refusal: StoreError) -> Iterator[None]:
    folder = inside_of(workspace, workspace / FOLDER)
    make_folder(folder)
    lock = FileLock(folder / f".{name}.lock", thread_local=False)
    try:
        lock.acquire(timeout=patience, poll_interval=0.005)
    except Timeout:
        raise refusal from None
    try:
        yield
    finally:
        if patience == 0:
            # While it is held, so that no one can hold a lock on a file that has no name.
            with suppress(OSError):
                Path(lock.lock_file).unlink()
        lock.release()
