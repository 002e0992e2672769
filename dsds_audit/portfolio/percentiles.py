"""Where each value stands among those of its group."""

import numpy as np

from dsds_audit.names import folded
from dsds_audit.portfolio.table import Floats, Names

DECIMALS = 9  # Values that differ after this many are not told apart: floats may be off.


def percentiles_within(groups: Names, values: Floats) -> Floats:
    """The share of the others in the group, 0 to 100, that are lower, with half of those that tie.

    Groups are compared as names are. NaN for what is NaN itself, and for one that is alone.
    """
    numbers: dict[str, int] = {}
    spelled = {name: numbers.setdefault(folded(name), len(numbers)) for name in dict.fromkeys(groups)}
    found = np.full(len(values), np.nan)
    known = np.flatnonzero(~np.isnan(values))
    group = np.array([spelled[name] for name in groups], dtype=np.int64)[known]
    value = values[known].round(DECIMALS)
    order = np.lexsort((value, group))
    group, value = group[order], value[order]
    first = np.searchsorted(group, group, side="left")
    others = np.searchsorted(group, group, side="right") - first - 1
    # Equal values of a group stand side by side: where each run begins, and how long it is.
    begins = np.flatnonzero(np.r_[True, (group[1:] != group[:-1]) | (value[1:] != value[:-1])][: len(group)])
    lengths = np.diff(np.r_[begins, len(group)])
    lower = np.repeat(begins, lengths) - first
    ties = np.repeat(lengths, lengths) - 1
    with np.errstate(invalid="ignore"):
        share = 100.0 * (lower + ties / 2) / others
    found[known[order]] = np.where(others > 0, share, np.nan)
    return found
