"""Cells of a table that mean nothing: which rows hold one, and what is wrong with them."""

from collections.abc import Iterator
from functools import reduce
from operator import add, or_
from typing import Any

import narwhals.stable.v2 as nw

from dsds_audit.errors import Problem, printable
from dsds_audit.packing import CODES
from dsds_audit.portfolio import tidy
from dsds_audit.portfolio.engines import ROW, Columns, Engine, column_of, named
from dsds_audit.portfolio.reading_tables import COUNTS, PERCENTS, Table, on_scale, plain_text
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say, say_many

SHOWN = 20  # More cells that mean nothing are counted, not listed.
_FINE, _NO_LEVEL, _NO_STANDING, _AT_ODDS = 0, 200, 201, 202


def is_wrong(table: Table, rubric: Rubric) -> nw.Expr:
    """Whether a row holds a cell that means nothing."""
    tests = [nw.col(tidy.SITE) == "", nw.col(tidy.DATE).is_null()]
    tests += [~nw.col(name).fill_null(0.0).is_between(0.0, 100.0) for name in PERCENTS]
    tests += [nw.col(name).fill_null(0.0) < 0 for name in COUNTS]
    tests += [_is_no_target(table, rubric, name) for name in _aimed(table, rubric)]
    faults = reduce(add, (_fault(table, rubric, name) for name in rubric.criteria))
    return reduce(or_, tests) | (faults > 0)


def tell_wrong(engine: Engine, table: Table, coded: nw.LazyFrame[Any], rubric: Rubric) -> Iterator[Problem]:
    """A problem for each of the first cells that mean nothing (AUD122), and how many rows have such."""
    wrong = nw.when(is_wrong(table, rubric)).then(nw.lit(1)).otherwise(nw.lit(0))
    counted = engine.collect(coded.select(wrong.alias("wrong")).select(nw.col("wrong").sum()))["wrong"][0]
    if not counted > 0:
        return
    faults = [_fault(table, rubric, name).alias(_fault_of(name)) for name in rubric.criteria]
    bad_target = nw.lit(_NO_LEVEL)
    faults += [
        nw.when(_is_no_target(table, rubric, name))
        .then(bad_target)
        .otherwise(nw.lit(_FINE))
        .alias(_fault_of(tidy.target_column(name)))
        for name in _aimed(table, rubric)
    ]
    first = coded.filter(is_wrong(table, rubric)).with_columns(*faults).sort(ROW).head(SHOWN)
    found = engine.collect(first)
    told = [
        Problem(
            "AUD122",
            say("row {row}, {column}: {fault}", row=int(found[ROW][index]), column=column, fault=fault),
            table.place,
        )
        for index in range(len(found[ROW]))
        for column, fault in _faults(found, index, rubric)
    ]
    yield from told[:SHOWN]
    named_all = counted <= SHOWN and len(told) <= SHOWN
    yield Problem("AUD122", _left_out(int(counted), named_all), table.place)


def _left_out(rows: int, named_all: bool) -> str:
    """How many rows are left out, and whether all that is wrong with them is named."""
    if named_all:
        return say_many(
            "{count} row left out for cells that mean nothing. Please correct them.",
            "{count} rows left out for cells that mean nothing. Please correct them.",
            rows,
        )
    return say_many(
        "{count} row left out for cells that mean nothing. Only the first are named. Please correct them.",
        "{count} rows left out for cells that mean nothing. Only the first are named. Please correct them.",
        rows,
    )


def _faults(found: Columns, index: int, rubric: Rubric) -> Iterator[tuple[str, str]]:
    if not found[tidy.SITE][index]:
        yield tidy.SITE, say("there is no site. Please name it.")
    if str(found[tidy.DATE][index]) == "NaT":
        yield tidy.DATE, say("this is no date. Please write it as 2026-03-02.")
    for name in (*PERCENTS, *COUNTS):
        value = found[name][index]
        if value < 0 or (name in PERCENTS and value > 100):
            yield (
                name,
                say(
                    "this is no number that fits. Please write a percentage from 0 to 100, or nothing."
                    if name in PERCENTS
                    else "this is no number that fits. Please write a count, or nothing."
                ),
            )
    for name in rubric.criteria:
        yield from _rating_faults(found, index, name, rubric.top)


def _rating_faults(found: Columns, index: int, name: str, top: int) -> Iterator[tuple[str, str]]:
    """What is wrong with the cells of one criterion."""
    standing, target = tidy.standing_column(name), tidy.target_column(name)

    def shown(column: str) -> str:
        value = found[column_of(column)][index]
        whole = isinstance(value, float) and value.is_integer()
        return repr(printable(str(int(value) if whole else value))[:40])

    def not_on_scale(column: str) -> str:
        return say(
            "{value} is not on the scale 0..{top}. Please write a level, or nothing.",
            value=shown(column),
            top=top,
        )

    fault = int(found[_fault_of(name)][index])
    if fault == _NO_LEVEL:
        yield name, not_on_scale(name)
    if fault == _NO_STANDING:
        known = ", ".join(("rated", *CODES))
        yield (
            standing,
            say(
                "{value} says nothing here. Please write one of {words}.", value=shown(standing), words=known
            ),
        )
    if fault == _AT_ODDS:
        yield (
            standing,
            say(
                "{value} does not go with the level beside it. Please write a level for what is rated, and "
                "none for anything else.",
                value=shown(standing),
            ),
        )
    if found.get(_fault_of(target), [_FINE] * (index + 1))[index] == _NO_LEVEL:
        yield target, not_on_scale(target)


def _fault(table: Table, rubric: Rubric, name: str) -> nw.Expr:
    """What is wrong with a criterion's level and standing; the first test holds for nearly all."""
    schema, column = table.rows.collect_schema(), column_of(name)
    cell, standing = nw.col(column), column_of(tidy.standing_column(name))
    fine, text = nw.lit(_FINE), not schema[column].is_numeric()
    level = on_scale(cell, schema[column], rubric.top)
    blank = plain_text(cell) == "" if text else cell.is_null()
    if standing not in schema:
        return nw.when(blank | level).then(fine).otherwise(nw.lit(_NO_LEVEL))
    said = nw.col(standing)
    silent = said.is_null() | (said == "")
    return (
        nw.when((said == "rated") & level)
        .then(fine)
        .when(blank & (silent | said.is_in(list(CODES))))
        .then(fine)
        .when(~blank & ~level)
        .then(nw.lit(_NO_LEVEL))
        .when(silent)
        .then(fine)
        .when(said.is_in(["rated", *CODES]))
        .then(nw.lit(_AT_ODDS))
        .otherwise(nw.lit(_NO_STANDING))
    )


def _aimed(table: Table, rubric: Rubric) -> list[str]:
    """The criteria for which the table has a column of own targets."""
    known = set(named(table.rows))
    return [name for name in rubric.criteria if column_of(tidy.target_column(name)) in known]


def _is_no_target(table: Table, rubric: Rubric, name: str) -> nw.Expr:
    """Whether the cell of an own target holds something that is no level."""
    column = column_of(tidy.target_column(name))
    cell, kind = nw.col(column), table.rows.collect_schema()[column]
    blank = cell.is_null() if kind.is_numeric() else plain_text(cell) == ""
    return ~(blank | on_scale(cell, kind, rubric.top))


def _fault_of(name: str) -> str:
    return f"{column_of(name)} fault"
