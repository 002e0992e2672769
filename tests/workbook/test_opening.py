import io
import random
import resource
import time
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest

from dsds_audit.workbook.archive import LARGEST_FILE
from dsds_audit.workbook.opening import open_workbook
from dsds_audit.workbook.rows import Filling
from dsds_audit.workbook.writing import write_workbook
from tests.workbook.workbooks import RUBRIC, edited, fill, noted, read, told, with_entry

OURS = write_workbook(RUBRIC, Filling(site="Riverbend"))
GOOD = edited(lambda book: fill(book, "p1.c1/level", 2))
SHEET = "xl/worksheets/sheet2.xml"


def only_problem(content: bytes) -> str:
    """The one sentence that a file is refused with, in bounded time and memory."""
    began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (line,) = told(read(content))
    assert time.process_time() - began < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000  # kilobytes
    assert "\n" not in line
    assert "Please" in line
    return line


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b"site: Riverbend\n", "is no Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "is an old .xls file, or has a password"),
        (b"PK\x03\x04", "is damaged or cut off"),
        (GOOD[: len(GOOD) // 2], "is damaged or cut off"),
        (GOOD[:-1], "is damaged or cut off"),
    ],
)
def test_what_is_no_workbook_is_named(content: bytes, what: str) -> None:
    assert only_problem(content).startswith(f"r.xlsx: AUD145 {what}")


def test_an_opendocument_file_is_named() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<a/>")
    assert "AUD145 is an OpenDocument file" in only_problem(buffer.getvalue())


def test_any_other_archive_is_no_workbook() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("letter.txt", "Dear all")
    assert "AUD145" in only_problem(buffer.getvalue())


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    bomb = with_entry(GOOD, SHEET, lambda sheet: sheet + b" " * 100_000_000)
    assert len(bomb) < 200_000
    assert "AUD146 unpacks to more than 64 MB" in only_problem(bomb)


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    packed = zlib.compress(b" " * 100_000_000, 9)[2:-4]
    archive = bytearray(with_entry(GOOD, "xl/x.xml", lambda _: b" " * 1000))
    entry = zipfile.ZipFile(io.BytesIO(bytes(archive))).getinfo("xl/x.xml")
    start = entry.header_offset + 30 + len("xl/x.xml")
    shift = len(packed) - entry.compress_size
    archive[start : start + entry.compress_size] = packed
    directory = archive.rindex(b"PK\x05\x06") + 16
    at = int.from_bytes(archive[directory : directory + 4], "little") + shift
    archive[directory : directory + 4] = at.to_bytes(4, "little")
    listed = archive.rindex(b"PK\x01\x02")
    archive[listed + 20 : listed + 24] = len(packed).to_bytes(4, "little")
    assert zipfile.ZipFile(io.BytesIO(bytes(archive))).getinfo("xl/x.xml").file_size == 1000
    assert "AUD146" in only_problem(bytes(archive))


def test_very_many_parts_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(1000):
            archive.writestr(f"xl/{number}.xml", b"")
    assert "AUD146" in only_problem(buffer.getvalue())


def test_a_very_large_file_is_refused() -> None:
    assert "AUD146 is larger than 16 MB" in only_problem(b"PK\x03\x04" + bytes(LARGEST_FILE))


def test_a_million_rows_are_refused() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(100, 1_048_577))
    many = with_entry(GOOD, SHEET, lambda sheet: sheet.replace(b"</sheetData>", rows + b"</sheetData>"))
    assert "AUD146" in only_problem(many)


@pytest.mark.parametrize(
    "cell",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        b'<row r="900000"><c/><c/><c t="n"><v>1</v></c></row>',
        b'<row r="99"><c s="1" r="ZZZ99"><v>1</v></c></row><row r="9999"><c r="A9999"><v>1</v></c></row>',
        b'<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>',
    ],
)
def test_a_cell_far_away_makes_no_room_for_all_between(cell: bytes) -> None:
    far = with_entry(GOOD, SHEET, lambda sheet: sheet.replace(b"</sheetData>", cell + b"</sheetData>"))
    assert "AUD146 reaches as far as" in only_problem(far)


def test_empty_rows_at_the_very_end_do_no_harm() -> None:
    row = b'<row r="1048576" ht="15"><c r="A1048576" s="0"/></row></sheetData>'
    result = read(with_entry(GOOD, SHEET, lambda sheet: sheet.replace(b"</sheetData>", row)))
    assert result.assessment
    assert result.problems == ()


def test_one_long_text_in_very_many_cells_is_refused() -> None:
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(200, 9000))
    many = with_entry(OURS, SHEET, lambda sheet: sheet.replace(b"</sheetData>", cells + b"</sheetData>"))
    text = b"<t>" + b"x" * 50_000
    long = with_entry(many, "xl/sharedStrings.xml", lambda texts: texts.replace(b"<t>", text, 1))
    assert "AUD146" in only_problem(long)


