from statistics import fmean, median
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from portfolios_for_tests import one_practice, portfolio_of, portfolios, sites
from rubrics_for_tests import examples, make_rubric

from dsds_audit.portfolio.changes import find_changes
from dsds_audit.portfolio.distributions import Ends
from dsds_audit.portfolio.group_facts import (
    AdequateCounts,
    GroupStatistics,
    describe_group,
    level_ends,
    withhold,
)
from dsds_audit.portfolio.groups import everyone, row_keys
from dsds_audit.portfolio.table import Portfolio

TEAM = {"role": "coach"}


def statistics_of(portfolio: Portfolio) -> GroupStatistics:
    whole = everyone(portfolio, row_keys(portfolio))
    facts = describe_group(portfolio, whole, find_changes(portfolio))
    assert facts.statistics is not None
    assert facts.withheld is None
    return facts.statistics


def test_every_figure_says_what_it_is_made_of() -> None:
    rubric = make_rubric({"p1": {"c1": {"not_applicable": True}, "c2": {"not_applicable": True}}}, top=10)
    one, two, three, none = sites(
        rubric,
        {"p1.c1": 10, "p1.c2": 10},
        {"p1.c1": 2, "p1.c2": 2},
        {"p1.c1": 5, "p1.c2": "?"},
        {"p1.c1": "-", "p1.c2": "-"},
    )
    with_panels = [
        one.model_copy(update={"participants": three.participants}),
        type(two).model_validate({**two.model_dump(), "participants": [TEAM] * 3}),
        type(three).model_validate({**three.model_dump(), "participants": [TEAM], "rubric": "small@0.9.0"}),
        none,
    ]
    found = statistics_of(portfolio_of(rubric, with_panels))
    assert (found.sites, found.assessments, found.counted, found.complete) == (4, 4, 4, 2)
    assert (found.rated, found.asked, found.evidenced) == (5, 6, 0)
    assert found.mean_of_sites == Ends(pytest.approx(145 / 3), pytest.approx(195 / 3))
    assert found.pooled_over_people == Ends(21.25, 33.75)
    assert (found.with_panel, found.participation.unrecorded) == (2, 2)
    assert found.participation.people is not None
    assert found.participation.people.median == 2
    assert found.adequate == AdequateCounts(yes=1, no=2, open=0, does_not_apply=1)
    assert found.low_tenths == (0, 0, 2, 0, 0, 0, 0, 0, 0, 1)
    assert found.high_tenths == (0, 0, 1, 0, 0, 0, 0, 1, 0, 1)
    assert found.made_with == {"small@0.9.0": 1, "small@1.0.0": 3}
    assert found.carried == 1
    low, high = found.criteria["p1.c2"].low, found.criteria["p1.c2"].high
    assert low is not None
    assert high is not None
    assert (low.median, high.median, low.count) == (2, 10, 3)


def test_adequate_may_be_open() -> None:
    assert statistics_of(one_practice(["?", 10, 0])).adequate == AdequateCounts(1, 1, 1, 0)


@pytest.mark.parametrize("levels", [["-", "-"], [], ["?"], [5, 5, 5]])
def test_edge_cases_have_figures_or_none(levels: list[Any]) -> None:
    found = statistics_of(one_practice(levels))
    applies = [level for level in levels if level != "-"]
    assert (found.total.low is None) == (not applies)
    assert (found.mean_of_sites is None) == (not applies)
    assert found.pooled_over_people is None
    assert found.complete == sum(isinstance(level, int) for level in levels)


def test_withheld_is_everything_but_the_name() -> None:
    portfolio = one_practice([5])
    facts = withhold(everyone(portfolio, row_keys(portfolio)), 5)
    assert (facts.name, facts.statistics) == ("All sites", None)
    assert facts.withheld is not None


@examples(60)
@given(portfolios())
def test_figures_are_those_of_the_rows(portfolio: Portfolio) -> None:
    found = statistics_of(portfolio)
    rows = everyone(portfolio, row_keys(portfolio)).counted
    known = rows[~np.isnan(portfolio.low[rows])]
    if known.size:
        lows = portfolio.low[known].tolist()
        assert found.total.low is not None
        assert found.mean_of_sites is not None
        assert found.total.low.median == pytest.approx(median(lows))
        assert found.mean_of_sites.low == pytest.approx(fmean(lows))
        assert found.mean_of_sites.low <= found.mean_of_sites.high
    assert sum(found.low_tenths) == sum(found.high_tenths) == known.size
    adequate = found.adequate
    assert adequate.yes + adequate.no + adequate.open + adequate.does_not_apply == found.counted
    assert sum(found.made_with.values()) == found.counted
    assert {sum(c.counts.values()) for c in found.statuses.values()} == {found.counted}
    low, high = level_ends(portfolio, rows)
    assert np.array_equal(np.isnan(low), ~portfolio.applies[rows])
    assert not (low > high).any()
