"""``dsds-audit check``."""

import datetime as dt
import gc
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from dsds_audit.assessment_files import read_assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.checkup import Checkup, check_assessment
from dsds_audit.cli.inputs import (
    as_of_option,
    catalogue_for,
    format_option,
    looks_like_a_file,
    program_option,
    workspace_option,
)
from dsds_audit.errors import AuditError, Problem, StoreError
from dsds_audit.store import Damaged, Stored
from dsds_audit.store.choice import find_among, fits, latest_among
from dsds_audit.store.folder import FolderStore
from dsds_audit.store.paths import assessment_paths


@dataclass(frozen=True, slots=True)
class _Wish:
    """Which assessments are asked for."""

    workspace: Path
    program: str | None
    rubric_id: str | None
    as_of: dt.date | None
    every: bool

    def fits(self, entry: Stored | Damaged) -> bool:
        """Whether an entry is among them; of a damaged one nobody knows, so it is."""
        return isinstance(entry, Damaged) or fits(entry, self.program, self.rubric_id, self.as_of)


@click.command("check")
@click.argument("what", metavar="[FILE]", required=False)
@program_option
@click.option("--rubric", "rubric_id", metavar="ID", help="The rubric, where a site is rated by several.")
@workspace_option
@as_of_option
@click.option("--all", "every", is_flag=True, help="Check every assessment of the site, not only its latest.")
@format_option
def command(
    what: str | None,
    program: str | None,
    rubric_id: str | None,
    workspace: Path,
    as_of: dt.date | None,
    every: bool,
    form: str,
) -> None:
    """Check what in the record does not add up: claims without evidence, contradictions, missing people.

    FILE is an assessment's YAML file; or a site's name: its latest assessment in the workspace; or a folder:
    all assessments in it, finished or not. Without FILE, all of the workspace is checked.

    The exit code is 1 where something does not add up or cannot be read, and 0 where everything is sound.
    """
    place = Path(what) if what is not None else workspace
    catalogue = catalogue_for(workspace, place, place.parent, place.parent.parent)
    wish = _Wish(workspace, program, rubric_id, as_of, every)
    checkups: list[Checkup] = []
    problems: list[Problem] = []
    for entry in filter(wish.fits, _entries(what, place, wish, catalogue)):
        if isinstance(entry, Damaged):
            problems += entry.error.problems
        else:
            rubric = catalogue.load(entry.assessment.rubric)
            checkups.append(check_assessment(rubric, entry.assessment, entry.place))
    if not checkups and not problems:
        message = "holds no such assessment. Please name a workspace, a site or an assessment's file."
        raise StoreError(Problem("AUD099", message, str(place)))
    _print(checkups, problems, form)
    if problems:
        raise AuditError(problems)
    if any(checkup.findings for checkup in checkups):
        click.get_current_context().exit(1)


def _entries(what: str | None, place: Path, wish: _Wish, catalogue: Catalogue) -> Iterable[Stored | Damaged]:
    """What is to be checked, read as it is asked for."""
    if place.is_file():
        return [Stored(str(place), "", read_assessment(place, catalogue.load))]
    if what is None or any(assessment_paths(place)):
        return _in_folder(place, catalogue)
    everything = list(FolderStore(wish.workspace, catalogue.load).all_assessments())
    own = find_among(everything, what)
    if wish.every and own:
        return reversed(own)
    if not own and place.is_dir():
        return _in_folder(place, catalogue)
    if not own and looks_like_a_file(place):
        read_assessment(place, catalogue.load)  # It is not there, and says so.
    where = str(wish.workspace)
    return [latest_among(everything, what, wish.program, wish.rubric_id, wish.as_of, where)]


def _in_folder(folder: Path, catalogue: Catalogue) -> Iterator[Stored | Damaged]:
    """Every assessment of a workspace, or of a site's folder in one."""
    workspace = folder if any(assessment_paths(folder)) else folder.parent
    entries = FolderStore(workspace, catalogue.load).all_assessments()
    # Few objects are left of each file, but they hold a parser's memory until somebody looks for them.
    gc.set_threshold(2_000)
    for entry in _with_progress(entries, workspace):
        if folder in (workspace, Path(entry.place).parent):
            yield entry


def _with_progress(entries: Iterator[Stored | Damaged], workspace: Path) -> Iterator[Stored | Damaged]:
    """The entries, with a bar on the terminal that says how far it is."""
    if not sys.stderr.isatty():
        yield from entries
        return
    from rich.console import Console
    from rich.progress import track

    total = sum(1 for _ in assessment_paths(workspace))
    console = Console(stderr=True)
    yield from track(entries, "Checking", total=total, console=console, transient=True)


def _print(checkups: list[Checkup], problems: list[Problem], form: str) -> None:
    if form == "json":
        from dsds_audit.cli.output import print_document
        from dsds_audit.report.check_documents import check_document

        print_document(check_document(checkups, problems))
    elif checkups:
        from dsds_audit.cli.output import print_table
        from dsds_audit.report.check_tables import check_table

        print_table(check_table(checkups))
