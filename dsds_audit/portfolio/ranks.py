"""Ranks as intervals: tied where ranges overlap, and none for what has no score."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dsds_audit.portfolio.table import Floats, Portfolio, Whole

# Ends are compared as whole billionths of a percent, so that the last digit of a float decides nothing.
_UNITS = 10**9
# Room for one end below the number of its group: 100 percent are 10 to the 11th units.
_ROOM = 2**38


@dataclass(frozen=True, eq=False)
class Ranks:
    """The rank of every row of a portfolio as an interval; ``rows`` are the places of those that have one.

    The others are 0: earlier assessments of a site, and ``without``, to which nothing applies. ``best`` is 1
    more than how many sites are certainly above, ``worst`` how many are left when those certainly below are
    taken away; 1 is the top. ``of`` is how many are ranked; the ``group`` columns are the same within the
    row's group. ``certain_pairs`` of all ``pairs`` are certainly in order.
    """

    rows: Whole
    without: Whole
    best: Whole
    worst: Whole
    group_best: Whole
    group_worst: Whole
    group_of: Whole

    @property
    def of(self) -> int:
        """How many are ranked."""
        return len(self.rows)

    @property
    def pairs(self) -> int:
        """How many pairs of ranked rows there are."""
        return self.of * (self.of - 1) // 2

    @cached_property
    def certain_pairs(self) -> int:
        """How many of the pairs are certainly in order: their ranges do not overlap."""
        return int((self.best[self.rows] - 1).sum())


def rank_rows(portfolio: Portfolio, counted: Whole, groups: Whole) -> Ranks:
    """The ranks of the rows that count; ``groups`` is the number of every row's group, from 0."""
    known = ~np.isnan(portfolio.low[counted])
    rows = counted[known]
    low, high = in_units(portfolio.low[rows]), in_units(portfolio.high[rows])
    sizes = np.bincount(groups[rows], minlength=1)
    columns = (*rank_intervals(low, high), *rank_intervals(low, high, groups[rows]), sizes[groups[rows]])
    return Ranks(rows, counted[~known], *(spread_out(column, rows, len(portfolio)) for column in columns))


def rank_intervals(low: Whole, high: Whole, groups: Whole | None = None) -> tuple[Whole, Whole]:
    """The best and the worst rank of each, among all or among those of the same group.

    Best is 1 + how many lows are above one's own high; worst is how many there are less the highs that are
    below one's own low. In n log n steps.
    """
    groups = np.zeros_like(low) if groups is None else groups
    base, members = groups * _ROOM, np.sort(groups)
    first, last = count_below(members, groups), count_below(members, groups + 1)
    above = last - count_below(np.sort(base + low), base + high + 1)
    below = count_below(np.sort(base + high), base + low) - first
    return above + 1, last - first - below


def count_below(ordered: Whole, limits: Whole) -> Whole:
    """For each limit, how many of some values in order are below it."""
    order = np.argsort(limits)  # Looked up in order the values stay in the cache: nine times as fast.
    counts = np.empty(len(limits), dtype=np.int64)
    counts[order] = np.searchsorted(ordered, limits[order], "left")
    return counts


def in_units(percent: Floats) -> Whole:
    """Percentages as whole billionths, to be compared."""
    return np.rint(percent * _UNITS).astype(np.int64)


def in_percent(units: Whole) -> Floats:
    """Percentages again."""
    return np.asarray(units / _UNITS)


def spread_out(values: Whole, rows: Whole, length: int) -> Whole:
    """A column of a portfolio with these values at these rows and 0 elsewhere."""
    column = np.zeros(length, dtype=np.int64)
    column[rows] = values
    return column
