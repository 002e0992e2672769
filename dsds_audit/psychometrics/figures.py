"""A statistic as it is told: its value and interval with what they rest on, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dsds_audit.speech import mark, say

# All four are this project's conventions, no published limits: below them an interval would mislead.
FEWEST_COMPLETE = 30  # complete assessments, one a site, for internal consistency
FEWEST_SITES = 10  # sites with two or more assessments, for what sites account for
FEWEST_PAIRS = 30  # pairs of consecutive assessments, one a site, for test and retest
FEWEST_CHANGED = 10  # ratings that differ between the two dates, for the test of symmetry

CONFIDENCE = 0.95

Refusal = Literal[
    "too_few_complete",
    "too_few_sites",
    "too_few_pairs",
    "too_few_changed",
    "too_few_criteria",
    "no_variation",
    "no_reliability",
]
REASONS: Mapping[Refusal, str] = {
    "too_few_complete": mark("Fewer than {fewest} sites have an assessment with a level everywhere."),
    "too_few_sites": mark("Fewer than {fewest} sites have two or more assessments that are known in full."),
    "too_few_pairs": mark(
        "Fewer than {fewest} sites have two assessments in a row that are close enough in time and known in "
        "full."
    ),
    "too_few_changed": mark("Fewer than {fewest} sites were rated differently at the two dates."),
    "too_few_criteria": mark("It takes at least two criteria whose levels differ between sites."),
    "no_variation": mark("All that would be compared is the same, so nothing can be told apart."),
    "no_reliability": mark("The two assessments have nothing in common that could be told from error."),
}
_FEWEST: Mapping[Refusal, int] = {
    "too_few_complete": FEWEST_COMPLETE,
    "too_few_sites": FEWEST_SITES,
    "too_few_pairs": FEWEST_PAIRS,
    "too_few_changed": FEWEST_CHANGED,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure by its English name: its value, the 95 % interval if one is given, what it rests on.

    ``value`` is None where the measure is refused, and ``refusal`` then says why.
    """

    name: str
    value: float | None
    count: int
    low: float | None = None
    high: float | None = None
    refusal: Refusal | None = None

    @property
    def reason(self) -> str | None:
        """Why there is no value, as a sentence; None where there is one."""
        return tell_refusal(self.refusal) if self.refusal else None


def tell_refusal(refusal: Refusal) -> str:
    """Why there is no value, as a sentence."""
    return say(REASONS[refusal], fewest=_FEWEST.get(refusal))


def refused(name: str, count: int, refusal: Refusal) -> Figure:
    """A measure without a value, and why."""
    return Figure(name, None, count, refusal=refusal)
