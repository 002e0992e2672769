"""The files of a workspace: which are of which kind, which may be written, what to say where that fails."""

import errno
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dsds_audit.errors import Problem, StoreError
from dsds_audit.speech import mark, say

_OTHERS = {"site", "plan"}
_ENDINGS = (".yaml", ".yml")
# Where `migrate` keeps the records of one rubric version, inside of a site's folder.
SET_ASIDE = re.compile(r".+-\d+\.\d+\.\d+")
_CONFLICT = re.compile(r".*\.conflict-\d+")
_NOT_ALLOWED = mark("Please check who may write there, or use another folder as the workspace.")
_WAYS_OUT = {
    errno.ENOSPC: mark("Please free some space on the disk and try again."),
    errno.EDQUOT: mark("Please free some space on the disk and try again."),
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: _NOT_ALLOWED,
    errno.ENAMETOOLONG: mark("Please use a folder with a shorter path as the workspace."),
    errno.ENOTDIR: mark("Please use a folder as the workspace."),
    errno.EEXIST: mark("Please use a folder as the workspace."),
}
_OTHER_WAY_OUT = mark("Please check the disk, or use another folder as the workspace.")
# What systems say, to be found by its own words.
REASONS = (
    mark("Permission denied"),
    mark("Operation not permitted"),
    mark("No such file or directory"),
    mark("Not a directory"),
    mark("Is a directory"),
    mark("File exists"),
    mark("No space left on device"),
    mark("Disk quota exceeded"),
    mark("Read-only file system"),
    mark("File name too long"),
    mark("Input/output error"),
    mark("Device or resource busy"),
    mark("Too many open files"),
    mark("Directory not empty"),
    mark("Stale file handle"),
    mark("Too many levels of symbolic links"),
)


def assessment_paths(workspace: Path) -> Iterator[Path]:
    """The files that should hold assessments, sorted: ``*/*.yaml``, but nothing hidden or set aside.

    In a site's own folder, ``dsds-1.0.0`` and the like hold its records of one rubric version, and no site.
    None where the workspace is not there; raises StoreError (AUD050) where a folder cannot be read.
    """
    return (path for path in _site_files(workspace) if is_assessment_name(path.name))


def assessments_in(folders: Iterable[Path]) -> Iterator[Path]:
    """Of those files the ones in some sites' folders, sorted; none where a folder is not there any more."""
    for folder in sorted(folders):
        with file_errors(folder):
            names = _names(folder) if folder.is_dir() else []
        yield from (folder / name for name in names if is_assessment_name(name))


def site_folders(workspace: Path) -> list[str]:
    """The names of the folders that sites may have, sorted, be they empty; none where no workspace is there.

    Raises StoreError (AUD050) where the workspace cannot be read.
    """
    with file_errors(workspace):
        if not workspace.exists():
            return []
        with os.scandir(workspace) as entries:
            found = [(entry.name, _is_folder(entry)) for entry in entries if not entry.name.startswith(".")]
    is_own_folder = any(is_assessment_name(name) for name, _ in found if name.lower().endswith(_ENDINGS))
    return sorted(
        name
        for name, is_folder in found
        if is_folder and name != "rubrics" and not (is_own_folder and SET_ASIDE.fullmatch(name))
    )


def plan_paths(workspace: Path) -> Iterator[Path]:
    """The files that should hold plans, sorted: ``*/plan.yaml``; raises StoreError (AUD050)."""
    return (path for path in _site_files(workspace) if _is_yaml(path) and path.stem.lower() == "plan")


def inside_of(workspace: Path, path: Path) -> Path:
    """The real path behind any links; raises StoreError (AUD050) where it leads out of the workspace."""
    real = path.resolve()
    if not real.is_relative_to(workspace.resolve()):
        message = say(
            "leads out of the workspace {workspace}, to {place}. Please replace the link by a folder "
            "or file.",
            workspace=workspace,
            place=real,
        )
        raise StoreError(Problem("AUD050", message, str(path)))
    return real


def revision_of(content: bytes) -> str:
    """What tells one content of a file from another."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def is_file(name: str | Path) -> bool:
    """Whether there is a file of this name; no name, however odd, makes it fail."""
    return os.path.isfile(name)  # noqa: PTH113


def is_folder(name: str | Path) -> bool:
    """Whether there is a folder of this name; no name, however odd, makes it fail."""
    return os.path.isdir(name)  # noqa: PTH112


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
        message = say(
            "cannot be used: {reason}. {way_out} What was saved before is unharmed.",
            reason=reason_of(error),
            way_out=say(_WAYS_OUT.get(error.errno or 0, _OTHER_WAY_OUT)),
        )
        raise StoreError(Problem("AUD050", message, place)) from error


def reason_of(error: OSError) -> str:
    """Why the system refuses something, in the language that is spoken where it is one of ``REASONS``."""
    return say(error.strerror) if error.strerror else str(error)


def _site_files(workspace: Path) -> Iterator[Path]:
    for name in site_folders(workspace):
        with file_errors(workspace / name):
            files = _names(workspace / name)
        yield from (workspace / name / file for file in files)


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def is_assessment_name(name: str) -> bool:
    """Whether a file of this name should hold an assessment."""
    path = Path(name)
    return _is_yaml(path) and path.stem.lower() not in _OTHERS and not _CONFLICT.fullmatch(path.stem)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return Path(entry.path).is_dir() if entry.is_symlink() else entry.is_dir()


def _is_yaml(path: Path) -> bool:
    return path.suffix.lower() in _ENDINGS
