"""The files of a workspace: which are assessments, which may be written, what to say where that fails."""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dsds_audit.errors import Problem, StoreError

_OTHERS = {"site", "plan"}
_CONFLICT = re.compile(r".*\.conflict-\d+")
_NOT_ALLOWED = "Please check who may write there, or name another folder with --workspace."
_WAYS_OUT = {
    errno.ENOSPC: "Please free some space on the disk and try again.",
    errno.EDQUOT: "Please free some space on the disk and try again.",
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: _NOT_ALLOWED,
    errno.ENAMETOOLONG: "Please name a folder with a shorter path with --workspace.",
    errno.ENOTDIR: "Please name a folder with --workspace.",
    errno.EEXIST: "Please name a folder with --workspace.",
}


def assessment_paths(workspace: Path) -> Iterator[Path]:
    """The files that should hold assessments, sorted: ``*/*.yaml``, but nothing hidden or set aside.

    None where the workspace is not there; raises StoreError (AUD050) where a folder cannot be read.
    """
    with file_errors(workspace):
        names = _names(workspace) if workspace.exists() else []
    for name in names:
        if name != "rubrics" and (workspace / name).is_dir():
            with file_errors(workspace / name):
                files = _names(workspace / name)
            yield from (workspace / name / file for file in files if _is_assessment(file))


def inside_of(workspace: Path, path: Path) -> Path:
    """The real path behind any links; raises StoreError (AUD050) where it leads out of the workspace."""
    real = path.resolve()
    if not real.is_relative_to(workspace.resolve()):
        message = (
            f"leads out of the workspace {workspace}, to {real}. Please replace the link by a folder or file."
        )
        raise StoreError(Problem("AUD050", message, str(path)))
    return real


def is_taken(path: Path) -> bool:
    """Whether anything has this name, even a link that leads nowhere."""
    return os.path.lexists(path)


@contextmanager
def file_errors(workspace: Path) -> Iterator[None]:
    """Tell what the system refuses as StoreError (AUD050), with a way out."""
    try:
        yield
    except OSError as error:
        place = str(error.filename or workspace)
        way_out = _WAYS_OUT.get(
            error.errno or 0, "Please check the disk, or name another folder with --workspace."
        )
        message = f"cannot be used: {error.strerror or error}. {way_out} What was saved before is unharmed."
        raise StoreError(Problem("AUD050", message, place)) from error


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def _is_assessment(name: str) -> bool:
    path = Path(name)
    wanted = path.suffix.lower() in (".yaml", ".yml")
    return wanted and path.stem not in _OTHERS and not _CONFLICT.fullmatch(path.stem)
