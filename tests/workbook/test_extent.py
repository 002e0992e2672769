import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsds_audit.report.facts import Facts
from dsds_audit.workbook.archive import unpack
from dsds_audit.workbook.extent import ERROR, FORMULA, measure, survey
from dsds_audit.workbook.rows import Filling
from dsds_audit.workbook.writing import write_workbook

SHEET = b'<worksheet xmlns="x"><sheetData>%b</sheetData></worksheet>'


@pytest.mark.parametrize(
    ("cells", "extent"),
    [
        (b"", (0, 0)),
        (b'<row r="3"><c r="B3"><v>1</v></c></row>', (3, 2)),
        (b'<row r="3"><c r="AA3" s="1"/></row>', (0, 0)),
        (b"<row><c><v>1</v></c><c><v>1</v></c></row><row><c><v>1</v></c></row>", (2, 2)),
        (b'<row r="7"><c/><c t="inlineStr"><is><t>x</t></is></c></row>', (7, 2)),
        (b'<row r="2"><c r="XFD1048576"><v>1</v></c></row>', (1_048_576, 16_384)),
    ],
)
def test_the_last_cell_that_holds_something_counts(cells: bytes, extent: tuple[int, int]) -> None:
    measured = measure(SHEET % cells)
    assert (measured.rows, measured.columns) == extent


@pytest.mark.parametrize("odd", [b"<a", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', SHEET % b'<row r="-1"/>'])
def test_what_is_not_sound_is_refused(odd: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        survey(odd)


FAR = b'<c r="XFD1048576"><v>1</v></c>'


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET % (b'<row r="1">' + FAR + b"</row>"),
        SHEET % (b'<row r="1"><x:c r="XFD1048576"><v>1</v></x:c></row>'),
        SHEET % (b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"),
        SHEET % (b'<row r="1048576"><c><v>1</v></c></row>'),
        SHEET % (b'<row r="1"><c s="1" r="XFD1048576"><v>1</v></c></row>'),
        SHEET % (b'<row r="1"><c r="A1"/></row><!-- --><row>' + FAR + b"</row>"),
        b"<worksheet><x:sheetData><row>" + FAR + b"</row></x:sheetData><sheetData></sheetData></worksheet>",
        b"<worksheet><sheetData></sheetData><sheetData><row>" + FAR + b"</row></sheetData></worksheet>",
        b"<worksheet><!--<sheetData></sheetData>--><sheetData><row>"
        + FAR
        + b"</row></sheetData></worksheet>",
    ],
)
def test_no_cell_that_is_far_away_is_overlooked(sheet: bytes) -> None:
    try:
        found = survey(sheet)
    except ValueError:  # A prefix that means nothing.
        return
    assert found.columns == 16_384 or FAR not in found.sheet


CELLS = st.sampled_from(
    [
        b'<c r="B%d" s="1"/>',
        b'<c r="C%d" t="s"><v>0</v></c>',
        b'<c r="D%d" s="2"><f aca="false">1+1</f><v>2</v></c>',
        b'<c r="E%d" t="inlineStr"><is><t> t="e"&gt;</t></is></c>',
        b'<c r="F%d" t="e"><v>#N/A</v></c>',
        b'<c r="G%d" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        b'<c r="H%d"><f t="shared" si="0"/><v>2</v></c>',
        b'<c r="Z%d" t="str"><f>A1</f><v></v></c>',
    ]
)


@given(st.lists(st.lists(CELLS, max_size=5, unique=True), max_size=5))
def test_formulas_and_errors_are_the_same_either_way(rows: list[list[bytes]]) -> None:
    lines = [
        b'<row r="%d" ht="15">%b</row>' % (number, b"".join(cell % number for cell in sorted(cells)))
        for number, cells in enumerate(rows, start=1)
    ]
    sheet = SHEET % b"".join(lines)
    assert survey(sheet).computed == measure(sheet).computed
    assert set(measure(sheet).computed.values()) <= {FORMULA, ERROR}


def test_what_we_write_need_not_be_measured(riverbend: Facts) -> None:
    entries = unpack(write_workbook(riverbend.rubric, Filling(riverbend.assessment)))
    for name, entry in entries.items():
        if name.startswith("xl/worksheets/"):
            found = survey(entry)
            assert (found.rows, found.columns) == (0, 0)
            assert len(found.sheet) < len(entry)
            assert found.computed == measure(entry).computed
