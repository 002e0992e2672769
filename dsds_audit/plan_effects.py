"""What came of a site's action items: whether the criteria they were meant to move have moved."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from dsds_audit.comparison import LegsOf
from dsds_audit.crosswalk import Leg, follow
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
Effect = Literal[
    "moved", "mixed", "fell", "did_not_move", "was_in_place", "not_known", "no_criterion", "aim_not_known"
]
Aims = Callable[[ActionItem], tuple[str, ...]]
Heirs = Callable[[str, str], tuple[str, ...] | None]
_NO_WAY = frozenset({"AUD020", "AUD025", "AUD095"})
"""No such version, no crosswalk that leads there, or none that the document being made again tells of."""


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

    ``mixed`` says that one of them rose while another fell; ``was_in_place`` that they stood at the top
    before; ``not_known`` that a level is missing at either end, or that there was no assessment between its
    adoption and its closing's; ``no_criterion`` that it aimed at none, or at one that the rubric no longer
    has; ``aim_not_known`` that nobody can say which criterion it names.
    """

    item: ActionItem
    criteria: tuple[str, ...]
    effect: Effect


def stated_aims(item: ActionItem) -> tuple[str, ...]:
    """The full id of the criterion an item names, as the version it was adopted from calls it, if any."""
    return (item.criterion,) if item.criterion else ()


def aims_under(rubric: Rubric, legs_of: LegsOf) -> Aims:
    """What finds the full ids of the criteria of this rubric version that an item is meant to move.

    An item of another version is followed through the crosswalks, forward or back; none where it aims at
    nothing, at what this version does not have, or at what nobody knows.
    """
    heirs = heirs_under(rubric, legs_of)

    def aims(item: ActionItem) -> tuple[str, ...]:
        try:
            return aims_among(item, heirs, rubric.ref) or ()
        except AuditError:  # A damaged crosswalk stops no plan; whoever reads ratings along it says so.
            return ()

    return aims


def heirs_under(rubric: Rubric, legs_of: LegsOf) -> Heirs:
    """What finds what a criterion of another version, given with that version's ref, is called in this one.

    None where nobody can say: that version has no such criterion, or no crosswalk lies between the two. No
    names where this version does not have it. What is found along a damaged crosswalk raises AuditError.
    """

    @cache
    def heirs(criterion: str, ref: str) -> tuple[str, ...] | None:
        if ref == rubric.ref:
            return (criterion,) if criterion in rubric.criteria else None
        if ref.partition("@")[0] != rubric.id:
            return ()
        if legs := way_between(ref, rubric.ref, legs_of):
            return follow(criterion, legs) if criterion in legs[0].old.criteria else None
        back = way_between(rubric.ref, ref, legs_of)
        if not back or criterion not in back[-1].new.criteria:
            return None
        return tuple(name for name in rubric.criteria if criterion in follow(name, back))

    return heirs


def aims_among(item: ActionItem, heirs: Heirs, ref: str) -> tuple[str, ...] | None:
    """The criteria an item is meant to move; None where nobody knows. One of no version is of ``ref``."""
    return heirs(item.criterion, item.rubric or ref) if item.criterion else ()


def way_between(old_ref: str, new_ref: str, legs_of: LegsOf) -> Sequence[Leg] | None:
    """The legs from one version to another; None where there are none.

    Raises AuditError where a rubric or a crosswalk on the way is damaged.
    """
    try:
        return legs_of(old_ref, new_ref)
    except AuditError as error:
        if any(problem.code not in _NO_WAY for problem in error.problems):
            raise
        return None


def items_of(plan: Plan | None, program: str | None) -> tuple[ActionItem, ...]:
    """The items of a plan that are about a program, or about no particular one."""
    items = plan.items if plan else ()
    return tuple(item for item in items if item.program is None or folded(item.program) == folded(program))


def outcomes(
    items: Sequence[ActionItem],
    aims: Mapping[str, tuple[str, ...] | None],
    moves: Mapping[str, Move],
    after: date,
    until: date,
    top: int,
) -> tuple[Outcome, ...]:
    """What came of the items closed after one date, until another (inclusive), in order of closing.

    ``aims`` are the criteria of each item by its id, ``moves`` what became of every criterion between the two
    dates. What moved before an item was adopted is no outcome of it: one adopted on the later date or after
    it has none yet.
    """
    closed = [item for item in items if item.closed and after < item.closed.date <= until]
    closed.sort(key=lambda item: item.closed.date if item.closed else until)
    found = []
    for item in closed:
        aimed = aims[item.id]
        seen = [moves[name] for name in aimed or ()] if item.adopted < until else None
        found.append(Outcome(item, aimed or (), _effect(aimed, seen, top)))
    return tuple(found)


def without_action(
    items: Sequence[ActionItem],
    aims: Mapping[str, tuple[str, ...] | None],
    moves: Mapping[str, Move],
    after: date,
    until: date,
) -> tuple[str, ...] | None:
    """The criteria that rose between two dates although no action item aimed at them.

    An item counts if it was adopted before the later date and not dropped by the earlier one. One that was
    closed before the earlier date counts as well: what it brought about may show late. None where that cannot
    be told, since what an item that counts aims at is not known.
    """
    counting = [item for item in items if counts(item, after, until)]
    aimed = {name for item in counting for name in aims[item.id] or ()}
    found = tuple(name for name, move in moves.items() if move.kind == "rose" and name not in aimed)
    return None if found and any(aims[item.id] is None for item in counting) else found


def counts(item: ActionItem, after: date, until: date) -> bool:
    """Whether an item may be behind what rose between two dates."""
    return item.adopted < until and (item.dropped is None or item.dropped.date > after)


def _effect(aimed: tuple[str, ...] | None, moves: Sequence[Move] | None, top: int) -> Effect:
    if not aimed:
        return "aim_not_known" if aimed is None else "no_criterion"
    if moves is None:
        return "not_known"
    kinds = {move.kind for move in moves}
    if kinds & {"rose", "fell"}:
        return "mixed" if {"rose", "fell"} <= kinds else "moved" if "rose" in kinds else "fell"
    if all(move.then == move.now == top for move in moves):
        return "was_in_place"
    return "did_not_move" if kinds == {"stayed"} else "not_known"
