"""``dsds-audit workbook``: answers in a spreadsheet, where a site would rather type than be asked."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from dsds_audit.assessment import Assessment
from dsds_audit.cli.desk import desk_in
from dsds_audit.cli.inputs import program_option, workspace_option
from dsds_audit.cli.output_files import suffix_of, write_output
from dsds_audit.cli.spoken import SpokenGroup
from dsds_audit.crosswalk import carry
from dsds_audit.desk import Desk
from dsds_audit.errors import AuditError, Problem, RubricError, StoreError, printable
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say, say_many
from dsds_audit.store.names import same_identity
from dsds_audit.workbook.many import read_workbooks as read_workbooks_in
from dsds_audit.workbook.reading import ReadWorkbook
from dsds_audit.workbook.rows import Filling

_ENDINGS = (".xlsx", ".xlsm")


@click.group("workbook", cls=SpokenGroup)
def command() -> None:
    """Have an assessment filled in as a workbook, in Excel or LibreOffice, and read it back."""


@command.command("new")
@click.option("--rubric", "ref", metavar="ID[@VERSION]", help="The rubric.  [default: the last one, or dsds]")
@click.option("--site", metavar="NAME", help="The site's name, as it stands in the workbook from the start.")
@program_option
@click.option("--from-last", is_flag=True, help="Show the site's last levels beside the empty cells.")
@workspace_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE.xlsx",
    help="The workbook to make; one that is there already is left alone.",
)
def make_workbook(
    ref: str | None, site: str | None, program: str | None, from_last: bool, workspace: Path, output: Path
) -> None:
    """Make an empty workbook to send to a site.

    It works without a network, in Excel and in LibreOffice: a sheet for each practice, drop-downs, and only
    the cells to fill in are open. With --from-last it names who is assessed, too; the answers themselves are
    given anew.
    """
    from dsds_audit.workbook.writing import write_workbook

    suffix_of(output, (".xlsx",))
    if from_last and not site:
        raise click.UsageError(say("--from-last needs to know whose. Please name the site with --site."))
    desk = desk_in(workspace)
    last = None
    if from_last and site:
        last = desk.store.latest(site, program, ref.partition("@")[0] if ref else None)
    rubric = desk.rubric_for(ref, last)
    before = None
    if last:
        legs = desk.catalogue.legs(last.assessment.rubric, rubric.ref)
        before = carry(last.assessment, legs).assessment
    filling = Filling(site=site or "", program=program or "", last=before)
    write_output(output, write_workbook(rubric, filling), new=True)
    made = say("The workbook is in {file}. When it comes back filled in:", file=printable(str(output)))
    click.echo(made)
    click.echo(f"  dsds-audit workbook read {shlex.quote(str(output))}{desk.named}")


@command.command("read")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE|FOLDER...")
@workspace_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.yaml",
    help="Write the one assessment into this file, not into the workspace.",
)
def read_workbooks(files: tuple[Path, ...], workspace: Path, output: Path | None) -> None:
    """Read filled-in workbooks, each FILE or all in a FOLDER, and keep each as an assessment.

    Good ones are taken, whatever is wrong with others; every problem is named by its sheet and cell, and the
    exit code is 1 then. A workbook of an earlier version of its rubric is carried to the newest.
    """
    desk, paths = desk_in(workspace), list(_workbooks_in(files))
    if output and len(paths) != 1:
        raise click.UsageError(say("-o takes one workbook. Please leave it out, or name one."))
    read = read_workbooks_in(paths, desk.catalogue)
    with desk.store.saving_many():
        sound = [_take(desk, each, path, output) for path, each in zip(paths, read, strict=True)]
    if len(paths) > 1:
        click.echo(
            say_many(
                "{count} workbook of {total} taken.",
                "{count} workbooks of {total} taken.",
                sum(sound),
                total=len(paths),
            )
        )
    if not all(sound):
        raise SystemExit(1)


def _workbooks_in(files: Sequence[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named; raises StoreError (AUD154) where a folder has none."""
    for file in files:
        if not file.is_dir():
            yield file
            continue
        inside = sorted(path for path in file.iterdir() if path.suffix.lower() in _ENDINGS)
        found = [path for path in inside if not path.name.startswith((".", "~$"))]
        if not found:
            message = say("holds no workbook. Please name the folder that the .xlsx files are in.")
            raise StoreError(Problem("AUD154", message, str(file)))
        yield from found


def _take(desk: Desk, read: ReadWorkbook, path: Path, output: Path | None) -> bool:
    """Keep what a workbook says; False where it has problems, which are told."""
    _tell(read.notes)
    if read.assessment is None:
        _tell(read.problems)
        return False
    try:
        _keep(desk, path, _carried(desk, read.assessment, path), output)
    except AuditError as error:
        _tell(error.problems)
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a workbook holds, against the rubric version that it is kept against."""

    rubric: Rubric
    assessment: Assessment


def _carried(desk: Desk, assessment: Assessment, path: Path) -> _Taken:
    """The assessment against the newest version of its rubric, if a crosswalk leads there; that is said."""
    from dsds_audit.forms.submissions import carried_to_newest

    rubric = desk.catalogue.load(assessment.rubric)
    try:
        carried = carried_to_newest(assessment, desk.catalogue.load, desk.catalogue.legs)
    except RubricError as error:
        _tell(error.problems)
        kept = say("kept as it was made, against {rubric}.", rubric=rubric.ref)
        click.echo(printable(say("{label}: {text}", label=path, text=kept)))
        return _Taken(rubric, assessment)
    if carried is None:
        return _Taken(rubric, assessment)
    newest = desk.catalogue.load(carried.assessment.rubric)
    from dsds_audit.report.migration_wording import MigrationWording

    words = MigrationWording(assessment, carried, newest)
    click.echo(printable(words.title))
    for fate in words.fates:
        click.echo(f"  {fate.told}")
    return _Taken(newest, carried.assessment)


def _keep(desk: Desk, path: Path, taken: _Taken, output: Path | None) -> None:
    """Keep an assessment in a file of its own, else in the workspace, unless it is there as it is."""
    from dsds_audit.scoring import score

    card = score(taken.rubric, taken.assessment)
    if output:
        from dsds_audit.assessment_files import render_assessment

        write_output(output, render_assessment(taken.assessment, taken.rubric), new=True)
        click.echo(printable(_told_of(path, _told_of_saved(output, card.rated, card.asked))))
        return
    for kept in desk.store.find(taken.assessment.site):
        if same_identity(kept.assessment, taken.assessment) and kept.assessment == taken.assessment:
            click.echo(printable(_told_of(path, say("{place} holds the same already", place=kept.place))))
            return
    stored = desk.store.save(taken.assessment, taken.rubric)
    click.echo(printable(_told_of(path, _told_of_saved(stored.place, card.rated, card.asked))))
    if not taken.assessment.finished:
        site = f"{shlex.quote(taken.assessment.site)}{desk.named}"
        click.echo(printable(f"  {say('Answer what is open:')}  dsds-audit interview {site}"))


def _told_of(path: Path, text: str) -> str:
    return say("{label}: {text}", label=path, text=text)


def _told_of_saved(place: str | Path, rated: int, asked: int) -> str:
    return say_many(
        "saved as {place}, {rated} of {count} criterion rated",
        "saved as {place}, {rated} of {count} criteria rated",
        asked,
        place=place,
        rated=rated,
    )


def _tell(problems: Sequence[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)
