"""Whose statistics are withheld, because so few sites stand behind them that they would tell on one."""

from collections.abc import Sequence

import numpy as np

from dsds_audit.portfolio.table import Truths
from dsds_audit.speech import say


def withheld(sizes: Sequence[int], smallest: int) -> Truths:
    """Which groups' statistics are withheld, given how many sites each group has (at least 1).

    Those with fewer than ``smallest`` sites are. So that what is withheld cannot be worked out by subtracting
    what is shown from the whole, the smallest of the others are withheld, too, for as long as the withheld
    groups are all of one size or have fewer than ``smallest`` sites together; groups of equal size share
    their fate. Which are withheld so depends on nothing but the sizes: any two withheld groups could change
    places, and nothing shown would differ. Where all of them are, not even their names should be listed: how
    many there are could tell how large each is.
    """
    numbers = np.array(sizes, dtype=np.int64)
    hidden = numbers < smallest
    while hidden.any() and not hidden.all() and _told(numbers[hidden].tolist(), smallest):
        hidden |= numbers == numbers[~hidden].min()
    return hidden


def withheld_because(smallest: int) -> str:
    """Why statistics are not shown. Which of the two it is remains open, for that would tell a size."""
    return say(
        "There are fewer than {smallest} sites, or it would tell the figures of a group with fewer than "
        "{smallest}.",
        smallest=smallest,
    )


def _told(sizes: Sequence[int], smallest: int) -> bool:
    return len(set(sizes)) == 1 or sum(sizes) < smallest