@pytest.mark.parametrize("name", [b"x%d", b"x"])
@pytest.mark.parametrize(
    "target", [b"worksheets/sheet1.xml", b"/xl/worksheets/sheet1.xml", b"Worksheets/Sheet1.xml"]
)
def test_one_sheet_that_stands_for_very_many_is_refused(name: bytes, target: bytes) -> None:
    relation = b'<Relationship Id="more" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    relation += b'relationships/worksheet" Target="%s"/></Relationships>' % target
    sheets = b"".join(
        b'<sheet name="%s" sheetId="%d" r:id="more"/>' % (name % n if b"%" in name else name, n)
        for n in range(100, 140)
    )
    related = with_entry(
        OURS, "xl/_rels/workbook.xml.rels", lambda rels: rels.replace(b"</Relationships>", relation)
    )
    many = with_entry(
        related, "xl/workbook.xml", lambda book: book.replace(b"</sheets>", sheets + b"</sheets>")
    )
    assert "AUD145" in only_problem(many)


OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def test_a_sheet_that_two_readers_would_look_for_in_two_places_is_held_once() -> None:
    """Which of the two ids counts is told by their namespaces, and some readers go by the letter."""
    sheets = b"".join(
        b'<sheet name="x%d" sheetId="%d" q:id="none%d" r:id="rId2"/>' % (n, n, n) for n in range(100, 140)
    )

    def confuse(book: bytes) -> bytes:
        named = book.replace(b'xmlns:r="%s"' % OFFICE, b'xmlns:q="%s" xmlns:r="urn:x"' % OFFICE)
        return named.replace(b"</sheets>", sheets + b"</sheets>").replace(b' r:id="rId1"', b' q:id="rId1"')

    opened = open_workbook(with_entry(OURS, "xl/workbook.xml", confuse), "x")
    assert len([sheet for sheet in opened.sheets if sheet.rows]) == 1


@pytest.mark.parametrize("name", ["xl/sharedstrings.xml", "xl\\sharedStrings.xml"])
def test_texts_in_an_entry_of_nearly_the_same_name_are_not_taken_for_the_others(name: str) -> None:
    assert "AUD145" in only_problem(with_entry(OURS, name, lambda _: b"<sst/>"))


@pytest.mark.parametrize(
    "target",
    ["/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml", "./worksheets/../worksheets/sheet1.xml"],
)
def test_a_sheet_is_found_however_its_place_is_written(target: str) -> None:
    place = target.encode()
    moved = with_entry(
        OURS,
        "xl/_rels/workbook.xml.rels",
        lambda rels: rels.replace(b'Target="worksheets/sheet1.xml"', b'Target="%s"' % place),
    )
    assert open_workbook(moved, "x") == open_workbook(OURS, "x")


def test_a_chart_on_a_sheet_of_its_own_is_no_sheet_of_answers() -> None:
    book = openpyxl.load_workbook(io.BytesIO(OURS))
    book.create_chartsheet("Chart").add_chart(openpyxl.chart.BarChart())
    buffer = io.BytesIO()
    book.save(buffer)
    opened = open_workbook(buffer.getvalue(), "x")
    assert opened.problems == ()
    assert {sheet.sheet: bool(sheet.rows) for sheet in opened.sheets}["Chart"] is False
    assert sum(bool(sheet.rows) for sheet in opened.sheets) > 1


def test_an_entity_is_never_expanded() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'

    def declare(text: bytes) -> bytes:
        return bomb + text.partition(b"?>")[2]

    assert "AUD145" in only_problem(with_entry(GOOD, "xl/workbook.xml", declare))


def test_macros_are_never_run_and_said() -> None:
    result = read(with_entry(GOOD, "xl/vbaProject.bin", lambda _: b"\xd0\xcf\x11\xe0 Shell"))
    assert result.assessment
    assert noted(result) == [
        "r.xlsx: AUD152 it holds macros, which were not run. Please type what should count into the answers."
    ]


def test_links_to_other_files_are_not_followed_and_said() -> None:
    link = b'<externalLink xmlns="x"><externalBook r:id="rId1"/></externalLink>'
    result = read(with_entry(GOOD, "xl/externalLinks/externalLink1.xml", lambda _: link))
    assert result.assessment
    assert "which were not looked at" in noted(result)[0]


def test_comments_beside_cells_are_said() -> None:
    def comment(book: openpyxl.Workbook) -> None:
        book["p1"]["C5"].comment = openpyxl.comments.Comment("Please ask Dana.", "Sam")

    assert any("comments beside cells, which are not read" in line for line in noted(read(edited(comment))))


def test_no_flipped_bit_makes_it_fail() -> None:
    chance = random.Random(7)
    for _ in range(150):
        broken = bytearray(GOOD)
        for _ in range(chance.randint(1, 20)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        result = read(bytes(broken))
        assert result.problems or result.assessment


def test_no_flipped_bit_inside_the_parts_makes_it_fail() -> None:
    chance = random.Random(8)
    names = [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"]

    def break_it(part: bytes) -> bytes:
        broken = bytearray(part)
        for _ in range(chance.randint(1, 10)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        return bytes(broken)

    for turn in range(100):
        result = read(with_entry(OURS, names[turn % len(names)], break_it))
        assert result.problems or result.assessment


def test_sheets_come_with_their_names_and_rows_from_the_first_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.title, page["B3"], page["C3"] = "Äpfel & Birnen", "x", "=1+1"
    book.save(tmp_path / "a.xlsx")
    (sheet,) = open_workbook((tmp_path / "a.xlsx").read_bytes(), "a.xlsx").sheets
    assert sheet.sheet == "Äpfel & Birnen"
    assert sheet.rows[2][1] == "x"
    assert sheet.computed == {(2, 2): "a formula"}
