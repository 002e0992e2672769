import datetime as dt
from typing import Any

import numpy as np
from hypothesis import given
from portfolios_for_tests import portfolio_of, portfolios
from rubrics_for_tests import DAY, examples, make_rubric, rate

from dsds_audit.portfolio.groups import everyone, row_keys
from dsds_audit.portfolio.strengths import Strength, Visits, find_strengths, suggest_visits
from dsds_audit.portfolio.table import Portfolio

RUBRIC = make_rubric({"p1": {"c1": {}, "c2": {"critical": True}}})
SHOWN = {"level": 2, "evidence": [{"what": "The minutes", "date": str(DAY)}]}


def made(*rows: tuple[str, str, Any, Any], **fields: Any) -> Portfolio:
    """Rows of site, group and two levels."""
    return portfolio_of(
        RUBRIC,
        [
            rate(RUBRIC, {"p1.c1": a, "p1.c2": b}, site=site, group=group, **fields)
            for site, group, a, b in rows
        ],
    )


def strengths_of(portfolio: Portfolio) -> dict[str, Strength]:
    rows = everyone(portfolio, row_keys(portfolio)).counted
    return {strength.id: strength for strength in find_strengths(portfolio, rows)}


def visits_of(portfolio: Portfolio) -> Visits:
    keys = row_keys(portfolio)
    return suggest_visits(portfolio, everyone(portfolio, keys).counted, keys)


def test_who_does_well_what_others_lack() -> None:
    found = strengths_of(made(("A", "X", 2, 2), ("B", "X", 1, "?"), ("C", "X", 2, 2), ("D", "X", "?", 2)))
    assert list(found) == ["p1", "p1.c1"]
    assert (found["p1"].in_place, found["p1"].lacking, found["p1"].hosts.tolist()) == (2, 1, [0, 2])
    assert (found["p1.c1"].in_place, found["p1.c1"].lacking) == (2, 1)


def test_fresh_evidence_then_the_latest_and_no_more_than_five() -> None:
    rows = [rate(RUBRIC, {"p1.c1": 2}, site=f"S{n}", date=dt.date(2026, 1, 1 + n)) for n in range(6)]
    rows += [rate(RUBRIC, {"p1.c1": SHOWN}, site="T"), rate(RUBRIC, {"p1.c1": 0}, site="U")]
    portfolio = portfolio_of(RUBRIC, rows)
    found = strengths_of(portfolio)["p1.c1"]
    assert found.in_place == 7
    assert portfolio.site[found.hosts].tolist() == ["T", "S5", "S4", "S3", "S2"]


def test_a_visit_stays_in_the_group_where_it_can() -> None:
    portfolio = made(
        ("A", "X", 2, 2),
        ("B", "Y", 2, 2),
        ("C", "Y", 0, 2),
        ("D", "Z", 0, 2),
        ("E", "Z", 0, 2),
        ("F", "Y", 0, 2),
    )
    visits = visits_of(portfolio)
    assert visits.criterion.tolist() == [-1, -1, 0, 0, 0, 0]
    # C and F go to the host in Y; those in Z, where there is none, are shared out among all.
    assert visits.host.tolist() == [-1, -1, 1, 0, 1, 1]


def test_the_critical_gap_is_visited_for_whatever_its_points() -> None:
    visits = visits_of(made(("A", "X", 2, 2), ("B", "X", 0, 1)))
    assert visits.criterion.tolist() == [-1, 1]


def test_nobody_visits_itself_and_nobody_is_made_up() -> None:
    portfolio = portfolio_of(
        RUBRIC, [rate(RUBRIC, {"p1.c1": level}, program=program) for level, program in ((2, "A"), (0, "B"))]
    )
    assert visits_of(portfolio).host.tolist() == [-1, -1]
    assert visits_of(made(("A", "X", 0, 0), ("B", "X", 1, "?"))).host.tolist() == [-1, -1]
    assert strengths_of(made(("A", "X", 0, 0), ("B", "X", 1, "?"))) == {}


@examples(60)
@given(portfolios())
def test_a_host_has_in_place_what_its_guest_lacks(portfolio: Portfolio) -> None:
    keys = row_keys(portfolio)
    counted = everyone(portfolio, keys).counted.tolist()
    visits = visits_of(portfolio)
    for guest, (criterion, host) in enumerate(
        zip(visits.criterion.tolist(), visits.host.tolist(), strict=True)
    ):
        assert (criterion < 0) == (host < 0)
        if host < 0:
            continue
        assert guest in counted
        assert host in counted
        assert keys.sites[guest] != keys.sites[host]
        assert portfolio.level[guest, criterion] < portfolio.target[guest, criterion]
        assert portfolio.level[host, criterion] == portfolio.rubric.top
    for strength in find_strengths(portfolio, np.array(counted)):
        assert 0 < len(strength.hosts) <= min(5, strength.in_place)
        assert strength.lacking
