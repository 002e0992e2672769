"""What is asked about a plan, where the command does not say it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

import click

from dsds_audit.cli.plan.inputs import PlanDesk, tell_again
from dsds_audit.errors import PlanError, Problem
from dsds_audit.plan import ActionItem
from dsds_audit.planning.changes import find_item
from dsds_audit.planning.status import open_items
from dsds_audit.speech import say

if TYPE_CHECKING:
    from dsds_audit.dialogues.forms import Fault, Form


def choose_item(plan: PlanDesk, command: str, item_id: str | None, title: str, *, ended: bool) -> ActionItem:
    """The item of that id, or the one a person picks of the open or the ended ones.

    Raises PlanError where there is none of that id (AUD018), none to pick (AUD088), no terminal (AUD085).
    """
    kept = plan.read().plan
    if item_id is not None:
        return find_item(kept, item_id)
    items = [item for item in kept.items if not item.open] if ended else list(open_items(kept))
    if not items:
        parts = {"site": kept.site, "command": plan.command("show", "--all")}
        message = (
            say("the plan of {site} has no ended item. Please look at it with: {command}", **parts)
            if ended
            else say("the plan of {site} has no open item. Please look at it with: {command}", **parts)
        )
        raise PlanError(Problem("AUD088", message))
    from dsds_audit.terminal import has_terminal

    if not has_terminal():
        refuse_to_guess(say("No item is named"), plan.command(command, items[0].id))
    from dsds_audit.terminal.plan_dialogues import pick_item
    from dsds_audit.terminal.prompts import make_room

    make_room()
    taken = pick_item(title, items, plan.today)
    if taken is None:
        tell_again(say("Nothing was saved."), "")
        raise click.exceptions.Exit(1)
    return find_item(kept, taken)


def ask_form(
    plan: PlanDesk,
    form: "Form",
    fault: "Fault",
    before: Mapping[str, str],
    again: Callable[[Mapping[str, str]], str],
    *,
    looked_over: bool = False,
) -> dict[str, str]:
    """What a person filled in that did not stand there ``before``, as texts by name.

    Leaving ends the command; what was typed is told as the command that ``again`` makes of it.
    """
    from dsds_audit.terminal.forms import fill_in
    from dsds_audit.terminal.prompts import make_room, show

    make_room()
    filled = fill_in(form, fault, plan.today, looked_over=looked_over)
    with suppress(OSError):  # The terminal may be gone.
        show([])
    told = {name: text for name, text in filled.values.items() if text != before.get(name, "")}
    if not filled.taken:
        tell_again(say("This was not saved."), again(told) if told else "")
        raise click.exceptions.Exit(1)
    return told


def again_with(plan: PlanDesk, words: Sequence[str], told: Mapping[str, str]) -> str:
    """The command that says what a person has typed; ``words`` are its name and what follows the site."""
    names = {"action": "own"} if words[0] == "adopt" else {}
    options = [
        part for name, text in told.items() for part in (f"--{names.get(name, name).replace('_', '-')}", text)
    ]
    return plan.command(words[0], *words[1:], *options)


def refuse_to_guess(missing: str, example: str) -> NoReturn:
    """Raise PlanError (AUD085): something is missing, and there is no terminal to ask for it in."""
    message = say(
        "{missing}, and there is no terminal to ask in. Please say it in the command, such as: {example}",
        missing=missing,
        example=example,
    )
    raise PlanError(Problem("AUD085", message))
