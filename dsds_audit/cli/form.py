"""``dsds-audit form``."""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from dsds_audit.cli.catalogues import catalogue_for
from dsds_audit.cli.desk import desk_in
from dsds_audit.cli.inputs import workspace_option
from dsds_audit.cli.output_files import suffix_of, write_output
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.errors import printable
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say, say_many
from dsds_audit.store.where import Where


def _paper(rubric: Rubric, suffix: str) -> bytes:
    from dsds_audit.report.formats import Look, write_blocks
    from dsds_audit.report.paper_blocks import paper_blocks, title_of_form

    date = rubric.released or dt.date(2000, 1, 1)  # The form is of its rubric, whenever it is printed.
    look = Look(form=True, language=rubric.language)
    return write_blocks(paper_blocks(rubric), suffix, title_of_form(rubric), date, look)


def _xlsform(rubric: Rubric, _: str) -> bytes:
    from dsds_audit.forms.xlsform import write_xlsform

    return write_xlsform(rubric)


def _redcap(rubric: Rubric, _: str) -> bytes:
    from dsds_audit.forms.redcap import write_data_dictionary

    return write_data_dictionary(rubric)


def _surveyjs(rubric: Rubric, _: str) -> bytes:
    from dsds_audit.forms.surveyjs import write_surveyjs

    return write_surveyjs(rubric)


_WRITERS: Mapping[str, Callable[[Rubric, str], bytes]] = {
    ".pdf": _paper,
    ".docx": _paper,
    ".md": _paper,
    ".xlsx": _xlsform,
    ".csv": _redcap,
    ".json": _surveyjs,
}


@click.command("form", cls=SpokenCommand)
@click.argument("ref", metavar="[RUBRIC]", default="dsds")
@workspace_option
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    required=True,
    help="Where to: out.pdf, out.docx or out.md for paper, out.xlsx for KoboToolbox and ODK, out.csv for "
    "REDCap, out.json for SurveyJS.",
)
@click.option(
    "--records",
    is_flag=True,
    help="Not the empty form but the workspace's assessments, as the out.csv that REDCap imports.",
)
def command(ref: str, workspace: Where, output: Path, records: bool) -> None:
    """Write an empty form of a rubric, to be filled in elsewhere.

    RUBRIC is a rubric such as dsds or dsds@1.0.0.
    """
    if records:
        _write_records(ref, workspace, output)
        return
    suffix = suffix_of(output, tuple(_WRITERS))
    rubric = catalogue_for(workspace).load(ref)
    write_output(output, _WRITERS[suffix](rubric, suffix))
    click.echo(say("The form of {rubric} is in {file}.", rubric=rubric.ref, file=output))


def _write_records(ref: str, workspace: Where, output: Path) -> None:
    """Write the assessments against a rubric version as REDCap's records, and tell what these cannot hold."""
    from dsds_audit.forms.redcap_writing import write_records
    from dsds_audit.store import Damaged

    suffix_of(output, (".csv",))
    desk = desk_in(workspace)
    rubric = desk.catalogue.load(ref)
    entries = list(desk.store.all_assessments())
    damaged = [problem for entry in entries if isinstance(entry, Damaged) for problem in entry.error.problems]
    found = [entry.assessment for entry in entries if not isinstance(entry, Damaged)]
    held = [assessment for assessment in found if assessment.rubric == rubric.ref]
    content, losses = write_records(held, rubric)
    write_output(output, content)
    click.echo(
        say_many(
            "{count} assessment against {rubric} is in {file}.",
            "{count} assessments against {rubric} are in {file}.",
            len(held),
            rubric=rubric.ref,
            file=output,
        )
    )
    if others := len(found) - len(held):
        note = say_many(
            "{count} assessment against another rubric version is left out.",
            "{count} assessments against other rubric versions are left out.",
            others,
        )
        click.echo(say("Note: {note}", note=note), err=True)
    for loss in losses:
        click.echo(printable(say("Not in it: {loss}", loss=loss)), err=True)
    for problem in damaged:
        click.echo(str(problem), err=True)
    if damaged:
        raise SystemExit(1)
