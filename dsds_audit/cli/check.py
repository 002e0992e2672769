"""``dsds-audit check``."""

import datetime as dt
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from dsds_audit.assessment_files import read_assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.checkup import Checkup, check_assessment
from dsds_audit.cli.catalogues import catalogue_beside
from dsds_audit.cli.choosing import Wish, latest_of
from dsds_audit.cli.desk import desk_in
from dsds_audit.cli.inputs import (
    as_of_option,
    format_option,
    looks_like_a_file,
    program_option,
    workspace_option,
)
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.errors import AuditError, Problem, StoreError
from dsds_audit.series import find_of_site
from dsds_audit.speech import say
from dsds_audit.store import Damaged, Stored
from dsds_audit.store.choice import Found
from dsds_audit.store.journals import journal_problems
from dsds_audit.store.own_folders import is_own_folder, workspace_of
from dsds_audit.store.paths import assessment_paths, is_file, is_folder
from dsds_audit.store.where import Where


@click.command("check", cls=SpokenCommand)
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
    workspace: Where,
    as_of: dt.date | None,
    every: bool,
    form: str,
) -> None:
    """Check what in the record does not add up: claims without evidence, contradictions, missing people.

    FILE is an assessment's YAML file; or a site's name: its latest assessment in the workspace; or a folder:
    all assessments in it, finished or not. Without FILE, all of the workspace is checked.

    The exit code is 1 where something does not add up or cannot be read, and 0 where everything is sound.
    """
    wish = Wish(program, rubric_id, as_of, every)
    checkups: list[Checkup] = []
    problems: list[Problem] = []
    catalogue, entries = _entries(what, workspace, wish)
    for entry in entries:
        if isinstance(entry, Damaged):
            problems += entry.error.problems
        elif wish.fits(entry):
            rubric = catalogue.load(entry.assessment.rubric)
            checkups.append(check_assessment(rubric, entry.assessment, entry.place))
            problems += journal_problems(entry)
    if not checkups and not problems:
        message = say("holds no such assessment. Please name a workspace, a site or an assessment's file.")
        raise StoreError(Problem("AUD099", message, str(workspace if what is None else what)))
    _print(checkups, problems, form)
    if problems:
        raise AuditError(problems)
    if any(checkup.findings for checkup in checkups):
        click.get_current_context().exit(1)


def _entries(what: str | None, workspace: Where, wish: Wish) -> tuple[Catalogue, Iterable[Stored | Damaged]]:
    """What is to be checked, read as it is asked for, and the rubrics for it."""
    path = Path(what or "")
    if what is not None and is_file(what):
        catalogue = catalogue_beside(path, workspace)
        return catalogue, [wish.refuse_others(Stored(what, "", read_assessment(path, catalogue.load)))]
    around = (workspace, path, path.parent, path.parent.parent)
    desk = desk_in(workspace, *around)
    if what is None:
        if isinstance(workspace, Path):
            return desk.catalogue, _in_folder(workspace, around)
        return desk.catalogue, _with_progress(desk.store.all_assessments(), workspace)
    found = find_of_site(desk.store, what)
    if found != Found():
        own = found.sound[::-1] if wish.every_date else [latest_of(desk, found, what, wish)]
        return desk.catalogue, [*own, *found.damaged]
    for folder in (path, workspace / what if isinstance(workspace, Path) else path):
        if what and is_folder(folder):
            return desk.catalogue, _in_folder(folder, around)
    if looks_like_a_file(path):
        read_assessment(path, desk.catalogue.load)  # It is not there, and says so.
    return desk.catalogue, [desk.store.latest(what)]


def _in_folder(folder: Path, around: Iterable[Where]) -> Iterator[Stored | Damaged]:
    """Every assessment of a workspace, or of a site's own folder."""
    own = is_own_folder(folder)
    workspace = workspace_of(folder) if own else folder
    entries = desk_in(workspace, *around).store.all_assessments()
    for entry in _with_progress(entries, workspace):
        if not own or Path(entry.place).parent.name == folder.resolve().name:
            yield entry


def _with_progress(entries: Iterator[Stored | Damaged], workspace: Where) -> Iterator[Stored | Damaged]:
    """The entries, with a bar on the terminal that says how far it is."""
    if not sys.stderr.isatty():
        yield from entries
        return
    from rich.console import Console
    from rich.progress import track

    total = sum(1 for _ in assessment_paths(workspace)) if isinstance(workspace, Path) else None
    console = Console(stderr=True)
    yield from track(entries, say("Checking"), total=total, console=console, transient=True)


def _print(checkups: list[Checkup], problems: list[Problem], form: str) -> None:
    if form == "json":
        from dsds_audit.cli.output import print_document
        from dsds_audit.report.check_documents import check_document

        print_document(check_document(checkups, problems))
    elif checkups:
        from dsds_audit.cli.output import print_table
        from dsds_audit.report.check_tables import check_table

        print_table(check_table(checkups))
