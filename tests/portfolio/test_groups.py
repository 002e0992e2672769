import datetime as dt
from typing import get_args

import numpy as np
from hypothesis import given
from portfolios_for_tests import portfolio_of, portfolios
from rubrics_for_tests import examples, make_rubric, rate

from dsds_audit.names import folded
from dsds_audit.portfolio.groups import By, RowGroup, everyone, row_groups, row_keys
from dsds_audit.portfolio.table import Portfolio

RUBRIC = make_rubric((1,))


def made(*rows: tuple[str, str | None, str | None, str]) -> Portfolio:
    """Rows of site, program, group and date."""
    return portfolio_of(
        RUBRIC,
        [
            rate(RUBRIC, site=site, program=program, group=group, date=dt.date.fromisoformat(date))
            for site, program, group, date in rows
        ],
    )


def grouped(portfolio: Portfolio, by: By) -> dict[str, RowGroup]:
    return {group.name: group for group in row_groups(portfolio, row_keys(portfolio), by)}


def test_groups_by_name_and_those_without_last() -> None:
    groups = grouped(
        made(
            ("A", None, None, "2026-03-01"),
            ("B", None, "West", "2026-03-01"),
            ("C", None, "east", "2026-03-01"),
            ("D", None, "East ", "2026-03-01"),
            ("E", None, "EAST", "2026-03-01"),
        ),
        "group",
    )
    assert list(groups) == ["east", "West", "No group named"]
    assert groups["east"].sites == 3


def test_half_years_in_order() -> None:
    groups = grouped(
        made(
            ("A", None, None, "2026-06-30"),
            ("A", None, None, "2026-07-01"),
            ("B", None, None, "2025-12-31"),
            ("A", None, None, "2026-01-01"),
            ("C", None, None, "1969-12-31"),
        ),
        "date",
    )
    assert list(groups) == [
        "July to December 1969",
        "July to December 2025",
        "January to June 2026",
        "July to December 2026",
    ]
    assert len(groups["January to June 2026"].rows) == 2
    assert len(groups["January to June 2026"].counted) == 1


def test_a_site_with_two_programs_counts_for_each_but_is_one_site() -> None:
    portfolio = made(
        ("A", None, "X", "2026-03-01"),
        ("a", "Coaching", "X", "2026-03-01"),
        ("A", "COACHING", "X", "2026-09-01"),
    )
    whole = everyone(portfolio, row_keys(portfolio))
    assert (whole.sites, len(whole.rows)) == (1, 3)
    assert sorted(portfolio.date[whole.counted].astype(str)) == ["2026-03-01", "2026-09-01"]


def test_by_site_there_are_no_groups() -> None:
    assert not grouped(made(("A", None, "X", "2026-03-01")), "site")


def test_nothing_at_all() -> None:
    portfolio = made()
    assert everyone(portfolio, row_keys(portfolio)).sites == 0
    assert not grouped(portfolio, "group")
    assert not grouped(portfolio, "date")


@examples(60)
@given(portfolios())
def test_every_row_is_in_one_group_and_the_latest_counts(portfolio: Portfolio) -> None:
    for by in get_args(By)[::2]:
        groups = grouped(portfolio, by).values()
        rows = np.concatenate([group.rows for group in groups])
        assert sorted(rows.tolist()) == list(range(len(portfolio)))
        for group in groups:
            dates: dict[tuple[str, str], np.datetime64] = {}
            for row in group.rows.tolist():
                series = folded(portfolio.site[row]), folded(portfolio.program[row])
                dates[series] = max(dates.get(series, portfolio.date[row]), portfolio.date[row])
            found = {
                (folded(portfolio.site[row]), folded(portfolio.program[row])): portfolio.date[row]
                for row in group.counted.tolist()
            }
            assert found == dates
            assert len(group.counted) == len(dates)
            assert group.sites == len({site for site, _ in dates})
