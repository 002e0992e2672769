"""A table that is written is read again as it was, and nothing in it becomes a formula."""

import csv
import json
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from portfolios_for_tests import portfolio_of, portfolios
from rubrics_for_tests import make_rubric, rate

from dsds_audit.errors import StoreError
from dsds_audit.portfolio.computing import compute_portfolio
from dsds_audit.portfolio.dictionary import describe_columns
from dsds_audit.portfolio.question import Question
from dsds_audit.portfolio.table import Portfolio
from dsds_audit.portfolio.writing import guarded, write_table
from dsds_audit.rubric import Rubric

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''=1", "'a", "'", "=", '=HYPERLINK("http://x","y")')
ODD = (
    *FORMULAS,
    'a "quoted", text',
    "a;b,c\td",
    "a\nb",
    "a\r\nb",
    "\\N",
    "NULL",
    "NaN",
    "007",
    "\u05e9\u05dc\U0001f600",
)
RUBRIC = make_rubric({"p1": {"c1": {"not_applicable": True}, "c2": {}}, "p2": {"c1": {}}})
ENDINGS = (".csv", ".tsv", ".parquet")
SAME = (
    "site",
    "program",
    "group",
    "date",
    "place",
    "participants",
    "evidenced",
    "level",
    "applies",
    "target",
)
SCORED = (
    "low",
    "high",
    "status",
    "practice_low",
    "practice_high",
    "practice_status",
    "rated",
    "asked",
    "adequate",
)


def read_again(path: Path, rubric: Rubric) -> Portfolio:
    found = compute_portfolio([path], lambda _: rubric, lambda *_: (), Question(every=True))
    assert found.problems == ()
    assert found.left_out == ()
    return found


def assert_same(one: Portfolio, other: Portfolio, names: tuple[str, ...]) -> None:
    for name in names:
        mine, its = getattr(one, name), getattr(other, name)
        assert mine.dtype.kind == its.dtype.kind, name
        if mine.dtype.kind == "f":
            np.testing.assert_allclose(mine, its, rtol=0, atol=1e-9, err_msg=name)
        else:
            np.testing.assert_array_equal(mine, its, err_msg=name)


def odd_portfolio() -> Portfolio:
    return portfolio_of(
        RUBRIC,
        [
            rate(
                RUBRIC, {"p1.c2": n % 3}, site=name, program=name, group=name, others=1, targets={"p2.c1": 1}
            )
            for n, name in enumerate(ODD)
        ],
    )


@pytest.mark.parametrize("ending", ENDINGS)
def test_odd_names_are_read_as_they_were(ending: str, tmp_path: Path) -> None:
    portfolio = odd_portfolio()
    write_table(portfolio, tmp_path / f"out{ending}")
    again = read_again(tmp_path / f"out{ending}", RUBRIC)
    order = [list(portfolio.site).index(name) for name in again.site]
    for name in ("site", "program", "group", "place"):
        assert list(getattr(again, name)) == list(getattr(portfolio, name)[order])


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_portfolio_is_read_as_it_was(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    portfolio = data.draw(portfolios(most=5))
    path = tmp_path_factory.mktemp("tables") / f"out{data.draw(st.sampled_from(ENDINGS))}"
    write_table(portfolio, path)
    again = read_again(path, portfolio.rubric)
    assert_same(again, portfolio, (*SAME, *SCORED))
    second = path.with_name(f"second{path.suffix}")
    write_table(again, second)
    assert_same(read_again(second, portfolio.rubric), again, (*SAME, *SCORED))


@pytest.mark.parametrize("ending", [".csv", ".tsv"])
def test_no_cell_is_a_formula(ending: str, tmp_path: Path) -> None:
    beside = write_table(odd_portfolio(), tmp_path / f"out{ending}")
    for path, delimiter in ((tmp_path / f"out{ending}", "," if ending == ".csv" else "\t"), (beside, ",")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file, delimiter=delimiter):
                assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@settings(deadline=None)
@given(st.text(), st.text())
def test_no_two_texts_are_guarded_alike(one: str, other: str) -> None:
    assert (guarded(one) == guarded(other)) == (one == other)
    assert not guarded(one).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_parquet_says_itself_what_its_columns_mean(tmp_path: Path) -> None:
    beside = write_table(odd_portfolio(), tmp_path / "out.parquet")
    with duckdb.connect() as connection:
        pairs = connection.execute(
            "SELECT decode(key), decode(value) FROM parquet_kv_metadata(?)", [str(tmp_path / "out.parquet")]
        ).fetchall()
        types = dict(
            connection.execute(
                "SELECT column_name, column_type FROM (DESCRIBE FROM read_parquet(?))",
                [str(tmp_path / "out.parquet")],
            ).fetchall()
        )
    told = dict(pairs)
    assert told["rubric"] == RUBRIC.ref
    assert told["rubric_digest"] == RUBRIC.digest
    assert set(json.loads(told["dictionary"])) == set(types)
    assert types == {each.column: each.type for each in describe_columns(RUBRIC)}
    with beside.open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.DictReader(file))
    assert [row["column"] for row in listed] == list(types)
    assert beside.name == "out.dictionary.csv"


def test_what_cannot_be_written_leaves_everything_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("mine", encoding="utf-8")
    (tmp_path / "out.dictionary.csv").mkdir()
    with pytest.raises(StoreError) as raised:
        write_table(odd_portfolio(), tmp_path / "none" / "out.csv")
    assert raised.value.problems[0].code == "AUD129"
    with pytest.raises(StoreError):
        write_table(odd_portfolio(), tmp_path / "out.csv" / "out.parquet")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "mine"


def test_nothing_is_left_over(tmp_path: Path) -> None:
    write_table(odd_portfolio(), tmp_path / "out.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "out.dictionary.csv"]
