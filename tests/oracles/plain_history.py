"""What moved between two assessments of one site and what came of its plan, counted out one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dsds_audit.assessment import Assessment
from dsds_audit.crosswalk import Leg
from dsds_audit.plan import ActionItem
from dsds_audit.rubric import Rubric
from tests.oracles.plain_bridge import read_with
from tests.oracles.plain_scores import Claim, claims_of

Entry = tuple[Rubric, Assessment]


@dataclass(frozen=True)
class Past:
    """Entries, oldest first, of one version or of the two that a leg joins; the newest is read last."""

    entries: Sequence[Entry]
    leg: Leg
    items: Sequence[ActionItem]

    def rubric_between(self, first: int, last: int) -> Rubric:
        """The later entry's version, where the earlier can be read with it; else the newest."""
        earlier, later = self.entries[first][0], self.entries[last][0]
        return self.leg.new if earlier.ref != later.ref else later

    def claims(self, place: int, rubric: Rubric) -> dict[str, Claim] | None:
        """What an entry says to a version; None where there is no way back to it."""
        own, assessment = self.entries[place]
        if own.ref == rubric.ref:
            return claims_of(own, assessment)
        return read_with(assessment, [self.leg], rubric) if rubric.ref == self.leg.new.ref else None

    def moves(self, first: int, last: int) -> dict[str, str]:
        """What became of every criterion."""
        rubric = self.rubric_between(first, last)
        then, now = self.claims(first, rubric), self.claims(last, rubric)
        assert then is not None
        assert now is not None
        return {name: move(then[name], now[name]) for name in rubric.criteria}

    def aims(self, item: ActionItem, rubric: Rubric) -> set[str] | None:
        """The criteria of a version that an item is meant to move; None where nobody knows."""
        if item.criterion is None:
            return set()
        return self.called(item.criterion, item.rubric or rubric.ref, rubric)

    def called(self, criterion: str, own: str, rubric: Rubric) -> set[str] | None:
        """What a criterion of one version is called in another; None where nobody knows it."""
        if own.split("@")[0] != rubric.id:
            return set()
        known = {version.ref: version for version in (self.leg.old, self.leg.new, rubric)}
        if own not in known or criterion not in known[own].criteria:
            return None
        if own == rubric.ref:
            return {criterion}
        pairs = [pair for passage in self.leg.crosswalk.criteria for pair in passage.pairs]
        there = [pair if own == self.leg.old.ref else pair[::-1] for pair in pairs]
        return {new for old, new in there if old == criterion}

    def closed(self, first: int, last: int) -> dict[str, str]:
        """The items closed after the earlier date, by the later: what came of each, by its id."""
        start, end = (self.entries[place][1].date for place in (first, last))
        rubric = self.rubric_between(first, last)
        then, now = self.claims(first, rubric), self.claims(last, rubric)
        assert then is not None
        assert now is not None
        found = {}
        for item in self.items:
            if item.closed is not None and start < item.closed.date <= end:
                aims = self.aims(item, rubric)
                if aims is None:
                    found[item.id] = "aim_not_known"
                elif aims and item.adopted >= end:
                    found[item.id] = "not_known"
                else:
                    found[item.id] = effect([(then[n], now[n]) for n in aims], len(rubric.scale) - 1)
        return found

    def closed_ever(self) -> dict[str, str]:
        """What came of every item, in the interval it was closed in, whatever moved before or after."""
        found: dict[str, str] = {}
        for place in range(1, len(self.entries)):
            found |= self.closed(place - 1, place)
        return found

    def without_action_ever(self) -> list[str] | None:
        """What rose without an action between any two dates, under the names of the last reading."""
        rubric = self.rubric_between(0, len(self.entries) - 1)
        found: set[str] = set()
        for place in range(1, len(self.entries)):
            names = self.without_action(place - 1, place)
            if names is None:
                return None
            for name in names:
                found |= self.called(name, self.rubric_between(place - 1, place).ref, rubric) or set()
        return [name for name in rubric.criteria if name in found]

    def without_action(self, first: int, last: int) -> list[str] | None:
        """What rose though nothing adopted before the end, and not dropped before, was meant to move it.

        None where something rose that only an item with an aim nobody knows may have moved.
        """
        start, end = (self.entries[place][1].date for place in (first, last))
        rubric = self.rubric_between(first, last)
        rose = [name for name, kind in self.moves(first, last).items() if kind == "rose"]
        unclear = False
        for item in self.items:
            if item.adopted < end and not (item.dropped and item.dropped.date <= start):
                aims = self.aims(item, rubric)
                unclear |= aims is None
                rose = [name for name in rose if name not in (aims or ())]
        return None if rose and unclear else rose

    def fell_back(self, first: int, last: int) -> dict[str, tuple[int, date, int]]:
        """What stands below where it last stood; over more than two dates, below the highest."""
        rubric = self.rubric_between(first, last)
        found = {}
        for name in rubric.criteria:
            stood: list[tuple[int, date]] = []
            for place in range(last):
                claims = self.claims(place, rubric)
                if claims is not None and isinstance(claims[name], int):
                    stood.append((int(claims[name]), self.entries[place][1].date))
            now = (self.claims(last, rubric) or {})[name]
            before = stood[-1:] if last - first == 1 else [max(stood)] if stood else []
            if before and isinstance(now, int) and before[0][0] > now:
                found[name] = (*before[0], now)
        return found


def move(then: Claim, now: Claim) -> str:
    """What became of one criterion."""
    if "-" in (then, now):
        if then == now:
            return "does_not_apply"
        return "applies_now" if then == "-" else "applies_no_more"
    if isinstance(then, int) and isinstance(now, int):
        return "rose" if now > then else "fell" if now < then else "stayed"
    if then == now:
        return "not_known"
    return "became_known" if then == "?" else "became_unknown"


def effect(pairs: Sequence[tuple[Claim, Claim]], top: int) -> str:
    """What came of an item that was meant to move criteria with these levels then and now."""
    if not pairs:
        return "no_criterion"
    kinds = [move(then, now) for then, now in pairs]
    if "rose" in kinds:
        return "mixed" if "fell" in kinds else "moved"
    if "fell" in kinds:
        return "fell"
    if set(pairs) == {(top, top)}:
        return "was_in_place"
    if all(isinstance(then, int) and isinstance(now, int) for then, now in pairs):
        return "did_not_move"
    return "not_known"
