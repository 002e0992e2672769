"""Which assessments several files, sites and folders mean."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from dsds_audit.assessment_files import read_assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.cli.inputs import catalogue_for, looks_like_a_file
from dsds_audit.display import plural
from dsds_audit.errors import AuditError, Problem, StoreError
from dsds_audit.names import folded
from dsds_audit.store import Damaged, Stored
from dsds_audit.store.choice import find_among, fits, latest_among
from dsds_audit.store.folder import FolderStore


@dataclass(frozen=True)
class Wish:
    """Which of a site's assessments are asked for: the latest, or all with ``every_date``."""

    workspace: Path
    program: str | None = None
    rubric_id: str | None = None
    as_of: dt.date | None = None
    every_date: bool = False

    def fits(self, entry: Stored) -> bool:
        """Whether an assessment is among those asked for, finished or not."""
        return fits(entry, self.program, self.rubric_id, self.as_of)


@dataclass
class Gathering:
    """The assessments found, in the order asked for, each once; what could not be read; what else to say."""

    catalogue: Catalogue
    found: list[Stored] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, entry: Stored) -> None:
        """Take an assessment, unless it is here already: then say so."""
        if any(entry.assessment == other.assessment for other in self.found):
            one = f"{entry.assessment.site} of {entry.assessment.date}"
            self.notes.append(f"{one} was given more than once; it is shown once.")
        else:
            self.found.append(entry)


def gather(names: Sequence[str], wish: Wish) -> Gathering:
    """The assessments meant by names of files, sites and folders; without any, by the workspace.

    A name that leads nowhere, or to a damaged file, is a problem of the gathering and stops no other.
    """
    places = [Path(name) for name in names]
    folders = [folder for place in places for folder in (place, place.parent, place.parent.parent)]
    gathering = Gathering(catalogue_for(wish.workspace, *folders))
    workspace = _Workspace(wish.workspace, gathering.catalogue)
    for name in names or [str(wish.workspace)]:
        try:
            _add_meant(name, wish, workspace, gathering)
        except AuditError as error:
            gathering.problems += error.problems
    return gathering


@dataclass(frozen=True)
class _Workspace:
    """A folder with sites, read when first asked for, and once."""

    folder: Path
    catalogue: Catalogue

    @cached_property
    def entries(self) -> list[Stored | Damaged]:
        return list(FolderStore(self.folder, self.catalogue.load).all_assessments())


def _add_meant(name: str, wish: Wish, workspace: _Workspace, gathering: Gathering) -> None:
    path = Path(name)
    if path.is_file():
        gathering.add(Stored(name, "", read_assessment(path, gathering.catalogue.load)))
    elif find_among(workspace.entries, name):
        _add_site(name, wish, workspace, gathering)
    elif path.is_dir():
        _add_folder(name, wish, gathering)
    elif looks_like_a_file(path):
        read_assessment(path, gathering.catalogue.load)  # It is not there, and says so.
    else:
        _add_site(name, wish, workspace, gathering)


def _add_site(name: str, wish: Wish, workspace: _Workspace, gathering: Gathering) -> None:
    place = str(workspace.folder)
    latest = latest_among(workspace.entries, name, wish.program, wish.rubric_id, wish.as_of, place)
    own = [entry for entry in find_among(workspace.entries, name) if wish.fits(entry)]
    series = [entry for entry in reversed(own) if _series_of(entry) == _series_of(latest)]
    chosen = [entry for entry in series if entry.assessment.finished] if wish.every_date else [latest]
    for entry in chosen:
        gathering.add(entry)
    for entry in series:
        if not entry.assessment.finished and (
            wish.every_date or entry.assessment.date >= chosen[-1].assessment.date
        ):
            gathering.notes.append(f"an interview of {entry.assessment.date} is unfinished: {entry.place}")


def _add_folder(name: str, wish: Wish, gathering: Gathering) -> None:
    entries = _Workspace(Path(name), gathering.catalogue).entries
    gathering.problems += [
        problem for entry in entries if isinstance(entry, Damaged) for problem in entry.error.problems
    ]
    fitting = [entry for entry in entries if isinstance(entry, Stored) and wish.fits(entry)]
    finished = [entry for entry in fitting if entry.assessment.finished]
    if not finished:
        message = (
            "holds no finished assessment that fits. Please name a folder with one folder for each site."
        )
        raise StoreError(Problem("AUD053", message, name))
    chosen = finished if wish.every_date else list(_latest_of_each(finished))
    for entry in chosen:
        gathering.add(entry)
    if unfinished := len(fitting) - len(finished):
        gathering.notes.append(f"{plural(unfinished, 'unfinished interview')} in {name} left out.")


def _latest_of_each(finished: Sequence[Stored]) -> Iterator[Stored]:
    """The newest of each site, program and rubric, in the order of their places."""
    newest: dict[tuple[str, str, str], Stored] = {}
    for entry in finished:
        series = _series_of(entry)
        if series not in newest or newest[series].assessment.date <= entry.assessment.date:
            newest[series] = entry
    yield from newest.values()


def _series_of(entry: Stored) -> tuple[str, str, str]:
    site, program, rubric_id, _ = entry.assessment.identity
    return folded(site), folded(program), rubric_id
