"""Test and retest: how far two assessments of the same sites agree, and what a change must exceed."""

from dataclasses import dataclass
from math import atanh, sqrt, tanh
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from dsds_audit.psychometrics.figures import CONFIDENCE, FEWEST_PAIRS, Figure, Refusal, refused
from dsds_audit.speech import mark

CORRELATION = mark("test-retest correlation")
AGREEMENT, CONSISTENCY = mark("ICC(2,1) of two dates"), mark("ICC(3,1) of two dates")
ERROR, CHANGE = mark("standard error of measurement"), mark("smallest change beyond measurement error")

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Retest:
    """How far the second assessment of a site repeats its first.

    ``agreement``, ICC(2,1), counts a shift of all sites as disagreement; ``consistency``, ICC(3,1), does not;
    neither is given an interval. ``error`` and ``change`` are in the unit of the score and rest on the
    correlation and on ``spread``, the standard deviation of the first assessments; ``shift`` is the mean of
    second less first. Figures count pairs. Whatever really changed between the dates counts as error here.
    """

    correlation: Figure
    agreement: Figure
    consistency: Figure
    error: Figure
    change: Figure
    spread: float | None
    shift: float | None


def find_retest(first: Floats, second: Floats) -> Retest:
    """Test and retest over pairs of scores without NaN, one pair a site.

    Sources: Shrout and Fleiss 1979 (of whose forms these are the case of two), Fisher 1921 for the interval
    of a correlation, Jacobson and Truax 1991 for error and change: sd sqrt(1 - r), and 1.96 sqrt(2) times it.
    """
    pairs = len(first)
    if pairs < FEWEST_PAIRS:
        return _refused(pairs, "too_few_pairs")
    (one, both), (_, other) = np.cov(first, second)
    noise = 1e-20 * float((first**2).sum() + (second**2).sum())
    if one <= noise or other <= noise:
        return _refused(pairs, "no_variation")
    shift = float((second - first).mean())
    correlation = float(np.clip(both / np.sqrt(one * other), -1, 1))
    moved = shift**2 - (one + other - 2 * both) / pairs
    error, change = _error(sqrt(one), correlation, pairs)
    return Retest(
        Figure(CORRELATION, correlation, pairs, *_fisher(correlation, pairs)),
        Figure(AGREEMENT, float(2 * both / (one + other + moved)), pairs),
        Figure(CONSISTENCY, float(2 * both / (one + other)), pairs),
        error,
        change,
        sqrt(one),
        shift,
    )


def _fisher(correlation: float, pairs: int) -> tuple[float | None, float | None]:
    if abs(correlation) >= 1:
        return None, None
    reach = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) / sqrt(pairs - 3)
    return tanh(atanh(correlation) - reach), tanh(atanh(correlation) + reach)


def _error(spread: float, correlation: float, pairs: int) -> tuple[Figure, Figure]:
    if correlation <= 0:
        return refused(ERROR, pairs, "no_reliability"), refused(CHANGE, pairs, "no_reliability")
    error = spread * sqrt(1 - correlation)
    return Figure(ERROR, error, pairs), Figure(CHANGE, 1.96 * sqrt(2) * error, pairs)


def _refused(pairs: int, why: Refusal) -> Retest:
    correlation, agreement, consistency, error, change = (
        refused(name, pairs, why) for name in (CORRELATION, AGREEMENT, CONSISTENCY, ERROR, CHANGE)
    )
    return Retest(correlation, agreement, consistency, error, change, spread=None, shift=None)
