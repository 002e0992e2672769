"""Which site a folder is the own folder of."""

import re
from collections.abc import Iterator
from pathlib import Path

from dsds_audit.errors import AuditError, Problem, StoreError
from dsds_audit.names import folded
from dsds_audit.speech import say, sort_key
from dsds_audit.store.paths import assessment_paths, is_folder
from dsds_audit.yaml.files import read_bytes, top_text

_DATED = re.compile(r"\d{4}-\d\d-\d\d")


def find_site(name: str, workspace: Path) -> tuple[str, Path]:
    """The site that a name means, or a site's own folder, and the workspace it is in.

    A site of that name goes before a folder. What is neither stays as it is, for others to tell. Raises
    StoreError (AUD050, AUD053) where a folder cannot be read, or belongs to several sites.
    """
    for folder in (Path(name), workspace / name):
        if is_own_folder(folder) and not _has_site(workspace, name):
            return _site_of(folder), workspace_of(folder)
    return name, workspace


def is_own_folder(folder: Path) -> bool:
    """Whether a folder holds a site's assessments itself, rather than the folders of sites.

    One with files named by dates does, whatever folders are in it; a loose file makes no site of a workspace.
    """
    own = list(_assessments_in(folder)) if is_folder(folder) else []
    return any(map(_is_dated, own)) or (bool(own) and not any(assessment_paths(folder)))


def _is_dated(path: Path) -> bool:
    return _DATED.match(path.name) is not None


def _assessments_in(folder: Path) -> Iterator[Path]:
    own = folder.resolve().name
    return (path for path in assessment_paths(workspace_of(folder)) if path.parent.name == own)


def workspace_of(folder: Path) -> Path:
    """The workspace that a site's own folder is in."""
    return folder.resolve().parent if folder.name in ("", "..") else folder.parent


def _has_site(workspace: Path, name: str) -> bool:
    return any(folded(_named_in(path)) == folded(name) for path in assessment_paths(workspace))


def _site_of(folder: Path) -> str:
    """The site that the files name; the folder's own name where none of them can be read so far."""
    names = {folded(name): name for name in map(_named_in, _assessments_in(folder)) if name}
    if len(names) > 1:
        message = say(
            "holds assessments of several sites: {sites}. Please name one of them, with "
            "--workspace {folder}.",
            sites=", ".join(sorted(names.values(), key=sort_key)),
            folder=workspace_of(folder),
        )
        raise StoreError(Problem("AUD053", message, str(folder)))
    return next(iter(names.values()), folder.resolve().name)


def _named_in(path: Path) -> str | None:
    try:
        return top_text(read_bytes(path), "site")
    except AuditError:
        return None
