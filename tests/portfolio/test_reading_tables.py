from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engines_for_tests import collections, rows_with_places
from hypothesis import given
from rubrics_for_tests import examples, make_rubric, rate
from tables_for_tests import write_tidy

from dsds_audit.assessment import Assessment
from dsds_audit.errors import AuditError, Problem, RubricError
from dsds_audit.portfolio.computing import compute_portfolio
from dsds_audit.portfolio.engines import duckdb_engine
from dsds_audit.portfolio.question import Question
from dsds_audit.portfolio.table import Portfolio
from dsds_audit.rubric import Rubric

RUBRIC = make_rubric({"p1": {"c1": {"not_applicable": True}, "c2": {}}})
HEAD = "site,date,rubric,p1.c1,p1.c2"


def load(ref: str) -> Rubric:
    if ref == RUBRIC.ref:
        return RUBRIC
    raise RubricError(Problem("AUD020", f"the rubric {ref} is not there. Please name another."))


def no_way(*names: str) -> Any:
    raise AssertionError(names)


def read(path: Path, lines: Sequence[str] | bytes, every: bool = True) -> Portfolio:
    path.write_bytes(lines if isinstance(lines, bytes) else "\n".join(lines).encode())
    return compute_portfolio([path], load, no_way, Question(every=every))


@examples(5)
@given(case=collections(30))
def test_a_table_says_what_the_rows_say_that_it_was_written_from(
    tmp_path_factory: pytest.TempPathFactory, case: tuple[Rubric, list[Assessment]]
) -> None:
    rubric, made = case
    rows = rows_with_places(rubric, made)
    folder = tmp_path_factory.mktemp("tables")
    with duckdb_engine() as engine:
        wanted = compute_portfolio([rows], load, no_way, Question(every=True), engine)
        for path in (folder / "t.parquet", folder / "t.csv"):
            write_tidy(rows, path)
            found = compute_portfolio([path], lambda ref: rubric, no_way, Question(every=True), engine)
            assert found.problems == ()
            for name, column in vars(wanted).items():
                if isinstance(column, np.ndarray):
                    np.testing.assert_array_equal(column, getattr(found, name), err_msg=name)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_separators_and_a_byte_order_mark_are_understood(tmp_path: Path, separator: str, mark: str) -> None:
    lines = [HEAD, f"Riverbend,2026-03-02,{RUBRIC.ref},2,1.0"]
    text = mark + "\r\n".join(lines).replace(",", separator)
    assert list(read(tmp_path / "t.csv", text.encode()).low) == [75.0]


def test_only_what_must_be_there_is_asked_for(tmp_path: Path) -> None:
    portfolio = read(tmp_path / "t.csv", [HEAD, f"Riverbend,2026-03-02,{RUBRIC.ref},2,"])
    assert (list(portfolio.low), list(portfolio.high)) == ([50.0], [100.0])
    assert list(portfolio.place) == [f"{tmp_path / 't.csv'}, row 1"]
    assert list(portfolio.program) == [""]


def test_what_does_not_apply_is_told_by_its_standing_and_counts_only_where_permitted(tmp_path: Path) -> None:
    head = f"{HEAD},p1.c1.standing,p1.c2.standing"
    portfolio = read(
        tmp_path / "t.csv", [head, f"Riverbend,2026-03-02,{RUBRIC.ref},,,not_applicable,not_applicable"]
    )
    assert portfolio.applies.tolist() == [[False, True]]
    assert (list(portfolio.low), list(portfolio.high)) == ([0.0], [100.0])


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("'=1+1", "=1+1"),
        ("'@a", "@a"),
        ("''=a", "'=a"),
        ("'s Hof", "'s Hof"),
        ("'", "'"),
        ("O'Hara", "O'Hara"),
    ],
)
def test_an_apostrophe_before_a_formula_is_taken_off_again(tmp_path: Path, written: str, name: str) -> None:
    portfolio = read(tmp_path / "t.csv", [HEAD, f'"{written}",2026-03-02,{RUBRIC.ref},2,2'])
    assert list(portfolio.site) == [name]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "AUD120"),
        (b"\xff\xfea\0b\0", "AUD120"),
        ("site,date\nÅre,2026".encode("latin-1"), "AUD120"),
        (b"PAR1 and no more", "AUD120"),
        (b"a,b\n1,2\n", "AUD121"),
        (f"site,date,rubric\nx,2026-03-02,{RUBRIC.ref}\n".encode(), "AUD121"),
    ],
)
def test_a_file_that_is_no_table_is_told(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(AuditError, match=code) as caught:
        read(tmp_path / "t.csv", content)
    assert "Please" in str(caught.value)


def test_a_damaged_table_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 and no more")
    rows = rows_with_places(RUBRIC, [rate(RUBRIC, others=2)])
    portfolio = compute_portfolio([tmp_path / "bad.parquet", rows, tmp_path / "none.csv"], load, no_way)
    assert len(portfolio) == 1
    assert [problem.code for problem in portfolio.problems] == ["AUD120", "AUD120"]
