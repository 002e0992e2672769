import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsds_audit.portfolio.distributions import (
    Distribution,
    Ends,
    count_tenths,
    describe,
    describe_columns,
    mean_ends,
)

NAN = float("nan")
COLUMNS = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.none() | st.integers(0, 100), min_size=width, max_size=width), min_size=1, max_size=25
    )
)


def test_a_worked_case() -> None:
    found = describe(np.array([10, NAN, 20, 30, 40, 100]))
    assert found == Distribution(5, 10, 10, 20, 30, 40, 40, 100, 40)


def test_edge_cases() -> None:
    assert describe(np.array([])) is None
    assert describe(np.array([NAN, NAN])) is None
    assert describe(np.array([50.0])) == Distribution(1, *[50] * 8)
    assert describe(np.array([50.0] * 9)) == Distribution(9, *[50] * 8)


@given(COLUMNS)
def test_columns_are_what_numpy_says_of_each(rows: list[list[int | None]]) -> None:
    values = np.array([[NAN if value is None else value for value in row] for row in rows])
    for column, found in zip(values.T, describe_columns(values), strict=True):
        known = column[~np.isnan(column)]
        if not known.size:
            assert found is None
            continue
        assert found is not None
        first, middle, third = np.percentile(known, [25, 50, 75])
        reach = 1.5 * (third - first)
        assert found.count == known.size
        assert (found.least, found.most) == (known.min(), known.max())
        assert [found.lower_quartile, found.median, found.upper_quartile, found.mean] == pytest.approx(
            [first, middle, third, known.mean()]
        )
        assert found.lower_whisker == known[known >= first - reach].min()
        assert found.upper_whisker == known[known <= third + reach].max()


def test_tenths() -> None:
    assert count_tenths(np.array([0, 9.99, 10, 95, 100, NAN])) == (2, 1, 0, 0, 0, 0, 0, 0, 0, 2)
    assert count_tenths(np.array([])) == (0,) * 10
    assert count_tenths(np.array([29.9999999999999])) == (0, 0, 0, 1, 0, 0, 0, 0, 0, 0)


def test_means_of_ends() -> None:
    low, high = np.array([0.0, 50, NAN]), np.array([100.0, 50, NAN])
    assert mean_ends(low, high) == Ends(25, 75)
    assert mean_ends(low, high, np.array([1, 3, 9])) == Ends(37.5, 62.5)
    assert mean_ends(low, high, np.array([NAN, 2, NAN])) == Ends(50, 50)
    assert mean_ends(low, high, np.array([NAN, NAN, 5])) is None
    assert mean_ends(low[:0], high[:0]) is None
