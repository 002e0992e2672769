"""Tables in the tidy form, held against a rubric: every cell into a code, and the cells that mean nothing."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, or_
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw

from dsds_audit.display import plural
from dsds_audit.errors import AssessmentError, AuditError, Problem, printable
from dsds_audit.packing import CODES
from dsds_audit.portfolio import tidy
from dsds_audit.portfolio.bulk import not_applicable, unknown
from dsds_audit.portfolio.carried import Way
from dsds_audit.portfolio.engines import ROW, Columns, Engine, column_of, distinct, is_parquet, named
from dsds_audit.rubric import Rubric

SHOWN = 20  # More cells that mean nothing are counted, not listed.
NO_TARGET = -1
_FINE, _NO_LEVEL, _NO_STANDING, _AT_ODDS = 0, 200, 201, 202
_PERCENTS = (tidy.TOTAL_THRESHOLD, tidy.PRACTICE_THRESHOLD)
_COUNTS = (tidy.PARTICIPANTS, tidy.EVIDENCED)
_TEXTS = (tidy.SITE, tidy.PROGRAM, tidy.GROUP)
# A formula is written with an apostrophe before it, and so is what looks like one that was.
_GUARDED = r"^'+[=+\-@\t\r]"


@dataclass(frozen=True)
class Table:
    """A file in the tidy form: its rows as they stand there, and the rubrics they cite."""

    path: Path
    rows: nw.LazyFrame[Any]
    refs: tuple[str, ...]

    @property
    def place(self) -> str:
        """How messages name it."""
        return str(self.path)


def open_table(engine: Engine, path: Path) -> Table:
    """A file's rows, with every column of the tidy form that does not depend on a rubric.

    Raises AuditError where it cannot be read (AUD120) or lacks a column (AUD121).
    """
    rows = engine.open_table(path)
    known = named(rows)
    missing = [name for name in (tidy.SITE, tidy.DATE, tidy.RUBRIC) if name not in known]
    if missing:
        raise AssessmentError(_missing(path, missing))
    guarded = not is_parquet(path)
    texts = [_text(nw.col(name), guarded).alias(name) for name in _TEXTS if name in known]
    texts.append(nw.col(tidy.RUBRIC).fill_null("").alias(tidy.RUBRIC))
    empty = [nw.lit("").alias(name) for name in _TEXTS if name not in known]
    empty += [
        nw.lit(None, dtype=nw.Float64).alias(name) for name in (*_PERCENTS, *_COUNTS) if name not in known
    ]
    place = nw.concat_str(nw.lit(f"{path}, row "), nw.col(ROW).cast(nw.String))
    if tidy.PLACE in known:
        stated = nw.col(tidy.PLACE).cast(nw.String)
        place = (
            nw.when(stated.fill_null("") != "")
            .then(_text(stated, guarded) if guarded else stated)
            .otherwise(place)
        )
    rows = rows.with_columns(*texts, *empty, place.alias(tidy.PLACE))
    refs = distinct(engine, rows, tidy.RUBRIC)
    return Table(path, rows, tuple(sorted(str(ref) for ref in refs)))


def check_columns(table: Table, rubric: Rubric) -> None:
    """Raise AssessmentError (AUD121) where a table has no column for a criterion of a rubric it cites."""
    known = set(named(table.rows))
    missing = [name for name in rubric.criteria if column_of(name) not in known]
    if missing:
        raise AssessmentError(_missing(table.path, missing))


def read_codes(table: Table, rubric: Rubric) -> nw.LazyFrame[Any]:
    """The rows that cite a rubric, with a code for each criterion in its own column and its own target."""
    schema, top = table.rows.collect_schema(), rubric.top
    columns: list[nw.Expr] = []
    for name, criterion in rubric.criteria.items():
        cell, standing = column_of(name), column_of(tidy.standing_column(name))
        code = nw.when(_on_scale(nw.col(cell), schema[cell], top)).then(
            _level(nw.col(cell), schema[cell], top)
        )
        if standing in schema and criterion.not_applicable:
            code = code.when(nw.col(standing) == "not_applicable").then(nw.lit(not_applicable(rubric)))
        columns.append(code.otherwise(nw.lit(unknown(rubric))).cast(nw.Int16).alias(code_of(name)))
        cell = column_of(tidy.target_column(name))
        if cell in schema:
            own = nw.when(_on_scale(nw.col(cell), schema[cell], top)).then(
                _level(nw.col(cell), schema[cell], top)
            )
            columns.append(own.otherwise(nw.lit(NO_TARGET)).cast(nw.Int16).alias(own_target_of(name)))
    rows = table.rows if table.refs == (rubric.ref,) else table.rows.filter(nw.col(tidy.RUBRIC) == rubric.ref)
    return rows.with_columns(*columns)


def carry_codes(way: Way, columns: Sequence[str]) -> Iterator[nw.Expr]:
    """The codes of the newer rubric's criteria, in these columns, from those of the older one's."""
    nothing = nw.lit(unknown(way.new))
    for (name, criterion), column in zip(way.new.criteria.items(), columns, strict=True):
        old = way.ratings.get(name)
        rating = nw.col(code_of(old)) if old else nothing
        if old and way.old.criteria[old].not_applicable and not criterion.not_applicable:
            rating = nw.when(rating == not_applicable(way.new)).then(nothing).otherwise(rating)
        yield rating.cast(nw.Int16).alias(column)


def carry_targets(way: Way, columns: Sequence[str], known: Collection[str]) -> Iterator[nw.Expr]:
    """The own targets for the newer rubric's criteria, NO_TARGET for none."""
    for name, column in zip(way.new.criteria, columns, strict=True):
        old, levels = way.targets.get(name, ("", {}))
        own = nw.lit(NO_TARGET)
        for level, meant in levels.items() if own_target_of(old) in known else ():
            own = nw.when(nw.col(own_target_of(old)) == level).then(nw.lit(meant)).otherwise(own)
        yield own.cast(nw.Int16).alias(column)


