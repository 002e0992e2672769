"""Which rows of a portfolio stand together: by group, by half-year, or all as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dsds_audit.names import folded
from dsds_audit.portfolio.table import Portfolio, Truths, Whole
from dsds_audit.speech import mark, say, sort_key

By = Literal["group", "site", "date"]
EVERYONE = mark("All sites")
NO_GROUP = mark("No group named")
HALVES = (mark("January to June {year}"), mark("July to December {year}"))


@dataclass(frozen=True, eq=False)
class RowKeys:
    """Of every row the number of its site, of its site and program, and of its group; the groups' names.

    Numbers begin at 0. Names that differ only in case, width or the way accents are typed have one number,
    and are called as they are first spelled. Groups are in the order of their names; rows without one are a
    group, too, the last.
    """

    sites: Whole
    series: Whole
    groups: Whole
    group_names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class RowGroup:
    """Rows that are looked at together.

    ``rows`` are the places of all of them in the portfolio's columns; ``counted`` those of the latest of each
    site and program among them: statistics are made of these, so that no site counts more often for having
    been assessed more often. ``sites`` is how many sites there are, however many programs they have.
    """

    name: str
    rows: Whole
    counted: Whole
    sites: int


def row_keys(portfolio: Portfolio) -> RowKeys:
    """The numbers by which rows belong together."""
    sites, _ = _numbers(portfolio.site.tolist())
    programs, names = _numbers(portfolio.program.tolist())
    return RowKeys(sites, sites * len(names) + programs, *_groups(portfolio))


def row_groups(portfolio: Portfolio, keys: RowKeys, by: By) -> tuple[RowGroup, ...]:
    """The groups in the order of their names, or those of half-years by date; none where it is by site.

    The field assesses twice a year, so dates are put together by half-year.
    """
    if by == "site":
        return ()
    codes, names = _half_years(portfolio) if by == "date" else (keys.groups, keys.group_names)
    latest = _latest(portfolio, keys.series, codes)
    order = np.argsort(codes, kind="stable")
    parts = np.split(order, np.searchsorted(codes[order], np.arange(len(names))))[1:]
    return tuple(
        RowGroup(name, rows, rows[latest[rows]], len(np.unique(keys.sites[rows])))
        for name, rows in zip(names, parts, strict=True)
    )


def everyone(portfolio: Portfolio, keys: RowKeys) -> RowGroup:
    """All rows as one group."""
    latest = _latest(portfolio, keys.series, np.zeros_like(keys.series))
    rows = np.arange(len(portfolio))
    return RowGroup(say(EVERYONE), rows, rows[latest], len(np.unique(keys.sites)))


def _groups(portfolio: Portfolio) -> tuple[Whole, tuple[str, ...]]:
    codes, names = _numbers(portfolio.group.tolist())
    order = sorted(range(len(names)), key=lambda code: (not names[code], sort_key(names[code])))
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    return places[codes], tuple(names[code] or say(NO_GROUP) for code in order)


def _half_years(portfolio: Portfolio) -> tuple[Whole, tuple[str, ...]]:
    months = portfolio.date.astype("datetime64[M]").astype(np.int64)
    halves, codes = np.unique(months // 6, return_inverse=True)
    names = (say(HALVES[half % 2], year=1970 + half // 2) for half in halves.tolist())
    return codes.astype(np.int64), tuple(names)


def _numbers(names: Sequence[str]) -> tuple[Whole, tuple[str, ...]]:
    """A number for every name in the order they come, and each numbered name as it is first spelled."""
    spelled: dict[str, str] = {}
    folds = {name: folded(name) for name in dict.fromkeys(names)}
    for name, fold in folds.items():
        spelled.setdefault(fold, name)
    number = {fold: code for code, fold in enumerate(spelled)}
    codes = {name: number[fold] for name, fold in folds.items()}
    return np.array([codes[name] for name in names], dtype=np.int64), tuple(spelled.values())


def _latest(portfolio: Portfolio, series: Whole, codes: Whole) -> Truths:
    """Which rows are the latest of their site and program among the rows with the same code."""
    order = np.lexsort((portfolio.date, series, codes))
    last = np.ones(len(order), dtype=np.bool_)
    last[:-1] = (np.diff(series[order]) != 0) | (np.diff(codes[order]) != 0)
    latest = np.empty_like(last)
    latest[order] = last
    return latest
