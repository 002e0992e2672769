"""The model that made-up assessments are drawn from: its parameters, and what follows from them."""

import datetime as dt
from dataclasses import dataclass
from math import fsum

from dsds_audit.rubric import Rubric
from dsds_audit.speech import say

FIRST_DAY = dt.date(2024, 3, 1)
_SHARES = ("unrecorded", "missing", "dont_know", "does_not_apply", "evidenced", "skipped")
_SPREADS = (
    "group_effect",
    "site_effect",
    "practice_effect",
    "practice_difficulty",
    "criterion_difficulty",
    "vote_noise",
)


@dataclass(frozen=True)
class SimulationModel:
    """How made-up sites answer a rubric; docs/simulate.md has the formula.

    Effects, difficulties and noise are standard deviations on the latent scale, on which the levels' cut
    points lie evenly between -1 and 1; ``average`` is where an average site stands on it at the first date,
    ``drift`` how far every site moves in half a year. Shares run from 0 to 1. ``panel`` is the smallest and
    the largest number of voters, ``groups`` may be 0. Raises ValueError where a parameter is out of range.
    """

    rubric: Rubric
    sites: int = 100
    dates: int = 2
    groups: int = 5
    seed: int = 1
    first_day: dt.date = FIRST_DAY
    average: float = 0.0
    group_effect: float = 0.3
    site_effect: float = 0.8
    practice_effect: float = 0.4
    practice_difficulty: float = 0.3
    criterion_difficulty: float = 0.5
    vote_noise: float = 1.5
    drift: float = 0.15
    panel: tuple[int, int] = (3, 9)
    unrecorded: float = 0.1
    missing: float = 0.02
    dont_know: float = 0.03
    does_not_apply: float = 0.1
    evidenced: float = 0.6
    skipped: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what the model cannot mean."""
        faults = [
            say("{parameter} is a share from 0 to 1", parameter=name)
            for name in _SHARES
            if not 0 <= getattr(self, name) <= 1
        ]
        faults += [
            say("{parameter} is 0 or more", parameter=name)
            for name in _SPREADS
            if not 0 <= getattr(self, name) <= 100
        ]
        if not (-100 <= self.average <= 100 and -100 <= self.drift <= 100):
            faults.append(say("average and drift run from -100 to 100"))
        if self.missing + self.dont_know > 1:
            faults.append(say("missing and dont_know are shares of the same whole"))
        if self.sites < 1 or self.dates < 1 or self.groups < 0 or self.seed < 0:
            faults.append(say("sites and dates are 1 or more, groups and seed 0 or more"))
        if not 1 <= self.panel[0] <= self.panel[1] <= 1000:
            faults.append(say("a panel has 1 to 1000 voters, the smaller number first"))
        if self.first_day.year + self.dates // 2 > 9990:
            faults.append(say("dates end before the year 9990"))
        if faults:
            raise ValueError("; ".join(faults))

    @property
    def cells_a_site(self) -> int:
        """How many ratings one site has over all its dates."""
        return self.dates * len(self.rubric.criteria)

    @property
    def cuts(self) -> tuple[float, ...]:
        """The points of the latent scale at which the next level begins, lowest first."""
        steps = self.rubric.top + 1
        return tuple(2 * step / steps - 1 for step in range(1, steps))

    @property
    def latent_icc(self) -> float:
        """The share of the sites in the variance of one criterion at one date, from 0 to 1, on the latent
        scale: what two assessments of a site have in common. NaN where nothing varies."""
        smallest, largest = self.panel
        mean_inverse = fsum(1 / size for size in range(smallest, largest + 1)) / (largest - smallest + 1)
        group = self.group_effect**2 if self.groups else 0.0
        common = group + self.site_effect**2 + self.practice_effect**2
        whole = common + self.vote_noise**2 * mean_inverse
        return common / whole if whole else float("nan")
