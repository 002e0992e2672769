from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from portfolios_for_tests import one_practice, portfolio_of, sites
from rubrics_for_tests import cases, examples, make_check, make_rubric, rate

from dsds_audit.gaps import find_gaps
from dsds_audit.portfolio.common_gaps import find_common_gaps, gains, points_of_a_level
from dsds_audit.rubric import Rubric

RUBRIC = make_rubric(
    {
        "p1": {"c1": {}, "c2": {"checks": [make_check("k1", "high"), make_check("k2", None)]}},
        "p2": {"c1": {"critical": True}, "c2": {"not_applicable": True}},
    }
)


def test_critical_first_then_by_sites_then_by_gain_then_in_rubric_order() -> None:
    low = {"p1.c1": 1, "p1.c2": 1, "p2.c2": 0}
    portfolio = portfolio_of(
        RUBRIC,
        sites(RUBRIC, low | {"p2.c1": 1}, low, low | {"p2.c2": "-"}, {"p1.c1": 2, "p1.c2": "?"}, others=2),
    )
    gaps = find_common_gaps(portfolio, np.arange(4))
    assert [(gap.criterion, gap.below, gap.known, gap.applies) for gap in gaps] == [
        ("p2.c1", 1, 4, 4),
        ("p1.c1", 3, 4, 4),
        ("p1.c2", 3, 3, 4),
        ("p2.c2", 2, 3, 3),
    ]
    assert gaps[0].reasons[0].code == "critical"
    assert [reason.sentence for reason in gaps[2].reasons] == [
        "It would serve 3 of the 3 sites whose level is known.",
        "Of 1 more nobody knows.",
        "Reaching the target would add 12.5 percentage points to their score on average.",
    ]
    assert (gaps[2].share, gaps[2].mean_gain) == (100, 12.5)
    steps = [(action.check, action.effort and action.effort.cost) for action in gaps[2].actions]
    assert steps == [("p1.c2.k1", 8), ("p1.c2.k2", None)]
    assert gaps[2].actions[1].action is None


def test_more_gain_goes_first_where_as_many_have_it() -> None:
    portfolio = portfolio_of(RUBRIC, sites(RUBRIC, {"p1.c1": 1, "p1.c2": 0}, others=2))
    assert [gap.criterion for gap in find_common_gaps(portfolio, np.arange(1))] == ["p1.c2", "p1.c1"]


def test_an_unknown_is_no_gap() -> None:
    for levels in (["?", None], ["-", "-"], [10, 10]):
        assert find_common_gaps(one_practice(levels), np.arange(2)) == ()


@examples(80)
@given(cases())
def test_gains_are_those_of_the_core(case: tuple[Rubric, dict[str, Any]]) -> None:
    rubric, ratings = case
    assessment = rate(rubric, ratings)
    portfolio, rows = portfolio_of(rubric, [assessment]), np.arange(1)
    points = points_of_a_level(portfolio, rows)
    names = list(rubric.criteria)
    expected = {gap.criterion: gap.gain for gap in find_gaps(rubric, assessment)}
    found = {gap.criterion: gap for gap in find_common_gaps(portfolio, rows)}
    assert found.keys() == expected.keys()
    for name, gain in expected.items():
        assert gains(portfolio, rows, names.index(name), points)[0] == pytest.approx(float(gain))
        assert Fraction(found[name].mean_gain) == pytest.approx(gain)
