"""Which assessments several files, sites and folders mean."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from dsds_audit.assessment_files import read_assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.cli.catalogues import catalogue_for
from dsds_audit.cli.choosing import Wish
from dsds_audit.cli.inputs import looks_like_a_file
from dsds_audit.errors import AuditError, Problem, StoreError
from dsds_audit.names import folded
from dsds_audit.portfolio.spellings import tell_spellings
from dsds_audit.speech import say, say_many
from dsds_audit.store import Damaged, Stored
from dsds_audit.store.choice import Found, found_among, latest_among
from dsds_audit.store.opening import open_store
from dsds_audit.store.own_folders import find_site
from dsds_audit.store.paths import is_file, is_folder
from dsds_audit.store.where import Database, Where


@dataclass
class Gathering:
    """The assessments found, in the order asked for, each once; what could not be read; what else to say."""

    catalogue: Catalogue
    found: list[Stored] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def add(self, entry: Stored) -> None:
        """Take an assessment, unless it is here already: then say so."""
        if any(entry.assessment == other.assessment for other in self.found):
            which = {"site": entry.assessment.site, "date": entry.assessment.date}
            note = say("{site} of {date} was given more than once; it is shown once.", **which)
            self.notes.append(note)
        else:
            self.found.append(entry)

    def leave_out(self, older: Stored) -> None:
        """Say that a site is not shown, as its latest file cannot be read, rather than show an older one."""
        site, date = older.assessment.site, older.assessment.date
        self.left_out.append(site)
        note = say(
            "{site} is left out, as what may be its latest file cannot be read. To show it as of {date}, "
            "name that file: {file}",
            site=site,
            date=date,
            file=older.place,
        )
        self.notes.append(note)


def gather(names: Sequence[str], workspace: Where, wish: Wish) -> Gathering:
    """The assessments meant by names of files, sites and folders; without any, by a folder as workspace.

    A name that leads nowhere, or to a damaged file, is a problem of the gathering and stops no other. Raises
    StoreError where a site may be meant and the database it would be in cannot be read.
    """
    places = [Path(name) for name in names]
    around = [near for place in places for near in (place, place.parent, place.parent.parent)]
    files_alone = bool(names) and all(map(is_file, names))
    needed = [] if files_alone and isinstance(workspace, Database) else [workspace]
    gathering = Gathering(catalogue_for(*needed, *around))
    home = _Workspace(workspace, gathering.catalogue)
    for name in names or [str(workspace)]:
        try:
            _add_meant(name, wish, home, gathering)
        except AuditError as error:
            gathering.problems += error.problems
    gathering.notes += tell_spellings(entry.assessment.site for entry in gathering.found)
    return gathering


@dataclass(frozen=True)
class _Workspace:
    """A workspace with sites, read when first asked for, and once."""

    where: Where
    catalogue: Catalogue

    @cached_property
    def entries(self) -> list[Stored | Damaged]:
        return list(open_store(self.where, self.catalogue).all_assessments())

    @property
    def folder(self) -> Path:
        """Where folders of sites are looked for: the current one where the workspace is a database."""
        return self.where if isinstance(self.where, Path) else Path()

    def found(self, site: str) -> Found:
        return found_among(self.entries, site)


def _add_meant(name: str, wish: Wish, workspace: _Workspace, gathering: Gathering) -> None:
    path = Path(name)
    if is_file(name):
        entry = Stored(name, "", read_assessment(path, gathering.catalogue.load))
        gathering.add(wish.refuse_others(entry))
    elif workspace.found(name) != Found():
        _add_site(name, wish, workspace, gathering)
    elif (meant := find_site(name, workspace.folder)) != (name, workspace.folder):
        _add_site(meant[0], wish, _Workspace(meant[1], gathering.catalogue), gathering)
    elif is_folder(name):
        _add_folder(name, wish, gathering)
    elif looks_like_a_file(path):
        read_assessment(path, gathering.catalogue.load)  # It is not there, and says so.
    else:
        _add_site(name, wish, workspace, gathering)


def _add_site(name: str, wish: Wish, workspace: _Workspace, gathering: Gathering) -> None:
    place, found = str(workspace.where), workspace.found(name)
    latest = latest_among(workspace.entries, name, wish.program, wish.rubric_id, wish.as_of, place)
    gathering.problems += found.problems
    own = [entry for entry in found.sound if wish.fits(entry)]
    series = [entry for entry in reversed(own) if _series_of(entry) == _series_of(latest)]
    chosen = [entry for entry in series if entry.assessment.finished] if wish.every_date else [latest]
    if not wish.every_date and found.doubts_about(latest, wish.as_of):
        gathering.leave_out(latest)
        return
    for entry in chosen:
        gathering.add(entry)
    for entry in series:
        if not entry.assessment.finished and (
            wish.every_date or entry.assessment.date >= chosen[-1].assessment.date
        ):
            which = {"date": entry.assessment.date, "file": entry.place}
            gathering.notes.append(say("an interview of {date} is unfinished: {file}", **which))


def _add_folder(name: str, wish: Wish, gathering: Gathering) -> None:
    folder = _Workspace(Path(name), gathering.catalogue)
    damaged = [entry for entry in folder.entries if isinstance(entry, Damaged)]
    gathering.problems += [problem for entry in damaged for problem in entry.error.problems]
    fitting = [entry for entry in folder.entries if isinstance(entry, Stored) and wish.fits(entry)]
    finished = [entry for entry in fitting if entry.assessment.finished]
    if not finished:
        message = say(
            "holds no finished assessment that fits. Please name a folder with one folder for each site."
        )
        raise StoreError(Problem("AUD053", message, name))
    newest = list(_latest_of_each(finished))
    for entry in finished if wish.every_date else newest:
        around = found_among([entry, *damaged], entry.assessment.site)
        if not wish.every_date and around.doubts_about(entry, wish.as_of):
            gathering.leave_out(entry)
        else:
            gathering.add(entry)
    if unfinished := len(fitting) - len(finished):
        note = say_many(
            "{count} unfinished interview in {folder} left out.",
            "{count} unfinished interviews in {folder} left out.",
            unfinished,
            folder=name,
        )
        gathering.notes.append(note)


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
