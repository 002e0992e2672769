"""Tables in the tidy form, held against a rubric: every cell into a code."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw

from dsds_audit.errors import AssessmentError, AuditError, Problem, printable
from dsds_audit.portfolio import tidy
from dsds_audit.portfolio.codes import (
    NO_TARGET,
    code_of,
    not_applicable,
    not_permitted_of,
    own_target_of,
    unknown,
)
from dsds_audit.portfolio.engines import ROW, Engine, column_of, distinct, is_parquet, named
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say, say_many

PERCENTS = (tidy.TOTAL_THRESHOLD, tidy.PRACTICE_THRESHOLD)
COUNTS = (tidy.PARTICIPANTS, tidy.EVIDENCED)
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
    texts = [plain_text(nw.col(name), guarded).alias(name) for name in _TEXTS if name in known]
    texts.append(nw.col(tidy.RUBRIC).fill_null("").alias(tidy.RUBRIC))
    empty = [nw.lit("").alias(name) for name in _TEXTS if name not in known]
    empty += [
        nw.lit(None, dtype=nw.Float64).alias(name) for name in (*PERCENTS, *COUNTS) if name not in known
    ]
    before, _, after = say("{table}, row {row}", table=path, row="\0").partition("\0")
    place = nw.concat_str(nw.lit(before), nw.col(ROW).cast(nw.String), nw.lit(after))
    if tidy.PLACE in known:
        stated = nw.col(tidy.PLACE).cast(nw.String)
        place = (
            nw.when(stated.fill_null("") != "")
            .then(plain_text(stated, guarded) if guarded else stated)
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
        code = nw.when(on_scale(nw.col(cell), schema[cell], top)).then(
            _level(nw.col(cell), schema[cell], top)
        )
        if standing in schema and criterion.not_applicable:
            code = code.when(nw.col(standing) == "not_applicable").then(nw.lit(not_applicable(rubric)))
        columns.append(code.otherwise(nw.lit(unknown(rubric))).cast(nw.Int16).alias(code_of(name)))
        if standing in schema and not criterion.not_applicable:
            claimed = nw.col(standing).is_in(["not_applicable", "not_permitted"])
            columns.append(
                nw.when(claimed).then(nw.lit(1)).otherwise(nw.lit(0)).alias(not_permitted_of(name))
            )
        cell = column_of(tidy.target_column(name))
        if cell in schema:
            own = nw.when(on_scale(nw.col(cell), schema[cell], top)).then(
                _level(nw.col(cell), schema[cell], top)
            )
            columns.append(own.otherwise(nw.lit(NO_TARGET)).cast(nw.Int16).alias(own_target_of(name)))
    rows = table.rows if table.refs == (rubric.ref,) else table.rows.filter(nw.col(tidy.RUBRIC) == rubric.ref)
    return rows.with_columns(*columns)


def on_scale(cell: nw.Expr, kind: nw.dtypes.DType, top: int) -> nw.Expr:
    """Whether a cell holds a level; null where it is empty."""
    if not kind.is_numeric():
        return plain_text(cell).is_in(list(_levels(top)))
    return cell.is_between(0, top) if kind.is_integer() else cell.is_in(list(range(top + 1)))


def _level(cell: nw.Expr, kind: nw.dtypes.DType, top: int) -> nw.Expr:
    """The level of a cell that holds one."""
    if kind.is_numeric():
        return cell
    text = plain_text(cell)
    level = nw.when(text == "0").then(nw.lit(0))
    for written, number in _levels(top).items():
        level = level.when(text == written).then(nw.lit(number))
    return level.otherwise(nw.lit(None))


def _levels(top: int) -> dict[str, int]:
    """The ways to write a level as text."""
    return {f"{number}{tail}": number for number in range(top + 1) for tail in ("", ".0")}


def plain_text(cell: nw.Expr, guarded: bool = False) -> nw.Expr:
    """The text of a cell, "" where there is none, as it was before it was guarded against being a formula."""
    text = cell.cast(nw.String).fill_null("").str.strip_chars()
    return nw.when(text.str.contains(_GUARDED)).then(text.str.slice(1)).otherwise(text) if guarded else text


def _missing(path: Path, names: list[str]) -> Problem:
    shown = ", ".join(printable(name) for name in names[:5])
    if len(names) > 5:
        message = say(
            "the table has no column {columns} and {more} more. Please name its columns as the tidy "
            "form does.",
            columns=shown,
            more=len(names) - 5,
        )
    else:
        message = say(
            "the table has no column {columns}. Please name its columns as the tidy form does.", columns=shown
        )
    return Problem("AUD121", message, str(path))


def tell_unknown(engine: Engine, table: Table, ref: str, error: AuditError) -> Problem:
    """That rows cite a rubric that cannot be had, and why (AUD123)."""
    rows = table.rows.filter(nw.col(tidy.RUBRIC) == ref)
    count = int(engine.collect(rows.select(nw.len().alias("count")))["count"][0])
    if ref:
        message = say_many(
            "{count} row left out: {fault}",
            "{count} rows left out: {fault}",
            count,
            fault=error.problems[0].message,
        )
    else:
        message = say_many(
            "{count} row left out: no rubric is named. Please write it as id@version.",
            "{count} rows left out: no rubric is named. Please write it as id@version.",
            count,
        )
    return Problem("AUD123", message, table.place)
