import pytest
from portfolios_for_tests import one_practice

from dsds_audit.portfolio.groups import everyone, row_groups, row_keys
from dsds_audit.portfolio.one_criterion import CriterionFacts, LevelCounts, describe_criterion


def described(levels: list[object], criterion: str = "p1.c1", *hidden: bool) -> CriterionFacts:
    portfolio = one_practice(levels, group="North")
    keys = row_keys(portfolio)
    groups = row_groups(portfolio, keys, "group")
    return describe_criterion(portfolio, criterion, everyone(portfolio, keys), groups, hidden, 5)


def test_levels_what_is_unknown_and_what_does_not_apply() -> None:
    found = described([0, 3, 3, 10, "?", None, "-"], "p1.c1", False, True)
    assert found.overall.counts == LevelCounts((1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1), 2, 1)
    assert found.rows.tolist() == list(range(7))
    assert found.column == 0
    (north,) = found.groups
    assert (north.name, north.counts) == ("North", None)
    assert north.withheld is not None


def test_a_criterion_that_is_none() -> None:
    with pytest.raises(ValueError, match=r"p9\.c9"):
        described([3], "p9.c9", False, False)
