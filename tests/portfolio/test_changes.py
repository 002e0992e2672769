import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from portfolios_for_tests import portfolio_of, portfolios
from rubrics_for_tests import examples, make_rubric, rate

from dsds_audit.portfolio.changes import CHANGES, Change, count_changes, find_changes

RUBRIC = make_rubric({"p1": {"c1": {"not_applicable": True}}}, top=10)


def change(then: Any, now: Any) -> tuple[Change, float]:
    days = (dt.date(2026, 3, 2), dt.date(2026, 9, 14))
    two = [rate(RUBRIC, {"p1.c1": level}, date=day) for level, day in zip((then, now), days, strict=True)]
    changes = find_changes(portfolio_of(RUBRIC, two, latest=True))
    return CHANGES[changes.kinds[0]], changes.certain[0]


@pytest.mark.parametrize(
    ("then", "now", "kind", "certain"),
    [
        (3, 5, "risen", 20),
        (5, 3, "fallen", -20),
        (5, 5, "same", 0),
        ("?", 5, "not_certain", 0),
        (5, None, "not_certain", 0),
        ("?", "?", "not_certain", 0),
        # All that is open lies on one side, so the ranges only touch.
        (10, "?", "not_certain", 0),
        ("-", 5, "does_not_apply", 0),
        (5, "-", "does_not_apply", 0),
    ],
)
def test_only_what_is_certain_is_called_a_change(then: Any, now: Any, kind: Change, certain: float) -> None:
    assert change(then, now) == (kind, certain)


def test_the_first_assessment_has_none_before() -> None:
    changes = find_changes(portfolio_of(RUBRIC, [rate(RUBRIC, {"p1.c1": 5})]))
    assert CHANGES[changes.kinds[0]] == "first"


def test_what_exceeds_the_error_of_measurement() -> None:
    days = (dt.date(2026, 3, 2), dt.date(2026, 9, 14))
    moves = {"A": (3, 5), "B": (3, 4), "C": (9, 2)}
    rows = [
        rate(RUBRIC, {"p1.c1": level}, site=site, date=day)
        for site, levels in moves.items()
        for level, day in zip(levels, days, strict=True)
    ]
    portfolio = portfolio_of(RUBRIC, rows, latest=True)
    counts = count_changes(find_changes(portfolio, 10.0), np.arange(3))
    assert counts.counts == {**dict.fromkeys(CHANGES, 0), "risen": 2, "fallen": 1}
    assert counts.beyond_error == {"risen": 1, "fallen": 1}
    assert count_changes(find_changes(portfolio), np.arange(3)).beyond_error is None


@examples(60)
@given(portfolios())
def test_every_row_has_one_kind_and_no_unknown_makes_a_change(portfolio: Any) -> None:
    changes = find_changes(portfolio)
    assert sum(count_changes(changes, np.arange(len(portfolio))).counts.values()) == len(portfolio)
    for row, kind in enumerate(changes.kinds.tolist()):
        if CHANGES[kind] == "risen":
            assert portfolio.low[row] > portfolio.previous_high[row]
        if CHANGES[kind] == "fallen":
            assert portfolio.high[row] < portfolio.previous_low[row]
