"""``dsds-audit plan close``, ``drop`` and ``reopen``: how an action item ends, or begins again."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from dsds_audit.cli.inputs import DateParam
from dsds_audit.cli.plan.asking import again_with, ask_form, choose_item, refuse_to_guess
from dsds_audit.cli.plan.inputs import (
    PlanDesk,
    item_argument,
    now_limit_option,
    plan_input,
    say_saved,
    told_in,
)
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.plan import ActionItem
from dsds_audit.speech import say

if TYPE_CHECKING:
    from dsds_audit.dialogues.changing import Change

_date_option = click.option(
    "--date", type=DateParam(), metavar="DATE", help="The day it ended.  [default: today]"
)


@click.command("close", cls=SpokenCommand)
@plan_input
@item_argument
@click.option("--evidence", metavar="TEXT", help="What shows that it was done.")
@click.option("--where", metavar="TEXT", help="Where that is.")
@click.option("--evidence-date", type=DateParam(), metavar="DATE", help="The date of that.")
@click.option("--result", metavar="TEXT", help="What the measure showed.")
@click.option("--learnt", metavar="TEXT", help="What to remember from it.")
@click.option("--as-planned", type=click.Choice(["yes", "no"]), help="Whether it was done as planned.")
@click.option("--next", metavar="TEXT", help="What follows from it.")
@_date_option
def close_item(plan: PlanDesk, item_id: str | None, **options: Any) -> None:
    """Close the action item ITEM in the plan of SITE: it was done. Say what came of it.

    Evidence, the result and what was learnt are needed; what the command does not say, you are asked.
    """
    from dsds_audit.dialogues.changing import closing

    item = choose_item(plan, "close", item_id, say("Which one was done?"), ended=False)
    _carry_out(plan, item, closing(plan, item), told_in(options))


@click.command("drop", cls=SpokenCommand)
@plan_input
@item_argument
@click.option("--reason", metavar="TEXT", help="Why it is given up.")
@_date_option
def drop_item(plan: PlanDesk, item_id: str | None, **options: Any) -> None:
    """Drop the action item ITEM in the plan of SITE, with a reason; it stays in the record."""
    from dsds_audit.dialogues.changing import dropping

    item = choose_item(plan, "drop", item_id, say("Which one is given up?"), ended=False)
    _carry_out(plan, item, dropping(plan, item), told_in(options))


@click.command("reopen", cls=SpokenCommand)
@plan_input
@item_argument
@click.option("--reason", metavar="TEXT", help="Why it is opened again.")
@now_limit_option
def reopen_item(plan: PlanDesk, item_id: str | None, now_limit: int | None, **options: Any) -> None:
    """Open a closed or dropped ITEM in the plan of SITE again; how it had ended is kept in its diary."""
    from dsds_audit.dialogues.changing import reopening

    item = choose_item(plan, "reopen", item_id, say("Which one is to be opened again?"), ended=True)
    _carry_out(plan, item, reopening(plan, item, now_limit), told_in(options))


def _carry_out(plan: PlanDesk, item: ActionItem, change: "Change", told: Mapping[str, str]) -> None:
    """Do it, with what the command says, or with what a person says where that is not enough."""
    again, missing = "", [name for name in change.needed if not told.get(name)]
    if missing:
        told = _asked(plan, item, change, told, missing)
        again = again_with(plan, (change.name, item.id), told)
    stored = plan.keep(lambda kept: change.make(kept, told), again)
    say_saved(plan, stored, [change.done])


def _asked(
    plan: PlanDesk, item: ActionItem, change: "Change", told: Mapping[str, str], missing: Sequence[str]
) -> dict[str, str]:
    from dsds_audit.terminal import has_terminal

    words, current = (change.name, item.id), plan.now()
    change.make(
        current, {**told, **dict.fromkeys(missing, "…")}
    )  # refused now rather than after all is typed
    if not has_terminal():
        example = again_with(plan, words, {**told, **{name: name.upper() for name in missing}})
        refuse_to_guess(say("Not said yet: {names}", names=", ".join(missing)), example)
    from dsds_audit.dialogues.forms import fault_of

    fault = fault_of(lambda texts: change.make(current, texts))
    return ask_form(plan, change.form(told), fault, change.before, partial(again_with, plan, words))
