import sys
from collections.abc import Iterator

import narwhals.stable.v2 as nw
import numpy as np
import pytest

from dsds_audit.errors import AuditError
from dsds_audit.portfolio.engines import DuckEngine, duckdb_engine


@pytest.fixture(scope="module")
def duck() -> Iterator[DuckEngine]:
    with duckdb_engine("200MB", threads=1) as engine:
        yield engine


def test_columns_come_back_with_nothing_where_nothing_was(duck: DuckEngine) -> None:
    columns = {
        "text": np.array(["a", "", None], dtype=object),
        "number": np.array([1.5, np.nan, 3.0]),
        "day": np.array(["0001-01-01", "9999-12-31", "NaT"], dtype="datetime64[D]"),
        "byte": np.array([0, 255, 7], dtype=np.uint8),
    }
    found = duck.collect(duck.hold(columns).sort("byte", descending=False))
    assert list(found["text"]) == ["a", "", ""]
    np.testing.assert_array_equal(found["number"], [1.5, 3.0, np.nan])
    assert [str(day) for day in found["day"]] == ["0001-01-01", "NaT", "9999-12-31"]
    assert list(found["byte"]) == [0, 7, 255]


def test_nothing_is_downloaded(duck: DuckEngine) -> None:
    settings = "select value from duckdb_settings() where name like 'auto%known_extensions'"
    assert duck._connection.sql(settings).fetchall() == [("false",), ("false",)]


def test_what_the_engine_cannot_do_is_one_sentence(duck: DuckEngine) -> None:
    frame = duck.hold({"a": np.array(["x"], dtype=object)}).select(nw.col("a").cast(nw.Int64))
    with pytest.raises(AuditError, match="AUD124 the comparison could not be computed") as caught:
        duck.collect(frame)
    assert len(caught.value.problems) == 1


def test_without_the_extra_it_says_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(AuditError, match=r"uv tool install 'dsds-audit\[sites\]'"), duckdb_engine():
        pass
