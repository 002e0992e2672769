import datetime as dt
import io
import zipfile

import pytest
from openpyxl import load_workbook
from pages_for_tests import HOSTILE
from python_calamine import CalamineWorkbook

from dsds_audit.report.typed_tables import Bars, Heading, TypedTable
from dsds_audit.report.workbooks import cell_text, height_of, to_workbook

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "https://example.org",
    "mailto:a@b",
    "{=1}",
    "007",
)
DAY = dt.date(2026, 3, 2)


def table_with(*rows, chart=None):
    columns = (
        Heading("Site"),
        Heading("Low", "percent"),
        Heading("Sites", "whole"),
        Heading("Move", "number"),
        Heading("Date", "date"),
    )
    return TypedTable("Sites", ("One row a site.",), columns, rows, chart)


def read_both(content):
    """The rows of the second sheet, as two readers see them."""
    sheet = load_workbook(io.BytesIO(content))["Sites"]
    one = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    other = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Sites")
    return one, [list(row) for row in other.to_python()[2:]]


def test_numbers_are_numbers_and_nothing_is_an_empty_cell():
    content = to_workbook(
        "Title", ["Read it."], [table_with(("Oak Hill", 62.5, 3, 1 / 3, DAY), ("A", *[None] * 4))]
    )
    one, other = read_both(content)
    assert one[0] == ["Oak Hill", 0.625, 3, pytest.approx(1 / 3), dt.datetime(2026, 3, 2)]
    assert other[0] == ["Oak Hill", 0.625, 3.0, pytest.approx(1 / 3), DAY]
    assert one[1] == ["A", None, None, None, None]
    sheet = load_workbook(io.BytesIO(content))["Sites"]
    assert sheet["B3"].number_format == "0.0 %"
    assert sheet.freeze_panes == "B3"
    assert sheet.auto_filter.ref == "A2:E4"


@pytest.mark.parametrize("text", [*FORMULAS, *HOSTILE])
def test_typed_text_stays_text(text):
    row = (text, 1.0, 1, 1.0, DAY)
    content = to_workbook(text, [text], [table_with(row)])
    book = load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    assert read_both(content)[0][0][0] is not None


def test_a_chart_is_drawn_from_the_cells_themselves():
    chart = Bars("Low ends", 0, (1, 2))
    content = to_workbook("T", [], [table_with(("Oak Hill", 50.0, 1, 0.0, DAY), chart=chart)])
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        drawn = parts.read("xl/charts/chart1.xml").decode()
    cells = drawn.replace("'", "").replace("&apos;", "")
    assert "Sites!$B$3" in cells
    assert "Sites!$A$3" in cells


def test_the_same_tables_make_the_same_bytes_and_none_is_fine():
    table = table_with(chart=Bars("None", 0, (1,)))
    assert to_workbook("T", [], [table]) == to_workbook("T", [], [table])


def test_texts_have_room():
    long = "why this is so and what follows from it " * 3
    columns = (Heading("Site"), Heading("Certain pairs that swap", "whole"), Heading("Why"))
    rows = (("A", 1, "short"), ("B", None, long), ("C", 2, None))
    tables = [TypedTable("Sites", (), columns, rows)]
    book = load_workbook(io.BytesIO(to_workbook("Title", [long, "short"], tables)))
    reading, sheet = book["How to read this"], book["Sites"]
    assert reading.row_dimensions[3].height > reading.row_dimensions[4].height
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert [round(width) for width in widths] == [31, 12, 71]
    assert sheet.row_dimensions[1].height > 3 * 11


def test_a_longer_text_is_given_more_height() -> None:
    heights = [height_of("word " * count, 40) for count in (1, 10, 20, 40)]
    assert heights == sorted(set(heights))
    assert height_of("a\nb\nc", 40) > height_of("a b c", 40)


@pytest.mark.parametrize(
    ("text", "kept"), [("a" * 32_767, True), ("a" * 32_768, False), ("👩" * 16_384, False)]
)
def test_a_text_that_no_cell_can_hold_is_cut_and_says_so(text, kept):
    shown = cell_text(text)
    assert len(shown.encode("utf-16-le")) // 2 <= 32_767
    assert shown.startswith(text[:16_000])
    assert (shown == text) == kept
    assert kept or "cut here" in shown[-100:]
