"""A workbook laid out, as the bytes of an Excel file."""

import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dsds_audit.errors import AssessmentError, Problem
from dsds_audit.report.workbooks import height_of
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say
from dsds_audit.workbook.drop_downs import FIRST_DATE, DropDowns
from dsds_audit.workbook.layout import LISTS, kept_text, lay_out, mark_of
from dsds_audit.workbook.rows import ANSWER, COLUMNS, EMPTY, LABEL, Field, Filling, Row, Sheet, Value
from dsds_audit.workbook.styles import FORMATS, SIZE, SMALL, WAITS, WIDE, WIDTHS, format_of

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

_CHUNK = 30_000  # A cell holds 32,767 characters.
_NO_CHARACTERS = ("\ufffe", "\uffff")
_PLACES: Mapping[str, int] = {column: place for place, column in enumerate(COLUMNS, start=1)}
_ACROSS = ("title", "prose", "faint", "band", "section")
_LOWEST: Mapping[str, float] = {"note": 50, "evidence": 35, "reason": 35, "barriers": 35}  # points
_LOW, _HIGHEST = 20, 400
_HERE = "\0"  # Where a number is put into a sentence.
_EPOCH = dt.datetime(2000, 1, 1)  # The same answers make the same bytes, whenever they are written.


@dataclass(frozen=True, slots=True)
class _Count:
    """How many criteria of a sheet are rated: in which cell, by which formula, and how many are now."""

    cell: str
    formula: str
    shown: str


@dataclass(frozen=True, slots=True)
class _Tools:
    """What every sheet of one file is written with."""

    formats: "Mapping[str, Format]"
    waits: "Format"
    drop_downs: DropDowns
    counts: Mapping[str, _Count]


