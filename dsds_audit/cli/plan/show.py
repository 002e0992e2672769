"""``dsds-audit plan show``."""

import click

from dsds_audit.cli.inputs import format_option
from dsds_audit.cli.output import print_document, print_table
from dsds_audit.cli.plan.inputs import PlanDesk, plan_input
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.errors import PlanError, Problem, did_you_mean
from dsds_audit.names import folded
from dsds_audit.speech import say, sort_key


@click.command("show", cls=SpokenCommand)
@plan_input
@click.option("--owner", metavar="NAME", help="Only what this person has.")
@click.option(
    "--all/--open", "ended", help="With what is done or dropped, or only what is open.  [default: open]"
)
@format_option
def show_plan(plan: PlanDesk, owner: str | None, ended: bool, form: str) -> None:
    """Show the plan of SITE: what is overdue, what is due soon, who has how much by when.

    Statuses are computed for today: an item is due soon from 14 days before its date.
    """
    from dsds_audit.report.plan_facts import gather_plan_facts

    kept = plan.seen()
    if owner is not None:
        owners = {folded(item.owner): item.owner for item in kept.items}
        if folded(owner) not in owners:
            names = ", ".join(sorted(owners.values(), key=sort_key)[:8])
            message = say(
                "{owner} has no action item in the plan of {site}.{hint} Please name one of these.",
                owner=owner,
                site=kept.site,
                hint=did_you_mean(owner, owners.values()) or f" {say('There: {names}.', names=names)}",
            )
            raise PlanError(Problem("AUD089", message))
        owner = owners[folded(owner)]
    facts = gather_plan_facts(kept, plan.today, owner, ended=ended, last=plan.last_assessed())
    if form == "json":
        from dsds_audit.report.plan_documents import plan_document

        print_document(plan_document(facts))
    else:
        from dsds_audit.report.plan_tables import plan_table

        print_table(plan_table(facts))
