import numpy as np
import pytest
from hypothesis import given
from portfolios_for_tests import WORKED, one_practice, portfolios
from rubrics_for_tests import examples

from dsds_audit.portfolio.groups import everyone, row_keys
from dsds_audit.portfolio.ranks import rank_rows
from dsds_audit.portfolio.sensitivity import Sensitivity, find_sensitivity
from dsds_audit.portfolio.table import Portfolio


def sensitivity_of(portfolio: Portfolio) -> Sensitivity:
    keys = row_keys(portfolio)
    return find_sensitivity(portfolio, rank_rows(portfolio, everyone(portfolio, keys).counted, keys.groups))


def test_the_worked_table() -> None:
    found = sensitivity_of(WORKED)
    criteria, gated = found.effects[:2]
    # By the score: 1 to 2, 1 to 2, 3. By criteria: 2 to 3, 2 to 3, 1. Gated: 3, 1, 2.
    assert criteria.best.tolist() == [2, 2, 1]
    assert criteria.worst.tolist() == [3, 3, 1]
    assert (criteria.median_move, criteria.largest_move) == (1, 2)
    assert (criteria.swapped, criteria.swapped_share) == (2, 100)
    assert gated.best.tolist() == gated.worst.tolist() == [3, 1, 2]
    assert (gated.swapped, gated.swapped_share) == (1, 50)
    assert found.best.tolist() == [1, 1, 1]
    assert found.worst.tolist() == [3, 3, 3]
    assert found.furthest.tolist() == [-1.5, -1.5, 2]
    rules = [found.effects[place].rule for place in found.furthest_by.tolist()]
    assert [(rule.kind, rule.practice) for rule in rules] == [
        ("gated", None),
        ("doubled", "p4"),
        ("mean_of_criteria", None),
    ]
    assert (found.median_move, found.largest_move) == (1.5, 2)


def test_ties_everywhere_and_one_site_move_nowhere() -> None:
    for portfolio in (one_practice([5, 5, 5]), one_practice([5]), one_practice(["?", "?"])):
        found = sensitivity_of(portfolio)
        assert found.furthest.tolist() == [0] * len(portfolio)
        assert found.furthest_by.tolist() == [-1] * len(portfolio)
        assert {effect.swapped_share for effect in found.effects} == {None}


def test_nothing_applies() -> None:
    found = sensitivity_of(one_practice(["-", "-"]))
    assert found.effects == ()
    assert found.median_move is None
    assert np.isnan(found.furthest).all()


@examples(40)
@given(portfolios(latest=True))
def test_the_furthest_move_is_one_of_the_moves(portfolio: Portfolio) -> None:
    keys = row_keys(portfolio)
    ranks = rank_rows(portfolio, everyone(portfolio, keys).counted, keys.groups)
    found = find_sensitivity(portfolio, ranks)
    for row in ranks.rows.tolist():
        middle = (ranks.best[row] + ranks.worst[row]) / 2
        moves = [middle - (effect.best[row] + effect.worst[row]) / 2 for effect in found.effects]
        assert abs(found.furthest[row]) == max(map(abs, moves))
        if found.furthest[row]:
            assert moves[found.furthest_by[row]] == pytest.approx(found.furthest[row])
        assert found.best[row] <= ranks.best[row] <= ranks.worst[row] <= found.worst[row]
