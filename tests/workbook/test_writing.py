import datetime as dt
import io
import re
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import range_boundaries
from rubrics_for_tests import make_rubric
from strategies import assessments

from dsds_audit.assessment import Assessment, Rating
from dsds_audit.errors import AssessmentError
from dsds_audit.report.facts import Facts
from dsds_audit.workbook.rows import Filling
from dsds_audit.workbook.writing import write_workbook
from tests.workbook.workbooks import RUBRIC, page_of, row_of

PLAIN = Filling(site="Riverbend")


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def bounds(cells: str) -> dict[str, int]:
    """The rows and columns of ``B1:B3``, as openpyxl takes them."""
    return dict(zip(("min_col", "min_row", "max_col", "max_row"), range_boundaries(cells), strict=True))


def formulas(content: bytes) -> list[str]:
    sheets = [part for name, part in parts(content).items() if name.startswith("xl/worksheets/")]
    cells = [
        each for sheet in sheets for each in ElementTree.fromstring(sheet).iter() if each.tag.endswith("}f")
    ]
    return [cell.text or "" for cell in cells]


def test_the_same_content_makes_the_same_bytes() -> None:
    assert write_workbook(RUBRIC, PLAIN) == write_workbook(RUBRIC, PLAIN)


def test_only_the_cells_to_fill_in_are_open() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(RUBRIC, PLAIN)))
    for page in book:
        assert page.protection.sheet
        assert not page.protection.password
        unlocked = {cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked}
        assert all(coordinate[0] in "CDE" for coordinate in unlocked)
    level = page_of(book, "p1.c1/level").cell(row_of(page_of(book, "p1.c1/level"), "p1.c1/level"), 3)
    assert not level.protection.locked


def test_ids_and_lists_are_hidden() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(RUBRIC, PLAIN)))
    assert [page.sheet_state for page in book] == ["visible"] * 4 + ["veryHidden"]
    for page in book.worksheets[:-1]:
        assert page.column_dimensions["A"].hidden
        assert page.row_dimensions[1].hidden
        assert str(page["A1"].value) == f"dsds-audit workbook 1 {RUBRIC.ref} {RUBRIC.digest}"


def test_drop_downs_offer_the_words() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(RUBRIC, PLAIN)))
    offered = []
    for rule in page_of(book, "p1.c1/level").data_validations.dataValidation:
        if rule.type == "list":
            sheet, _, cells = rule.formula1.replace("$", "").partition("!")
            words = [cell.value for row in book[sheet.strip("='")].iter_rows(**bounds(cells)) for cell in row]
            offered.append((words, str(rule.sqref).split()))
    levels = ["0: label 0", "1: label 1", "2: label 2", "don't know"]
    assert (["holds", "does not hold"], ["C9", "C10", "C25", "C26"]) in offered
    assert ([*levels, "does not apply"], ["C11"]) in offered
    assert (levels, ["C27"]) in offered


def test_help_is_never_too_long_for_a_cell() -> None:
    scale = [level.model_dump() | {"meaning": "Very. " * 100} for level in RUBRIC.scale]
    content = write_workbook(
        make_rubric((1,)).model_copy(update={"scale": tuple(map(RUBRIC.scale[0].model_validate, scale))})
    )
    assert b"Very. " in parts(content)["xl/worksheets/sheet2.xml"]


def test_progress_is_counted_by_formula(riverbend: Facts) -> None:
    content = write_workbook(riverbend.rubric, Filling(riverbend.assessment))
    assert len(formulas(content)) == 8
    shown = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Start here"]
    counts = [str(cell.value) for cell in shown["C"] if re.fullmatch(r"\d+ of \d+", str(cell.value))]
    assert counts == ["2 of 2", "4 of 4", "4 of 4", "4 of 4"]


@given(st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_becomes_a_formula(data: st.DataObject) -> None:
    assessment = data.draw(assessments(RUBRIC))
    nasty = {"site": "=1+1", "program": "@SUM(A1)", "group": "{=1}", "facilitator": "+1"}
    held = assessment.model_copy(update=nasty)
    try:
        content = write_workbook(RUBRIC, Filling(held))
    except AssessmentError:
        return
    ours = re.compile(r"""'p[12]'!C4|COUNTA\(C\d+(,C\d+)*\)&" of [12]\"""")
    assert len(formulas(content)) == 4
    assert all(ours.fullmatch(formula) for formula in formulas(content))
    sheets = [part for name, part in parts(content).items() if "sheet" in name]
    assert not any(b"hyperlink" in sheet for sheet in sheets)


def test_a_text_that_no_workbook_can_hold_is_refused() -> None:
    with pytest.raises(AssessmentError, match="AUD024 a text on the sheet “Start here” holds"):
        write_workbook(RUBRIC, Filling(site="a\ufffe"))


def test_the_last_levels_stand_beside_empty_cells(riverbend: Facts) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(write_workbook(riverbend.rubric, Filling(last=riverbend.assessment)))
    )
    page = page_of(book, "access.fidelity/level")
    number = row_of(page, "access.fidelity/level")
    assert page.cell(number, 3).value is None
    assert page.cell(number + 1, 2).value == "On 2026-09-14: 2: in place"
    assert (
        page_of(book, "site").cell(row_of(page_of(book, "site"), "site"), 3).value
        == "Riverbend Family Center"
    )


def test_a_very_long_text_stands_in_small_letters_and_is_still_open() -> None:
    long = Rating(level=1, note="Word after word. " * 100)
    held = Assessment(
        site="A",
        date=dt.date(2026, 3, 2),
        rubric=RUBRIC.ref,
        ratings={"p1.c1": long, "p1.c2": Rating(level=1)},
    )
    page = page_of(openpyxl.load_workbook(io.BytesIO(write_workbook(RUBRIC, Filling(held)))), "p1.c1/note")
    cells = [page.cell(row_of(page, f"p1.{name}/note"), 3) for name in ("c1", "c2")]
    assert [(cell.font.size, cell.protection.locked) for cell in cells] == [(8, False), (11, False)]
    assert page.row_dimensions[cells[0].row].height <= 400
