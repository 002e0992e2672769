"""Which recommendations are meant by the names that a person gives them."""

from collections.abc import Sequence
from dataclasses import replace

from dsds_audit.actions import Recommendation
from dsds_audit.errors import PlanError, Problem, did_you_mean
from dsds_audit.names import folded
from dsds_audit.plan import Plan
from dsds_audit.plan_effects import Aims, stated_aims
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say

_MOST_NAMED = 8


def find_named(
    rubric: Rubric, recommendations: Sequence[Recommendation], names: Sequence[str]
) -> tuple[Recommendation, ...]:
    """The recommendations of these names, one a criterion, in the order in which they are named.

    A name is a rank (from 1), the full id of a criterion, or that of a check: then only the steps of the
    checks that are named are left. Raises PlanError (AUD086) for a name that none has.
    """
    found: dict[str, Recommendation] = {}
    checks: dict[str, set[str]] = {}
    for name in names:
        meant = _find(rubric, recommendations, name)
        found[meant.criterion] = meant
        whole = {step.check for step in meant.steps}
        checks.setdefault(meant.criterion, set()).update({name} & whole or whole)
    return tuple(_narrowed(meant, checks[criterion]) for criterion, meant in found.items())


def not_taken(
    plan: Plan, recommendations: Sequence[Recommendation], program: str | None, aims: Aims = stated_aims
) -> tuple[tuple[int, Recommendation], ...]:
    """The recommendations that no open item of the program is about, with their ranks.

    ``aims`` finds what an item adopted from another version of the rubric is meant to move today.
    """
    own = [item for item in plan.items if item.open and folded(item.program) == folded(program)]
    taken = {name for item in own for name in aims(item)}
    return tuple(
        (rank, advice)
        for rank, advice in enumerate(recommendations, start=1)
        if advice.criterion not in taken
    )


def _narrowed(meant: Recommendation, checks: set[str]) -> Recommendation:
    if len(checks) == len(meant.steps):
        return meant
    steps = tuple(step for step in meant.steps if step.check in checks)
    return replace(meant, steps=steps, due=max((step.due for step in steps if step.due), default=None))


def _find(rubric: Rubric, recommendations: Sequence[Recommendation], name: str) -> Recommendation:
    for rank, meant in enumerate(recommendations, start=1):
        if name in (str(rank), meant.criterion, *(step.check for step in meant.steps)):
            return meant
    if name in rubric.criteria or name in rubric.checks:
        told = say(
            "{name} is not recommended: it holds already, or nobody has rated it below its target.", name=name
        )
    else:
        ids = [
            i for meant in recommendations for i in (meant.criterion, *(step.check for step in meant.steps))
        ]
        told = say("{name} is no recommended action.{hint}", name=name, hint=did_you_mean(name, ids))
    ranked = [f"{rank} {meant.criterion}" for rank, meant in enumerate(recommendations, start=1)]
    way_out = say("Please look at the gaps first, or give an action of your own with --own.")
    if ranked:
        way_out = say(
            "Please choose among {actions}, or give an action of your own with --own.",
            actions=", ".join(ranked[:_MOST_NAMED]),
        )
    raise PlanError(Problem("AUD086", f"{told} {way_out}"))
