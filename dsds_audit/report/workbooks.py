"""Typed tables as an Excel workbook."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from dsds_audit.report.text import plain
from dsds_audit.report.typed_tables import Bars, Heading, Kind, TypedTable, Value
from dsds_audit.speech import mark, say

MOST_ROWS = 1_048_000  # What a sheet holds, with room for what stands above the table.
_MOST_BARS = 40
_READING, _WIDEST = 100, 70  # characters, of the column to read and of a text among others
_MEASURED = 1000  # rows that say how wide a column is
_LONGEST = 32_767  # of what Excel counts in a cell: units of UTF-16, so that a rare sign is two
_CUT = mark("(cut here, as a cell holds no more; the report in another format has all of it)")
_HIGHEST = 409.0  # points, of a row
HEAD = 34.0  # points, of a row of headings in two lines
_FORMATS: Mapping[Kind, str] = {
    "text": "@",
    "whole": "0",
    "percent": "0.0 %",
    "number": "0.00",
    "date": "yyyy-mm-dd",
}
_WIDTHS: Mapping[Kind, float] = {"text": 24, "whole": 11, "percent": 11, "number": 11, "date": 12}
_COLORS = ("#0b5a8f", "#6ea6cd", "#d5dce1", "#b0470d", "#7a2f63")


def to_workbook(title: str, reading: Sequence[str], tables: Iterable[TypedTable]) -> bytes:
    """A workbook: a sheet that says how to read it, then one a table, with filters, and charts where asked.

    Numbers stand as numbers, a percentage as Excel knows it (0.5 is shown as 50 %). Every text is written as
    text: none becomes a formula or a link. What passes the rows that a sheet holds is left out.
    """
    page = BytesIO()
    with open_workbook(page, title, dt.date(2000, 1, 1)) as book:
        _write_reading(book, title, reading)
        for table in tables:
            _write_table(book, table)
    return page.getvalue()


def open_workbook(page: BytesIO, title: str, date: dt.date) -> Any:
    """A workbook that is written into ``page`` when it is closed: no text becomes a formula, link or number.

    ``date`` is when it says it was made, so that the same content is the same bytes.
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    book = Workbook(page, options)
    made = dt.datetime(date.year, date.month, date.day)
    book.set_properties({"title": plain(title)[:255], "created": made})
    return book


def _write_reading(book: Any, title: str, reading: Sequence[str]) -> None:
    sheet = book.add_worksheet(say("How to read this"))
    sheet.set_column(0, 0, _READING)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, cell_text(title), book.add_format({"bold": True, "font_size": 15}))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for row, line in enumerate(reading, start=2):
        sheet.set_row(row, height_of(line, _READING))
        sheet.write_string(row, 0, cell_text(line), wrapped)
    sheet.fit_to_pages(1, 0)


def _write_table(book: Any, table: TypedTable) -> None:
    sheet = book.add_worksheet(table.title)
    faint = book.add_format({"font_color": "#51606c", "italic": True})
    for row, line in enumerate(table.reading):
        sheet.write_string(row, 0, cell_text(line), faint)
    top = len(table.reading)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    for column, heading in enumerate(table.columns):
        sheet.write_string(top, column, cell_text(heading.title), head)
    formats = {kind: book.add_format({"num_format": how}) for kind, how in _FORMATS.items()}
    rows = table.rows[:MOST_ROWS]
    for number, values in enumerate(rows, start=top + 1):
        _write_row(sheet, number, table.columns, values, formats)
    widths = [_width(column, heading, rows) for column, heading in enumerate(table.columns)]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    heads = zip(table.columns, widths, strict=True)
    # A button of the filter takes two characters of the last line.
    sheet.set_row(top, max(height_of(heading.title, width - 2) for heading, width in heads))
    sheet.freeze_panes(top + 1, 1)
    sheet.autofilter(top, 0, top + max(len(rows), 1), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    if table.chart is not None and rows:
        _add_chart(book, sheet, table, table.chart, top)


def _width(column: int, heading: Heading, rows: Sequence[tuple[Value, ...]]) -> float:
    """How wide a column is, in characters: that of a text as wide as its longest, within limits."""
    if heading.kind != "text":
        return _WIDTHS[heading.kind]
    longest = max((len(str(values[column] or "")) for values in rows[:_MEASURED]), default=0)
    return min(max(longest + 1, 30 if column == 0 else _WIDTHS["text"]), _WIDEST)


def _write_row(
    sheet: Any,
    number: int,
    columns: Sequence[Heading],
    values: Sequence[Value],
    formats: Mapping[Kind, Any],
) -> None:
    for column, (heading, value) in enumerate(zip(columns, values, strict=True)):
        look = formats[heading.kind]
        if value is None:
            continue
        if isinstance(value, str):
            sheet.write_string(number, column, cell_text(value), look)
        elif isinstance(value, dt.date):
            sheet.write_datetime(number, column, dt.datetime(value.year, value.month, value.day), look)
        else:
            sheet.write_number(number, column, value / 100 if heading.kind == "percent" else value, look)


def _add_chart(book: Any, sheet: Any, table: TypedTable, bars: Bars, top: int) -> None:
    shown = min(len(table.rows), _MOST_BARS)
    first, last = top + 1, top + shown
    chart = book.add_chart({"type": "bar", **({"subtype": "stacked"} if bars.stacked else {})})
    name = sheet.get_name()
    for place, column in enumerate(bars.values):
        looks: dict[str, Any] = {"fill": {"color": _COLORS[place % len(_COLORS)]}, "gap": 60}
        chart.add_series(
            {
                "name": [name, top, column],
                "categories": [name, first, bars.name, last, bars.name],
                "values": [name, first, column, last, column],
                **looks,
            }
        )
    chart.set_title({"name": bars.title, "name_font": {"size": 11}})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 140 + 22 * shown})
    sheet.insert_chart(top + 1, len(table.columns) + 1, chart, {"description": bars.title})


def height_of(text: str, width: float, size: float = 11) -> float:
    """The height in points of a text that is wrapped in so many characters' width.

    A little too high rather than too low: each program measures letters its own way, and LibreOffice fits no
    row to its texts.
    """
    per_line = max(int(width * 11 / size * 0.98), 1)
    lines = sum(max(-(-len(line) // per_line), 1) for line in text.split("\n"))
    return min(round(lines * size * 1.36 + 4, 1), _HIGHEST)


def cell_text(text: str) -> str:
    """A text as a cell can hold it; one that is too long is cut, and says so at its end."""
    shown = plain(text)
    if 2 * len(shown) <= _LONGEST:
        return shown
    units = shown.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST:
        return shown
    cut = f" … {say(_CUT)}"
    return units[: 2 * (_LONGEST - len(cut))].decode("utf-16-le", "ignore") + cut
