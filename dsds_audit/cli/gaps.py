"""``dsds-audit gaps``."""

import click

from dsds_audit.assessment import Assessment
from dsds_audit.cli.inputs import assessment_input, format_option
from dsds_audit.cli.output import print_document, print_table
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.rubric import Rubric


@click.command("gaps", cls=SpokenCommand)
@assessment_input
@format_option
def command(rubric: Rubric, assessment: Assessment, form: str) -> None:
    """Show what is below its target, largest effect first; what is in place; what has to be found out.

    FILE is an assessment's YAML file; or a site's name, or its own folder: its latest assessment.
    """
    if form == "json":
        from dsds_audit.report.documents import gaps_document

        print_document(gaps_document(rubric, assessment))
    else:
        from dsds_audit.report.tables import gaps_table

        print_table(gaps_table(rubric, assessment))
