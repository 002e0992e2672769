from fractions import Fraction
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsds_audit.display import percent_range
from dsds_audit.report.portfolio_numbers import (
    decimal,
    fraction_of,
    percent,
    percents,
    signed_points,
    thousands,
)


@given(st.integers(0, 5600), st.integers(1, 56))
def test_a_float_stands_for_the_number_it_was_made_from(points, possible):
    exact = Fraction(100 * min(points, possible), possible)
    assert fraction_of(float(exact)) == exact


@given(st.integers(0, 28), st.integers(0, 28))
def test_ranges_are_shown_as_everywhere_else(one, other):
    low, high = sorted((Fraction(100 * one, 28), Fraction(100 * other, 28)))
    assert percents(float(low), float(high), [80.0]) == percent_range(low, high, [Fraction(80)])


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (percent(nan), "—"),
        (percent(None), "—"),
        (percent(79.6, [80.0]), "79 %"),
        (percent(99.999), "99 %"),
        (percents(nan, nan), "does not apply"),
        (signed_points(6.25), "+6.3"),
        (signed_points(-2.0), "-2"),
        (signed_points(0.0), "0"),
        (signed_points(nan), "—"),
        (decimal(0.816), "0.82"),
        (decimal(nan), "—"),
        (thousands(25_000), "25,000"),
    ],
)
def test_numbers_are_worded(shown, words):
    assert shown == words
