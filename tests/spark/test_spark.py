import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engines_for_tests import SITES, assert_as_the_core_says, rows_with_places
from rubrics_for_tests import make_rubric, rate

from dsds_audit.assessment import Assessment
from dsds_audit.errors import AuditError
from dsds_audit.portfolio.computing import compute_portfolio
from dsds_audit.portfolio.engines import duckdb_engine
from dsds_audit.portfolio.question import Question

pytest.importorskip("pyspark", reason="Spark is not installed: pip install 'dsds-audit[spark]'")

from dsds_audit.portfolio.spark import SparkEngine, spark_engine

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore")]
FEW = {"spark.sql.shuffle.partitions": "2", "spark.default.parallelism": "2", "spark.driver.memory": "1g"}
RUBRIC = make_rubric(
    {
        "p1": {"c1": {"not_applicable": True}, "c2": {"target": 1}},
        "p2": {"c1": {}, "c2": {"not_applicable": True}, "c3": {}},
        "p3": {"c1": {"not_applicable": True}},
    },
    weights=["1", "2", "0.5"],
    practice=66,
)


@pytest.fixture(scope="module", params=["local[2]", "local-cluster[2,1,1024]"])
def spark(request: pytest.FixtureRequest) -> Iterator[SparkEngine]:
    with spark_engine(request.param, FEW) as engine:
        yield engine


def some(count: int = 400) -> list[Assessment]:
    chance = random.Random(20260302)
    kinds: list[Any] = [0, 1, 2, 0, 1, 2, "?", "-", None]
    return [
        rate(
            RUBRIC,
            {name: chance.choice(kinds) for name in RUBRIC.criteria},
            site=chance.choice([*SITES, f"Site {chance.randrange(30)}"]),
            program=chance.choice([None, "Coaching", "COACHING"]),
            group=chance.choice([None, "North", "South"]),
            date=dt.date(2000 + chance.randrange(25), 3, 2),
            targets={"p1.c1": 1} if chance.random() < 0.1 else {},
            thresholds=chance.choice([None, None, {"total": 50}, {"practice": 0}]),
        )
        for _ in range(count)
    ]


def test_the_same_expressions_give_identical_results(spark: SparkEngine) -> None:
    made = some(200)
    rows = rows_with_places(RUBRIC, made)
    wish = Question(since=dt.date(2005, 1, 1))
    with duckdb_engine() as duck:
        one = compute_portfolio([rows], _none, _none, wish, duck)
    other = compute_portfolio([rows], _none, _none, wish, spark)
    for name, column in vars(one).items():
        if isinstance(column, np.ndarray):
            np.testing.assert_array_equal(column, getattr(other, name), err_msg=name)
    assert one.left_out == other.left_out
    assert_as_the_core_says(other, RUBRIC, made)


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_tables_are_read_alike(spark: SparkEngine, tmp_path: Path, kind: str) -> None:
    from tables_for_tests import write_tidy

    path = tmp_path / f"table.{kind}"
    write_tidy(rows_with_places(RUBRIC, some(100)), path)
    found = [compute_portfolio([path], lambda ref: RUBRIC, _none, Question(), spark)]
    with duckdb_engine() as duck:
        found.append(compute_portfolio([path], lambda ref: RUBRIC, _none, Question(), duck))
    assert found[0].problems == found[1].problems == ()
    for name, column in vars(found[1]).items():
        if isinstance(column, np.ndarray):
            np.testing.assert_array_equal(column, getattr(found[0], name), err_msg=name)


def test_a_table_that_is_not_there_is_told(spark: SparkEngine, tmp_path: Path) -> None:
    with pytest.raises(AuditError, match="AUD120"):
        spark.open_table(tmp_path / "nothing.parquet")


@pytest.mark.parametrize("address", ["127.0.0.1:1", "127.0.0.1:1,127.0.0.1:2", "127.0.0.1:many"])
def test_a_cluster_that_is_not_there_is_told_in_one_sentence(address: str) -> None:
    with pytest.raises(AuditError) as caught, spark_engine(f"spark://{address}"):
        pass
    (problem,) = caught.value.problems
    assert problem.code == "AUD124"
    assert problem.message.startswith(f"Spark cannot be reached at spark://{address}: ")
    assert "\n" not in problem.message


def _none(*names: str) -> Any:
    raise AssertionError(names)
