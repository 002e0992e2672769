"""A portfolio written as a table in the tidy form, its scores beside it, with a data dictionary."""

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from dsds_audit.atomic import write_atomically
from dsds_audit.errors import Problem, StoreError
from dsds_audit.portfolio.dictionary import Described, describe_columns
from dsds_audit.portfolio.engines import duckdb_engine
from dsds_audit.portfolio.table import Portfolio
from dsds_audit.portfolio.written_columns import columns_of
from dsds_audit.speech import say
from dsds_audit.store.paths import reason_of
from dsds_audit.version import __version__

# What a spreadsheet would take for a formula; and what looks like one that was guarded already.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_BOM = b"\xef\xbb\xbf"  # Without it, a well-known spreadsheet takes letters with accents for others.


def write_table(portfolio: Portfolio, path: Path) -> Path:
    """Write a portfolio as Parquet or CSV, by the name's ending, and its dictionary beside it.

    The dictionary's place is returned: ``out.dictionary.csv`` for ``out.parquet``. In CSV, a text that a
    spreadsheet would take for a formula gets an apostrophe before it, which reading takes off again. Both are
    written whole or not at all. Raises StoreError where one cannot be written (AUD129), AuditError where what
    writes tables is not installed (AUD124).
    """
    described = describe_columns(portfolio.rubric)
    beside = path.with_suffix(".dictionary.csv")
    with _refusals(path):
        import duckdb

        try:
            _write_columns(columns_of(portfolio), described, portfolio, path)
        except duckdb.Error as error:
            raise OSError(None, str(error).splitlines()[0]) from error
        write_atomically(beside, render_dictionary(described))
    return beside


def render_dictionary(described: tuple[Described, ...]) -> bytes:
    """The dictionary as CSV in UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([field.name for field in fields(Described)])
    writer.writerows([guarded(str(cell)) for cell in astuple(each)] for each in described)
    return _BOM + text.getvalue().encode()


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def _write_columns(
    columns: Mapping[str, NDArray[Any]], described: tuple[Described, ...], portfolio: Portfolio, path: Path
) -> None:
    """One COPY into a file of another name, which then takes its place."""
    held = {f"column_{place}": columns[each.column] for place, each in enumerate(described)}
    cell = _plain_cell if path.suffix.lower() == ".parquet" else _cell
    selected = ", ".join(map(cell, held, described))
    with duckdb_engine() as engine, _in_place_of(path) as temporary:
        rows = engine.hold(held).to_native()
        rows.query(
            "held", f"COPY (SELECT {selected} FROM held) TO {_text(temporary)} ({_form(portfolio, path)})"
        )


def _form(portfolio: Portfolio, path: Path) -> str:
    if path.suffix.lower() != ".parquet":
        return f"FORMAT csv, HEADER, DELIMITER {_text(chr(9) if path.suffix.lower() == '.tsv' else ',')}"
    dictionary = {each.column: astuple(each)[1:] for each in describe_columns(portfolio.rubric)}
    told = {
        "made_with": f"dsds-audit {__version__}",
        "rubric": portfolio.rubric.ref,
        "rubric_digest": portfolio.rubric.digest,
        "dictionary": json.dumps(dictionary, ensure_ascii=False),
    }
    metadata = ", ".join(f"{name}: {_text(value)}" for name, value in told.items())
    return f"FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{metadata}}}"


def _cell(held: str, described: Described) -> str:
    """How a column is written where a spreadsheet may open it: never as a formula."""
    if described.type != "VARCHAR":
        return _plain_cell(held, described)
    is_formula = f"regexp_matches({held}, {_text('^' + _FORMULA.pattern)})"
    return _plain_cell(f"CASE WHEN {is_formula} THEN chr(39) || {held} ELSE {held} END", described)


def _plain_cell(held: str, described: Described) -> str:
    """How a column is written as it is: of its type, empty where there is nothing."""
    name = '"' + described.column.replace('"', '""') + '"'
    if described.type == "VARCHAR":
        return f"nullif({held}, '') AS {name}"
    return f"CAST({held} AS {described.type}) AS {name}"


def _text(value: str | Path) -> str:
    return "'" + str(value).replace("'", "''") + "'"


@contextmanager
def _in_place_of(path: Path) -> Iterator[Path]:
    """A file to write, which takes the place of another when the block ends well; CSV begins with a mark."""
    temporary = path.with_name(f".dsds-{path.name}.tmp")
    marked = path.with_name(f".dsds-{path.name}.bom.tmp")
    try:
        yield temporary
        if path.suffix.lower() != ".parquet":
            with temporary.open("rb") as source, marked.open("wb") as target:
                target.write(_BOM)
                shutil.copyfileobj(source, target)
            marked.replace(temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
        marked.unlink(missing_ok=True)


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = say(
            "cannot be written: {reason}. Please name another place with -o.", reason=reason_of(error)
        )
        raise StoreError(Problem("AUD129", message, str(path))) from error
