from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from portfolios_for_tests import one_practice, portfolio_of, portfolios, sites
from rubrics_for_tests import examples, make_rubric

from dsds_audit.portfolio.facts import PortfolioFacts, gather_portfolio_facts
from dsds_audit.portfolio.groups import By
from dsds_audit.portfolio.suppression import withheld_because
from dsds_audit.portfolio.table import LeftOut, Portfolio

RUBRIC = make_rubric({"p1": {"c1": {"not_applicable": True}}}, top=10)


def grouped(**sizes: int) -> Portfolio:
    """So many sites in each group."""
    rows = [
        site.model_copy(update={"site": f"{group} {number}", "group": group})
        for group, size in sizes.items()
        for number, site in enumerate(sites(RUBRIC, *({"p1.c1": n % 11} for n in range(size))))
    ]
    return portfolio_of(RUBRIC, rows)


def shown(facts: PortfolioFacts) -> dict[str, bool]:
    return {group.name: group.statistics is not None for group in facts.groups}


def test_small_groups_are_withheld_with_what_would_tell_them() -> None:
    facts = gather_portfolio_facts(grouped(A=2, B=9, C=7), "group", criterion="p1.c1")
    assert shown(facts) == {"A": False, "B": True, "C": False}
    assert facts.groups_withheld is None
    assert facts.overall.statistics is not None
    assert facts.criterion is not None
    assert [levels.counts is not None for levels in facts.criterion.groups] == [False, True, False]
    assert facts.criterion.overall.counts is not None


def test_where_all_are_withheld_no_group_is_listed() -> None:
    facts = gather_portfolio_facts(grouped(A=2, B=3, C=1), "group", criterion="p1.c1")
    assert facts.groups_withheld == withheld_because(5)
    assert facts.groups == ()
    assert facts.criterion is not None
    assert facts.criterion.groups == ()
    assert facts.overall.statistics is not None


def test_one_shows_all_and_rows_are_always_there() -> None:
    portfolio = grouped(A=1, B=3)
    assert shown(gather_portfolio_facts(portfolio, "group", 1)) == {"A": True, "B": True}
    facts = gather_portfolio_facts(portfolio, "group")
    assert facts.overall.statistics is None
    assert facts.overall.withheld is not None
    assert facts.ranks.of == 4
    assert facts.gaps


def test_by_site_all_are_one_group() -> None:
    facts = gather_portfolio_facts(grouped(A=2, B=3), "site")
    assert (facts.groups, facts.groups_withheld) == ((), None)
    assert facts.overall.statistics is not None


def test_what_was_left_out_is_told() -> None:
    left_out = (LeftOut("unfinished", 2, ("a.yaml", "b.yaml")),)
    portfolio = portfolio_of(RUBRIC, sites(RUBRIC, {"p1.c1": 3}), left_out=left_out)
    assert gather_portfolio_facts(portfolio, "site").left_out == left_out


@pytest.mark.parametrize("by", get_args(By))
@pytest.mark.parametrize("levels", [[], [5], ["?"] * 6, ["-"] * 6, [5] * 6, [1, 2], ["-", 3, "?", None, 3]])
def test_nothing_a_site_has_can_make_it_fail(levels: list[Any], by: By) -> None:
    for smallest in (1, 5):
        facts = gather_portfolio_facts(one_practice(levels), by, smallest, "p1.c1", 4.5)
        assert facts.ranks.of == sum(level != "-" for level in levels)


@examples(60)
@given(portfolios(), st.sampled_from(get_args(By)), st.integers(1, 5))
def test_any_portfolio_has_facts(portfolio: Portfolio, by: By, smallest: int) -> None:
    facts = gather_portfolio_facts(portfolio, by, smallest, next(iter(portfolio.rubric.criteria)))
    for group in (facts.overall, *facts.groups):
        assert (group.statistics is None) == (group.withheld is not None)
        assert group.statistics is None or group.statistics.sites >= smallest
    parts = [group.statistics for group in facts.groups]
    if parts and all(parts) and facts.overall.statistics:
        assert sum(part.assessments for part in parts if part) == facts.overall.statistics.assessments
