"""Cronbach's alpha: worked by hand, and what must hold of any levels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples

from dsds_audit.psychometrics.consistency import find_consistency
from dsds_audit.psychometrics.figures import FEWEST_COMPLETE, tell_refusal

Rows = np.ndarray


def rows_of(seed: int, rows: int = 40, criteria: int = 4) -> Rows:
    dice = np.random.default_rng(seed)
    like = dice.normal(size=(rows, 1))
    return np.clip(np.rint(1 + like + dice.normal(size=(rows, criteria))), 0, 2).astype(float)


def names(levels: Rows) -> list[str]:
    return [f"p1.c{number}" for number in range(1, levels.shape[1] + 1)]


def test_worked_by_hand() -> None:
    # Sums of two criteria: 0, 1 and 4, ten times each; variances 10/29 * (2, 8/3 ...) cancel to these.
    levels = np.tile([[0.0, 0.0], [0.0, 1.0], [2.0, 2.0]], (10, 1))
    one, other = (np.var(levels[:, at]) for at in (0, 1))
    whole = np.var(levels.sum(axis=1))
    found = find_consistency(levels, ["a.b", "a.c"])
    assert (one, other, whole) == pytest.approx((8 / 9, 6 / 9, 26 / 9))
    assert found.alpha.value == pytest.approx(2 * (1 - 14 / 26))
    assert found.rests_on_two
    assert [item.without.reason for item in found.items] == [tell_refusal("too_few_criteria")] * 2


def test_the_same_criterion_twice_is_one() -> None:
    levels = np.repeat(rows_of(1)[:, :1], 3, axis=1)
    found = find_consistency(levels, names(levels))
    assert found.alpha.value == pytest.approx(1)
    assert [item.rest.value for item in found.items] == pytest.approx([1, 1, 1])


@given(st.integers(0, 10_000), st.integers(3, 6))
@examples(40)
def test_alpha_without_a_criterion_is_alpha_of_the_others(seed: int, criteria: int) -> None:
    levels = rows_of(seed, criteria=criteria)
    found = find_consistency(levels, names(levels))
    assert found.constant == ()
    for at, item in enumerate(found.items):
        others = find_consistency(np.delete(levels, at, axis=1), names(levels)[1:])
        assert item.without.value == pytest.approx(others.alpha.value)
        rest = np.delete(levels, at, axis=1).sum(axis=1)
        assert item.rest.value == pytest.approx(np.corrcoef(levels[:, at], rest)[0, 1])


@given(st.integers(0, 10_000))
@examples(30)
def test_with_equal_variances_alpha_of_two_is_spearman_and_brown_s(seed: int) -> None:
    dice = np.random.default_rng(seed)
    one = dice.permutation(np.tile([0.0, 1.0, 2.0], 12))
    levels = np.column_stack([one, np.where(dice.random(36) < 0.6, one, 2 - one)])
    together = np.corrcoef(levels.T)[0, 1]
    if np.var(levels[:, 0]) == pytest.approx(np.var(levels[:, 1])) and together > -0.99:
        assert find_consistency(levels, names(levels)).alpha.value == pytest.approx(
            2 * together / (1 + together)
        )


@given(st.integers(0, 10_000), st.floats(0.1, 50), st.floats(-9, 9))
@examples(30)
def test_the_unit_makes_no_difference(seed: int, factor: float, shift: float) -> None:
    levels = rows_of(seed)
    plain, moved = (find_consistency(each, names(levels)) for each in (levels, levels * factor + shift))
    assert moved.alpha.value == pytest.approx(plain.alpha.value)
    assert plain.alpha.low <= plain.alpha.value <= plain.alpha.high <= 1


def test_what_never_varies_is_named_and_left_out() -> None:
    levels = rows_of(3)
    levels[:, 1] = 2
    found = find_consistency(levels, names(levels))
    assert found.constant == ("p1.c2",)
    kept = np.delete(levels, 1, axis=1)
    assert found.alpha == find_consistency(kept, ["p1.c1", "p1.c3", "p1.c4"]).alpha


def test_criteria_that_cancel_out_have_no_alpha() -> None:
    one = np.tile([0.0, 2.0], 20)
    found = find_consistency(np.column_stack([one, 2 - one]), ["a.b", "a.c"])
    assert found.alpha.reason == tell_refusal("no_variation")
    assert {item.rest.value for item in found.items} == {-1.0}


def test_too_few_sites_or_criteria_are_refused_with_the_number_there_is() -> None:
    few = find_consistency(rows_of(1, rows=FEWEST_COMPLETE - 1), ["a", "b", "c", "d"])
    assert few.alpha.value is None
    assert few.alpha.count == FEWEST_COMPLETE - 1
    assert "30 sites" in str(few.alpha.reason)
    assert few.items[0].without.refusal == few.items[0].rest.refusal == "too_few_complete"
    assert find_consistency(rows_of(1, criteria=1), ["a"]).alpha.refusal == "too_few_criteria"
    assert find_consistency(np.ones((50, 3)), ["a", "b", "c"]).constant == ("a", "b", "c")
    nothing = find_consistency(np.empty((0, 2)), ["a", "b"])
    assert nothing.alpha.refusal == "too_few_complete"
    assert nothing.constant == ()  # Nobody can say so of what hardly anybody rated.


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    dice = np.random.default_rng(7)
    truth = 4 / 3 * (1 - 4 * 2 / (4 * 2 + 12))  # Four criteria of variance 2, covariances 1.
    held = 0
    for _ in range(400):
        levels = dice.normal(size=(50, 1)) + dice.normal(size=(50, 4))
        alpha = find_consistency(levels, names(levels)).alpha
        held += alpha.low <= truth <= alpha.high
    assert 0.92 <= held / 400 <= 0.98
