"""``dsds-audit plan close``, ``drop`` and ``reopen``: how an action item ends, or begins again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from dsds_audit.cli.inputs import DateParam
from dsds_audit.cli.plan.asking import again_with, ask_form, choose_item, refuse_to_guess
from dsds_audit.cli.plan.inputs import (
    PlanDesk,
    item_argument,
    limit_for,
    now_limit_option,
    plan_input,
    say_saved,
    told_in,
)
from dsds_audit.plan import ActionItem, Plan
from dsds_audit.planning.answers import Told, closing_of, dropping_of
from dsds_audit.planning.changes import close, drop, reopen

if TYPE_CHECKING:
    from dsds_audit.terminal.forms import Form

_date_option = click.option(
    "--date", type=DateParam(), metavar="DATE", help="The day it ended.  [default: today]"
)


@dataclass(frozen=True)
class Change:
    """What a command does to an item: what it needs to be told, the form that asks for it, the change."""

    command: str
    needed: tuple[str, ...]
    form: Callable[[Told], "Form"]
    make: Callable[[Plan, Told], Plan]


@click.command("close")
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
    item = choose_item(plan, "close", item_id, "Which one was done?", ended=False)

    def form(told: Told) -> "Form":
        from dsds_audit.terminal.plan_dialogues import close_form

        return close_form(item, told, plan.today)

    def make(kept: Plan, told: Told) -> Plan:
        return close(kept, item.id, closing_of(item, told, plan.today))

    change = Change("close", ("evidence", "result", "learnt"), form, make)
    _carry_out(plan, item, change, told_in(options), "is closed")


@click.command("drop")
@plan_input
@item_argument
@click.option("--reason", metavar="TEXT", help="Why it is given up.")
@_date_option
def drop_item(plan: PlanDesk, item_id: str | None, **options: Any) -> None:
    """Drop the action item ITEM in the plan of SITE, with a reason; it stays in the record."""
    item = choose_item(plan, "drop", item_id, "Which one is given up?", ended=False)

    def form(told: Told) -> "Form":
        from dsds_audit.terminal.plan_dialogues import reason_form

        return reason_form(item, f"Drop {item.id}?", "Why is it given up?", told, "Drop it")

    def make(kept: Plan, told: Told) -> Plan:
        return drop(kept, item.id, dropping_of(item, told, plan.today))

    _carry_out(plan, item, Change("drop", ("reason",), form, make), told_in(options), "is dropped")


@click.command("reopen")
@plan_input
@item_argument
@click.option("--reason", metavar="TEXT", help="Why it is opened again.")
@now_limit_option
def reopen_item(plan: PlanDesk, item_id: str | None, now_limit: int | None, **options: Any) -> None:
    """Open a closed or dropped ITEM in the plan of SITE again; how it had ended is kept in its diary."""
    item = choose_item(plan, "reopen", item_id, "Which one is to be opened again?", ended=True)
    rubric = plan.rubric_of(item)
    limit, aims = limit_for(rubric, now_limit), plan.aims(rubric)

    def form(told: Told) -> "Form":
        from dsds_audit.terminal.plan_dialogues import reason_form

        return reason_form(item, f"Open {item.id} again?", "Why?", told, "Open it again")

    def make(kept: Plan, told: Told) -> Plan:
        return reopen(kept, item.id, plan.today, told["reason"], limit, aims)

    _carry_out(plan, item, Change("reopen", ("reason",), form, make), told_in(options), "is open again")


def _carry_out(plan: PlanDesk, item: ActionItem, change: Change, told: Told, done: str) -> None:
    """Do it, with what the command says, or with what a person says where that is not enough."""
    again, missing = "", [name for name in change.needed if not told.get(name)]
    if missing:
        told = _asked(plan, item, change, told, missing)
        again = again_with(plan, (change.command, item.id), told)
    stored = plan.keep(lambda kept: change.make(kept, told), again)
    say_saved(plan, stored, [f"{item.id} {done}."])


def _asked(
    plan: PlanDesk, item: ActionItem, change: Change, told: Told, missing: Sequence[str]
) -> dict[str, str]:
    from dsds_audit.terminal import has_terminal

    words, current = (change.command, item.id), plan.now()
    change.make(
        current, {**told, **dict.fromkeys(missing, "…")}
    )  # refused now rather than after all is typed
    if not has_terminal():
        example = again_with(plan, words, {**told, **{name: name.upper() for name in missing}})
        refuse_to_guess(f"Not said yet: {', '.join(missing)}", example)
    from dsds_audit.terminal.plan_dialogues import fault_of

    fault, before = fault_of(lambda texts: change.make(current, texts)), {"date": str(plan.today)}
    return ask_form(plan, change.form(told), fault, before, partial(again_with, plan, words))
