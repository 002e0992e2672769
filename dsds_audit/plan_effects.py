"""What came of a site's action items: whether the criteria they were meant to move have moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dsds_audit.comparison import LegsOf
from dsds_audit.crosswalk import follow
from dsds_audit.errors import AuditError
from dsds_audit.names import folded
from dsds_audit.plan import ActionItem, Plan
from dsds_audit.rubric import Rubric

MoveKind = Literal[
    "rose",
    "fell",
    "stayed",
    "became_known",
    "became_unknown",
    "not_known",
    "applies_now",
    "applies_no_more",
    "does_not_apply",
]
Effect = Literal["moved", "did_not_move", "was_in_place", "not_known", "no_criterion"]


@dataclass(frozen=True, slots=True)
class Move:
    """What became of one criterion between two assessments; its levels are None where it has none.

    It rose or fell only where its level was known both times.
    """

    criterion: str
    kind: MoveKind
    then: int | None
    now: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A closed action item, the criteria it was meant to move (today's full ids), and whether they moved.

    ``was_in_place`` says that they stood at the top before; ``not_known`` that a level is missing at either
    end; ``no_criterion`` that it aimed at none, or at one that the rubric no longer has.
    """

    item: ActionItem
    criteria: tuple[str, ...]
    effect: Effect


def aims_of(item: ActionItem, rubric: Rubric, legs_of: LegsOf) -> tuple[str, ...]:
    """The full ids of the criteria of this rubric version that an item is meant to move.

    An item of another version is followed through the crosswalks, forward or back; none where it aims at
    nothing, or at what this version does not have.
    """
    if item.criterion is None:
        return ()
    ref = item.rubric or rubric.ref
    if ref.partition("@")[0] != rubric.id:
        return ()
    try:
        found = follow(item.criterion, legs_of(ref, rubric.ref))
    except AuditError:
        found = _followed_back(item.criterion, ref, rubric, legs_of)
    return tuple(name for name in found if name in rubric.criteria)


def items_of(plan: Plan | None, program: str | None) -> tuple[ActionItem, ...]:
    """The items of a plan that are about a program, or about no particular one."""
    items = plan.items if plan else ()
    return tuple(item for item in items if item.program is None or folded(item.program) == folded(program))


def outcomes(
    items: Sequence[ActionItem],
    aims: Mapping[str, tuple[str, ...]],
    moves: Mapping[str, Move],
    after: date,
    until: date,
    top: int,
) -> tuple[Outcome, ...]:
    """What came of the items closed after one date, until another (inclusive), in order of closing.

    ``aims`` are the criteria of each item by its id, ``moves`` what became of every criterion.
    """
    closed = [item for item in items if item.closed and after < item.closed.date <= until]
    closed.sort(key=lambda item: item.closed.date if item.closed else until)
    return tuple(
        Outcome(item, aims[item.id], _effect([moves[name] for name in aims[item.id]], top)) for item in closed
    )


def without_action(
    items: Sequence[ActionItem],
    aims: Mapping[str, tuple[str, ...]],
    moves: Mapping[str, Move],
    after: date,
    until: date,
) -> tuple[str, ...]:
    """The criteria that rose although no item, adopted by then and not dropped before, aimed at them."""
    aimed = {name for item in items if _counts(item, after, until) for name in aims[item.id]}
    return tuple(name for name, move in moves.items() if move.kind == "rose" and name not in aimed)


def _counts(item: ActionItem, after: date, until: date) -> bool:
    return item.adopted <= until and (item.dropped is None or item.dropped.date > after)


def _effect(moves: Sequence[Move], top: int) -> Effect:
    if not moves:
        return "no_criterion"
    if any(move.kind == "rose" for move in moves):
        return "moved"
    if all(move.then == move.now == top for move in moves):
        return "was_in_place"
    return "did_not_move" if all(move.kind in ("stayed", "fell") for move in moves) else "not_known"


def _followed_back(criterion: str, ref: str, rubric: Rubric, legs_of: LegsOf) -> tuple[str, ...]:
    try:
        legs = legs_of(rubric.ref, ref)
    except AuditError:  # No crosswalk either way: nobody can say what the item aims at here.
        return ()
    return tuple(name for name in rubric.criteria if criterion in follow(name, legs))
