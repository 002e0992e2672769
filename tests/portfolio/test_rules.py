import numpy as np
import pytest
from hypothesis import given
from portfolios_for_tests import RUBRIC, WORKED, in_place, portfolio_of, portfolios, sites
from rubrics_for_tests import examples, make_rubric

from dsds_audit.portfolio.ranks import in_units, rank_intervals
from dsds_audit.portfolio.rules import (
    GATED,
    MEAN_OF_CRITERIA,
    SCORE,
    Rule,
    ends_under,
    other_rules,
    practice_weights,
    shares_in_place,
)
from dsds_audit.portfolio.table import Portfolio

ROWS = np.arange(3)


def percents(rule: Rule) -> list[float]:
    low, high = ends_under(WORKED, ROWS, rule)
    assert low.tolist() == high.tolist()
    return (low / 10**9).tolist()


def test_the_worked_table() -> None:
    """Three sites that three rules put in three orders."""
    assert percents(MEAN_OF_CRITERIA) == pytest.approx([78.571428571, 78.571428571, 85.714285714])
    assert percents(SCORE) == [81.25, 81.25, 75]
    assert [share.tolist() for share in shares_in_place(WORKED, ROWS)] == [[25, 75, 75]] * 2


def test_the_worked_ranks() -> None:
    def ranks(rule: Rule) -> list[tuple[int, int]]:
        best, worst = rank_intervals(*ends_under(WORKED, ROWS, rule))
        return list(zip(best.tolist(), worst.tolist(), strict=True))

    assert ranks(SCORE) == [(1, 2), (1, 2), (3, 3)]
    assert ranks(MEAN_OF_CRITERIA) == [(2, 3), (2, 3), (1, 1)]
    assert ranks(GATED) == [(3, 3), (1, 1), (2, 2)]


def test_weights_doubled_and_halved() -> None:
    assert percents(Rule("doubled", "p1")) == [85, 85, 60]
    assert percents(Rule("halved", "p1")) == pytest.approx([78.571428571, 78.571428571, 85.714285714])
    kinds = [(rule.kind, rule.practice) for rule in other_rules(RUBRIC)]
    assert kinds[:3] == [("mean_of_criteria", None), ("gated", None), ("doubled", "p1")]
    assert kinds[-1] == ("halved", "p4")
    assert len(kinds) == 10


def test_the_weight_of_a_single_practice_changes_nothing() -> None:
    assert [rule.kind for rule in other_rules(make_rubric((2,)))] == ["mean_of_criteria", "gated"]


def test_what_is_unknown_may_be_in_place_yet() -> None:
    portfolio = portfolio_of(RUBRIC, sites(RUBRIC, in_place(2, 4, 3, 0) | {"p3.c4": "?"}))
    low, high = shares_in_place(portfolio, np.arange(1))
    assert (low.tolist(), high.tolist()) == ([50], [75])


@examples(60)
@given(portfolios())
def test_every_rule_makes_a_range_and_the_rubrics_weights_the_score(portfolio: Portfolio) -> None:
    rows = np.flatnonzero(~np.isnan(portfolio.low))
    for rule in other_rules(portfolio.rubric):
        low, high = ends_under(portfolio, rows, rule)
        assert (low <= high).all()
    alone = [Rule("doubled", practice.id) for practice in portfolio.rubric.practices]
    if len(alone) == 1:
        assert ends_under(portfolio, rows, alone[0])[0].tolist() == in_units(portfolio.low[rows]).tolist()
    assert (practice_weights(portfolio.rubric) > 0).all()
