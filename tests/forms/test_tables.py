import io

import openpyxl
import pytest

from dsds_audit.errors import AuditError
from dsds_audit.forms import tables
from dsds_audit.forms.tables import read_table
from tests.forms.exports import to_csv, to_xlsx, to_zip

ROWS = [["a", "b; c, d"], ["1", "x\ny"]]


def refused(content, name="file.csv"):
    with pytest.raises(AuditError) as caught:
        read_table(content, name)
    (problem,) = caught.value.problems
    assert problem.place == name
    assert "Please" in problem.message
    return problem.code


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_whatever_stands_in_the_heading(separator):
    table = read_table(to_csv(ROWS, separator), "file.csv")
    assert table.heading == ROWS[0]
    assert [(line.number, line.cells) for line in table.lines] == [(2, ROWS[1])]


def test_the_line_by_which_excel_is_told_the_separator_is_no_heading():
    table = read_table(b"sep=;\na;b\n1;2\n", "file.csv")
    assert table.heading == ["a", "b"]
    assert table.lines[0].number == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_that_say_what_they_are(encoding):
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
    content = marks.get(encoding, b"") + "h\nné".encode(encoding)
    table = read_table(content, "file.csv")
    assert table.lines[0].cells == ["né"]
    assert table.notes == ()


def test_what_windows_wrote_is_read_and_said():
    table = read_table("h\nné".encode("cp1252"), "file.csv")
    assert table.lines[0].cells == ["né"]
    assert [note.code for note in table.notes] == ["AUD163"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n \n",
        "h\nx".encode("utf-16-le"),
        b"\xff\xfea",
        b"h\n\x81\x8d",
        b'a,b\n"not closed,1',
        b'a,b\n"x"y,1',
        b"a\n" + b"x" * 200_000,
        b"%PDF-1.7\x00",
        b"PK\x03\x04 cut off",
    ],
)
def test_what_cannot_be_read_is_refused(content):
    assert refused(content) == "AUD163"


def test_a_formula_in_a_text_stays_a_text():
    table = read_table(b'a,b\n=1+1,"@SUM(A1)"\n', "file.csv")
    assert table.lines[0].cells == ["=1+1", "@SUM(A1)"]


def test_a_workbook_is_read_with_what_it_computes_named():
    book = openpyxl.Workbook()
    book.active.append(["a", "b", "c"])
    book.active.append(["x", "=1+1", 3])
    book.create_sheet("Another").append(["more"])
    page = io.BytesIO()
    book.save(page)
    table = read_table(page.getvalue(), "file.xlsx")
    assert table.heading == ["a", "b", "c"]
    (line,) = table.lines
    assert (line.cells[0], line.cells[2], line.computed) == ("x", "3", {1})
    assert ["“Another”" in note.message for note in table.notes] == [True]


def test_an_archive_holds_one_table():
    one = to_csv(ROWS)
    assert read_table(to_zip({"form.csv": one, "media/x.csv": one}), "file.zip").place == "file.zip: form.csv"
    both = to_zip({"submissions.csv": one, "form-people.csv": one})
    assert read_table(both, "file.zip").place == "file.zip: submissions.csv"
    assert refused(to_zip({"a.csv": one, "b.csv": one}), "file.zip") == "AUD163"
    assert refused(to_zip({"a.txt": one}), "file.zip") == "AUD163"


def test_blank_rows_are_no_submissions():
    assert [line.number for line in read_table(b"a\n\n , \nx\n\n", "file.csv").lines] == [4]


def test_a_million_rows_are_refused_with_a_sentence():
    assert refused(b"a\n" + b"1\n" * 1_048_575) == "AUD164"


def test_many_columns_are_refused_with_a_sentence():
    assert refused(b"a," * 20_000) == "AUD164"


def test_what_is_large_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(tables, "LARGEST_CONTENT", 10)
    assert refused(b"a\n" + b"1\n" * 10) == "AUD164"


def test_an_archive_that_unpacks_to_too_much_is_refused():
    bomb = to_zip({"submissions.csv": b"0" * 80_000_000})
    assert len(bomb) < 200_000
    assert refused(bomb, "file.zip") == "AUD164"


def test_a_workbook_that_cannot_be_read_is_refused_by_its_own_codes():
    assert refused(to_xlsx(ROWS)[:-200], "file.xlsx") == "AUD145"


def test_a_workbook_with_very_many_cells_is_refused_with_the_same_sentence():
    page = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "a"
    book.active["XFD1048576"] = "b"
    book.save(page)
    assert refused(page.getvalue(), "file.xlsx") == "AUD164"