def is_wrong(table: Table, rubric: Rubric) -> nw.Expr:
    """Whether a row holds a cell that means nothing."""
    tests = [nw.col(tidy.SITE) == "", nw.col(tidy.DATE).is_null()]
    tests += [~nw.col(name).fill_null(0.0).is_between(0.0, 100.0) for name in _PERCENTS]
    tests += [nw.col(name).fill_null(0.0) < 0 for name in _COUNTS]
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
        Problem("AUD122", f"row {int(found[ROW][index])}, {column}: {fault}", table.place)
        for index in range(len(found[ROW]))
        for column, fault in _faults(found, index, rubric)
    ]
    yield from told[:SHOWN]
    more = " Only the first are named." if counted > SHOWN or len(told) > SHOWN else ""
    message = (
        f"{plural(int(counted), 'row')} left out for cells that mean nothing.{more} Please correct them."
    )
    yield Problem("AUD122", message, table.place)


def _faults(found: Columns, index: int, rubric: Rubric) -> Iterator[tuple[str, str]]:
    if not found[tidy.SITE][index]:
        yield tidy.SITE, "there is no site. Please name it."
    if str(found[tidy.DATE][index]) == "NaT":
        yield tidy.DATE, "this is no date. Please write it as 2026-03-02."
    for name in (*_PERCENTS, *_COUNTS):
        value = found[name][index]
        if value < 0 or (name in _PERCENTS and value > 100):
            asked = "a percentage from 0 to 100" if name in _PERCENTS else "a count"
            yield name, f"this is no number that fits. Please write {asked}, or nothing."
    for name in rubric.criteria:
        yield from _rating_faults(found, index, name, rubric.top)


def _rating_faults(found: Columns, index: int, name: str, top: int) -> Iterator[tuple[str, str]]:
    """What is wrong with the cells of one criterion."""
    standing, target = tidy.standing_column(name), tidy.target_column(name)

    def shown(column: str) -> str:
        value = found[column_of(column)][index]
        whole = isinstance(value, float) and value.is_integer()
        return repr(printable(str(int(value) if whole else value))[:40])

    on_scale = f"is not on the scale 0..{top}. Please write a level, or nothing."
    fault = int(found[_fault_of(name)][index])
    if fault == _NO_LEVEL:
        yield name, f"{shown(name)} {on_scale}"
    if fault == _NO_STANDING:
        known = ", ".join(("rated", *CODES))
        yield standing, f"{shown(standing)} says nothing here. Please write one of {known}."
    if fault == _AT_ODDS:
        yield (
            standing,
            f"{shown(standing)} does not go with the level beside it. Please write a level for what is "
            "rated, and none for anything else.",
        )
    if found.get(_fault_of(target), [_FINE] * (index + 1))[index] == _NO_LEVEL:
        yield target, f"{shown(target)} {on_scale}"


