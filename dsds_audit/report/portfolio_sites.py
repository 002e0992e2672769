"""Where each site of a portfolio stands among the others, in words."""

from dataclasses import dataclass
from functools import cached_property
from math import isnan

from dsds_audit.portfolio.changes import CHANGES, Change, Changes
from dsds_audit.portfolio.ranks import Ranks
from dsds_audit.portfolio.sensitivity import Sensitivity
from dsds_audit.report.portfolio_numbers import brief, signed_points, thousands
from dsds_audit.report.portfolio_rows import RowWording
from dsds_audit.speech import Labels, say

CHANGE_LABELS = Labels(
    {
        "risen": "risen",
        "fallen": "fallen",
        "same": "the same",
        "not_certain": "not certain",
        "first": "first assessment",
        "does_not_apply": "does not apply",
    }
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What ranks every row and says what became of it."""

    ranks: Ranks
    sensitivity: Sensitivity
    changes: Changes


@dataclass(frozen=True)
class SiteWording(RowWording):
    """One site's latest assessment, with its rank, what moves that, and its change since last time."""

    standing: Standing

    @property
    def rank(self) -> str:
        """``3 to 17``; ``no rank`` where nothing applies."""
        ranks = self.standing.ranks
        return _rank(int(ranks.best[self.row]), int(ranks.worst[self.row]))

    @property
    def group_rank(self) -> str:
        """The same within its group."""
        ranks, row = self.standing.ranks, self.row
        return _rank(int(ranks.group_best[row]), int(ranks.group_worst[row]))

    @cached_property
    def interval(self) -> tuple[float, float]:
        """Where the interval of its rank begins on a line over all ranks, and how wide it is, in percent."""
        ranks, row = self.standing.ranks, self.row
        best, worst = int(ranks.best[row]), int(ranks.worst[row])
        return 100 * (best - 1) / ranks.of, 100 * (worst - best + 1) / ranks.of

    @property
    def any_rule(self) -> str:
        """Its best and worst rank by any of the rules."""
        found = self.standing.sensitivity
        return _rank(int(found.best[self.row]), int(found.worst[self.row]))

    @property
    def moved(self) -> str:
        """How far the middle of its rank moves at most, and by which rule; an em dash where none moves it."""
        found = self.standing.sensitivity
        by, move = int(found.furthest_by[self.row]), float(found.furthest[self.row])
        if by < 0 or isnan(move):
            return "—"
        parts = {"places": brief(abs(move)), "rule": found.effects[by].rule.sentence}
        return say("{places} up: {rule}", **parts) if move > 0 else say("{places} down: {rule}", **parts)

    @property
    def change_kind(self) -> Change:
        """What became of its score since the assessment before."""
        return CHANGES[int(self.standing.changes.kinds[self.row])]

    @property
    def change(self) -> str:
        """That in words, with the points that it rose or fell at least."""
        if self.change_kind not in ("risen", "fallen"):
            return CHANGE_LABELS[self.change_kind]
        points = signed_points(float(self.standing.changes.certain[self.row]))
        return say("risen {points}" if self.change_kind == "risen" else "fallen {points}", points=points)


def _rank(best: int, worst: int) -> str:
    if not best:
        return say("no rank")
    if best == worst:
        return thousands(best)
    return say("{low} to {high}", low=thousands(best), high=thousands(worst))
