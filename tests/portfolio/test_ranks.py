import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from portfolios_for_tests import one_practice, portfolios
from rubrics_for_tests import examples

from dsds_audit.portfolio.groups import everyone, row_keys
from dsds_audit.portfolio.ranks import Ranks, count_below, in_percent, in_units, rank_intervals, rank_rows
from dsds_audit.portfolio.table import Portfolio

ENDS = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 4), st.integers(0, 2)).map(
        lambda three: (three[0], three[0] + three[1], three[2])
    ),
    max_size=30,
)


def plain_interval(me: int, ends: list[tuple[int, int, int]], grouped: bool) -> tuple[int, int]:
    """The definition, word for word."""
    others = [o for n, o in enumerate(ends) if n != me and (not grouped or o[2] == ends[me][2])]
    above = sum(low > ends[me][1] for low, _, _ in others)
    below = sum(high < ends[me][0] for _, high, _ in others)
    return 1 + above, len(others) + 1 - below


def ranked(portfolio: Portfolio) -> Ranks:
    keys = row_keys(portfolio)
    return rank_rows(portfolio, everyone(portfolio, keys).counted, keys.groups)


@given(ENDS)
def test_intervals_are_those_of_the_definition(ends: list[tuple[int, int, int]]) -> None:
    low, high, groups = np.array(ends, dtype=np.int64).reshape(-1, 3).T
    for grouped in (False, True):
        best, worst = rank_intervals(low, high, groups if grouped else None)
        expected = [plain_interval(me, ends, grouped) for me in range(len(ends))]
        assert list(zip(best.tolist(), worst.tolist(), strict=True)) == expected


@given(st.lists(st.integers(0, 9)), st.lists(st.integers(-1, 10)))
def test_counting_below(values: list[int], limits: list[int]) -> None:
    counts = count_below(np.sort(np.array(values, dtype=np.int64)), np.array(limits, dtype=np.int64))
    assert counts.tolist() == [sum(value < limit for value in values) for limit in limits]


@examples(60)
@given(portfolios())
def test_an_unknown_never_counts_as_zero(portfolio: Portfolio) -> None:
    """Whatever the unknown levels turn out to be, the rank lies within the interval."""
    ranks = ranked(portfolio)
    ends = np.stack([portfolio.low, portfolio.high])[:, ranks.rows]
    for chosen in ends, ends[::-1]:
        for me in range(ranks.of):
            mine = in_units(chosen[0])
            mine[me] = in_units(chosen[1])[me]
            place = 1 + int((mine > mine[me]).sum())
            assert ranks.best[ranks.rows[me]] <= place <= ranks.worst[ranks.rows[me]]


def test_ties_and_what_has_no_rank() -> None:
    ranks = ranked(one_practice([3, 7, "?", "-", 7, None]))
    assert ranks.best.tolist() == [3, 1, 1, 0, 1, 1]
    assert ranks.worst.tolist() == [5, 4, 5, 0, 4, 5]
    assert ranks.without.tolist() == [3]
    assert (ranks.of, ranks.pairs, ranks.certain_pairs) == (5, 10, 2)


def test_only_the_latest_of_a_site_is_ranked() -> None:
    portfolio = one_practice([3, 7], site="Riverbend")
    later = np.array(["2026-03-02", "2026-09-02"], dtype="datetime64[D]")
    ranks = ranked(Portfolio(**{**vars(portfolio), "date": later}))
    assert ranks.best.tolist() == [0, 1]
    assert ranks.worst.tolist() == [0, 1]


def test_ranks_within_the_group() -> None:
    portfolio = one_practice([3, 7, 5])
    ranks = ranked(Portfolio(**{**vars(portfolio), "group": np.array(["A", "a", "B"], dtype=object)}))
    assert ranks.group_best.tolist() == [2, 1, 1]
    assert ranks.group_worst.tolist() == [2, 1, 1]
    assert ranks.group_of.tolist() == [2, 2, 1]


def test_the_last_digit_of_a_float_decides_nothing() -> None:
    portfolio = one_practice([3, 3])
    nudged = portfolio.low * (1 + np.array([0, 1e-15]))
    ranks = ranked(Portfolio(**{**vars(portfolio), "low": nudged, "high": nudged}))
    assert ranks.best.tolist() == [1, 1]
    assert in_percent(in_units(nudged)).tolist() == [30, 30]


def test_nothing_to_rank() -> None:
    ranks = ranked(one_practice(["-", "-"]))
    assert (ranks.of, ranks.pairs, ranks.certain_pairs) == (0, 0, 0)
