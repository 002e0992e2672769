"""Cronbach's alpha of some criteria, with what each of them does to it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dsds_audit.psychometrics.distributions import f_quantile
from dsds_audit.psychometrics.figures import CONFIDENCE, FEWEST_COMPLETE, Figure, Refusal, refused
from dsds_audit.speech import mark

ALPHA, WITHOUT = mark("Cronbach's alpha"), mark("Cronbach's alpha without it")
REST = mark("item-rest correlation")

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Item:
    """One criterion: alpha without it, and how its levels go with the sum of the others'."""

    criterion: str
    without: Figure
    rest: Figure


@dataclass(frozen=True, slots=True)
class Consistency:
    """How far the levels of some criteria go together over so many complete rows.

    ``constant`` names the criteria that had the same level everywhere: they are left out of all figures.
    With two criteria alpha says no more than their correlation does, and it is the Spearman-Brown value of it
    only where both vary as much.
    """

    alpha: Figure
    items: tuple[Item, ...]
    constant: tuple[str, ...]

    @property
    def rests_on_two(self) -> bool:
        """Whether only two criteria are in it."""
        return len(self.items) == 2


def find_consistency(levels: Floats, criteria: Sequence[str]) -> Consistency:
    """The consistency of levels, rows x criteria without NaN, one row a site.

    Source of alpha: Cronbach 1951; of its interval: Feldt 1965.
    """
    rows = len(levels)
    if rows < FEWEST_COMPLETE:
        return _refused(rows, criteria, (), "too_few_complete")
    varies = np.ptp(levels, axis=0) > 0
    names = [name for name, moving in zip(criteria, varies, strict=True) if moving]
    constant = tuple(name for name in criteria if name not in names)
    if len(names) < 2:
        return _refused(rows, names, constant, "too_few_criteria")
    covariances = np.cov(levels[:, varies], rowvar=False)
    items = tuple(
        Item(name, _alpha_without(covariances, at, rows), _with_rest(covariances, at, rows))
        for at, name in enumerate(names)
    )
    return Consistency(_alpha_figure(covariances, rows), items, constant)


def _alpha(covariances: Floats) -> float | None:
    """1 where all of the variance is shared; below 0 where criteria go against each other; None where the
    sum of the levels is the same everywhere."""
    number, whole = len(covariances), covariances.sum()
    if whole <= 1e-12 * np.abs(covariances).sum():
        return None
    return float(number / (number - 1) * (1 - np.trace(covariances) / whole))


def _alpha_figure(covariances: Floats, rows: int) -> Figure:
    alpha = _alpha(covariances)
    if alpha is None:
        return refused(ALPHA, rows, "no_variation")
    degrees = rows - 1, (rows - 1) * (len(covariances) - 1)
    tail = (1 - CONFIDENCE) / 2
    low, high = (1 - (1 - alpha) * f_quantile(share, *degrees) for share in (1 - tail, tail))
    return Figure(ALPHA, alpha, rows, low, high)


def _alpha_without(covariances: Floats, at: int, rows: int) -> Figure:
    if len(covariances) < 3:
        return refused(WITHOUT, rows, "too_few_criteria")
    alpha = _alpha(np.delete(np.delete(covariances, at, 0), at, 1))
    return refused(WITHOUT, rows, "no_variation") if alpha is None else Figure(WITHOUT, alpha, rows)


def _with_rest(covariances: Floats, at: int, rows: int) -> Figure:
    """The correlation of a criterion with the sum of the others."""
    own = covariances[at, at]
    shared = covariances[at].sum() - own
    rest = covariances.sum() - 2 * shared - own
    if rest <= 1e-12 * np.abs(covariances).sum():
        return refused(REST, rows, "no_variation")
    return Figure(REST, float(np.clip(shared / np.sqrt(own * rest), -1, 1)), rows)


def _refused(rows: int, criteria: Sequence[str], constant: tuple[str, ...], why: Refusal) -> Consistency:
    items = (Item(name, refused(WITHOUT, rows, why), refused(REST, rows, why)) for name in criteria)
    return Consistency(refused(ALPHA, rows, why), tuple(items), constant)
