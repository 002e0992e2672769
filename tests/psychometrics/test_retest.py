"""Test and retest: the two-way forms of two dates, and the reliable change of Jacobson and Truax."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples

from dsds_audit.agreement import intraclass_correlation
from dsds_audit.psychometrics.figures import FEWEST_PAIRS, tell_refusal
from dsds_audit.psychometrics.retest import find_retest


def pairs_of(seed: int, pairs: int = 30, shift: float = 5) -> tuple[np.ndarray, np.ndarray]:
    dice = np.random.default_rng(seed)
    like = 50 + 10 * dice.normal(size=pairs)
    first, second = (np.rint(like + 6 * dice.normal(size=pairs)) for _ in range(2))
    return first, second + shift


@given(st.integers(0, 10_000), st.integers(FEWEST_PAIRS, 40), st.integers(-20, 20))
@examples(30)
def test_the_iccs_are_shrout_and_fleiss_forms_of_two(seed: int, pairs: int, shift: int) -> None:
    first, second = pairs_of(seed, pairs, shift)
    rows = np.column_stack([first, second]).astype(int).tolist()
    found = find_retest(first, second)
    assert found.agreement.value == pytest.approx(float(intraclass_correlation(rows, 2).value))
    assert found.consistency.value == pytest.approx(float(intraclass_correlation(rows, 3).value))
    assert found.correlation.value == pytest.approx(np.corrcoef(first, second)[0, 1])
    assert found.correlation.low < found.correlation.value < found.correlation.high
    assert found.shift == pytest.approx((second - first).mean())


def test_jacobson_and_truax_worked() -> None:
    # A spread of 7.5 and a reliability of .80 make an error of 3.35, and of 4.74 in differences; so a change
    # has to exceed 1.96 * 4.74 = 9.30.
    dice = np.random.default_rng(1)
    one, other = dice.normal(size=(2, 50))
    one -= one.mean()
    one /= one.std(ddof=1)
    other -= other.mean() + one * (one @ other) / (one @ one)
    other /= other.std(ddof=1)
    found = find_retest(7.5 * one, 7.5 * (0.8 * one + 0.6 * other))
    assert found.correlation.value == pytest.approx(0.8)
    assert found.spread == pytest.approx(7.5)
    assert found.error.value == pytest.approx(7.5 * sqrt(0.2))
    assert round(found.error.value, 2) == 3.35
    assert found.change.value == pytest.approx(9.2971, abs=1e-4)
    # Fisher's: the inverse hyperbolic tangent of .8 is ln 3 = 1.0986, and 1.96 / sqrt(47) is 0.2859.
    assert (found.correlation.low, found.correlation.high) == pytest.approx((0.6711, 0.8820), abs=1e-4)


@given(st.integers(0, 10_000), st.floats(0.01, 100), st.floats(-50, 50))
@examples(30)
def test_error_is_in_the_unit_of_the_score(seed: int, factor: float, shift: float) -> None:
    first, second = pairs_of(seed)
    plain, other = find_retest(first, second), find_retest(first * factor + shift, second * factor + shift)
    assert other.agreement.value == pytest.approx(plain.agreement.value)
    assert other.change.value == pytest.approx(plain.change.value * factor)


def test_without_error_any_change_exceeds_it() -> None:
    first = np.arange(40.0)
    found = find_retest(first, first + 5)
    assert found.correlation.value == pytest.approx(1)
    assert found.error.value == pytest.approx(0, abs=1e-6)
    assert found.consistency.value == pytest.approx(1)
    assert found.agreement.value < 1


def test_what_cannot_be_told() -> None:
    first, second = pairs_of(1, FEWEST_PAIRS - 1)
    few = find_retest(first, second)
    assert {few.correlation.reason, few.change.reason} == {tell_refusal("too_few_pairs")}
    assert few.correlation.count == FEWEST_PAIRS - 1
    assert few.spread is few.shift is None
    flat = find_retest(np.full(40, 100 / 3), np.arange(40.0))
    assert flat.agreement.refusal == "no_variation"
    against = find_retest(np.arange(40.0), -np.arange(40.0))
    assert against.correlation.value == pytest.approx(-1)
    assert against.error.refusal == against.change.refusal == "no_reliability"
