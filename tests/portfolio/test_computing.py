import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from engines_for_tests import (
    PolarsEngine,
    assert_as_the_core_says,
    collections,
    first_of_each,
    rows_with_places,
)
from hypothesis import given
from rubrics_for_tests import examples, make_rubric, rate

from dsds_audit.assessment import Assessment
from dsds_audit.errors import AssessmentError, Problem, RubricError
from dsds_audit.names import folded
from dsds_audit.portfolio.computing import compute_portfolio
from dsds_audit.portfolio.engines import Engine, duckdb_engine
from dsds_audit.portfolio.question import Question
from dsds_audit.rubric import Rubric

EVERY, LATEST = Question(every=True), Question()


@pytest.fixture(scope="module", params=["duckdb", "polars"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if request.param == "polars":
        yield PolarsEngine()
        return
    with duckdb_engine() as found:
        yield found


def none_there(ref: str) -> Rubric:
    raise RubricError(Problem("AUD020", f"the rubric {ref} is not there. Please name another."))


def no_way(old: str, new: str) -> Any:
    raise RubricError(Problem("AUD025", f"no crosswalk leads from {old} to {new}. Please draft one."))


# The scoring rule.


@examples(10)
@given(case=collections())
def test_every_row_is_scored_as_the_core_does(engine: Engine, case: tuple[Rubric, list[Assessment]]) -> None:
    rubric, made = case
    portfolio = compute_portfolio([rows_with_places(rubric, made)], none_there, no_way, EVERY, engine)
    kept = first_of_each(made)
    assert sorted(int(place) for place in portfolio.place) == sorted(kept.values())
    assert_as_the_core_says(portfolio, rubric, made)
    keys = list(zip(portfolio.site, portfolio.program, portfolio.date, portfolio.place, strict=True))
    assert keys == sorted(keys)


@examples(6)
@given(case=collections())
def test_the_latest_of_each_series_is_one_row(engine: Engine, case: tuple[Rubric, list[Assessment]]) -> None:
    rubric, made = case
    half = len(made) // 2
    rows = rows_with_places(rubric, made)
    first = np.arange(len(made)) < half
    portfolio = compute_portfolio([rows.only(first), rows.only(~first)], none_there, no_way, LATEST, engine)
    series: dict[tuple[str, str], int] = {}
    for (site, program, date), number in first_of_each(made).items():
        other = series.get((site, program))
        if other is None or made[other].date < date:
            series[(site, program)] = number
    assert sorted(int(place) for place in portfolio.place) == sorted(series.values())
    assert_as_the_core_says(portfolio, rubric, made)


@examples(5)
@given(case=collections())
def test_engines_agree(case: tuple[Rubric, list[Assessment]]) -> None:
    rubric, made = case
    rows = rows_with_places(rubric, made)
    with duckdb_engine() as duck:
        one = compute_portfolio([rows], none_there, no_way, EVERY, duck)
    other = compute_portfolio([rows], none_there, no_way, EVERY, PolarsEngine())
    for name, column in vars(one).items():
        if isinstance(column, np.ndarray):
            if column.dtype.kind == "f":  # Polars divides once where others multiply.
                np.testing.assert_allclose(column, getattr(other, name), rtol=1e-14, err_msg=name)
            else:
                np.testing.assert_array_equal(column, getattr(other, name), err_msg=name)
    assert one.left_out == other.left_out


# Which rows count.

SMALL = make_rubric((1, 1))


def at(year: int, level: int, site: str = "Riverbend", **fields: Any) -> Assessment:
    return rate(SMALL, others=level, site=site, date=dt.date(year, 3, 2), **fields)


def compute(*made: Assessment, wish: Question = LATEST) -> Any:
    return compute_portfolio([rows_with_places(SMALL, made)], none_there, no_way, wish)


def test_what_stands_there_twice_counts_once_and_is_told() -> None:
    portfolio = compute(at(2024, 1), at(2024, 1, "RIVERBEND"))
    assert list(portfolio.place) == ["0000"]
    (double,) = portfolio.left_out
    assert (double.reason, double.count, double.places, double.details) == ("double", 1, ("0001",), {})


def test_of_two_that_differ_the_first_is_kept_and_both_are_named() -> None:
    portfolio = compute(at(2024, 1), at(2024, 2), at(2024, 1), at(2025, 2))
    assert list(portfolio.previous_low) == [50.0]
    (double,) = portfolio.left_out
    assert double.count == 2
    assert double.details["0001"] == "0000"


def test_what_was_made_later_than_asked_for_is_as_if_it_were_not_there() -> None:
    portfolio = compute(at(2024, 1), at(2025, 2), wish=Question(as_of=dt.date(2024, 12, 31)))
    assert list(portfolio.low) == [50.0]


def test_sites_whose_latest_is_too_old_are_counted() -> None:
    made = [at(2020, 1), at(2025, 2), at(2020, 1, "Hill"), at(2019, 1, "Hill")]
    for every, places in ((False, ["0001"]), (True, ["0000", "0001"])):
        portfolio = compute(*made, wish=Question(every=every, since=dt.date(2024, 1, 1)))
        assert sorted(portfolio.place) == places
        (earlier,) = portfolio.left_out
        assert (earlier.reason, earlier.count, earlier.places) == ("earlier", 1, ("0002",))


def test_one_program_is_asked_for_in_any_spelling() -> None:
    made = [at(2024, 1, program="Coaching"), at(2024, 2, program="Other"), at(2024, 0)]
    portfolio = compute(*made, wish=Question(program="COACHING"))
    assert list(portfolio.program) == ["Coaching"]


def test_by_date_means_every_date() -> None:
    assert len(compute(at(2024, 1), at(2025, 1), wish=Question(by="date"))) == 2


def test_different_rubrics_are_refused_unless_one_is_chosen() -> None:
    other = make_rubric((1,), id="other")
    sources = [rows_with_places(SMALL, [at(2024, 1)]), rows_with_places(other, [rate(other, others=1)])]
    with pytest.raises(AssessmentError, match="AUD090"):
        compute_portfolio(sources, none_there, no_way)
    portfolio = compute_portfolio(sources, none_there, no_way, Question(rubric_id="other"))
    assert portfolio.rubric.id == "other"


def test_without_a_crosswalk_rows_are_left_out_and_counted() -> None:
    newer = make_rubric((1, 1), version="1.1.0")
    sources = [rows_with_places(SMALL, [at(2024, 1)]), rows_with_places(newer, [rate(newer, others=1)])]
    portfolio = compute_portfolio(sources, none_there, no_way)
    assert list(portfolio.made_with) == [newer.ref]
    (left,) = portfolio.left_out
    assert (left.reason, left.count, left.places) == ("no_crosswalk", 1, ("0000",))
    assert SMALL.ref in left.details


def test_nothing_at_all_is_said() -> None:
    with pytest.raises(AssessmentError, match="AUD123"):
        compute_portfolio([], none_there, no_way)


def test_many_spellings_of_one_name_are_one_series() -> None:
    names = ["Åre", "åRE", "A\u030are", "ÅRE"]
    assert len({folded(name) for name in names}) == 1
    portfolio = compute(*(at(2020 + number, 1, name) for number, name in enumerate(names)))
    assert list(portfolio.place) == ["0003"]
