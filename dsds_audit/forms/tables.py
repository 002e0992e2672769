"""A table that another tool exported as rows of text, whatever its kind, encoding or separator."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dsds_audit.errors import AssessmentError, Problem
from dsds_audit.speech import grouped, mark, say
from dsds_audit.workbook.archive import LARGEST_CONTENT, TooMuchError, unpack
from dsds_audit.workbook.opening import open_workbook
from dsds_audit.workbook.values import text_of

MOST_ROWS = 10_000
_MOST_COLUMNS = 16_384
_SEPARATORS = (",", ";", "\t")
_MARKS: Mapping[bytes, str] = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_CSV = mark("Please export it again as CSV in UTF-8.")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its number as a spreadsheet shows it, its cells, and which hold a formula."""

    number: int
    cells: Sequence[str]
    computed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """A table's heading with its rows that hold anything; ``place`` names the file, and the part of it."""

    place: str
    heading: Sequence[str]
    lines: Sequence[Line]
    notes: tuple[Problem, ...] = field(default=())


def read_table(content: bytes, name: str) -> Table:
    """The table in a CSV file, an Excel workbook, or a zip archive with one CSV file; ``name`` names it.

    Nothing is ever computed: a formula stays the text that it is. Raises AssessmentError where it cannot be
    read (AUD163, or AUD145 for a workbook) or is too large (AUD164).
    """
    if len(content) > LARGEST_CONTENT:
        raise _too_much(name, say("is larger than {size} MB.", size=LARGEST_CONTENT // 1_000_000))
    if not content.startswith(b"PK\x03\x04"):
        return _csv_table(content, name)
    if b"[Content_Types].xml" in content:
        return _workbook_table(content, name)
    return _zipped_table(content, name)


def _csv_table(content: bytes, place: str) -> Table:
    text, notes = _decoded(content, place)
    lines = _filled(_csv_lines(text, place), place)
    return _table(place, lines, notes)


def _decoded(content: bytes, place: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file; where it is not UTF-8, as Windows writes it, which is said."""
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        try:
            text = content.decode("cp1252") if encoding == "utf-8" else ""
        except UnicodeDecodeError:
            text = ""
        if not text:
            raise _refused(place, say("is no text in UTF-8."), _CSV) from error
        message = say("is not in UTF-8 and was read as Windows writes text. Please look at its accents.")
        return _without_nul(text, place), (Problem("AUD163", message, place),)
    return _without_nul(text, place), ()


def _without_nul(text: str, place: str) -> str:
    if "\0" in text:
        raise _refused(place, say("is no table in text, or in UTF-16 without its mark."), _CSV)
    return text


def _csv_lines(text: str, place: str) -> Iterator[Line]:
    first, _, rest = text.partition("\n")
    if first.strip().lower() in [f"sep={separator}" for separator in _SEPARATORS]:
        text, skipped = rest, 1
    else:
        skipped = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator_of(text), strict=True)
    try:
        for number, cells in enumerate(reader, start=1 + skipped):
            yield Line(number, cells)
    except csv.Error as error:
        row = reader.line_num + skipped
        message = say("has a cell at line {line} that is not closed or far too long.", line=row)
        raise _refused(place, message, _CSV) from error


def _separator_of(text: str) -> str:
    """What separates the cells: that which makes most columns of the first line, with its quotes in order."""

    def columns(separator: str) -> int:
        try:
            page = io.StringIO(text.lstrip(), newline="")
            return len(next(csv.reader(page, delimiter=separator, strict=True), ()))
        except csv.Error:
            return 0

    return max(_SEPARATORS, key=columns)


def _workbook_table(content: bytes, place: str) -> Table:
    opened = open_workbook(content, place)
    if any(problem.code == "AUD146" for problem in opened.problems):
        raise _too_much(place, say("holds more cells than are read of a workbook; CSV may hold more."))
    if opened.problems:
        raise AssessmentError(opened.problems)
    filled = [sheet for sheet in opened.sheets if any(text_of(cell) for row in sheet.rows for cell in row)]
    if not filled:
        raise _refused(place, say("is empty."), _CSV)
    sheet, *others = filled
    computed: dict[int, set[int]] = {}
    for row, column in sheet.computed:
        computed.setdefault(row, set()).add(column)
    lines = (
        Line(number + 1, [text_of(cell) for cell in row], frozenset(computed.get(number, ())))
        for number, row in enumerate(sheet.rows)
    )
    notes = [
        Problem(
            "AUD160", say("the sheet “{sheet}” is not read. Only the first one is.", sheet=other.sheet), place
        )
        for other in others
    ]
    return _table(place, _filled(lines, place), (*opened.notes, *notes))


def _zipped_table(content: bytes, place: str) -> Table:
    try:
        entries = unpack(content)
    except TooMuchError as error:
        raise _too_much(place, say("unpacks to more than can be read.")) from error
    except ValueError as error:
        raise _refused(place, say("is damaged or has a password."), _CSV) from error
    tables = [name for name in entries if name.lower().endswith(".csv") and not name.startswith("media/")]
    named = [name for name in tables if name.rpartition("/")[2] == "submissions.csv"]
    chosen = named if len(named) == 1 else tables
    if len(chosen) != 1:
        found = ", ".join(sorted(tables)[:5])
        message = (
            say("should hold one CSV file; it holds {files}.", files=found)
            if found
            else say("should hold one CSV file; it holds none.")
        )
        raise _refused(place, message, mark("Please unpack it and name one."))
    return _csv_table(entries[chosen[0]], f"{place}: {chosen[0]}")


def _filled(lines: Iterator[Line], place: str) -> list[Line]:
    """The rows that hold anything, as many as are read at all."""
    found: list[Line] = []
    for line in lines:
        if any(cell.strip() for cell in line.cells) or line.computed:
            found.append(line)
        if len(found) > MOST_ROWS + 1 or len(line.cells) > _MOST_COLUMNS:
            message = say(
                "holds more than {rows} rows or {columns} columns.",
                rows=grouped(MOST_ROWS),
                columns=grouped(_MOST_COLUMNS),
            )
            raise _too_much(place, message)
    return found


def _table(place: str, lines: Sequence[Line], notes: tuple[Problem, ...]) -> Table:
    if not lines:
        raise _refused(place, say("is empty."), _CSV)
    return Table(place, [cell.strip() for cell in lines[0].cells], lines[1:], notes)


def _refused(place: str, message: str, way_out: str) -> AssessmentError:
    return AssessmentError(Problem("AUD163", f"{message} {say(way_out)}", place))


def _too_much(place: str, message: str) -> AssessmentError:
    way_out = say("Please export fewer submissions at a time.")
    return AssessmentError(Problem("AUD164", f"{message} {way_out}", place))
