"""Tails and quantiles: values from printed tables, and what must hold of any distribution."""

from math import exp, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples

from dsds_audit.psychometrics.distributions import beta_share, chi_square_tail, f_quantile


@pytest.mark.parametrize(
    ("statistic", "degrees", "tail"),
    [
        (3.841459, 1, 0.05),
        (5.991465, 2, 0.05),
        (7.814728, 3, 0.05),
        (11.344867, 3, 0.01),
        (124.3421, 100, 0.05),
    ],
)
def test_chi_square_as_tables_have_it(statistic: float, degrees: int, tail: float) -> None:
    assert chi_square_tail(statistic, degrees) == pytest.approx(tail, rel=1e-5)


@pytest.mark.parametrize(
    ("share", "degrees", "value"),
    [(0.95, (1, 10), 4.9646), (0.95, (5, 20), 2.7109), (0.975, (3, 15), 4.1528), (0.975, (10, 10), 3.7168)],
)
def test_f_as_tables_have_it(share: float, degrees: tuple[int, int], value: float) -> None:
    assert f_quantile(share, *degrees) == pytest.approx(value, abs=5e-5)


@given(st.floats(0, 500))
@examples(50)
def test_chi_square_of_two_degrees_is_exponential(statistic: float) -> None:
    assert chi_square_tail(statistic, 2) == pytest.approx(exp(-statistic / 2), rel=1e-11)


@given(st.floats(0.001, 0.999), st.integers(1, 500), st.integers(1, 500))
@examples(50)
def test_turning_the_fraction_over_turns_the_share_over(share: float, one: int, other: int) -> None:
    assert f_quantile(share, one, other) == pytest.approx(1 / f_quantile(1 - share, other, one), rel=1e-8)


@given(st.floats(0, 1), st.floats(0.5, 300), st.floats(0.5, 300))
@examples(50)
def test_the_share_below_and_the_share_above_are_all(point: float, one: float, other: float) -> None:
    assert beta_share(point, one, other) + beta_share(1 - point, other, one) == pytest.approx(1, abs=1e-11)


def test_ends() -> None:
    assert chi_square_tail(0, 3) == 1
    assert chi_square_tail(1e5, 3) == 0
    assert beta_share(0, 2, 3) == 0
    assert beta_share(1, 2, 3) == 1
    # With one degree in the numerator, F is the square of Student's t; with one in both, of Cauchy's ratio.
    assert sqrt(f_quantile(0.95, 1, 1)) == pytest.approx(12.7062, abs=1e-4)


def test_hundreds_of_thousands_of_degrees_are_no_trouble() -> None:
    assert 1 < f_quantile(0.975, 99_999, 1_299_987) < 1.01
    assert chi_square_tail(100_000, 100_000) == pytest.approx(0.5, abs=0.01)
