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
    limit_for,
    now_limit_option,
    plan_input,
    refuse_unknown_driver,
    say_saved,
    told_in,
)
from dsds_audit.errors import StoreError
from dsds_audit.plan import ActionItem, Plan
from dsds_audit.planning.answers import changed_item, told_of
from dsds_audit.planning.changes import adopt
from dsds_audit.planning.drafts import draft_item, own_item, usual_owner
from dsds_audit.planning.named import find_named, not_taken
from dsds_audit.planning.status import items_now
from dsds_audit.rubric import Rubric
from dsds_audit.store.choice import fits

_STAND_IN = "…"


@dataclass(frozen=True)
class Advice:
    """What a site is advised to do by its latest assessment, and how many items may be for now.

    ``chosen_by`` are the options that name this assessment and this limit.
    """

    rubric: Rubric
    assessment: Assessment
    recommendations: tuple[Recommendation, ...]
    limit: int
    chosen_by: tuple[str, ...]


@click.command("adopt")
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
    advice = Advice(
        rubric, assessment, recommend(rubric, assessment), limit_for(rubric, now_limit), chosen_by
    )
    told = told_in(options)
    refuse_unknown_driver(rubric, told.get("driver"))
    if actions:
        if len(actions) > 1 and "action" in told:
            raise click.UsageError("--own goes with one ACTION, or with none.")
        meant = find_named(rubric, advice.recommendations, actions)
        if told.get("owner"):
            _take_on(plan, advice, [_made(plan, advice, one, told) for one in meant])
        else:
            _ask_each_or_refuse(plan, advice, meant, actions, told)
    elif {"action", "owner"} <= set(told):
        _take_on(plan, advice, [_made(plan, advice, None, told)])
    else:
        _ask_or_refuse(plan, advice, told)


def _assessment_for(
    plan: PlanDesk, program: str | None, rubric_id: str | None, *, own_only: bool
) -> tuple[Rubric, Assessment]:
    """The site's latest finished assessment; an unfinished one will do for an action that rests on none."""
    try:
        return find_assessment(plan.site, plan.desk.workspace, program, rubric_id, plan.as_of)
    except StoreError as error:
        if not own_only or error.problems[0].code != "AUD054":
            raise
    begun = next(one for one in plan.assessed() if fits(one, program, rubric_id, plan.as_of)).assessment
    return plan.desk.catalogue.load(begun.rubric), begun


def _ask_each_or_refuse(
    plan: PlanDesk,
    advice: Advice,
    meant: Sequence[Recommendation],
    actions: Sequence[str],
    told: Mapping[str, str],
) -> None:
    """Ask who has each; raises PlanError (AUD085) where there is no terminal to ask in."""
    from dsds_audit.terminal import has_terminal

    for one in meant:  # refused now rather than after all is typed
        _adopted(plan, advice, plan.now(), [_made(plan, advice, one, {**told, "owner": _STAND_IN})])
    if not has_terminal():
        role = usual_owner(meant[0])
        usual = f" (a {role} usually has it; a name is needed)" if role else ""
        again = again_with(plan, ("adopt", *actions, *advice.chosen_by), {**told, "owner": "NAME"})
        refuse_to_guess(f"Nobody is named who has it{usual}", again)
    for one in meant:
        _ask_about(plan, advice, one, told)


def _ask_or_refuse(plan: PlanDesk, advice: Advice, told: Mapping[str, str]) -> None:
    """Ask what is not told; raises PlanError (AUD085) where there is no terminal to ask in."""
    from dsds_audit.terminal import has_terminal

    if has_terminal():
        _ask(plan, advice, told)
    elif "action" in told:
        refuse_to_guess("Nobody is named who has it", again_with(plan, ("adopt",), {**told, "owner": "NAME"}))
    else:
        first = [one.criterion for _, one in _not_taken(plan, advice)[:1]]
        refuse_to_guess("No action is named", plan.command("adopt", *(first or ["ACTION"])))


def _not_taken(plan: PlanDesk, advice: Advice) -> tuple[tuple[int, Recommendation], ...]:
    """What is recommended and not in the plan yet, with its ranks."""
    program, aims = advice.assessment.program, plan.aims(advice.rubric)
    return not_taken(plan.now(), advice.recommendations, program, aims)


