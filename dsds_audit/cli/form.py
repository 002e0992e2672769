"""``dsds-audit form``."""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from dsds_audit.cli.inputs import catalogue_for, workspace_option
from dsds_audit.cli.language import language_option
from dsds_audit.cli.output_files import suffix_of, write_output
from dsds_audit.rubric import Rubric
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


@click.command("form")
@click.argument("ref", metavar="[RUBRIC]", default="dsds")
@workspace_option
@language_option
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    required=True,
    help="Where to: out.pdf, out.docx or out.md for paper, out.xlsx for KoboToolbox and ODK, out.csv for "
    "REDCap, out.json for SurveyJS.",
)
def command(ref: str, workspace: Where, output: Path) -> None:
    """Write an empty form of a rubric, to be filled in elsewhere.

    RUBRIC is a rubric such as dsds or dsds@1.0.0.
    """
    suffix = suffix_of(output, tuple(_WRITERS))
    rubric = catalogue_for(workspace).load(ref)
    write_output(output, _WRITERS[suffix](rubric, suffix))
    click.echo(f"The form of {rubric.ref} is in {output}.")
