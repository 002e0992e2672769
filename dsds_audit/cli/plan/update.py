"""``dsds-audit plan update``."""

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from dsds_audit.cli.plan.asking import again_with, ask_form, choose_item, refuse_to_guess
from dsds_audit.cli.plan.inputs import (
    PlanDesk,
    item_argument,
    item_options,
    now_limit_option,
    plan_input,
    say_saved,
    told_in,
)
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.dialogues.site_plans import refuse_unknown_driver
from dsds_audit.plan import ActionItem
from dsds_audit.speech import say

if TYPE_CHECKING:
    from dsds_audit.dialogues.changing import Change


@click.command("update", cls=SpokenCommand)
@plan_input
@item_argument
@click.option("--action", metavar="TEXT", help="What will be done.")
@item_options
@click.option("--diary", metavar="TEXT", help="Something to remember about it.")
@now_limit_option
def update_item(plan: PlanDesk, item_id: str | None, now_limit: int | None, **options: Any) -> None:
    """Change the action item ITEM in the plan of SITE; without options you are asked what.

    What stood there before is kept in the item's diary. An empty text takes away what need not be there.
    """
    from dsds_audit.dialogues.changing import updating

    item = choose_item(plan, "update", item_id, say("What would you like to change?"), ended=False)
    change, told = updating(plan, item, now_limit), told_in(options)
    refuse_unknown_driver(plan.rubric_of(item), told.get("driver"))
    again = ""
    if not told:
        told = _asked(plan, item, change)
        again = again_with(plan, ("update", item.id), told)
    stored = plan.keep(lambda kept: change.make(kept, told), again)
    say_saved(plan, stored, [change.done])


def _asked(plan: PlanDesk, item: ActionItem, change: "Change") -> dict[str, str]:
    from dsds_audit.terminal import has_terminal

    words, current = ("update", item.id), plan.now()
    if not has_terminal():
        refuse_to_guess(
            say("Nothing is said that is to change"), plan.command(*words, "--due", str(item.due))
        )
    from dsds_audit.dialogues.forms import fault_of

    fault = fault_of(lambda texts: change.make(current, texts))
    again = partial(again_with, plan, words)
    return ask_form(plan, change.form({}), fault, change.before, again, looked_over=item.open)
