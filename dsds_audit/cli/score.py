"""``dsds-audit score``."""

import click

from dsds_audit.assessment import Assessment
from dsds_audit.cli.inputs import assessment_input, format_option
from dsds_audit.cli.output import print_document
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.rubric import Rubric


@click.command("score", cls=SpokenCommand)
@assessment_input
@format_option
@click.option("--ids", is_flag=True, help="Show the id of every practice and criterion too.")
def command(rubric: Rubric, assessment: Assessment, form: str, ids: bool) -> None:
    """Show the scores of an assessment: of every criterion, every practice, and of all together.

    FILE is an assessment's YAML file; or a site's name, or its own folder: its latest assessment.
    """
    if form == "json":
        from dsds_audit.report.documents import score_document

        print_document(score_document(rubric, assessment))
    else:
        from dsds_audit.cli.output import print_table
        from dsds_audit.report.tables import score_table

        print_table(score_table(rubric, assessment, ids=ids))
