"""Agreement against packages of others, and against its definitions level by level where none has it."""

import itertools
import random
import statistics
from collections import Counter
from fractions import Fraction
from math import isclose

import pytest

from dsds_audit.agreement import (
    fleiss_kappa,
    gwet_ac1,
    intraclass_correlation,
    krippendorff_alpha,
    percent_agreement,
    within_group_agreement,
)

pytestmark = pytest.mark.filterwarnings("ignore")  # What packages of others warn of is not ours to mend.
Row = list[int | None]
SEEDS = range(40)


def made_up(seed: int, *, holes: bool, levels: int = 5) -> list[Row]:
    """Units of a made-up table, a level or a hole for each person; people lean to what the unit is like."""
    dice = random.Random(seed)
    units, people = dice.randint(6, 14), dice.randint(3, 7)
    return [
        [
            None
            if holes and dice.random() < 0.3
            else min(levels, max(1, like + dice.choice((-2, -1, 0, 0, 0, 1))))
            for _ in range(people)
        ]
        for like in (1, levels, *(dice.randint(1, levels) for _ in range(units)))
    ]


def counts_of(table: list[Row]) -> list[Counter[int]]:
    return [Counter(level for level in row if level is not None) for row in table]


def close(mine: Fraction | None, theirs: float) -> bool:
    return mine is not None and isclose(mine, theirs, rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize("scale", ["nominal", "ordinal", "interval"])
def test_alpha_is_what_the_package_krippendorff_says(scale: str) -> None:
    from krippendorff import alpha

    for seed in SEEDS:
        table = made_up(seed, holes=seed % 4 > 0)
        by_person = [
            [float("nan") if v is None else float(v) for v in person] for person in zip(*table, strict=True)
        ]
        mine = krippendorff_alpha(counts_of(table), scale).value  # type: ignore[arg-type]
        assert close(mine, alpha(reliability_data=by_person, level_of_measurement=scale)), seed


def test_kappa_is_what_statsmodels_says() -> None:
    from statsmodels.stats import inter_rater

    for seed in SEEDS:
        table = made_up(seed, holes=False)
        assert close(
            fleiss_kappa(counts_of(table)).value,
            inter_rater.fleiss_kappa(inter_rater.aggregate_raters(table)[0]),
        ), seed


@pytest.mark.slow
def test_intraclass_correlations_are_what_pingouin_says() -> None:
    import pandas as pd
    import pingouin

    for seed in range(12):
        table = made_up(seed, holes=False, levels=9)
        cells = [(unit, person, level) for unit, row in enumerate(table) for person, level in enumerate(row)]
        frame = pd.DataFrame(cells, columns=["unit", "person", "level"])
        found = pingouin.intraclass_corr(frame, targets="unit", raters="person", ratings="level")
        kinds = itertools.product((False, True), (1, 2, 3))
        for (mean, model), theirs in zip(kinds, found["ICC"], strict=True):
            mine = intraclass_correlation(table, model, mean=mean)  # type: ignore[arg-type]
            assert close(mine.value, theirs), (seed, mine.metric)


def plain_ac1(table: list[Row], categories: int) -> Fraction:
    """AC1 from its definition, pair by pair and person by person."""
    rated = [[level for level in row if level is not None] for row in table]
    rated = [row for row in rated if row]
    agreed = [
        Fraction(sum(a == b for a, b in pairs), len(pairs))
        for pairs in (list(itertools.combinations(row, 2)) for row in rated)
        if pairs
    ]
    chance = Fraction(0)
    for category in range(1, categories + 1):
        share = sum(Fraction(row.count(category), len(row)) for row in rated) / len(rated)
        chance += share * (1 - share) / (categories - 1)
    return (sum(agreed, Fraction(0)) / len(agreed) - chance) / (1 - chance)


def test_ac1_is_what_its_definition_says() -> None:
    for seed in SEEDS:
        table = made_up(seed, holes=seed % 2 > 0)
        assert gwet_ac1(counts_of(table), 5).value == plain_ac1(table, 5), seed


def test_one_unit_is_what_the_standard_library_says() -> None:
    for seed in SEEDS:
        for row in made_up(seed, holes=False):
            levels = [Fraction(level) for level in row if level is not None]
            pairs = list(itertools.combinations(levels, 2))
            rwg = within_group_agreement(Counter(row), 5).value  # type: ignore[arg-type]
            assert rwg == 1 - statistics.variance(levels) / Fraction(24, 12)
            share = statistics.fmean(a == b for a, b in pairs)
            assert close(percent_agreement(Counter(row)).value, 100 * share)  # type: ignore[arg-type]
