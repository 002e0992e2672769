"""How far people agree: the published measures, each exact and by its name.

A unit is one thing that several people gave a level: how many of them gave it which. Who gave it makes no
difference to these measures, and whoever gave none is not counted.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Literal

from dsds_audit.speech import Labels, mark, say

Counts = Mapping[int, int]
Number = int | Fraction
Scale = Literal["nominal", "ordinal", "interval"]
Refusal = Literal["too_few_votes", "one_unit", "no_variation", "not_complete"]
REASONS: Mapping[str, str] = Labels(
    {
        "too_few_votes": "Fewer than two people gave a level to a criterion, so there is nothing to compare.",
        "one_unit": "Only one criterion has levels of two people, and telling agreement from chance takes "
        "more.",
        "no_variation": "All levels given are the same, and then agreement cannot be told from chance.",
        "not_complete": "This measure needs the same number of levels everywhere, and some are missing.",
    }
)
PERCENT = mark("percent agreement")
_ALPHAS: Mapping[Scale, str] = {
    "nominal": mark("Krippendorff's alpha, nominal"),
    "ordinal": mark("Krippendorff's alpha, ordinal"),
    "interval": mark("Krippendorff's alpha, interval"),
}
KAPPA, AC1 = mark("Fleiss' kappa"), mark("Gwet's AC1")


@dataclass(frozen=True, slots=True)
class Agreement:
    """One measure of agreement: its English name, and its exact value or why there is none."""

    metric: str
    value: Fraction | None
    refusal: Refusal | None = None

    @property
    def name(self) -> str:
        """What the measure is called."""
        return say(self.metric)

    @property
    def reason(self) -> str | None:
        """Why there is no value, as a sentence; None where there is one."""
        return REASONS[self.refusal] if self.refusal else None


def percent_agreement(counts: Counts) -> Agreement:
    """The pairs of people who gave one unit the same level, in percent of all pairs, 0 to 100.

    Undefined for fewer than two levels. Source: Fleiss 1971, his extent of agreement on one subject.
    """
    size = sum(counts.values())
    if size < 2:
        return Agreement(PERCENT, None, "too_few_votes")
    return Agreement(PERCENT, 100 * _pairs_that_agree(counts))


def within_group_agreement(counts: Counts, steps: int) -> Agreement:
    """rWG of one unit on a scale of so many steps (2 or more): 1 - s² / ((steps² - 1) / 12).

    s² is the sample variance (n - 1), the other the variance if every step were as likely. 1 is full
    agreement, 0 what chance would give; below 0, which is not cut off, people stand further apart than that.
    Undefined for fewer than two levels. Source: James, Demaree and Wolf 1984.
    """
    size = sum(counts.values())
    if size < 2:
        return Agreement("rWG", None, "too_few_votes")
    mean = Fraction(sum(level * n for level, n in counts.items()), size)
    squares = sum((n * (level - mean) ** 2 for level, n in counts.items()), Fraction(0))
    return Agreement("rWG", 1 - squares / (size - 1) / Fraction(steps**2 - 1, 12))


def krippendorff_alpha(units: Iterable[Counts], scale: Scale) -> Agreement:
    """Krippendorff's alpha: 1 - observed / expected disagreement, at most 1; 0 is chance, below 0 is worse.

    Levels may be missing; a unit with fewer than two does not count. Undefined where no unit is left, where
    all levels are the same, and, as it is 0 whatever the levels, where one unit is left. Source:
    Krippendorff 2011, Computing Krippendorff's alpha-reliability.
    """
    name = _ALPHAS[scale]
    paired = [unit for unit in units if sum(unit.values()) >= 2]
    if len(paired) < 2:
        return Agreement(name, None, "one_unit" if paired else "too_few_votes")
    totals: Counter[int] = Counter()
    for unit in paired:
        totals.update(unit)
    distance = _distance(totals, scale)
    expected = _disagreement(totals, distance)
    if not expected:
        return Agreement(name, None, "no_variation")
    observed = sum((_disagreement(unit, distance) for unit in paired), Fraction(0))
    return Agreement(name, 1 - observed / expected)


def fleiss_kappa(units: Sequence[Counts]) -> Agreement:
    """Fleiss' kappa: agreement beyond chance on categories, at most 1, 0 is chance.

    Needs the same number of levels, two or more, of every unit. Undefined where all levels are the same.
    Source: Fleiss 1971.
    """
    sizes = {sum(unit.values()) for unit in units}
    if len(sizes) > 1:
        return Agreement(KAPPA, None, "not_complete")
    if max(sizes, default=0) < 2:
        return Agreement(KAPPA, None, "too_few_votes")
    totals: Counter[int] = Counter()
    for unit in units:
        totals.update(unit)
    expected = sum((Fraction(n, totals.total()) ** 2 for n in totals.values()), Fraction(0))
    if expected == 1:
        return Agreement(KAPPA, None, "no_variation")
    return Agreement(KAPPA, (_mean(_pairs_that_agree(unit) for unit in units) - expected) / (1 - expected))


def gwet_ac1(units: Iterable[Counts], categories: int) -> Agreement:
    """Gwet's AC1, unweighted: agreement beyond chance on so many categories (2 or more), at most 1.

    Levels may be missing: agreement is measured on units with two or more, how common a category is on all
    that have any. Undefined where no unit has two. Source: Gwet 2008; for missing levels Gwet 2014.
    """
    rated = [unit for unit in units if sum(unit.values())]
    paired = [unit for unit in rated if sum(unit.values()) >= 2]
    if not paired:
        return Agreement(AC1, None, "too_few_votes")
    levels = {level for unit in rated for level in unit}
    shares = [_mean(Fraction(unit.get(level, 0), sum(unit.values())) for unit in rated) for level in levels]
    expected = sum((share * (1 - share) for share in shares), Fraction(0)) / (categories - 1)
    return Agreement(AC1, (_mean(map(_pairs_that_agree, paired)) - expected) / (1 - expected))


def intraclass_correlation(
    table: Sequence[Sequence[Number]], model: Literal[1, 2, 3], *, mean: bool = False
) -> Agreement:
    """ICC(model,1), or with ``mean`` ICC(model,k): a row for each unit, in it a number from each of k people.

    Model 1: each unit has people of its own; 2: people drawn from many; 3: these people and no others. At
    most 1; a negative part of variance is not cut off. Needs two units and two people; undefined where the
    variances it divides by come to nothing. Source: Shrout and Fleiss 1979.
    """
    people = len(table[0]) if table else 0
    name = f"ICC({model},{people if mean else 1})"
    if len({len(row) for row in table}) > 1:
        return Agreement(name, None, "not_complete")
    if len(table) < 2 or people < 2:
        return Agreement(name, None, "too_few_votes" if people < 2 else "one_unit")
    between, within, by_person, rest = _mean_squares(table)
    noise = within if model == 1 else rest
    drawn = (by_person - rest) / len(table) if model == 2 else Fraction(0)
    divisor = between + drawn if mean else between + (people - 1) * noise + people * drawn
    if not divisor:
        return Agreement(name, None, "no_variation")
    return Agreement(name, (between - noise) / divisor)


def _pairs_that_agree(counts: Counts) -> Fraction:
    size = sum(counts.values())
    return Fraction(sum(n * (n - 1) for n in counts.values()), size * (size - 1))


def _disagreement(counts: Counts, distance: Callable[[int, int], Fraction]) -> Fraction:
    """The squared distances over all pairs, divided by how many others each level is paired with."""
    pairs = combinations(sorted(counts), 2)
    apart = sum((counts[one] * counts[other] * distance(one, other) for one, other in pairs), Fraction(0))
    return 2 * apart / (sum(counts.values()) - 1)


def _distance(totals: Counts, scale: Scale) -> Callable[[int, int], Fraction]:
    """The squared distance of two levels, the lower one first."""
    if scale == "nominal":
        return lambda *_: Fraction(1)
    if scale == "interval":
        return lambda low, high: Fraction((high - low) ** 2)
    below, places = 0, {}
    for level in sorted(totals):
        places[level] = below + Fraction(totals[level], 2)
        below += totals[level]
    return lambda low, high: (places[high] - places[low]) ** 2


def _mean_squares(table: Sequence[Sequence[Number]]) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    """Mean squares between units, within units, between people, and of what is left."""
    units, people = len(table), len(table[0])
    rows, columns = [_mean(row) for row in table], [_mean(column) for column in zip(*table, strict=True)]
    whole = _mean(rows)
    between = people * sum(((row - whole) ** 2 for row in rows), Fraction(0))
    by_person = units * sum(((column - whole) ** 2 for column in columns), Fraction(0))
    within = sum(((cell - rows[i]) ** 2 for i, row in enumerate(table) for cell in row), Fraction(0))
    return (
        between / (units - 1),
        within / (units * (people - 1)),
        by_person / (people - 1),
        (within - by_person) / ((units - 1) * (people - 1)),
    )


def _mean(values: Iterable[Number]) -> Fraction:
    found = list(values)
    return Fraction(sum(found, Fraction(0)), len(found))
