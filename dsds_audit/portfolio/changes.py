"""What changed since each site's assessment before: called a change only where that is certain."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dsds_audit.portfolio.ranks import in_percent, in_units
from dsds_audit.portfolio.table import Floats, Portfolio, Whole

Change = Literal["risen", "fallen", "same", "not_certain", "first", "does_not_apply"]
# Changes are kept as their place in this order.
CHANGES: tuple[Change, ...] = ("risen", "fallen", "same", "not_certain", "first", "does_not_apply")


@dataclass(frozen=True, eq=False)
class Changes:
    """Of every row of a portfolio, what became of its score since the assessment before.

    ``kinds`` are places in CHANGES. ``risen`` and ``fallen`` are certain: the two ranges do not overlap.
    ``same`` is certain, too: both scores are known, and equal. ``first`` has none before; with
    ``does_not_apply``, nothing applied then or nothing does now. ``certain`` is the least by which it rose,
    in percentage points, below zero where it fell, 0 where neither is certain. ``smallest`` is the smallest
    change, in percentage points, that exceeds the error of measurement, None where that is not known.
    """

    kinds: Whole
    certain: Floats
    smallest: float | None


@dataclass(frozen=True, slots=True)
class ChangeCounts:
    """How many sites made which change.

    ``beyond_error`` is how many of those that rose, and of those that fell, certainly did so by more than the
    error of measurement; None where that error is not known.
    """

    counts: Mapping[Change, int]
    beyond_error: Mapping[Change, int] | None


def find_changes(portfolio: Portfolio, smallest: float | None = None) -> Changes:
    """What became of every row's score since the assessment before it."""
    low, high, was_low, was_high = (
        in_units(np.nan_to_num(end))
        for end in (portfolio.low, portfolio.high, portfolio.previous_low, portfolio.previous_high)
    )
    first = np.isnat(portfolio.previous_date)
    applies = ~(first | np.isnan(portfolio.low) | np.isnan(portfolio.previous_low))
    up, down = np.maximum(low - was_high, 0), np.maximum(was_low - high, 0)
    same = (low == high) & (was_low == was_high) & (low == was_low)
    kinds = np.select(
        [first, ~applies, up > 0, down > 0, same],
        [CHANGES.index(kind) for kind in ("first", "does_not_apply", "risen", "fallen", "same")],
        CHANGES.index("not_certain"),
    )
    return Changes(kinds.astype(np.int64), in_percent(np.where(applies, up - down, 0)), smallest)


def count_changes(changes: Changes, rows: Whole) -> ChangeCounts:
    """How many of some rows made which change."""
    numbers = np.bincount(changes.kinds[rows], minlength=len(CHANGES)).tolist()
    beyond: dict[Change, int] | None = None
    if changes.smallest is not None:
        moves = changes.certain[rows]
        risen, fallen = moves > changes.smallest, moves < -changes.smallest
        beyond = {"risen": int(np.count_nonzero(risen)), "fallen": int(np.count_nonzero(fallen))}
    return ChangeCounts(dict(zip(CHANGES, numbers, strict=True)), beyond)
