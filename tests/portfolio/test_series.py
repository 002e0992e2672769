import datetime as dt
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from portfolios_for_tests import portfolio_of, portfolios
from rubrics_for_tests import examples, make_rubric, rate

from dsds_audit.names import folded
from dsds_audit.portfolio.series import series_in
from dsds_audit.portfolio.table import Portfolio

RUBRIC = make_rubric((2, 2))


def of_dates(**dates: str) -> Portfolio:
    made = [
        rate(RUBRIC, others=1, site=site.replace("_", " "), date=dt.date.fromisoformat(date))
        for site, days in dates.items()
        for date in days.split()
    ]
    return portfolio_of(RUBRIC, made)


def named(portfolio: Portfolio, rows: np.ndarray) -> list[str]:
    return [f"{portfolio.site[row]} {portfolio.date[row]}" for row in rows]


def test_case_makes_no_other_series_and_a_program_does() -> None:
    made = [
        rate(RUBRIC, others=1, site="Oak", date=dt.date(2026, 1, 1)),
        rate(RUBRIC, others=1, site="OAK", date=dt.date(2026, 3, 1)),
        rate(RUBRIC, others=1, site="Oak", program="Coaching", date=dt.date(2026, 2, 1)),
    ]
    portfolio = portfolio_of(RUBRIC, made)
    series = series_in(portfolio)
    assert len(np.unique(series.series)) == 2
    first, second = series.latest_pairs(np.ones(3, dtype=bool), 200)
    assert named(portfolio, first) == ["Oak 2026-01-01"]
    assert named(portfolio, second) == ["OAK 2026-03-01"]


def test_pairs_follow_one_another_within_the_window() -> None:
    portfolio = of_dates(
        A="2025-01-01 2025-06-01 2025-12-01",
        B="2025-01-01 2025-12-01",
        C="2025-01-01",
        D="2025-01-01 2025-07-20",
    )
    first, second = series_in(portfolio).latest_pairs(np.ones(len(portfolio), dtype=bool), 200)
    assert named(portfolio, first) == ["A 2025-06-01", "D 2025-01-01"]
    assert named(portfolio, second) == ["A 2025-12-01", "D 2025-07-20"]


def test_an_unusable_assessment_between_parts_a_pair() -> None:
    portfolio = of_dates(A="2025-01-01 2025-02-01 2025-03-01")
    usable = np.array([True, False, True])
    assert series_in(portfolio).latest_pairs(usable, 200)[0].tolist() == []
    assert named(portfolio, series_in(portfolio).latest(usable)) == ["A 2025-03-01"]
    assert named(portfolio, series_in(portfolio).latest(~usable)) == ["A 2025-02-01"]


@given(portfolios(), st.data())
@examples(40)
def test_as_told_row_by_row(portfolio: Portfolio, data: st.DataObject) -> None:
    usable = np.array(data.draw(st.lists(st.booleans(), min_size=len(portfolio), max_size=len(portfolio))))
    window = data.draw(st.integers(1, 600))
    by_series: dict[tuple[str, str], list[int]] = {}
    for row in sorted(range(len(portfolio)), key=lambda row: portfolio.date[row]):
        key = folded(portfolio.site[row]), folded(portfolio.program[row])
        by_series.setdefault(key, []).append(row)
    latest, pairs = set(), set()
    for rows in by_series.values():
        known = [row for row in rows if usable[row]]
        latest |= set(known[-1:])
        close = [
            (one, other)
            for one, other in pairwise(rows)
            if usable[one] and usable[other] and portfolio.date[other] - portfolio.date[one] <= window
        ]
        pairs |= set(close[-1:])
    series = series_in(portfolio)
    assert set(series.latest(usable).tolist()) == latest
    assert set(zip(*(rows.tolist() for rows in series.latest_pairs(usable, window)), strict=True)) == pairs


@pytest.mark.parametrize("size", [0, 1])
def test_hardly_anything(size: int) -> None:
    portfolio = portfolio_of(RUBRIC, [rate(RUBRIC, others=1)][:size])
    series = series_in(portfolio)
    everything = np.ones(size, dtype=bool)
    assert len(series.latest(everything)) == size
    assert [len(rows) for rows in series.latest_pairs(everything, 200)] == [0, 0]
