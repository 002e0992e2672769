"""The other ways to add a score up, by which one sees how much a rank owes to the way chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dsds_audit.portfolio.ranks import in_units
from dsds_audit.portfolio.table import STATUSES, Floats, Portfolio, Whole
from dsds_audit.rubric import Rubric
from dsds_audit.speech import mark, say

RuleKind = Literal["mean_of_practices", "mean_of_criteria", "gated", "doubled", "halved"]
# The share of practices in place, to a ten-thousandth of a percent, stands above a score in units.
_SHARES = 10**4
_ABOVE_SCORES = 2**38


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to add a score up; where the weight of one practice differs, ``practice`` is its id, and
    ``title`` what it is called."""

    kind: RuleKind
    practice: str | None = None
    title: str = ""

    @property
    def sentence(self) -> str:
        """The rule in words."""
        return say(_SENTENCES[self.kind], practice=self.title)


_SENTENCES: Mapping[RuleKind, str] = {
    "mean_of_practices": mark("The score: the mean of the practices, with the rubric's weights."),
    "mean_of_criteria": mark("Every criterion counts the same, whatever its practice."),
    "gated": mark(
        "The share of practices in place decides first, and the score only where that is the same."
    ),
    "doubled": mark("“{practice}” counts twice as much."),
    "halved": mark("“{practice}” counts half as much."),
}
SCORE, MEAN_OF_CRITERIA, GATED = Rule("mean_of_practices"), Rule("mean_of_criteria"), Rule("gated")


def other_rules(rubric: Rubric) -> tuple[Rule, ...]:
    """The mean of criteria, the gated rule, then each practice's weight doubled, then each one's halved."""
    doubled = (Rule("doubled", p.id, p.title) for p in rubric.practices)
    halved = (Rule("halved", p.id, p.title) for p in rubric.practices)
    weighed = (*doubled, *halved) if len(rubric.practices) > 1 else ()
    return (MEAN_OF_CRITERIA, GATED, *weighed)


def ends_under(portfolio: Portfolio, rows: Whole, rule: Rule) -> tuple[Whole, Whole]:
    """Low and high of rows to which something applies under a rule, as whole numbers that only compare."""
    if rule.kind == "mean_of_practices":
        return in_units(portfolio.low[rows]), in_units(portfolio.high[rows])
    if rule.kind == "mean_of_criteria":
        return _means_of_criteria(portfolio, rows)
    if rule.kind == "gated":
        low, high = shares_in_place(portfolio, rows)
        scores = ends_under(portfolio, rows, SCORE)
        gates = (np.rint(share * _SHARES).astype(np.int64) * _ABOVE_SCORES for share in (low, high))
        gated_low, gated_high = (gate + score for gate, score in zip(gates, scores, strict=True))
        return gated_low, gated_high
    weights = practice_weights(portfolio.rubric)
    weights[[practice.id == rule.practice for practice in portfolio.rubric.practices]] *= (
        2 if rule.kind == "doubled" else 0.5
    )
    return _weighed(portfolio.practice_low[rows], weights), _weighed(portfolio.practice_high[rows], weights)


def practice_weights(rubric: Rubric) -> Floats:
    """The weight of every practice, in rubric order."""
    return np.array([float(practice.weight) for practice in rubric.practices])


def shares_in_place(portfolio: Portfolio, rows: Whole) -> tuple[Floats, Floats]:
    """Of the practices that apply, what percentage is certainly in place, and what may be in place yet."""
    statuses = portfolio.practice_status[rows]
    applicable = np.count_nonzero(statuses != STATUSES.index("not_applicable"), axis=1)
    certain = np.count_nonzero(statuses == STATUSES.index("in_place"), axis=1)
    possible = np.count_nonzero(np.round(portfolio.practice_high[rows], 9) == 100, axis=1)
    return 100 * certain / applicable, 100 * possible / applicable


def _means_of_criteria(portfolio: Portfolio, rows: Whole) -> tuple[Whole, Whole]:
    level, applies = portfolio.level[rows], portfolio.applies[rows]
    reached = np.where(applies, np.nan_to_num(level, nan=0), 0).sum(axis=1)
    unknown = np.count_nonzero(applies & np.isnan(level), axis=1) * portfolio.rubric.top
    possible = np.count_nonzero(applies, axis=1) * portfolio.rubric.top
    return in_units(100 * reached / possible), in_units(100 * (reached + unknown) / possible)


def _weighed(practices: Floats, weights: Floats) -> Whole:
    applicable = ~np.isnan(practices)
    total = (np.nan_to_num(practices) * weights).sum(axis=1)
    return in_units(total / (applicable * weights).sum(axis=1))
