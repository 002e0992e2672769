"""What a plan does not take: a second item for a criterion, a change of what has ended, or over another's."""

from dsds_audit.errors import ConflictError, PlanError, Problem
from dsds_audit.names import folded
from dsds_audit.plan import ActionItem, Plan
from dsds_audit.plan_effects import Aims, stated_aims
from dsds_audit.planning.diary import UPDATABLE, label_of, shown
from dsds_audit.speech import say

_MOST_SHOWN = 80


def refusal(code: str, message: str) -> PlanError:
    """The error for a change that a plan does not take."""
    return PlanError(Problem(code, message))


def refuse_second(plan: Plan, item: ActionItem, aims: Aims) -> None:
    """Raise PlanError (AUD017) where an open item for the same criterion and program is there already."""
    wanted = _aims_by_rubric(item, aims)
    for other in plan.items:
        same = other.open and not wanted.isdisjoint(_aims_by_rubric(other, aims))
        if same and folded(other.program) == folded(item.program):
            message = say(
                "{criterion} is in the plan already, as {item}: {owner} has it, due on {date}. Please update "
                "that item, or close it first.",
                criterion=item.criterion,
                item=other.id,
                owner=other.owner,
                date=other.due,
            )
            raise refusal("AUD017", message)


def _aims_by_rubric(item: ActionItem, aims: Aims) -> set[tuple[str, str]]:
    """What an item is meant to move, each with its rubric's id: two rubrics may call theirs the same."""
    rubric_id = (item.rubric or "").partition("@")[0]
    return {(rubric_id, name) for name in (*stated_aims(item), *aims(item))}


def refuse_ended(item: ActionItem) -> None:
    """Raise PlanError (AUD019) where an item is closed or dropped."""
    if item.closed:
        message = say(
            "{item} was closed on {date} with the result {result}. Please write into its diary, or open it "
            "again first.",
            item=item.id,
            date=item.closed.date,
            result=quoted(item.closed.result),
        )
        raise refusal("AUD019", message)
    if item.dropped:
        message = say(
            "{item} was dropped on {date} with the reason {reason}. Please write into its diary, or open it "
            "again first.",
            item=item.id,
            date=item.dropped.date,
            reason=quoted(item.dropped.reason),
        )
        raise refusal("AUD019", message)


def refuse_overwriting(item: ActionItem, seen: ActionItem, changed: ActionItem) -> None:
    """Raise ConflictError (AUD081) where a field was changed since it was ``seen``, and otherwise."""
    for name in UPDATABLE:
        theirs, yours = getattr(item, name), getattr(changed, name)
        if getattr(seen, name) != theirs != yours:
            message = say(
                "someone else has changed the {field} of {item} to {theirs} meanwhile; yours is {yours}. "
                "Please agree on one and update it again.",
                field=label_of(name),
                item=item.id,
                theirs=quoted(theirs, name),
                yours=quoted(yours, name),
            )
            raise ConflictError(Problem("AUD081", message))


def quoted(value: object, name: str = "") -> str:
    """The value of a field, by its name, in quotation marks; cut where it is long."""
    text = say("nothing") if value is None else shown(value, name)
    return say("“{text}”", text=text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…")
