"""How many pairs are certainly in one order by one rule, and certainly in the other by another."""

import numpy as np

from dsds_audit.portfolio.ranks import count_below
from dsds_audit.portfolio.table import Whole


def count_swapped(low: Whole, high: Whole, other_low: Whole, other_high: Whole) -> int:
    """The pairs of which one is certainly above by the first ends, and certainly below by the other ends."""
    order = np.argsort(high, kind="stable")
    worse = count_below(high[order], low)  # So many, in that order, are certainly below each.
    return _count_above(other_low[order], worse, other_high)


def _count_above(values: Whole, lengths: Whole, limits: Whole) -> int:
    """For each of some limits, how many of the first so many values are above it, summed up.

    Values are told apart bit by bit from the top, zeros sorted before ones at each, so that every question
    is a look-up in counts of ones (a wavelet matrix): n log n steps, each over whole columns.
    """
    numbers, places = np.unique(values, return_inverse=True)
    sought = count_below(numbers, limits + 1)  # Above the limit is this place or a later one.
    inside = sought < len(numbers)
    sought, ends = sought[inside], lengths[inside]
    starts = np.zeros_like(ends)
    total = 0
    for bit in reversed(range(max(1, int(len(numbers) - 1).bit_length()))):
        ones = (places >> bit) & 1
        before = np.concatenate(([0], np.cumsum(ones)))
        zeros = len(ones) - int(before[-1])
        up = ((sought >> bit) & 1).astype(np.bool_)
        from_ones, to_ones = before[starts], before[ends]
        total += int((to_ones - from_ones)[~up].sum())
        starts = np.where(up, zeros + from_ones, starts - from_ones)
        ends = np.where(up, zeros + to_ones, ends - to_ones)
        places = np.concatenate((places[ones == 0], places[ones == 1]))
    return total + int((ends - starts).sum())
