"""Filled-in workbooks for the tests, edited by another library than the one that writes or reads them."""

import io
import zipfile
from collections.abc import Callable

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from rubrics_for_tests import make_rubric

from dsds_audit.rubric import Rubric
from dsds_audit.workbook.reading import Reader, ReadWorkbook
from dsds_audit.workbook.rows import Filling
from dsds_audit.workbook.writing import write_workbook

PANEL = {"roles": [{"id": "coach", "label": "Coach"}, {"id": "leader", "label": "Leader"}]}
RUBRIC = make_rubric(
    {"p1": {"c1": {"not_applicable": True}, "c2": {}}, "p2": {"c3": {}}},
    panel=PANEL,
    drivers=[{"id": "training", "label": "Training", "group": "Any"}],
    populations=[{"id": "staff", "label": "staff", "question": "Who?"}],
    administration=[{"id": "calm", "text": "It was calm."}],
)
COLUMNS = {"answer": 3, "more": 4, "date": 5}


def row_of(page: Worksheet, key: str, nth: int = 0) -> int:
    """The row, from 1, of the nth row with a key."""
    found = [cell.row for cell in page["A"] if cell.value == key]
    return found[nth]


def page_of(book: Workbook, key: str) -> Worksheet:
    return next(page for page in book if key in [cell.value for cell in page["A"]])


def fill(book: Workbook, key: str, value: object, column: str = "answer", nth: int = 0) -> None:
    """Type into the cell of a key."""
    page = page_of(book, key)
    page.cell(row_of(page, key, nth), COLUMNS[column]).value = value


def edited(
    change: Callable[[Workbook], object], content: bytes | None = None, *, dated: bool = True
) -> bytes:
    """A workbook of ours, the shortest that reads well unless told otherwise, after a change by hand."""
    book = openpyxl.load_workbook(io.BytesIO(content or write_workbook(RUBRIC, Filling(site="Riverbend"))))
    if dated:
        fill(book, "date", "2026-03-02")
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(content: bytes, rubric: Rubric = RUBRIC) -> ReadWorkbook:
    return Reader(lambda ref: rubric).read(content, "r.xlsx")


def told(result: ReadWorkbook) -> list[str]:
    return [str(problem) for problem in result.problems]


def noted(result: ReadWorkbook) -> list[str]:
    return [str(note) for note in result.notes]


def with_entry(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same archive with one entry changed, or a new one."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, change(old.read(name) if name in old.namelist() else b""))
    return buffer.getvalue()
