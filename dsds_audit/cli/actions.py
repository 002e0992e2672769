"""``dsds-audit actions``."""

import click

from dsds_audit.assessment import Assessment
from dsds_audit.cli.inputs import assessment_input, format_option
from dsds_audit.cli.output import print_document, print_table
from dsds_audit.rubric import Rubric


@click.command("actions")
@assessment_input
@format_option
def command(rubric: Rubric, assessment: Assessment, form: str) -> None:
    """Show what to do, in which order, and why; and the least effort that makes the site adequate.

    FILE is an assessment's YAML file, or a site's name: its latest assessment in the workspace.
    """
    if form == "json":
        from dsds_audit.report.documents import actions_document

        print_document(actions_document(rubric, assessment))
    else:
        from dsds_audit.report.tables import actions_table

        print_table(actions_table(rubric, assessment))
