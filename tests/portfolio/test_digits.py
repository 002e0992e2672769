import narwhals.stable.v2 as nw
import numpy as np
import pytest
from engines_for_tests import PolarsEngine
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples

from dsds_audit.portfolio.digits import digits_in_one, join_digits, names_of_joined, rests, split_digits
from dsds_audit.portfolio.engines import Engine, duckdb_engine


@pytest.mark.parametrize("kind", ["duckdb", "polars"])
@examples(8)
@given(base=st.sampled_from([4, 5, 13, 103]), count=st.integers(1, 60), data=st.data())
def test_digits_come_back_as_they_were(kind: str, base: int, count: int, data: st.DataObject) -> None:
    seed = data.draw(st.integers(0, 99))
    digits = np.random.default_rng(seed).integers(0, base, (20, count))
    digits[0], digits[1] = base - 1, 0
    columns = {f"d{place}": digits[:, place] for place in range(count)}
    with duckdb_engine() as duck:
        engine: Engine = duck if kind == "duckdb" else PolarsEngine()
        each = [nw.col(name) for name in columns]
        joined = engine.hold({**columns, "row": np.arange(20)}).select("row", *join_digits(each, base, "all"))
        back = joined.with_columns(
            *((up - after * base).alias(f"d{n}") for n, (up, after) in enumerate(rests(count, base, "all")))
        )
        found = engine.collect(back.sort("row"))
    names = names_of_joined(count, base, "all")
    np.testing.assert_array_equal(split_digits([found[name] for name in names], count, base), digits)
    np.testing.assert_array_equal(np.column_stack([found[name] for name in columns]), digits)


def test_one_number_holds_as_many_digits_as_floats_tell_apart() -> None:
    for base in range(4, 104):
        assert base ** digits_in_one(base) <= 2**50 < base ** (digits_in_one(base) + 1)
