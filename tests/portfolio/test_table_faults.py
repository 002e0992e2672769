from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from rubrics_for_tests import make_rubric
from speeches_for_tests import accented, words_in_english

from dsds_audit.errors import Problem, RubricError
from dsds_audit.portfolio.computing import compute_portfolio
from dsds_audit.portfolio.question import Question
from dsds_audit.portfolio.table import Portfolio
from dsds_audit.rubric import Rubric
from dsds_audit.speech import speaking

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


def told(path: Path, *lines: str) -> list[str]:
    portfolio = read(path, [*lines, f"good,2026-03-02,{RUBRIC.ref},2,2" + "," * (lines[0].count(",") - 4)])
    assert "good" in list(portfolio.site)
    return [str(problem) for problem in portfolio.problems]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("x,2026-03-02,REF,3,1", "row 1, p1.c1: '3' is not on the scale 0..2"),
        ("x,2026-03-02,REF,1.5,1", "row 1, p1.c1: '1.5' is not on the scale"),
        ("x,2026-03-02,REF,-1,1", "row 1, p1.c1: '-1' is not on the scale"),
        ("x,2026-03-02,REF,high,1", "row 1, p1.c1: 'high' is not on the scale"),
        ("x,2026-02-30,REF,1,1", "row 1, date: this is no date"),
        ("x,,REF,1,1", "row 1, date: this is no date"),
        (" ,2026-03-02,REF,1,1", "row 1, site: there is no site"),
        ("x,2026-03-02,nobody@1.0.0,1,1", "AUD123 1 row left out: the rubric nobody@1.0.0 is not there"),
        ("x,2026-03-02,,1,1", "AUD123 1 row left out: no rubric is named"),
    ],
)
def test_a_cell_that_means_nothing_is_named_and_the_rest_is_compared(
    tmp_path: Path, row: str, fault: str
) -> None:
    problems = told(tmp_path / "t.csv", HEAD, row.replace("REF", RUBRIC.ref))
    assert any(fault in problem and str(tmp_path) in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ("2,2,sometimes,,", "row 1, p1.c1.standing: 'sometimes' says nothing here"),
        ("2,2,dont_know,,", "row 1, p1.c1.standing: 'dont_know' does not go with the level beside it"),
        (",2,rated,,", "row 1, p1.c1.standing: 'rated' does not go with"),
        ("2,2,rated,7,", "row 1, p1.c1.target: '7' is not on the scale"),
        ("2,2,rated,,101", "row 1, total_threshold: this is no number that fits"),
        ("2,2,rated,,many", "row 1, total_threshold: this is no number that fits"),
    ],
)
def test_so_are_standings_targets_and_thresholds(tmp_path: Path, cells: str, fault: str) -> None:
    head = f"{HEAD},p1.c1.standing,p1.c1.target,total_threshold"
    problems = told(tmp_path / "t.csv", head, f"x,2026-03-02,{RUBRIC.ref},{cells}")
    assert any(fault in problem for problem in problems), problems


def test_of_many_only_the_first_are_named(tmp_path: Path) -> None:
    problems = told(tmp_path / "t.csv", HEAD, *(f"x,2026-03-02,{RUBRIC.ref},9,9" for _ in range(30)))
    assert len(problems) == 21
    assert "30 rows left out" in problems[-1]


def test_what_is_wrong_is_said_in_the_language_and_columns_keep_their_names(tmp_path: Path) -> None:
    head = f"{HEAD},p1.c1.standing,p1.c1.target,total_threshold,participants"
    rows = (",2026-03-02,REF,2,2,?,,,", "1,0,REF,2,2,,,,", "2,2026-03-02,REF,3,2,,,,-1")
    more = ("3,2026-03-02,REF,2,2,rated,7,101,", "4,2026-03-02,REF,,2,rated,,,", "5,2026-03-02,,2,2,,,,")
    with speaking(accented()):
        problems = told(tmp_path / "1.csv", head, *(row.replace("REF", RUBRIC.ref) for row in (*rows, *more)))
        many = told(tmp_path / "2.csv", HEAD, *(f"1,2026-03-02,{RUBRIC.ref},9,9" for _ in range(30)))
    assert len(problems) == 10
    columns = {"site", "date", "participants", "rated", "unanswered", "unconfirmed"}
    text = "\n".join((*problems, *many)).replace(str(tmp_path), "")
    assert set(words_in_english(text)) <= columns
