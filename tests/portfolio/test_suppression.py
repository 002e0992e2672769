from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples

from dsds_audit.portfolio.suppression import withheld, withheld_because

SIZES = st.lists(st.integers(1, 12), max_size=8)


def hidden(sizes: list[int], smallest: int = 5) -> list[bool]:
    found: list[bool] = withheld(sizes, smallest).tolist()
    return found


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([], []),
        ([5, 9], [False, False]),
        # One alone could be worked out from the whole: the next smallest goes with it.
        ([3, 9, 7], [True, False, True]),
        # Two of one size that are known together are known apart.
        ([2, 2, 9, 7], [True, True, False, True]),
        # Together too few: what is left of the whole would be the statistics of three sites.
        ([1, 2, 9, 7], [True, True, False, True]),
        ([4, 2, 9, 7], [True, True, False, False]),
        # Which of two of the same size is taken would tell something: both are.
        ([3, 7, 7, 9], [True, True, True, False]),
        ([1], [True]),
        ([1, 30], [True, True]),
    ],
)
def test_worked_cases(sizes: list[int], expected: list[bool]) -> None:
    assert hidden(sizes) == expected


@given(SIZES)
def test_one_shows_everything(sizes: list[int]) -> None:
    assert not any(hidden(sizes, 1))


@given(SIZES, st.integers(1, 8))
def test_no_group_that_is_too_small_is_shown(sizes: list[int], smallest: int) -> None:
    for size, out in zip(sizes, hidden(sizes, smallest), strict=True):
        assert out or size >= smallest


@given(SIZES, st.integers(2, 6))
def test_what_is_left_of_the_whole_is_of_several_groups_and_sites(sizes: list[int], smallest: int) -> None:
    out = [size for size, gone in zip(sizes, hidden(sizes, smallest), strict=True) if gone]
    if 0 < len(out) < len(sizes):
        assert len(set(out)) > 1
        assert sum(out) >= smallest


@examples(60)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=4), st.integers(2, 5))
def test_no_withheld_size_follows_from_what_is_shown(sizes: list[int], smallest: int) -> None:
    """Whoever knows the rule, the total and what is shown finds two sizes at least for each withheld group.

    Where all are withheld, no group is listed and there is nothing to find a size for.
    """
    out = hidden(sizes, smallest)
    if all(out):
        return
    possible: list[set[int]] = [set() for _ in sizes]
    spans = [range(1, sum(sizes)) if gone else [size] for gone, size in zip(out, sizes, strict=True)]
    for guess in map(list, product(*spans)):
        if sum(guess) == sum(sizes) and hidden(guess, smallest) == out:
            for found, size in zip(possible, guess, strict=True):
                found.add(size)
    for found, gone in zip(possible, out, strict=True):
        assert not gone or len(found) > 1


def test_the_reason_does_not_tell_the_kinds_apart() -> None:
    assert withheld_because(5).startswith("There are fewer than 5 sites, or")
