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
    "fell": "Fell",
    "became_known": "Now known",
    "became_unknown": "No longer known",
    "applies_now": "Applies now",
    "applies_no_more": "No longer applies",
}
_EFFECTS: Mapping[Effect, str] = {
    "moved": "Closed, and it moved",
    "was_in_place": "Closed, in place before",
    "not_known": "Closed, not known yet",
    "no_criterion": "Closed, no criterion",
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
        interval, titles = self.interval, self.bridge.titles
        found = [NamedList(name, tuple(self._moved(kind))) for kind, name in _MOVES.items()]
        found += [NamedList(name, tuple(self._closed(effect))) for effect, name in _EFFECTS.items()]
        found += [
            NamedList("Closed, but did not move", tuple(self._closed("did_not_move")), True),
            NamedList(
                "Moved without an action",
                tuple(titles[name] for name in interval.without_action),
                True,
            ),
            NamedList("Fell back", tuple(self._fell_back(fall) for fall in interval.fell_back), True),
        ]
        return tuple(named for named in found if named.lines)

    @property
    def rest(self) -> str:
        """How many criteria stayed, and how many are still not known."""
        stayed, open_ = len(self.interval.moved("stayed")), len(self.interval.moved("not_known"))
        parts = [f"{plural(stayed, 'criterion', 'criteria')} stayed at the same level"]
        if open_:
            parts.append(f"{open_} {'is' if open_ == 1 else 'are'} still not known")
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

    def _fell_back(self, fall: FallBack) -> str:
        after = f" An action for it was closed: {_item(fall.item)}." if fall.item else ""
        title = self.bridge.titles[fall.criterion]
        return f"{title}: {fall.level} on {short_date(fall.since)}, now {fall.now}.{after}"


def _levels(move: Move) -> str:
    if move.then is not None and move.now is not None:
        return f": from {move.then} to {move.now}"
    if move.now is not None:
        return f": {move.now}"
    return f": {move.then} before" if move.then is not None else ""


def _item(item: ActionItem) -> str:
    ended = f" (closed on {short_date(item.closed.date)})" if item.closed else ""
    return f"{item.action.rstrip('.')}{ended}"