def _fault(table: Table, rubric: Rubric, name: str) -> nw.Expr:
    """What is wrong with a criterion's level and standing; the first test holds for nearly all."""
    schema, column = table.rows.collect_schema(), column_of(name)
    cell, standing = nw.col(column), column_of(tidy.standing_column(name))
    fine, text = nw.lit(_FINE), not schema[column].is_numeric()
    on_scale = _on_scale(cell, schema[column], rubric.top)
    blank = _text(cell) == "" if text else cell.is_null()
    if standing not in schema:
        return nw.when(blank | on_scale).then(fine).otherwise(nw.lit(_NO_LEVEL))
    said = nw.col(standing)
    silent = said.is_null() | (said == "")
    return (
        nw.when((said == "rated") & on_scale)
        .then(fine)
        .when(blank & (silent | said.is_in(list(CODES))))
        .then(fine)
        .when(~blank & ~on_scale)
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
    blank = cell.is_null() if kind.is_numeric() else _text(cell) == ""
    return ~(blank | _on_scale(cell, kind, rubric.top))


def _on_scale(cell: nw.Expr, kind: nw.dtypes.DType, top: int) -> nw.Expr:
    """Whether a cell holds a level; null where it is empty."""
    if not kind.is_numeric():
        return _text(cell).is_in(list(_levels(top)))
    return cell.is_between(0, top) if kind.is_integer() else cell.is_in(list(range(top + 1)))


def _level(cell: nw.Expr, kind: nw.dtypes.DType, top: int) -> nw.Expr:
    """The level of a cell that holds one."""
    if kind.is_numeric():
        return cell
    text = _text(cell)
    level = nw.when(text == "0").then(nw.lit(0))
    for written, number in _levels(top).items():
        level = level.when(text == written).then(nw.lit(number))
    return level.otherwise(nw.lit(None))


def _levels(top: int) -> dict[str, int]:
    """The ways to write a level as text."""
    return {f"{number}{tail}": number for number in range(top + 1) for tail in ("", ".0")}


def _text(cell: nw.Expr, guarded: bool = False) -> nw.Expr:
    """A text, "" where there is none, as it was before it was guarded against being a formula."""
    text = cell.cast(nw.String).fill_null("").str.strip_chars()
    return nw.when(text.str.contains(_GUARDED)).then(text.str.slice(1)).otherwise(text) if guarded else text


def _missing(path: Path, names: list[str]) -> Problem:
    shown = ", ".join(printable(name) for name in names[:5])
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    message = f"the table has no column {shown}{more}. Please name its columns as the tidy form does."
    return Problem("AUD121", message, str(path))


def tell_unknown(engine: Engine, table: Table, ref: str, error: AuditError) -> Problem:
    """That rows cite a rubric that cannot be had, and why (AUD123)."""
    rows = table.rows.filter(nw.col(tidy.RUBRIC) == ref)
    count = plural(int(engine.collect(rows.select(nw.len().alias("count")))["count"][0]), "row")
    if not ref:
        return Problem(
            "AUD123", f"{count} left out: no rubric is named. Please write it as id@version.", table.place
        )
    return Problem("AUD123", f"{count} left out: {error.problems[0].message}", table.place)


def code_of(name: str) -> str:
    """The column of a criterion's code, by the full id it has in the rubric that rows were made with."""
    return f"{column_of(name)} code"


def own_target_of(name: str) -> str:
    """The column of a site's own target for a criterion, by its full id."""
    return f"{column_of(name)} own target"


def _fault_of(name: str) -> str:
    return f"{column_of(name)} fault"
