"""How values are spread: median, quartiles, whiskers, mean, and counts by tenths of the way to 100 %."""

from dataclasses import dataclass

import numpy as np

from dsds_audit.portfolio.table import Floats

BINS = 10


@dataclass(frozen=True, slots=True)
class Distribution:
    """How the ``count`` values that are there are spread; percent or levels, as what they are made of.

    Quartiles lie on the straight line between the two values next to them. The whiskers end at the last
    value within one and a half times the distance between the quartiles.
    """

    count: int
    least: float
    lower_whisker: float
    lower_quartile: float
    median: float
    upper_quartile: float
    upper_whisker: float
    most: float
    mean: float


@dataclass(frozen=True, slots=True)
class Ends:
    """A range: what it is if everything unknown is at the bottom, and if it is at the top."""

    low: float
    high: float


def describe_columns(values: Floats) -> tuple[Distribution | None, ...]:
    """The distribution of each column, NaN left out; None of a column with nothing else."""
    counts = np.count_nonzero(~np.isnan(values), axis=0)
    some = np.flatnonzero(counts)
    found: list[Distribution | None] = [None] * len(counts)
    if not some.size:
        return tuple(found)
    ordered, counts = np.sort(values[:, some], axis=0), counts[some]
    first, middle, third = (_quantile(ordered, counts, share) for share in (0.25, 0.5, 0.75))
    reach = 1.5 * (third - first)
    below = np.count_nonzero(ordered < first - reach, axis=0)
    within = np.count_nonzero(ordered <= third + reach, axis=0)
    table = np.round(
        [
            ordered[0],
            _pick(ordered, below),
            first,
            middle,
            third,
            _pick(ordered, within - 1),
            _pick(ordered, counts - 1),
            np.nansum(ordered, axis=0) / counts,
        ],
        9,
    )
    for place, count, column in zip(some.tolist(), counts.tolist(), table.T.tolist(), strict=True):
        found[place] = Distribution(count, *column)
    return tuple(found)


def describe(values: Floats) -> Distribution | None:
    """The distribution of some values, NaN left out; None where there is nothing else."""
    return describe_columns(values.reshape(-1, 1))[0]


def count_tenths(percent: Floats) -> tuple[int, ...]:
    """How many lie from 0 to below 10, from 10 to below 20 and so on, the last with 100; NaN is left out."""
    known = percent[~np.isnan(percent)]
    tenths = np.minimum(np.floor(np.round(known, 9) / (100 / BINS)), BINS - 1).astype(np.int64)
    return tuple(np.bincount(tenths, minlength=BINS).tolist())


def mean_ends(low: Floats, high: Floats, weights: Floats | None = None) -> Ends | None:
    """The mean of the low ends, and of the high ends; None where no value with a weight is there.

    ``weights`` may hold NaN: such a value does not count.
    """
    weights = np.ones_like(low) if weights is None else weights
    known = ~(np.isnan(low) | np.isnan(weights))
    total = weights[known].sum()
    if not total:
        return None
    ends = (float(np.round((end[known] * weights[known]).sum() / total, 9)) for end in (low, high))
    return Ends(*ends)


def _quantile(ordered: Floats, counts: np.typing.NDArray[np.intp], share: float) -> Floats:
    place = (counts - 1) * share
    below = np.floor(place).astype(np.int64)
    start, end = _pick(ordered, below), _pick(ordered, np.minimum(below + 1, counts - 1))
    return np.asarray(start + (end - start) * (place - below))


def _pick(ordered: Floats, rows: np.typing.NDArray[np.intp]) -> Floats:
    return np.asarray(ordered[rows, np.arange(ordered.shape[1])])
