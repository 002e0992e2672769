"""``dsds-audit actions``."""

import datetime as dt

import click

from dsds_audit.assessment import Assessment
from dsds_audit.cli.desk import desk_in, home_of_plans
from dsds_audit.cli.inputs import assessment_input, format_option
from dsds_audit.cli.output import print_document, print_table
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.dialogues.site_plans import SitePlan
from dsds_audit.errors import AuditError
from dsds_audit.report.taken_on import TakenOn
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say
from dsds_audit.store.where import Where


@click.command("actions", cls=SpokenCommand)
@assessment_input
@click.option("--all", "every", is_flag=True, help="Show the steps of what comes next or later, too.")
@format_option
@click.pass_context
def command(context: click.Context, rubric: Rubric, assessment: Assessment, every: bool, form: str) -> None:
    """Show what to do, in which order, and why; and the least effort that makes the site adequate.

    What the site's plan holds already stands with each. FILE is an assessment's YAML file; or a site's name,
    or its own folder: its latest assessment.
    """
    given = context.params
    home = home_of_plans(given["file"], given["workspace"])
    taken = _taken_on(home, rubric, assessment, given["as_of"] or dt.date.today()) if home else None
    if form == "json":
        from dsds_audit.report.documents import actions_document

        document = actions_document(rubric, assessment)
        for advice in document["recommendations"]:
            advice["plan"] = taken.records(advice["criterion"]) if taken else None
        print_document(document)
    else:
        from dsds_audit.report.tables import actions_table

        print_table(actions_table(rubric, assessment, every=every, taken=taken))


def _taken_on(home: Where, rubric: Rubric, assessment: Assessment, today: dt.date) -> TakenOn | None:
    """What the site's plan holds; None where it has none, or none that can be read, which is told."""
    try:
        return SitePlan(desk_in(home), assessment.site, None, today).taken_on(rubric, assessment.program)
    except AuditError as error:
        for problem in error.problems:
            click.echo(say("Note: the plan is left out: {problem}", problem=problem), err=True)
        return None
