import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dsds_audit.portfolio.swapped import count_swapped

RANGES = st.tuples(st.integers(0, 9), st.integers(0, 3)).map(lambda two: (two[0], two[0] + two[1]))


@given(st.lists(st.tuples(RANGES, RANGES), max_size=40))
def test_it_counts_what_two_loops_count(pairs: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    columns = np.array(pairs, dtype=np.int64).reshape(-1, 4).T
    expected = sum(a[0][0] > b[0][1] and a[1][1] < b[1][0] for a in pairs for b in pairs)
    assert count_swapped(*columns) == expected