def _made(
    plan: PlanDesk, advice: Advice, meant: Recommendation | None, told: Mapping[str, str]
) -> ActionItem:
    """The item that a recommendation makes, or without one someone's own words, with what is told of it."""
    if meant is None:
        program = advice.assessment.program
        item = own_item(told["action"], plan.today, owner=told["owner"], program=program)
    else:
        fields = {"owner": told["owner"], "action": told.get("action")}
        item = draft_item(advice.rubric, advice.assessment, meant, plan.today, **fields)
    return changed_item(item, told)


def _take_on(
    plan: PlanDesk, advice: Advice, items: Sequence[ActionItem], again: str = ""
) -> tuple[ActionItem, ...]:
    """Save the items in the plan; as they stand there."""
    stored = plan.keep(lambda kept: _adopted(plan, advice, kept, items), again)
    adopted = stored.plan.items[-len(items) :]
    say_saved(
        plan, stored, [f"{item.id}: {item.owner}, due {item.due}, turn {item.turn}." for item in adopted]
    )
    return adopted


def _adopted(plan: PlanDesk, advice: Advice, kept: Plan, items: Sequence[ActionItem]) -> Plan:
    return adopt(kept, *items, now_limit=advice.limit, aims=plan.aims(advice.rubric))


def _ask(plan: PlanDesk, advice: Advice, told: Mapping[str, str]) -> None:
    """Ask which actions to take on, and everything about each, until that is enough."""
    from dsds_audit.terminal.plan_dialogues import ENOUGH, OWN, pick_recommendation
    from dsds_audit.terminal.prompts import make_room

    kept: tuple[ActionItem, ...] = ()
    if "action" in told:
        _ask_about(plan, advice, None, told)
        return
    while True:
        make_room()
        taken = pick_recommendation(advice.rubric, _not_taken(plan, advice), kept)
        if taken is None or taken == ENOUGH:
            click.echo(f"Taken on: {', '.join(item.id for item in kept)}." if kept else "Nothing was saved.")
            return
        meant = None if taken == OWN else advice.recommendations[int(taken) - 1]
        kept += _ask_about(plan, advice, meant, told)


def _ask_about(
    plan: PlanDesk, advice: Advice, meant: Recommendation | None, told: Mapping[str, str]
) -> tuple[ActionItem, ...]:
    """Ask everything about one action, and take it on."""
    from dsds_audit.terminal.plan_dialogues import adopt_form, fault_of

    current = plan.now()
    full = len(items_now(current)) >= advice.limit
    before = _suggested(plan, advice, meant)
    turn = {"turn": "next"} if full and before["turn"] == "now" else {}
    usual = usual_owner(meant) if meant else None
    form = adopt_form({**before, **turn, **told}, advice.rubric.drivers, _about(advice, meant, full), usual)
    words = ("adopt", *_names_of(advice, meant), *advice.chosen_by)
    fault = fault_of(lambda texts: _adopted(plan, advice, current, [_made(plan, advice, meant, texts)]))
    again = partial(again_with, plan, words)
    said = ask_form(plan, form, fault, before, again)
    return _take_on(plan, advice, [_made(plan, advice, meant, said)], again(said))


def _suggested(plan: PlanDesk, advice: Advice, meant: Recommendation | None) -> dict[str, str]:
    """What stands in the form before anyone has said anything."""
    if meant is not None:
        return {**told_of(_made(plan, advice, meant, {"owner": _STAND_IN})), "owner": ""}
    blank = told_of(own_item(_STAND_IN, plan.today, owner=_STAND_IN))
    return {**blank, "action": "", "owner": ""}


def _names_of(advice: Advice, meant: Recommendation | None) -> list[str]:
    """What names a recommendation in the command: its criterion, or the checks it was narrowed to."""
    if meant is None:
        return []
    return [meant.criterion] if meant in advice.recommendations else [step.check for step in meant.steps]


def _about(advice: Advice, meant: Recommendation | None, full: bool) -> list[str]:
    lines = [f"For {meant.criterion}: {advice.rubric.text_of(meant.criterion)}."] if meant else []
    if full:
        lines.append(f"As many as {advice.limit} items are for now already, so this one comes next.")
    return lines
