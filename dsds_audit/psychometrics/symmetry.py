"""Bowker's test: whether ratings at two dates moved in one direction more than in the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dsds_audit.psychometrics.distributions import chi_square_tail
from dsds_audit.psychometrics.figures import FEWEST_CHANGED, Refusal, tell_refusal

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Symmetry:
    """Bowker's test of one criterion over so many pairs of levels, of which some rose and some fell.

    ``statistic`` is chi-square with ``degrees``; ``p`` the probability of one as large where moves in both
    directions are as likely; ``p_adjusted`` the same, corrected for the number of criteria that were tested.
    All four are None where the test is refused, and ``refusal`` says why.
    """

    criterion: str
    pairs: int
    rose: int
    fell: int
    statistic: float | None = None
    degrees: int | None = None
    p: float | None = None
    p_adjusted: float | None = None
    refusal: Refusal | None = None

    @property
    def reason(self) -> str | None:
        """Why it was not tested, as a sentence; None where it was."""
        return tell_refusal(self.refusal) if self.refusal else None


def find_symmetry(criterion: str, first: Floats, second: Floats, steps: int) -> Symmetry:
    """Bowker's test over pairs of levels from 0 to below ``steps``; one pair a site, none of them NaN.

    Two levels between which no site moved lower the degrees of freedom by one. With two levels it is
    McNemar's test without correction. Source: Bowker 1948.
    """
    rose, fell = int((second > first).sum()), int((second < first).sum())
    if rose + fell < FEWEST_CHANGED:
        return Symmetry(criterion, len(first), rose, fell, refusal="too_few_changed")
    moved = np.zeros((steps, steps))
    np.add.at(moved, (first.astype(int), second.astype(int)), 1)
    upper = np.triu_indices(steps, 1)
    there, back = moved[upper], moved.T[upper]
    met = there + back > 0
    statistic = float(((there - back)[met] ** 2 / (there + back)[met]).sum())
    degrees = int(met.sum())
    p = chi_square_tail(statistic, degrees)
    return Symmetry(criterion, len(first), rose, fell, statistic, degrees, p)


def adjust(tests: Sequence[Symmetry]) -> tuple[Symmetry, ...]:
    """The same tests with their probabilities corrected for how many there are; those refused as they are.

    Source: Holm 1979.
    """
    tested = sorted((test.p, place) for place, test in enumerate(tests) if test.p is not None)
    adjusted: dict[int, float] = {}
    highest = 0.0
    for rank, (p, place) in enumerate(tested):
        highest = max(highest, min(1.0, p * (len(tested) - rank)))
        adjusted[place] = highest
    return tuple(replace(test, p_adjusted=adjusted.get(place)) for place, test in enumerate(tests))
