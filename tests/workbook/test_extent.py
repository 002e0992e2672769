import pytest

from dsds_audit.workbook.extent import extent_of, is_canonical

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
    assert extent_of(SHEET % cells) == extent


@pytest.mark.parametrize("odd", [b"<a", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', SHEET % b'<row r="-1"/>'])
def test_what_is_not_sound_is_refused(odd: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        extent_of(odd)


@pytest.mark.parametrize(
    ("cells", "canonical"),
    [
        (b'<cols><col min="1"/></cols><row r="9999"><c r="Z9999" s="1"><v>1</v></c></row>', True),
        (b'<row r="1"><c r="AA1"><v>1</v></c></row>', False),
        (b'<row r="10000"/>', False),
        (b"<row r='1'/>", False),
        (b'<row r="1"><c><v>1</v></c></row>', False),
        (b'<row r="1"><c s="1" r="A1"/></row>', False),
        (b"<row/>", False),
        (b'<x:row r="1"/>', False),
        (b'<row r="1"><x:c r="A1"/></row>', False),
    ],
)
def test_only_the_plainest_sheets_need_no_measuring(cells: bytes, canonical: bool) -> None:
    assert is_canonical(SHEET % cells) is canonical
