import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples

from dsds_audit.portfolio.percentiles import percentiles_within

NONE = float("nan")


@examples(100)
@given(
    rows=st.lists(
        st.tuples(st.sampled_from(["", "North", "NORTH", "South"]), st.sampled_from([0.0, 25.0, 50.0, NONE]))
    )
)
def test_it_is_the_share_that_is_lower_with_half_of_the_ties(rows: list[tuple[str, float]]) -> None:
    groups = np.array([group for group, _ in rows], dtype=object)
    values = np.array([value for _, value in rows], dtype=np.float64)
    found = percentiles_within(groups, values)
    for row, (group, value) in enumerate(rows):
        others = [
            other
            for place, (name, other) in enumerate(rows)
            if place != row and name.lower() == group.lower() and not np.isnan(other)
        ]
        if np.isnan(value) or not others:
            assert np.isnan(found[row])
        else:
            lower = sum(other < value for other in others) + sum(other == value for other in others) / 2
            assert abs(found[row] - 100 * lower / len(others)) < 1e-9


def test_floats_that_differ_in_their_last_digit_tie() -> None:
    found = percentiles_within(np.array(["a", "a"], dtype=object), np.array([100 / 3, 33.333333333333336]))
    assert list(found) == [50.0, 50.0]
