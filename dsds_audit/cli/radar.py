"""``dsds-audit radar``."""

from pathlib import Path

import click

from dsds_audit.assessment import Assessment
from dsds_audit.cli.inputs import assessment_input
from dsds_audit.cli.output_files import suffix_of, write_output
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.rubric import Rubric
from dsds_audit.speech import mark, say

_DRAWN = {
    "radar": mark("The radar chart is in {file}."),
    "dots": mark("The dots chart is in {file}."),
    "bars": mark("The bars chart is in {file}."),
}


@click.command("radar", cls=SpokenCommand)
@assessment_input
@click.option(
    "-o", "output", type=click.Path(path_type=Path), required=True, help="Where to: out.svg or out.png."
)
@click.option(
    "--chart",
    type=click.Choice(["radar", "dots", "bars"]),
    default="radar",
    show_default=True,
    help="The radar; a dot for each practice and criterion with its target; a bar for each criterion.",
)
def command(rubric: Rubric, assessment: Assessment, output: Path, chart: str) -> None:
    """Draw the radar chart of an assessment; bars where fewer than three practices apply.

    FILE is an assessment's YAML file; or a site's name, or its own folder: its latest assessment.
    """
    suffix = suffix_of(output, (".svg", ".png"))
    from dsds_audit.report.charts import draw_bars, draw_dots, draw_radar, to_picture

    figure = {"radar": draw_radar, "dots": draw_dots, "bars": draw_bars}[chart](rubric, assessment)
    write_output(output, to_picture(figure, suffix))
    click.echo(say(_DRAWN[chart], file=output))
