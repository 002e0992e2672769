"""A CSV file of any common encoding and separator as rows of text."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dsds_audit.errors import AuditError, Problem

_SEPARATORS = (",", ";", "\t")
_MOST_ROWS = 100_000
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_WAY_OUT = "Please export it again as CSV in UTF-8."


@dataclass(frozen=True, slots=True)
class Delimited:
    """A table with a name for each column; ``note`` says what was guessed of it, if anything was.

    Each of ``rows``, which can be gone through once, is the number of its last line and its cells by column,
    without the blank ones. Going on raises AuditError (AUD165) where a row cannot be read.
    """

    columns: tuple[str, ...]
    rows: Iterator[tuple[int, Mapping[str, str]]]
    note: Problem | None = None


def read_delimited(content: bytes, place: str) -> Delimited:
    """The table in a CSV file that is separated by commas, semicolons or tabs.

    In UTF-8 or UTF-16; what is neither is read as Windows-1252, which is noted. Raises AuditError (AUD165)
    where it is no text, has no columns, or two of one name.
    """
    text, note = _decoded(content, place)
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(_SEPARATORS, key=first.count), strict=True
    )
    rows = _filled(reader, place)
    _, names = next(rows, (0, []))
    columns = tuple(name.strip() for name in names)
    named = [name for name in columns if name]
    if not named:
        raise _refused("it is empty", place)
    twice = sorted({name for name in named if named.count(name) > 1}) if len(set(named)) < len(named) else []
    if twice:
        raise _refused(f"two columns are called {twice[0][:60]}", place)
    return Delimited(columns, ((line, _cells(columns, cells, line, place)) for line, cells in rows), note)


def _decoded(content: bytes, place: str) -> tuple[str, Problem | None]:
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding), None
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise _refused("its letters cannot be told", place) from error
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _refused("its letters cannot be told", place) from error
    message = f"is not in UTF-8 and was read as Windows-1252. {_WAY_OUT[:-1]}, if its letters look wrong."
    return text, Problem("AUD165", message, place)


def _filled(reader: Iterator[list[str]], place: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, with the number of their last line."""
    count = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _refused(f"line {_line_of(reader)}: {error}", place) from error
        if any(cell.strip() for cell in cells):
            count += 1
            if count > _MOST_ROWS + 1:
                raise _refused(f"it has more than {_MOST_ROWS:,} rows, and the others are not read", place)
            yield _line_of(reader), cells


def _line_of(reader: Iterator[list[str]]) -> int:
    return int(getattr(reader, "line_num", 0))


def _cells(columns: tuple[str, ...], cells: list[str], line: int, place: str) -> Mapping[str, str]:
    beyond = [cell for cell in cells[len(columns) :] if cell.strip()]
    nameless = [cell for name, cell in zip(columns, cells, strict=False) if not name and cell.strip()]
    if beyond or nameless:
        raise _refused(f"line {line} has a cell that belongs to no column", place)
    return {name: cell for name, cell in zip(columns, cells, strict=False) if cell.strip()}


def _refused(reason: str, place: str) -> AuditError:
    return AuditError(Problem("AUD165", f"cannot be read as a table: {reason}. {_WAY_OUT}", place))
