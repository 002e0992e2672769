"""What happened between two assessments of a history, in sentences, the same in every format."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from dsds_audit.display import plural
from dsds_audit.intervals import FallBack, Interval
from dsds_audit.plan import ActionItem
from dsds_audit.plan_effects import Effect, Move, MoveKind, Outcome
from dsds_audit.report.bridge_wording import BridgeWording
from dsds_audit.report.text import short_date

_MOVES: Mapping[MoveKind, str] = {
    "rose": "Rose",
    "became_known": "Now known",
    "became_unknown": "No longer known",
    "applies_now": "Applies now",
    "applies_no_more": "No longer applies",
}
_EFFECTS: Mapping[Effect, str] = {
    "moved": "Closed, and it moved",
    "mixed": "Closed, in part better, in part worse",
    "was_in_place": "Closed, in place before",
    "not_known": "Closed, not known yet",
    "no_criterion": "Closed, no criterion",
    "aim_not_known": "Closed, aim not known",
}


@dataclass(frozen=True, slots=True)
class NamedList:
    """A few lines under a name; ``look`` is whether they deserve a second look."""

    name: str
    lines: tuple[str, ...]
    look: bool = False


@dataclass(frozen=True)
class IntervalWording:
    """Sentences about what happened between two assessments."""

    interval: Interval

    @cached_property
    def bridge(self) -> BridgeWording:
        """What the bridge between the two is called."""
        return BridgeWording(self.interval.bridge)

    @property
    def title(self) -> str:
        """From when to when."""
        return f"From {short_date(self.interval.earlier.date)} to {short_date(self.interval.later.date)}"

    @cached_property
    def lists(self) -> tuple[NamedList, ...]:
        """What moved, what was closed, and what deserves a second look; only lists that say something."""
        found = [NamedList(name, tuple(self._moved(kind))) for kind, name in _MOVES.items()]
        found += [NamedList(name, tuple(self._closed(effect))) for effect, name in _EFFECTS.items()]
        found += [
            NamedList("Closed, but did not move", tuple(self._closed("did_not_move")), True),
            NamedList("Closed, but it fell", tuple(self._closed("fell")), True),
            NamedList("Moved without an action", tuple(self._unaided()), True),
            NamedList("Fell", tuple(self._fell()), True),
            NamedList("Fell back", tuple(self._below()), True),
        ]
        return tuple(named for named in found if named.lines)

    @property
    def rest(self) -> str:
        """How many criteria stayed, are still not known, and did not apply either time: all not listed."""
        kinds: tuple[MoveKind, ...] = ("stayed", "not_known", "does_not_apply")
        stayed, open_, off = (len(self.interval.moved(kind)) for kind in kinds)
        parts = [f"{plural(stayed, 'criterion', 'criteria')} stayed at the same level"]
        if open_:
            parts.append(f"{open_} {'is' if open_ == 1 else 'are'} still not known")
        if off:
            parts.append(f"{off} {'does' if off == 1 else 'do'} not apply")
        return f"{'; '.join(parts)}."

    def _moved(self, kind: MoveKind) -> Iterator[str]:
        for move in self.interval.moved(kind):
            yield f"{self.bridge.titles[move.criterion]}{_levels(move)}"

    def _closed(self, effect: Effect) -> Iterator[str]:
        for outcome in self.interval.closed:
            if outcome.effect == effect:
                yield self._outcome(outcome)

    def _outcome(self, outcome: Outcome) -> str:
        aims = "; ".join(self.bridge.titles[name] for name in outcome.criteria)
        return f"{_item(outcome.item)}{f', meant to move: {aims}' if aims else ''}"

    def _unaided(self) -> Iterator[str]:
        """What rose without an action, or why nobody can tell."""
        interval = self.interval
        if interval.without_action is not None:
            yield from (self.bridge.titles[name] for name in interval.without_action)
        elif interval.aims_not_known:
            names = ", ".join(item.id for item in interval.aims_not_known)
            yield f"That cannot be told. Action items whose aim is not known: {names}."

    def _fell(self) -> Iterator[str]:
        """What fell, and how it had come to stand higher."""
        falls = {fall.criterion: fall for fall in self.interval.fell_back}
        for move in self.interval.moved("fell"):
            fall = falls[move.criterion]
            yield f"{self.bridge.titles[move.criterion]}{_levels(move)}{_higher(fall, move.then)}"

    def _below(self) -> Iterator[str]:
        """What stands below where it stood, though it did not fall from the one date to the other."""
        fallen = {move.criterion for move in self.interval.moved("fell")}
        for fall in self.interval.fell_back:
            if fall.criterion not in fallen:
                yield f"{self.bridge.titles[fall.criterion]}: now {fall.now}{_higher(fall)}"


def _levels(move: Move) -> str:
    if move.then is not None and move.now is not None:
        return f": from {move.then} to {move.now}"
    if move.now is not None:
        return f": {move.now}"
    return f": {move.then} before" if move.then is not None else ""


def _higher(fall: FallBack, then: int | None = None) -> str:
    """When a criterion stood higher than the level told already, and what had been done for it."""
    stood = f", {fall.level} on {short_date(fall.since)}" if fall.level != then else ""
    return f"{stood}. An action for it was closed: {_item(fall.item)}." if fall.item else stood


def _item(item: ActionItem) -> str:
    ended = f" (closed on {short_date(item.closed.date)})" if item.closed else ""
    return f"{item.action.rstrip('.')}{ended}"
