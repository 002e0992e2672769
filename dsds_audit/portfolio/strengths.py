"""Strengths worth visiting: who does well what others lack, and whom each site could visit."""

from dataclasses import dataclass

import numpy as np

from dsds_audit.portfolio.common_gaps import below_target, gains, points_of_a_level
from dsds_audit.portfolio.groups import RowKeys
from dsds_audit.portfolio.statuses import criterion_statuses, status_names
from dsds_audit.portfolio.table import STATUSES, Portfolio, Truths, Whole

MOST_NAMED = 5
_IN_PLACE = STATUSES.index("in_place")
_LACKING = tuple(STATUSES.index(status) for status in ("partially_in_place", "not_in_place"))
_FIRST = 1_000  # Percentage points no gain can reach: what is critical comes before what adds more.


@dataclass(frozen=True, eq=False)
class Strength:
    """A practice or criterion (by full id) that some sites lack and others have in place.

    ``in_place`` is how many have it; ``hosts`` are the places in the portfolio of up to five of these: those
    with the largest share of levels that fresh evidence shows, then those assessed latest. ``lacking`` is how
    many certainly do not: on a criterion are below their target, of a practice have some or nothing in place.
    """

    id: str
    in_place: int
    lacking: int
    hosts: Whole


@dataclass(frozen=True, eq=False)
class Visits:
    """Of every row of a portfolio, which other site it could visit for which of its gaps.

    ``criterion`` is the place, among the rubric's criteria, of the gap that adds most to its score, critical
    ones first, out of those that some site has in place; ``host`` is the place of the row to visit. Both are
    -1 where there is no gap, or nobody to visit. A host is of the same group where that has one. The visits
    are shared out evenly among all that could be hosts, best shown and latest first.
    """

    criterion: Whole
    host: Whole


def find_strengths(portfolio: Portfolio, rows: Whole) -> tuple[Strength, ...]:
    """What some of these rows have in place and others certainly lack, in rubric order."""
    rubric, ordered = portfolio.rubric, rows[_best_shown(portfolio, rows)]
    practices, criteria = portfolio.practice_status[ordered], criterion_statuses(portfolio, ordered)
    found: dict[str, Strength] = {}
    for place, practice in enumerate(rubric.practices):
        column = practices[:, place]
        found[practice.id] = _strength(practice.id, ordered, column == _IN_PLACE, np.isin(column, _LACKING))
    for place, name in enumerate(rubric.criteria):
        below = below_target(portfolio, ordered, place)
        found[name] = _strength(name, ordered, criteria[:, place] == _IN_PLACE, below)
    return tuple(s for name in status_names(rubric) if (s := found[name]).in_place and s.lacking)


def suggest_visits(portfolio: Portfolio, rows: Whole, keys: RowKeys) -> Visits:
    """Whom each of these rows could visit."""
    statuses = criterion_statuses(portfolio, rows)
    chosen = _largest_gaps(portfolio, rows, (statuses == _IN_PLACE).any(axis=0))
    order = _best_shown(portfolio, rows)
    visits = Visits(*(np.full(len(portfolio), -1, dtype=np.int64) for _ in range(2)))
    for place in np.unique(chosen[chosen >= 0]).tolist():
        guests = rows[chosen == place]
        hosts = rows[order][statuses[order, place] == _IN_PLACE]
        met = _assign(guests, hosts, keys)
        visits.host[guests] = met
        visits.criterion[guests] = np.where(met < 0, -1, place)
    return visits


def _strength(name: str, rows: Whole, in_place: Truths, lacking: Truths) -> Strength:
    hosts = rows[in_place]
    return Strength(name, len(hosts), int(np.count_nonzero(lacking)), hosts[:MOST_NAMED])


def _best_shown(portfolio: Portfolio, rows: Whole) -> Whole:
    """The order of some rows: most levels shown by fresh evidence first, then the latest."""
    shown = np.nan_to_num(portfolio.evidenced[rows]) / np.maximum(portfolio.rated[rows], 1)
    return np.lexsort((-portfolio.date[rows].astype(np.int64), -shown))


def _largest_gaps(portfolio: Portfolio, rows: Whole, with_host: Truths) -> Whole:
    """The gap of each row that adds most, out of the criteria with a host; -1 where it has none of these."""
    points = points_of_a_level(portfolio, rows)
    most, chosen = np.zeros(len(rows)), np.full(len(rows), -1, dtype=np.int64)
    for place, criterion in enumerate(portfolio.rubric.criteria.values()):
        if not with_host[place]:
            continue
        gain = np.where(below_target(portfolio, rows, place), gains(portfolio, rows, place, points), 0)
        gain += _FIRST * (criterion.critical & (gain > 0))
        larger = gain > most
        most[larger], chosen[larger] = gain[larger], place
    return chosen


def _assign(guests: Whole, hosts: Whole, keys: RowKeys) -> Whole:
    """A host for each guest, of its own group where there is one, in turn; -1 where only it itself is one.

    All hosts stand in a row by group, and once more for guests whose group has none.
    """
    groups, sites = keys.groups, keys.sites
    order = np.argsort(groups[guests], kind="stable")
    near = hosts[np.argsort(groups[hosts], kind="stable")]
    wanted = groups[guests][order]
    first = np.searchsorted(groups[near], wanted, "left")
    count = np.searchsorted(groups[near], wanted, "right") - first
    turn = np.arange(len(guests)) - np.searchsorted(wanted, wanted, "left")
    away = np.flatnonzero(count == 0)
    first[away], count[away], turn[away] = len(near), len(hosts), np.arange(len(away))
    row = np.concatenate((near, hosts))
    met = np.full(len(guests), -1, dtype=np.int64)
    for step in (1, 0):  # The next in turn, unless the one whose turn it is will do.
        host = row[first + (turn + step) % count]
        met[order] = np.where(sites[host] == sites[guests[order]], met[order], host)
    return met
