from typing import Any

import numpy as np
from hypothesis import given
from portfolios_for_tests import one_practice, portfolio_of
from rubrics_for_tests import cases, examples, rate

from dsds_audit.portfolio.statuses import count_statuses, criterion_statuses, status_names
from dsds_audit.portfolio.table import STATUSES
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import score


@examples(80)
@given(cases())
def test_a_criterion_has_the_status_that_the_core_gives_it(case: tuple[Rubric, dict[str, Any]]) -> None:
    rubric, ratings = case
    assessment = rate(rubric, ratings)
    portfolio = portfolio_of(rubric, [assessment])
    card = score(rubric, assessment)
    found = criterion_statuses(portfolio, np.arange(1))[0].tolist()
    assert [STATUSES[place] for place in found] == [c.status for c in card.criteria.values()]
    counts = count_statuses(portfolio, np.arange(1))
    assert tuple(counts) == status_names(rubric)
    for practice in card.practices:
        assert counts[practice.id].counts[practice.status] == 1


def test_shares_are_of_all_and_add_up() -> None:
    counts = count_statuses(one_practice([10, 10, 3, 0, "?", "-", None, 10]), np.arange(8))["p1.c1"]
    assert counts.counts == {
        "in_place": 3,
        "partially_in_place": 1,
        "not_in_place": 1,
        "undetermined": 2,
        "not_applicable": 1,
    }
    assert counts.shares["in_place"] == 37.5
    assert sum(counts.shares.values()) == 100


def test_no_rows_no_shares() -> None:
    assert count_statuses(one_practice([3]), np.arange(0))["p1"].shares == {}