def write_workbook(rubric: Rubric, filling: Filling = EMPTY) -> bytes:
    """An Excel file to be filled in, the same bytes for the same content; no text becomes a formula.

    Raises AssessmentError (AUD024) where a text holds U+FFFE or U+FFFF, which stand for no character and
    which no workbook can hold.
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    sheets, buffer = lay_out(rubric, filling), io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": rubric.title[:200], "created": _EPOCH})
    tools = _Tools(
        {name: book.add_format(format_of(name)) for name in FORMATS},
        book.add_format(dict(WAITS)),
        DropDowns(LISTS.partition(" ")[0]),
        {sheet.name: count for sheet in sheets if (count := _count_in(sheet))},
    )
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.name), sheet, mark_of(rubric), tools)
    _write_lists(book, tools.drop_downs, kept_text(filling))
    book.close()
    return buffer.getvalue()


def _write_sheet(page: "Worksheet", sheet: Sheet, mark: str, tools: _Tools) -> None:
    page.set_column(0, 0, 0, None, {"hidden": True})
    for column, width in WIDTHS.items():
        page.set_column(_PLACES[column], _PLACES[column], width)
    page.write_string(0, 0, mark)
    for column, place in _PLACES.items():
        page.write_string(0, place, column)
    page.set_row(0, None, None, {"hidden": True})
    for number, row in enumerate(sheet.rows, start=1):
        if row.key:
            page.write_string(number, 0, row.key)
        if row.style in _ACROSS:
            _write_across(page, number, row, tools)
        elif row.style == "gap":
            page.set_row(number, 10)
        else:
            _write_cells(page, number, row, tools)
    _guide(page, sheet, tools)
    _set_up(page, sheet)


def _write_across(page: "Worksheet", number: int, row: Row, tools: _Tools) -> None:
    """A text over the width of the page, its row as high as it needs."""
    text, style = row.texts[LABEL], tools.formats[row.style]
    page.merge_range(number, 1, number, len(COLUMNS), "", style)
    _write_text(page, number, 1, text, style)
    size = float(format_of(row.style)["font_size"])
    page.set_row(number, height_of(text, WIDE, size) + (6 if row.style in ("title", "band") else 0))


def _write_cells(page: "Worksheet", number: int, row: Row, tools: _Tools) -> None:
    page.set_row(number, _height(row))
    for column, place in _PLACES.items():
        if column in row.fields:
            _write_field(page, number, row, column, tools)
        elif column in row.texts or row.style == "strong":
            _write_text(page, number, place, row.texts.get(column, ""), tools.formats[row.style])
    count = tools.counts.get(row.counted_on)
    if count and row.counted_on:
        formula = f"='{row.counted_on}'!{count.cell}"
        page.write_formula(number, _PLACES[ANSWER], formula, tools.formats[row.style], count.shown)
    elif row.counts:
        count = tools.counts[page.get_name()]
        page.write_formula(number, _PLACES[ANSWER], count.formula, tools.formats[row.style], count.shown)


def _height(row: Row) -> float:
    """As high as what stands there needs, with room to write; LibreOffice fits no row to its texts."""
    texts = {**row.texts, **{column: str(value) for column, value in row.values.items()}}
    needed = max((height_of(text, WIDTHS[c], _size_of(text, c)) for c, text in texts.items()), default=0)
    return min(max(needed, _LOWEST.get(row.key.rpartition("/")[2], _LOW if row.fields else 0)), _HIGHEST)


def _size_of(text: str, column: str) -> int:
    """In small letters goes what would not fit into the highest row there can be."""
    return SMALL if height_of(text, WIDTHS[column]) > _HIGHEST else SIZE


def _write_field(page: "Worksheet", number: int, row: Row, column: str, tools: _Tools) -> None:
    value = row.values.get(column, "")
    name = _format_name(row.fields[column], row)
    if name == "input" and _size_of(str(value), column) == SMALL:
        name = "small input"
    _write_value(page, number, _PLACES[column], value, tools.formats[name])


def _guide(page: "Worksheet", sheet: Sheet, tools: _Tools) -> None:
    """The drop-downs and limits of the cells to fill in, and the color of those that wait: each rule once."""
    limits: list[tuple[Field, list[tuple[int, int]]]] = []
    waits: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    for number, row in enumerate(sheet.rows, start=1):
        for column, entry in row.fields.items():
            cell = (number, _PLACES[column])
            alike = next((cells for other, cells in limits if other == entry), None)
            if alike is None:
                limits.append((entry, [cell]))
            else:
                alike.append(cell)
            others = tuple(_PLACES[name] for name in row.fields if name != column)
            if entry.needed or (column == ANSWER and others):
                waits.setdefault(() if entry.needed else others, []).append(cell)
    for entry, cells in limits:
        rule = tools.drop_downs.validate(entry)
        if rule["validate"] != "any" or "input_message" in rule:
            ranges = [[*cell, *cell] for cell in cells[1:]]
            page.data_validation(*cells[0], *cells[0], {**rule, "other_cells": ranges})
    for others, cells in waits.items():
        named = " ".join(_cell(*cell) for cell in cells)
        rule = {"type": "formula", "criteria": _waiting(cells[0], others), "format": tools.waits}
        page.conditional_format(*cells[0], *cells[0], {**rule, "multi_range": named})


def _format_name(entry: Field, row: Row) -> str:
    if entry.kind in ("date", "number"):
        return f"{entry.kind} input"
    return "strong input" if row.style == "strong" else "input"


def _waiting(cell: tuple[int, int], others: tuple[int, ...]) -> str:
    """The formula by which an empty cell waits: always, or as soon as something stands beside it."""
    empty = f"LEN(TRIM({_cell(*cell)}))=0"
    beside = "&".join(_cell(cell[0], place) for place in others)
    return f"=AND({empty},LEN({beside})>0)" if others else f"={empty}"


def _write_value(page: "Worksheet", number: int, place: int, value: Value, style: "Format") -> None:
    if isinstance(value, dt.date) and value >= FIRST_DATE:
        page.write_datetime(number, place, value, style)
    elif isinstance(value, int):
        page.write_number(number, place, value, style)
    else:
        _write_text(page, number, place, str(value), style)


def _write_text(page: "Worksheet", number: int, place: int, text: str, style: "Format | None") -> None:
    """A text as a text, whatever it begins with."""
    if any(character in text for character in _NO_CHARACTERS):
        message = say(
            "a text on the sheet “{sheet}” holds U+FFFE or U+FFFF, which stand for no character. Please take "
            "it out; a workbook cannot hold it.",
            sheet=page.get_name(),
        )
        raise AssessmentError(Problem("AUD024", message))
    if text:
        page.write_string(number, place, text, style)
    else:
        page.write_blank(number, place, None, style)


def _write_lists(book: "Workbook", drop_downs: DropDowns, kept: str) -> None:
    """What is not for people: the words of the drop-downs, and what is taken along unseen."""
    page = book.add_worksheet(drop_downs.sheet)
    page.write_string(0, 0, LISTS)
    for number, start in enumerate(range(0, len(kept), _CHUNK), start=1):
        page.write_string(number, 0, kept[start : start + _CHUNK])
    for column, words in drop_downs.lists():
        for number, word in enumerate(words):
            _write_text(page, number, column, word, None)
    page.protect()
    page.very_hidden()


def _set_up(page: "Worksheet", sheet: Sheet) -> None:
    """On the screen and on paper: as wide as a page, only the answers open, what to see first in view."""
    page.hide_gridlines(2)
    page.set_portrait()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(0.5, 0.5, 0.6, 0.6)
    pages = say("Page {number} of {count}", number="&P", count="&N")
    page.set_footer(f"&L{sheet.name.replace('&', '&&')}&R{pages}")
    page.freeze_panes(2, 0)
    page.protect("", {"format_columns": True, "format_rows": True})
    first = next((n for n, row in enumerate(sheet.rows, start=1) if row.fields), 1)
    page.set_selection(first, _PLACES[ANSWER], first, _PLACES[ANSWER])


def _count_in(sheet: Sheet) -> _Count | None:
    for number, row in enumerate(sheet.rows, start=1):
        if row.counts:
            levels = [(n, each) for n, each in enumerate(sheet.rows, start=1) if each.key in row.counts]
            cells = ",".join(_cell(n, _PLACES[ANSWER]) for n, _ in levels)
            before, after = say("{count} of {total}", count=_HERE, total=len(levels)).split(_HERE)
            parts = [f'"{before}"'] * bool(before) + [f"COUNTA({cells})"] + [f'"{after}"'] * bool(after)
            shown = f"{before}{sum(bool(each.values) for _, each in levels)}{after}"
            return _Count(_cell(number, _PLACES[ANSWER]), f"={'&'.join(parts)}", shown)
    return None


def _cell(number: int, place: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]

    name: str = xl_rowcol_to_cell(number, place)
    return name
