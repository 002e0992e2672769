"""``dsds-audit radar``."""

from pathlib import Path

import click

from dsds_audit.assessment import Assessment
from dsds_audit.cli.inputs import assessment_input, suffix_of, write_output
from dsds_audit.rubric import Rubric


@click.command("radar")
@assessment_input
@click.option(
    "-o", "output", type=click.Path(path_type=Path), required=True, help="Where to: out.svg or out.png."
)
def command(rubric: Rubric, assessment: Assessment, output: Path) -> None:
    """Draw the radar chart of an assessment; bars where fewer than three practices apply.

    FILE is an assessment's YAML file, or a site's name: its latest assessment in the workspace.
    """
    suffix = suffix_of(output, (".svg", ".png"))
    from dsds_audit.report.charts import draw_radar, to_png, to_svg

    figure = draw_radar(rubric, assessment)
    write_output(output, to_svg(figure).encode() if suffix == ".svg" else to_png(figure))
    click.echo(f"The radar is in {output}.")
