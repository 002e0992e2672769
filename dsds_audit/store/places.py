"""Which file an assessment goes into, and moving it there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dsds_audit.assessment import Assessment
from dsds_audit.atomic import make_folder
from dsds_audit.names import folded, numbered
from dsds_audit.store import Damaged, Stored
from dsds_audit.store.choice import site_of
from dsds_audit.store.journals import journal_of, moving_journal
from dsds_audit.store.names import slug_of
from dsds_audit.store.paths import inside_of, is_taken


def new_path(workspace: Path, assessment: Assessment, known: list[Stored | Damaged]) -> Path:
    """A free name for an assessment in its site's folder.

    ``known`` is all there is in the workspace, or all of the site and in folders that may be named for it.
    One beside which a journal lies is not free: those would be the votes of another assessment.
    """
    folder = _folder_for(workspace, assessment.site, known)
    paths = (folder / f"{name}.yaml" for name in numbered(assessment.date.isoformat()))
    return next(path for path in paths if not is_taken(path) and not is_taken(journal_of(path)))


def names_for(site: str) -> re.Pattern[str]:
    """What matches the names, folded, that a folder for a site may be given."""
    return re.compile(rf"{re.escape(folded(slug_of(site)))}(-\d+)?")


def next_path(
    workspace: Path, path: Path, before: Assessment, after: Assessment, known: list[Stored | Damaged]
) -> Path:
    """The name for what is to be written into a file: its own while site and date stay."""
    if folded(before.site) == folded(after.site) and before.date == after.date:
        return path
    return new_path(workspace, after, known)


@contextmanager
def renamed(workspace: Path, path: Path, fitting: Path) -> Iterator[Path]:
    """A file under another name, to be written to; under its own again where that fails.

    Its journal goes with it. Never are there two files of one assessment, whenever the program is killed,
    and after an error the file is where whoever tries again looks for it.
    """
    old, new = inside_of(workspace, path), inside_of(workspace, fitting)
    if path == fitting:
        yield old
        return
    votes = [inside_of(workspace, journal_of(name)) for name in (path, fitting)]
    make_folder(new.parent)
    try:
        with moving_journal(*votes):
            old.rename(new)
            try:
                yield new
            except BaseException:
                with suppress(OSError):  # What went wrong first is what the caller has to hear of.
                    new.rename(old)
                raise
    except BaseException:
        _remove_if_empty(fitting.parent)
        raise
    _remove_if_empty(path.parent)


def _folder_for(workspace: Path, site: str, known: list[Stored | Damaged]) -> Path:
    """The folder the site's assessments are in, else one that no other site is in."""
    sites = [(Path(entry.place).parent, site_of(entry)) for entry in known]
    own = [folder for folder, name in sites if name is not None and folded(name) == folded(site)]
    if own:
        return own[-1]
    taken = {folded(folder.name) for folder, _ in sites}
    paths = (workspace / name for name in numbered(slug_of(site)) if folded(name) not in taken)
    return next(path for path in paths if path.is_dir() or not is_taken(path))


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()
