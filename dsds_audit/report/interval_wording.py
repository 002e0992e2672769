"""What happened between two assessments of a history, in sentences, the same in every format."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dsds_audit.intervals import FallBack, Interval
from dsds_audit.plan import ActionItem
from dsds_audit.plan_effects import Effect, Move, MoveKind, Outcome
from dsds_audit.report.bridge_wording import BridgeWording
from dsds_audit.report.text import short_date
from dsds_audit.speech import Labels, say, say_many, series_of

_RISES: tuple[MoveKind, ...] = ("rose", "became_known", "became_unknown", "applies_now", "applies_no_more")
_MOVES = Labels(
    {
        "rose": "Rose",
        "became_known": "Now known",
        "became_unknown": "No longer known",
        "applies_now": "Applies now",
        "applies_no_more": "No longer applies",
    }
)
_ENDS: tuple[Effect, ...] = (
    *("moved", "mixed", "was_in_place"),
    *("not_known", "no_criterion", "aim_not_known"),
)
_EFFECTS = Labels(
    {
        "moved": "Closed, and it moved",
        "mixed": "Closed, in part better, in part worse",
        "was_in_place": "Closed, in place before",
        "not_known": "Closed, not known yet",
        "no_criterion": "Closed, no criterion",
        "aim_not_known": "Closed, aim not known",
    }
)


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
        dates = {"earlier": self.interval.earlier.date, "later": self.interval.later.date}
        return say("From {earlier} to {later}", **{name: short_date(date) for name, date in dates.items()})

    @cached_property
    def lists(self) -> tuple[NamedList, ...]:
        """What moved, what was closed, and what deserves a second look; only lists that say something."""
        found = [NamedList(_MOVES[kind], tuple(self._moved(kind))) for kind in _RISES]
        found += [NamedList(_EFFECTS[effect], tuple(self._closed(effect))) for effect in _ENDS]
        found += [
            NamedList(say("Closed, but did not move"), tuple(self._closed("did_not_move")), True),
            NamedList(say("Closed, but it fell"), tuple(self._closed("fell")), True),
            NamedList(say("Moved without an action"), tuple(self._unaided()), True),
            NamedList(say("Fell"), tuple(self._fell()), True),
            NamedList(say("Fell back"), tuple(self._below()), True),
        ]
        return tuple(named for named in found if named.lines)

    @property
    def rest(self) -> str:
        """How many criteria stayed, are still not known, and did not apply either time: all not listed."""
        kinds: tuple[MoveKind, ...] = ("stayed", "not_known", "does_not_apply")
        stayed, open_, off = (len(self.interval.moved(kind)) for kind in kinds)
        parts = [
            say_many(
                "{count} criterion stayed at the same level",
                "{count} criteria stayed at the same level",
                stayed,
            )
        ]
        if open_:
            parts.append(say_many("{count} is still not known", "{count} are still not known", open_))
        if off:
            parts.append(say_many("{count} does not apply", "{count} do not apply", off))
        return f"{series_of(parts)}."

    def _moved(self, kind: MoveKind) -> Iterator[str]:
        for move in self.interval.moved(kind):
            yield _levels(self.bridge.titles[move.criterion], move)

    def _closed(self, effect: Effect) -> Iterator[str]:
        for outcome in self.interval.closed:
            if outcome.effect == effect:
                yield self._outcome(outcome)

    def _outcome(self, outcome: Outcome) -> str:
        aims = series_of(self.bridge.titles[name] for name in outcome.criteria)
        item = _item(outcome.item)
        return say("{item}, meant to move: {criteria}", item=item, criteria=aims) if aims else item

    def _unaided(self) -> Iterator[str]:
        """What rose without an action, or why nobody can tell."""
        interval = self.interval
        if interval.without_action is not None:
            yield from (self.bridge.titles[name] for name in interval.without_action)
        elif interval.aims_not_known:
            names = ", ".join(item.id for item in interval.aims_not_known)
            yield say("That cannot be told. Action items whose aim is not known: {items}.", items=names)

    def _fell(self) -> Iterator[str]:
        """What fell, and how it had come to stand higher."""
        falls = {fall.criterion: fall for fall in self.interval.fell_back}
        for move in self.interval.moved("fell"):
            fall = falls[move.criterion]
            yield _higher(_levels(self.bridge.titles[move.criterion], move), fall, move.then)

    def _below(self) -> Iterator[str]:
        """What stands below where it stood, though it did not fall from the one date to the other."""
        fallen = {move.criterion for move in self.interval.moved("fell")}
        for fall in self.interval.fell_back:
            if fall.criterion not in fallen:
                title = self.bridge.titles[fall.criterion]
                yield _higher(say("{title}: now {level}", title=title, level=fall.now), fall)


def _levels(title: str, move: Move) -> str:
    """A criterion and its levels at the two dates, as far as they are known."""
    if move.then is not None and move.now is not None:
        return say("{title}: from {before} to {now}", title=title, before=move.then, now=move.now)
    if move.now is not None:
        return say("{label}: {text}", label=title, text=move.now)
    return say("{title}: {level} before", title=title, level=move.then) if move.then is not None else title


def _higher(told: str, fall: FallBack, then: int | None = None) -> str:
    """What is told, when the criterion stood higher than that, and what had been done for it."""
    if fall.level != then:
        told = say("{change}, {level} on {date}", change=told, level=fall.level, date=short_date(fall.since))
    if fall.item:
        told = say("{change}. An action for it was closed: {item}.", change=told, item=_item(fall.item))
    return told


def _item(item: ActionItem) -> str:
    action = item.action.rstrip(".")
    if not item.closed:
        return action
    return say("{action} (closed on {date})", action=action, date=short_date(item.closed.date))
