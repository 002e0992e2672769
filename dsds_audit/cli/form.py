"""``dsds-audit form``."""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from dsds_audit.cli.inputs import catalogue_for, suffix_of, workspace_option, write_output
from dsds_audit.rubric import Rubric
from dsds_audit.store.where import Where


def _paper(rubric: Rubric, suffix: str) -> bytes:
    from dsds_audit.report.formats import Look, write_blocks
    from dsds_audit.report.paper_blocks import paper_blocks, title_of_form

    date = rubric.released or dt.date(2000, 1, 1)  # The form is of its rubric, whenever it is printed.
    return write_blocks(paper_blocks(rubric), suffix, title_of_form(rubric), date, Look(form=True))


_WRITERS: Mapping[str, Callable[[Rubric, str], bytes]] = {".pdf": _paper, ".docx": _paper, ".md": _paper}


@click.command("form")
@click.argument("ref", metavar="[RUBRIC]", default="dsds")
@workspace_option
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    required=True,
    help="Where to: out.pdf, out.docx or out.md for paper.",
)
def command(ref: str, workspace: Where, output: Path) -> None:
    """Write an empty form of a rubric, to be filled in elsewhere.

    RUBRIC is a rubric such as dsds or dsds@1.0.0.
    """
    suffix = suffix_of(output, tuple(_WRITERS))
    rubric = catalogue_for(workspace).load(ref)
    write_output(output, _WRITERS[suffix](rubric, suffix))
    click.echo(f"The form of {rubric.ref} is in {output}.")
