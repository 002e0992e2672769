"""Bowker's test: by hand, as McNemar's where there are two levels, and as often wrong as it says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples

from dsds_audit.psychometrics.figures import FEWEST_CHANGED, tell_refusal
from dsds_audit.psychometrics.symmetry import Symmetry, adjust, find_symmetry


def pairs_in(table: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    """First and second levels, as many of each pair as the table says."""
    cells = [
        (row, column) for row, line in enumerate(table) for column, n in enumerate(line) for _ in range(n)
    ]
    first, second = np.array(cells, dtype=float).reshape(-1, 2).T
    return first, second


def test_worked_by_hand() -> None:
    found = find_symmetry("a.b", *pairs_in([[20, 10, 5], [3, 30, 15], [4, 5, 40]]), steps=3)
    # (10-3)²/13 + (5-4)²/9 + (15-5)²/20
    assert found.statistic == pytest.approx(49 / 13 + 1 / 9 + 5)
    assert (found.degrees, found.rose, found.fell, found.pairs) == (3, 30, 12, 132)
    assert found.p == pytest.approx(0.0309, abs=1e-4)


def test_levels_between_which_nobody_moved_cost_a_degree() -> None:
    found = find_symmetry("a.b", *pairs_in([[20, 10, 0], [3, 30, 15], [0, 5, 40]]), steps=3)
    assert found.degrees == 2
    assert found.statistic == pytest.approx(49 / 13 + 5)


def test_with_two_levels_it_is_mcnemar_s() -> None:
    found = find_symmetry("a.b", *pairs_in([[50, 25], [10, 50]]), steps=2)
    assert found.statistic == pytest.approx(15**2 / 35)
    assert found.degrees == 1
    assert found.p == pytest.approx(0.01123, abs=1e-5)


def test_turning_time_round_changes_directions_alone() -> None:
    first, second = pairs_in([[20, 10, 5], [3, 30, 15], [4, 5, 40]])
    there, back = (find_symmetry("a.b", *each, steps=3) for each in ((first, second), (second, first)))
    assert (there.p, there.rose, there.fell) == (back.p, back.fell, back.rose)


def test_too_few_moves_are_refused_and_counted() -> None:
    found = find_symmetry("a.b", *pairs_in([[50, FEWEST_CHANGED - 1], [0, 50]]), steps=2)
    assert found.p is found.statistic is found.degrees is None
    assert found.rose == FEWEST_CHANGED - 1
    assert found.reason == tell_refusal("too_few_changed")
    assert find_symmetry("a.b", np.empty(0), np.empty(0), steps=3).pairs == 0


def given_ps(*ps: float | None) -> list[Symmetry]:
    return [Symmetry(f"a.c{n}", 50, 5, 5, p=p) for n, p in enumerate(ps)]


def test_holm_worked_by_hand() -> None:
    adjusted = adjust(given_ps(0.01, None, 0.04, 0.03, 0.005))
    assert [test.p_adjusted for test in adjusted] == pytest.approx([0.03, None, 0.06, 0.06, 0.02])
    assert [test.criterion for test in adjusted] == ["a.c0", "a.c1", "a.c2", "a.c3", "a.c4"]
    assert adjust([]) == ()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
@examples(50)
def test_holm_lies_between_no_correction_and_bonferroni_s(ps: list[float]) -> None:
    adjusted = [test.p_adjusted for test in adjust(given_ps(*ps))]
    assert all(p <= q <= min(1, p * len(ps)) for p, q in zip(ps, adjusted, strict=True))
    assert sorted(adjusted) == [q for _, q in sorted(zip(ps, adjusted, strict=True))]


def test_it_is_wrong_as_seldom_as_it_says() -> None:
    dice = np.random.default_rng(1)
    wrong = 0
    for _ in range(400):
        first, second = dice.integers(0, 3, (2, 100)).astype(float)
        p = find_symmetry("a.b", first, second, steps=3).p
        wrong += p is not None and p < 0.05
    assert 0.02 <= wrong / 400 <= 0.08
