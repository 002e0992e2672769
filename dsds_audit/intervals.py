"""What happened between two assessments of one site: what moved, and what was done about it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property

from dsds_audit.assessment import Assessment
from dsds_audit.bridge import Bridge, build_bridge
from dsds_audit.comparison import Column, LegsOf
from dsds_audit.crosswalk import carry
from dsds_audit.plan import ActionItem, Plan
from dsds_audit.plan_effects import (
    Move,
    MoveKind,
    Outcome,
    aims_among,
    counts,
    heirs_under,
    items_of,
    outcomes,
    way_between,
    without_action,
)
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import CriterionScore, Scorecard, score

LONGEST = 274
"""Days: half as much again as the half year between two assessments."""


@dataclass(frozen=True)
class Point:
    """One assessment of a history, scored with the rubric version it was made with."""

    column: Column

    @property
    def date(self) -> date:
        """The date of the assessment."""
        return self.column.own.assessment.date

    @property
    def rubric(self) -> Rubric:
        """The rubric version it was made with."""
        return self.column.own.rubric

    @property
    def assessment(self) -> Assessment:
        """The record as it was made."""
        return self.column.own.assessment

    @property
    def card(self) -> Scorecard:
        """The scores as claimed."""
        return self.column.own.card

    @property
    def evidenced(self) -> Scorecard:
        """The scores that fresh evidence shows, as ranges."""
        return self.column.own.evidenced


@dataclass(frozen=True, slots=True)
class FallBack:
    """A criterion below a level it had before; ``item`` is the last action item closed for it, if any."""

    criterion: str
    level: int
    since: date
    now: int
    item: ActionItem | None


@dataclass(frozen=True)
class Interval:
    """What happened between two assessments of a history.

    All ids are those of ``bridge.rubric``. ``moves`` are by full id, in rubric order. ``without_action`` are
    the criteria that rose though no action item aimed at them; None where there is no plan to know from, or
    where nobody knows what one of its items aims at. Those are ``aims_not_known``, by item.
    """

    earlier: Point
    later: Point
    bridge: Bridge
    moves: Mapping[str, Move]
    closed: tuple[Outcome, ...]
    without_action: tuple[str, ...] | None
    aims_not_known: tuple[ActionItem, ...]
    fell_back: tuple[FallBack, ...]

    @property
    def days(self) -> int:
        """How many days lie between the two."""
        return (self.later.date - self.earlier.date).days

    @property
    def long(self) -> bool:
        """Whether an assessment seems to be missing in the middle."""
        return self.days > LONGEST

    @property
    def other_version(self) -> bool:
        """Whether the two were made with different versions of the rubric."""
        return self.earlier.rubric.ref != self.later.rubric.ref

    def moved(self, kind: MoveKind) -> tuple[Move, ...]:
        """The criteria of which this became, in rubric order."""
        return tuple(move for move in self.moves.values() if move.kind == kind)


@dataclass(frozen=True)
class Reader:
    """The points of a history, oldest first, and the plan, read with whichever rubric version is needed."""

    points: tuple[Point, ...]
    plan: Plan | None
    legs_of: LegsOf

    @cached_property
    def items(self) -> tuple[ActionItem, ...]:
        """The action items about the program that was assessed."""
        return items_of(self.plan, self.points[-1].assessment.program)

    @cached_property
    def _aims(self) -> Mapping[str, Mapping[str, tuple[str, ...] | None]]:
        """By rubric version, then by item's id: the criteria it is meant to move; None if nobody knows."""
        rubrics = {rubric.ref: rubric for p in self.points for rubric in (p.rubric, p.column.rubric)}
        found = {}
        for ref, rubric in rubrics.items():
            heirs = heirs_under(rubric, self.legs_of)
            found[ref] = {item.id: aims_among(item, heirs, ref) for item in self.items}
        return found

    def interval(self, first: int, last: int) -> Interval:
        """What happened between two points, given by their places in the order."""
        earlier, later = self.points[first], self.points[last]
        bridge = self._bridge(earlier, later)
        moves = {
            name: _move(bridge.cards[1].criteria[name], now)
            for name, now in bridge.cards[-1].criteria.items()
        }
        aims = self._aims[bridge.rubric.ref]
        told = (self.items, aims, moves, earlier.date, later.date)
        return Interval(
            earlier,
            later,
            bridge,
            moves,
            outcomes(*told, bridge.rubric.top),
            without_action(*told) if self.plan else None,
            tuple(i for i in self.items if aims[i.id] is None and counts(i, earlier.date, later.date)),
            tuple(self._fallen(bridge, first, last)),
        )

    def whole(self, intervals: Sequence[Interval]) -> Interval:
        """What happened from the first point to the last.

        Each item's outcome is that of the interval it was closed in, newest first; so is what rose without an
        action, as far as the last rubric has it.
        """
        whole = self.interval(0, len(self.points) - 1)
        aims = self._aims[whole.bridge.rubric.ref]
        closed = [
            Outcome(told.item, aims[told.item.id] or (), told.effect)
            for interval in reversed(intervals)
            for told in reversed(interval.closed)
        ]
        unaided = self._unaided(whole.bridge.rubric, intervals)
        unknown = {item.id for interval in intervals for item in interval.aims_not_known}
        unclear = tuple(item for item in self.items if item.id in unknown)
        return replace(whole, closed=tuple(closed), without_action=unaided, aims_not_known=unclear)

    def _unaided(self, rubric: Rubric, intervals: Sequence[Interval]) -> tuple[str, ...] | None:
        """What rose without an action in any interval, as this version calls it."""
        heirs = heirs_under(rubric, self.legs_of)
        found: set[str] = set()
        for interval in intervals:
            if interval.without_action is None:
                return None
            for name in interval.without_action:
                found.update(heirs(name, interval.bridge.rubric.ref) or ())
        return tuple(name for name in rubric.criteria if name in found)

    def _bridge(self, earlier: Point, later: Point) -> Bridge:
        legs = way_between(earlier.rubric.ref, later.rubric.ref, self.legs_of)
        if legs is None:  # No direct way: both are read with the newest version, to which there is one.
            a, b = earlier.column, later.column
            return build_bridge(a.rubric, a.assessment, b.rubric, b.assessment, ())
        return build_bridge(earlier.rubric, earlier.assessment, later.rubric, later.assessment, legs)

    def _fallen(self, bridge: Bridge, first: int, last: int) -> Iterator[FallBack]:
        """What is below where it last stood; over several intervals, below the highest it ever stood."""
        for name, criterion in bridge.cards[-1].criteria.items():
            if criterion.level is None:
                continue
            known = self._known(name, bridge.rubric, last)
            stood = next(known, None) if first == last - 1 else max(known, default=None)
            if stood is not None and stood[0] > criterion.level:
                yield FallBack(name, *stood, criterion.level, self._closed_for(name, bridge, last))

    def _known(self, name: str, rubric: Rubric, before: int) -> Iterator[tuple[int, date]]:
        """The levels of a criterion at the points before one, where they are known, latest first."""
        for place in reversed(range(before)):
            card = self._card(place, rubric.ref)
            level = card.criteria[name].level if card else None
            if level is not None:
                yield level, self.points[place].date

    @cached_property
    def _card(self) -> Callable[[int, str], Scorecard | None]:
        """What scores a point under a version of the rubric, once; None where no crosswalk leads to it."""

        @cache
        def card(place: int, ref: str) -> Scorecard | None:
            point = self.points[place]
            if point.rubric.ref == ref:
                return point.card
            legs = way_between(point.rubric.ref, ref, self.legs_of)
            return score(legs[-1].new, carry(point.assessment, legs).assessment) if legs else None

        return card

    def _closed_for(self, name: str, bridge: Bridge, last: int) -> ActionItem | None:
        """The item closed last, by then, that was meant to move a criterion."""
        until = self.points[last].date
        aims = self._aims[bridge.rubric.ref]
        closed = [i for i in self.items if i.closed and i.closed.date <= until and name in (aims[i.id] or ())]
        return max(closed, key=lambda item: item.closed.date if item.closed else until, default=None)


def _move(then: CriterionScore, now: CriterionScore) -> Move:
    return Move(now.id, _kind(then, now), then.level, now.level)


def _kind(then: CriterionScore, now: CriterionScore) -> MoveKind:
    if not now.applies:
        return "applies_no_more" if then.applies else "does_not_apply"
    if not then.applies:
        return "applies_now"
    if then.level is None:
        return "not_known" if now.level is None else "became_known"
    if now.level is None:
        return "became_unknown"
    if now.level == then.level:
        return "stayed"
    return "rose" if now.level > then.level else "fell"
