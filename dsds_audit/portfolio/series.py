"""The series a portfolio holds: which assessments follow one another at the same site."""

from dataclasses import dataclass

import numpy as np

from dsds_audit.portfolio.groups import row_keys
from dsds_audit.portfolio.table import Portfolio, Truths, Whole


@dataclass(frozen=True, eq=False)
class PortfolioSeries:
    """The rows of a portfolio in the order of their series (a site with one program) and, in it, of dates.

    ``rows`` are places in the portfolio's columns, ``series`` the number of the series of each, ``gap`` the
    days since the row before; 0 for the first of a series.
    """

    rows: Whole
    series: Whole
    gap: Whole

    def latest(self, usable: Truths) -> Whole:
        """The latest row of each series among the usable (a truth for each row of the portfolio)."""
        places = np.flatnonzero(usable[self.rows])
        return self.rows[places[_last_of(self.series[places])]]

    def latest_pairs(self, usable: Truths, window: int) -> tuple[Whole, Whole]:
        """Of each series the latest two rows in a row, both usable and at most ``window`` days apart.

        The first rows of the pairs, and their second.
        """
        known = usable[self.rows]
        close = (self.gap > 0) & (self.gap <= window)
        close[1:] &= known[1:] & known[:-1]
        places = np.flatnonzero(close)
        places = places[_last_of(self.series[places])]
        return self.rows[places - 1], self.rows[places]


def series_in(portfolio: Portfolio) -> PortfolioSeries:
    """The series of a portfolio that holds every assessment; names are compared regardless of case."""
    series = row_keys(portfolio).series
    rows = np.lexsort((portfolio.date, series))
    days = portfolio.date[rows].astype("datetime64[D]").astype(np.int64)
    gap = np.diff(days, prepend=days[:1])
    gap[1:][np.diff(series[rows]) != 0] = 0
    return PortfolioSeries(rows, series[rows], gap)


def _last_of(series: Whole) -> Truths:
    """Which entries of a sorted array are the last of their kind."""
    return np.append(np.diff(series) != 0, True)[: len(series)]
