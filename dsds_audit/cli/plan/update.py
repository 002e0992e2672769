"""``dsds-audit plan update``."""

from collections.abc import Callable
from functools import partial
from typing import Any

import click

from dsds_audit.cli.plan.asking import again_with, ask_form, choose_item, refuse_to_guess
from dsds_audit.cli.plan.inputs import (
    PlanDesk,
    item_argument,
    item_options,
    limit_for,
    now_limit_option,
    plan_input,
    refuse_unknown_driver,
    say_saved,
    told_in,
)
from dsds_audit.plan import ActionItem, Plan
from dsds_audit.planning.answers import Told, changes_of, told_of
from dsds_audit.planning.changes import update
from dsds_audit.rubric import Rubric


@click.command("update")
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
    item = choose_item(plan, "update", item_id, "What would you like to change?", ended=False)
    told, rubric = told_in(options), plan.rubric_of(item)
    refuse_unknown_driver(rubric, told.get("driver"))
    limit = limit_for(rubric, now_limit)

    def change(kept: Plan, said: Told) -> Plan:
        fields, diary = changes_of(item, said), said.get("diary") or None
        return update(kept, item.id, plan.today, diary=diary, seen=item, now_limit=limit, **fields)

    again = ""
    if not told:
        told = _asked(plan, item, rubric, change)
        again = again_with(plan, ("update", item.id), told)
    stored = plan.keep(lambda kept: change(kept, told), again)
    say_saved(plan, stored, [f"{item.id} is updated."])


def _asked(
    plan: PlanDesk, item: ActionItem, rubric: Rubric | None, change: Callable[[Plan, Told], Plan]
) -> dict[str, str]:
    from dsds_audit.terminal import has_terminal

    words, current = ("update", item.id), plan.now()
    if not has_terminal():
        refuse_to_guess("Nothing is said that is to change", plan.command(*words, "--due", str(item.due)))
    from dsds_audit.terminal.plan_dialogues import fault_of, update_form

    form = update_form(item, rubric.drivers if rubric else ())
    fault = fault_of(lambda texts: change(current, texts))
    again = partial(again_with, plan, words)
    return ask_form(plan, form, fault, told_of(item), again, looked_over=item.open)
