"""How reliable the instrument is, judged by one's own archive."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dsds_audit.portfolio.ranks import in_units
from dsds_audit.portfolio.series import PortfolioSeries, series_in
from dsds_audit.portfolio.table import Floats, Portfolio, Truths
from dsds_audit.psychometrics.clustering import Clustering, find_clustering
from dsds_audit.psychometrics.consistency import Consistency, find_consistency
from dsds_audit.psychometrics.retest import Retest, find_retest
from dsds_audit.psychometrics.symmetry import Symmetry, adjust, find_symmetry
from dsds_audit.speech import Labels

WINDOW = 215  # Days: two assessments half a year apart, one of them a month late.

# What has to be said wherever the figures are shown.
CAUTIONS: Mapping[str, str] = Labels(
    {
        "consistency": "Alpha says how far criteria go together, not that they measure what they should. "
        "Only sites with a level everywhere are counted, and these may differ from the others.",
        "two_criteria": "With two criteria, alpha says no more than how the two go together, and it equals "
        "the Spearman-Brown value of their correlation only where both vary as much.",
        "clustering": "What changed at a site between its dates counts as error here, so sites that improve "
        "make these figures lower. Where sites have different numbers of assessments, the intervals are "
        "approximate.",
        "retest": "Whatever really changed between the two dates counts as error here. So the error is "
        "rather too large than too small, and a change that exceeds it is the more certain.",
        "symmetry": "A small probability says that ratings moved in one direction more than in the other. It "
        "does not say why: sites may have changed, or the way they rate.",
    }
)


@dataclass(frozen=True, slots=True)
class ScoreReliability:
    """How reliable one score is: a practice's by its id, or the overall score where ``practice`` is None.

    ``consistency`` is over the latest assessment of each site that has a level on every criterion of the
    score, and ``incomplete`` is how many sites have none; ``clustering`` over all assessments in which the
    score is one number; ``retest``, in percentage points, over the latest two of each site that follow one
    another within the window and in which it is.
    """

    practice: str | None
    consistency: Consistency
    incomplete: int
    clustering: Clustering
    retest: Retest


@dataclass(frozen=True, slots=True)
class Reliability:
    """How reliable the instrument is; each figure has what it rests on, or the reason that it is refused.

    ``sites`` counts a site once for each of its programs. ``window`` is how many days two assessments may lie
    apart to count as test and retest. ``symmetry`` has every criterion in rubric order, tested over the
    latest two assessments of each site within the window that both have a level on it.
    """

    sites: int
    assessments: int
    window: int
    overall: ScoreReliability
    practices: tuple[ScoreReliability, ...]
    symmetry: tuple[Symmetry, ...]

    @property
    def smallest_change(self) -> float | None:
        """The smallest change of the overall score, in percentage points, that exceeds the error of
        measurement; None where that is not known."""
        return self.overall.retest.change.value


def find_reliability(portfolio: Portfolio, window: int = WINDOW) -> Reliability:
    """The reliability of the rubric that a portfolio is held against; the portfolio holds every assessment.

    A level that is unknown or does not apply is never filled in: the row is left out of what needs it, and
    how many were is said.
    """
    series = series_in(portfolio)
    names = list(portfolio.rubric.criteria)
    parts = [
        _score_reliability(portfolio, series, window, practice.id, at, _own(names, practice.id))
        for at, practice in enumerate(portfolio.rubric.practices)
    ]
    everything = np.ones(len(names), dtype=np.bool_)
    return Reliability(
        sites=len(np.unique(series.series)),
        assessments=len(portfolio),
        window=window,
        overall=_score_reliability(portfolio, series, window, None, 0, everything),
        practices=tuple(parts),
        symmetry=adjust([_symmetry(portfolio, series, window, at) for at in range(len(names))]),
    )


def _own(names: list[str], practice: str) -> Truths:
    return np.array([name.partition(".")[0] == practice for name in names])


def _score_reliability(
    portfolio: Portfolio, series: PortfolioSeries, window: int, practice: str | None, at: int, own: Truths
) -> ScoreReliability:
    levels = portfolio.level[:, own]
    criteria = [name for name, counts in zip(portfolio.rubric.criteria, own, strict=True) if counts]
    complete = series.latest(~np.isnan(levels.sum(axis=1)))
    score, known = _known_score(portfolio, practice, at)
    first, second = series.latest_pairs(known, window)
    rows = known[series.rows]
    return ScoreReliability(
        practice,
        find_consistency(levels[complete], criteria),
        len(np.unique(series.series)) - len(complete),
        find_clustering(score[series.rows[rows]], series.series[rows]),
        find_retest(score[first], score[second]),
    )


def _known_score(portfolio: Portfolio, practice: str | None, at: int) -> tuple[Floats, Truths]:
    """The low ends of a score, in percent, and in which rows they are all there is to it."""
    low = portfolio.low if practice is None else portfolio.practice_low[:, at]
    high = portfolio.high if practice is None else portfolio.practice_high[:, at]
    applies = ~np.isnan(low)
    same = in_units(np.nan_to_num(low)) == in_units(np.nan_to_num(high))
    return low, applies & same


def _symmetry(portfolio: Portfolio, series: PortfolioSeries, window: int, at: int) -> Symmetry:
    levels = portfolio.level[:, at]
    first, second = series.latest_pairs(~np.isnan(levels), window)
    name = list(portfolio.rubric.criteria)[at]
    return find_symmetry(name, levels[first], levels[second], portfolio.rubric.top + 1)
