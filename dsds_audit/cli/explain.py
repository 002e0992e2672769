"""``dsds-audit explain``."""

import click

from dsds_audit.assessment import Assessment
from dsds_audit.cli.inputs import assessment_input
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.errors import printable
from dsds_audit.explanation import explain
from dsds_audit.rubric import Rubric


@click.command("explain", cls=SpokenCommand)
@assessment_input
@click.argument("subject", metavar="[NAME]", required=False)
def command(rubric: Rubric, assessment: Assessment, subject: str | None) -> None:
    """Show how a number came about, down to the ratings.

    FILE is an assessment's YAML file; or a site's name, or its own folder: its latest assessment. NAME is
    the id or the title of a practice or a criterion, such as access.fidelity or "Access to fidelity data";
    without it the overall score is explained.
    """
    for line in explain(rubric, assessment, subject).lines():
        click.echo(printable(line))
