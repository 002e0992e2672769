"""``dsds-audit plan adopt``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import click

from dsds_audit.actions import Recommendation, recommend
from dsds_audit.assessment import Assessment
from dsds_audit.cli.inputs import find_assessment, program_option
from dsds_audit.cli.plan.asking import again_with, ask_form, refuse_to_guess
from dsds_audit.cli.plan.inputs import (
    PlanDesk,
    item_options,
    now_limit_option,
    plan_input,
    say_saved,
    told_in,
)
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.dialogues.adopting import Advice
from dsds_audit.dialogues.forms import STAND_IN
from dsds_audit.dialogues.site_plans import limit_for, refuse_unknown_driver
from dsds_audit.errors import StoreError
from dsds_audit.plan import ActionItem
from dsds_audit.planning.diary import turn_word
from dsds_audit.planning.drafts import usual_owner
from dsds_audit.planning.named import find_named
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say
from dsds_audit.store.choice import fits


@dataclass(frozen=True)
class Asked(Advice):
    """Advice that a command asked for; ``chosen_by`` are the options that name its assessment and limit."""

    plan: PlanDesk
    chosen_by: tuple[str, ...]


@click.command("adopt", cls=SpokenCommand)
@plan_input
@click.argument("actions", nargs=-1, metavar="[ACTION]...")
@click.option("--own", "action", metavar="TEXT", help="What to do, in your own words.")
@item_options
@program_option
@click.option("--rubric", "rubric_id", metavar="ID", help="The rubric, where a site is rated by several.")
@now_limit_option
def adopt_actions(
    plan: PlanDesk,
    actions: tuple[str, ...],
    program: str | None,
    rubric_id: str | None,
    now_limit: int | None,
    **options: Any,
) -> None:
    """Take recommended actions into the plan of SITE, or an action of your own.

    ACTION is a recommendation of the site's latest assessment: its number as in `dsds-audit actions`, the id
    of its criterion, such as access.fidelity, or of one of its checks. Without an action, you are asked.
    """
    own_only = options["action"] is not None and not actions
    rubric, assessment = _assessment_for(plan, program, rubric_id, own_only=own_only)
    plan = replace(plan, site=assessment.site)
    given = {"--program": program, "--rubric": rubric_id, "--now-limit": now_limit}
    chosen_by = tuple(part for name, value in given.items() if value for part in (name, str(value)))
    limit = limit_for(rubric, now_limit)
    advice = Asked(plan, rubric, assessment, recommend(rubric, assessment), limit, chosen_by)
    told = told_in(options)
    refuse_unknown_driver(rubric, told.get("driver"))
    if actions:
        if len(actions) > 1 and "action" in told:
            raise click.UsageError(say("--own goes with one ACTION, or with none."))
        meant = find_named(rubric, advice.recommendations, actions)
        if told.get("owner"):
            _take_on(advice, [advice.made(one, told) for one in meant])
        else:
            _ask_each_or_refuse(advice, meant, actions, told)
    elif {"action", "owner"} <= set(told):
        _take_on(advice, [advice.made(None, told)])
    else:
        _ask_or_refuse(advice, told)


def _assessment_for(
    plan: PlanDesk, program: str | None, rubric_id: str | None, *, own_only: bool
) -> tuple[Rubric, Assessment]:
    """The site's latest finished assessment; an unfinished one will do for an action that rests on none."""
    try:
        return find_assessment(plan.site, plan.workspace, program, rubric_id, plan.as_of)
    except StoreError as error:
        if not own_only or error.problems[0].code != "AUD054":
            raise
    begun = next(one for one in plan.assessed() if fits(one, program, rubric_id, plan.as_of)).assessment
    return plan.desk.catalogue.load(begun.rubric), begun


def _ask_each_or_refuse(
    advice: Asked,
    meant: Sequence[Recommendation],
    actions: Sequence[str],
    told: Mapping[str, str],
) -> None:
    """Ask who has each; raises PlanError (AUD085) where there is no terminal to ask in."""
    from dsds_audit.terminal import has_terminal

    for one in meant:  # refused now rather than after all is typed
        advice.adopted(advice.plan.now(), [advice.made(one, {**told, "owner": STAND_IN})])
    if not has_terminal():
        role = usual_owner(meant[0])
        missing = say("Nobody is named who has it")
        if role:
            missing = say("Nobody is named who has it (a {role} usually has it; a name is needed)", role=role)
        again = again_with(advice.plan, ("adopt", *actions, *advice.chosen_by), {**told, "owner": "NAME"})
        refuse_to_guess(missing, again)
    for one in meant:
        _ask_about(advice, one, told)


def _ask_or_refuse(advice: Asked, told: Mapping[str, str]) -> None:
    """Ask what is not told; raises PlanError (AUD085) where there is no terminal to ask in."""
    from dsds_audit.terminal import has_terminal

    if has_terminal():
        _ask(advice, told)
    elif "action" in told:
        refuse_to_guess(
            say("Nobody is named who has it"), again_with(advice.plan, ("adopt",), {**told, "owner": "NAME"})
        )
    else:
        first = [one.criterion for _, one in advice.not_taken()[:1]]
        refuse_to_guess(say("No action is named"), advice.plan.command("adopt", *(first or ["ACTION"])))


def _take_on(advice: Asked, items: Sequence[ActionItem], again: str = "") -> tuple[ActionItem, ...]:
    """Save the items in the plan; as they stand there."""
    stored = advice.plan.keep(lambda kept: advice.adopted(kept, items), again)
    adopted = stored.plan.items[-len(items) :]
    told = [
        say(
            "{item}: {owner}, due {date}, turn {turn}.",
            item=item.id,
            owner=item.owner,
            date=item.due,
            turn=turn_word(item.turn),
        )
        for item in adopted
    ]
    say_saved(advice.plan, stored, told)
    return adopted


def _ask(advice: Asked, told: Mapping[str, str]) -> None:
    """Ask which actions to take on, and everything about each, until that is enough."""
    from dsds_audit.terminal.plan_dialogues import ENOUGH, OWN, pick_recommendation
    from dsds_audit.terminal.prompts import make_room

    kept: tuple[ActionItem, ...] = ()
    if "action" in told:
        _ask_about(advice, None, told)
        return
    while True:
        make_room()
        taken = pick_recommendation(advice.rubric, advice.not_taken(), kept)
        if taken is None or taken == ENOUGH:
            items = ", ".join(item.id for item in kept)
            click.echo(say("Taken on: {items}.", items=items) if kept else say("Nothing was saved."))
            return
        meant = None if taken == OWN else advice.recommendations[int(taken) - 1]
        kept += _ask_about(advice, meant, told)


def _ask_about(
    advice: Asked, meant: Recommendation | None, told: Mapping[str, str]
) -> tuple[ActionItem, ...]:
    """Ask everything about one action, and take it on."""
    from dsds_audit.dialogues.forms import fault_of

    current, before = advice.plan.now(), advice.suggested(meant)
    form = advice.form(meant, told, current)
    words = ("adopt", *_names_of(advice, meant), *advice.chosen_by)
    fault = fault_of(lambda texts: advice.adopted(current, [advice.made(meant, texts)]))
    again = partial(again_with, advice.plan, words)
    said = ask_form(advice.plan, form, fault, before, again)
    return _take_on(advice, [advice.made(meant, said)], again(said))


def _names_of(advice: Asked, meant: Recommendation | None) -> list[str]:
    """What names a recommendation in the command: its criterion, or the checks it was narrowed to."""
    if meant is None:
        return []
    return [meant.criterion] if meant in advice.recommendations else [step.check for step in meant.steps]
