"""``dsds-audit plan``: what a site decided to do, from the first step to what came of it."""

import click

from dsds_audit.cli.plan.adopt import adopt_actions
from dsds_audit.cli.plan.dates import schedule_assessment, write_calendar
from dsds_audit.cli.plan.ending import close_item, drop_item, reopen_item
from dsds_audit.cli.plan.show import show_plan
from dsds_audit.cli.plan.update import update_item
from dsds_audit.cli.spoken import SpokenGroup


@click.group("plan", cls=SpokenGroup)
def command() -> None:
    """Take actions on, follow them up, and record what came of them."""


for _part in (
    adopt_actions,
    show_plan,
    update_item,
    close_item,
    drop_item,
    reopen_item,
    schedule_assessment,
    write_calendar,
):
    command.add_command(_part)
