import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from rubrics_for_tests import make_rubric
from soffice_for_tests import converted, needs_soffice
from strategies import assessments, rubrics

from dsds_audit.assessment import Assessment, Barrier, Evidence, Participant, Rating
from dsds_audit.errors import AssessmentError, Problem, RubricError
from dsds_audit.report.facts import Facts
from dsds_audit.rubric import Rubric
from dsds_audit.workbook.reading import Reader
from dsds_audit.workbook.rows import Filling
from dsds_audit.workbook.writing import write_workbook
from tests.workbook.workbooks import RUBRIC, edited, fill, noted, page_of, read, row_of, told


def as_held(rubric: Rubric, assessment: Assessment) -> Assessment:
    """The assessment as a workbook can hold it: finished, ticks in the rubric's order."""

    def rating(name: str, rating: Rating) -> Rating:
        known = [check.id for check in rubric.criteria[name].checks]
        ticks = rating.checks
        held = None if ticks is None or not known else tuple(check for check in known if check in ticks)
        return rating.model_copy(update={"checks": held})

    ratings = {name: rating(name, one) for name, one in assessment.ratings.items()}
    return assessment.model_copy(update={"ratings": ratings, "interview": None})


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_is_read_back(data: st.DataObject) -> None:
    rubric = data.draw(rubrics())
    assessment = data.draw(assessments(rubric))
    try:
        content = write_workbook(rubric, Filling(assessment))
    except AssessmentError:
        assume(False)  # U+FFFE and U+FFFF, which no workbook can hold.
    result = read(content, rubric)
    assert result.problems == ()
    assert result.notes == ()
    assert result.assessment == as_held(rubric, assessment)


def test_the_example_comes_back_whole(riverbend: Facts) -> None:
    held = riverbend.assessment.model_copy(update={"digest": riverbend.rubric.digest})
    result = read(write_workbook(riverbend.rubric, Filling(held)), riverbend.rubric)
    assert result.assessment == held
    assert (result.problems, result.notes) == ((), ())


ODD = ("=1+1", "007", "+4", "-", "@home", "TRUE", "1/2", "2026-03-02", "1e5", "'quoted", "a\nb\n\nc", '<&>"')
BY_LIBREOFFICE = Assessment(
    site="=1+1",
    program="007",
    group="Ünïcode 🙂 \u0645",
    date=dt.date(2026, 3, 2),
    rubric=RUBRIC.ref,
    digest=RUBRIC.digest,
    facilitator="+4",
    invited=12,
    participants=tuple(Participant(role="coach", name=name) for name in ("1/2", "TRUE", "D'Angelo")),
    populations={"staff": "  two\n\n lines ".strip()},
    targets={"p1.c1": 1},
    ratings={
        "p1.c1": Rating(
            level=1,
            checks=("k2",),
            note="A long note. " * 500 + "Its end.",
            evidence=tuple(
                Evidence(what=text, where=text[::-1].strip(), date=dt.date(1899 + 10 * n, 12, 31))
                for n, text in enumerate(ODD)
            ),
            barriers=(Barrier(what="-", driver="training"), Barrier(what="1e5")),
        ),
        "p1.c2": Rating(dont_know=True, checks=()),
        "p2.c3": Rating(not_applicable="2026-03-02"),
    },
    administration={"calm": False},
)


@needs_soffice
@pytest.mark.slow
def test_what_libreoffice_opens_and_saves_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    path.write_bytes(write_workbook(RUBRIC, Filling(BY_LIBREOFFICE)))
    assert read(path.read_bytes()).assessment == BY_LIBREOFFICE
    result = read(converted(path, "xlsx", tmp_path).read_bytes())
    assert (told(result), noted(result)) == ([], [])
    assert result.assessment == BY_LIBREOFFICE


def test_an_empty_workbook_says_what_is_missing() -> None:
    assert told(read(write_workbook(RUBRIC))) == [
        "r.xlsx: Start here!B10: AUD151 the site is missing. Please fill it in.",
        "r.xlsx: Start here!B13: AUD151 the date is missing. Please fill it in.",
    ]


def test_a_site_and_a_date_are_enough() -> None:
    result = read(edited(lambda book: None))
    assert result.assessment == Assessment(
        site="Riverbend", date=dt.date(2026, 3, 2), rubric=RUBRIC.ref, digest=RUBRIC.digest
    )
    assert noted(result) == []


@pytest.mark.parametrize("typed", ["1", 1, 1.0, "label 1", " LABEL 1 ", "1: label 1", "1:  Label 1"])
def test_a_level_is_understood_however_it_is_typed(typed: object) -> None:
    result = read(edited(lambda book: fill(book, "p1.c1/level", typed)))
    assert result.assessment
    assert result.assessment.ratings["p1.c1"] == Rating(level=1)


@pytest.mark.parametrize("typed", ["don't know", "Don\N{RIGHT SINGLE QUOTATION MARK}t know"])
def test_nobody_knows(typed: str) -> None:
    result = read(edited(lambda book: fill(book, "p1.c2/level", typed)))
    assert result.assessment
    assert result.assessment.ratings["p1.c2"] == Rating(dont_know=True)


@pytest.mark.parametrize("typed", ["3", 1.5, True, "in place?", "=2"])
def test_what_is_no_level_is_named_by_its_cell(typed: object) -> None:
    (line,) = told(read(edited(lambda book: fill(book, "p2.c3/level", typed))))
    assert line.startswith("r.xlsx: p2!C11: AUD14")
    assert "Please" in line


@pytest.mark.parametrize(
    "typed",
    [
        dt.date(2026, 3, 2),
        dt.datetime(2026, 3, 2),
        46083,
        "2026-03-02",
        " 2026-3-2 ",
        "2026/03/02",
        "2026-03-02 00:00:00",
    ],
)
def test_a_date_is_understood_however_it_is_kept(typed: object) -> None:
    result = read(edited(lambda book: fill(book, "date", typed)))
    assert result.assessment
    assert result.assessment.date == dt.date(2026, 3, 2)


@pytest.mark.parametrize("typed", ["03/02/2026", "2 March", 2026, "2026-02-30", True, dt.time(10, 0)])
def test_a_date_that_could_mean_another_is_named(typed: object) -> None:
    (line,) = told(read(edited(lambda book: fill(book, "date", typed))))
    assert line.startswith("r.xlsx: Start here!C13: AUD148 ")
    assert line.endswith("Please write year, month and day, such as 2026-03-31.")


@pytest.mark.parametrize(
    ("typed", "holds"), [("holds", True), (True, True), ("Does not hold", False), (False, False)]
)
def test_a_check_is_understood_as_words_or_as_true_and_false(typed: object, holds: bool) -> None:
    def change(book: Workbook) -> None:
        fill(book, "p1.c1.k1", typed)
        fill(book, "p1.c1.k2", "does not hold")
        fill(book, "p1.c1/level", "1: label 1")

    result = read(edited(change))
    assert result.assessment
    assert result.assessment.ratings["p1.c1"].checks == (("k1",) if holds else ())
    assert noted(result) == []


def test_a_check_left_open_beside_others_is_said() -> None:
    def change(book: Workbook) -> None:
        fill(book, "p1.c1.k1", "holds")
        fill(book, "p1.c1/level", 1)

    result = read(edited(change))
    assert result.assessment
    assert result.assessment.ratings["p1.c1"].checks == ("k1",)
    (line,) = noted(result)
    assert line.startswith("r.xlsx: p1!B10: AUD151 this was left open")


def test_texts_keep_their_zeros_and_their_signs() -> None:
    def change(book: Workbook) -> None:
        fill(book, "site", 7.0)
        fill(book, "program", "007")
        fill(book, "group", "@home")

    assessment = read(edited(change)).assessment
    assert assessment
    assert (assessment.site, assessment.program, assessment.group) == ("7", "007", "@home")


@pytest.mark.parametrize(
    ("key", "column", "what"),
    [
        ("p1.c1/note", "answer", "the level is missing"),
        ("p1.c1/evidence", "answer", "the level is missing"),
        ("p1.c1/evidence", "date", "what it is is missing"),
        ("p1.c1/barriers", "more", "what it is is missing"),
        ("p1.c1.k1", "answer", "the level is missing"),
        ("p1.c1/reason", "answer", "the level is missing"),
        ("participants", "more", "the role is missing"),
    ],
)
def test_what_cannot_stand_alone_is_named(key: str, column: str, what: str) -> None:
    typed = {"date": "2026-03-02", "p1.c1.k1": "holds"}
    value = typed.get(column) or typed.get(key) or ("Training" if key.endswith("barriers") else "said")
    lines = told(read(edited(lambda book: fill(book, key, value, column))))
    assert any("AUD151" in line and what in line for line in lines)


def test_a_reason_beside_a_level_is_named() -> None:
    def change(book: Workbook) -> None:
        fill(book, "p1.c1/level", 2)
        fill(book, "p1.c1/reason", "We have none.")

    (line,) = told(read(edited(change)))
    assert "AUD151 this says why it does not apply, but a level is chosen" in line


def test_every_problem_is_told_in_one_pass() -> None:
    def change(book: Workbook) -> None:
        fill(book, "date", "someday")
        fill(book, "invited", "a few")
        fill(book, "p1.c1/level", "9")
        fill(book, "p2.c3/note", "Said.")
        fill(book, "participants", "a bystander")
        fill(book, "p2.c3/evidence", "x", nth=2)

    codes = [line.split()[2] for line in told(read(edited(change))) if line]
    assert len(codes) == 5


def test_too_long_a_text_is_named_by_its_cell() -> None:
    (line,) = told(read(edited(lambda book: fill(book, "site", "x" * 201))))
    assert line == "r.xlsx: Start here!C10: AUD148 This is longer than 200 characters. Please shorten it."


def test_a_formula_in_an_answer_is_named_and_not_taken() -> None:
    def change(book: Workbook) -> None:
        fill(book, "p1.c1/level", 1)
        fill(book, "p1.c1/note", '=HYPERLINK("http://example.org")')

    (line,) = told(read(edited(change)))
    assert "AUD149 this holds a formula. Please type the answer itself." in line


def test_an_error_in_an_answer_is_named() -> None:
    def change(book: Workbook) -> None:
        fill(book, "group", "#N/A")
        page_of(book, "group")["C12"].data_type = "e"

    (line,) = told(read(edited(change)))
    assert line == "r.xlsx: Start here!C12: AUD149 this holds an error. Please type the answer itself."


def test_sheets_may_be_renamed_and_moved() -> None:
    def change(book: Workbook) -> None:
        fill(book, "p1.c1/level", 2)
        page = page_of(book, "p1.c1/level")
        page.title = "Unsere Antworten & mehr"
        book.move_sheet(page, -1)

    result = read(edited(change))
    assert result.assessment
    assert result.assessment.ratings["p1.c1"] == Rating(level=2)
    assert noted(result) == []


def test_rows_and_columns_may_be_inserted() -> None:
    def change(book: Workbook) -> None:
        fill(book, "p1.c1/level", 2)
        page = page_of(book, "p1.c1/level")
        page.unmerge_cells("B2:E2")
        page.insert_rows(1, 3)
        page.insert_rows(9, 2)
        page.insert_cols(1, 2)
        page["B10"] = "our own remark"

    result = read(edited(change))
    assert result.assessment
    assert result.assessment.ratings["p1.c1"] == Rating(level=2)
    assert noted(result) == [
        "r.xlsx: p1!B10: AUD152 there is more here, which is not read: “our own remark”. Please type what "
        "should count into the answers."
    ]


def test_rows_may_be_sorted_with_their_ids() -> None:
    def change(book: Workbook) -> None:
        page = page_of(book, "p1.c1/level")
        fill(book, "p1.c1/level", 2)
        fill(book, "p1.c2/level", 0)
        for merged in list(page.merged_cells.ranges):
            page.unmerge_cells(str(merged))
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
        for number, values in enumerate(reversed(rows), start=2):
            for column, value in enumerate(values, start=1):
                page.cell(number, column).value = value

    result = read(edited(change))
    assert result.assessment
    assert {name: one.level for name, one in result.assessment.ratings.items()} == {"p1.c1": 2, "p1.c2": 0}


def test_rows_that_were_sorted_without_their_ids_are_refused() -> None:
    def change(book: Workbook) -> None:
        page = page_of(book, "p1.c1.k1")
        one, other = (page.cell(row_of(page, key), 2) for key in ("p1.c1.k1", "p1.c1.k2"))
        one.value, other.value = other.value, one.value
        fill(book, "p1.c1/level", 2)

    lines = told(read(edited(change)))
    assert len(lines) == 2
    assert all("AUD150 this text belongs to another row" in line for line in lines)


def test_a_reworded_label_is_said_and_its_answer_taken() -> None:
    def change(book: Workbook) -> None:
        page_of(book, "site")["B10"] = "Standort"

    result = read(edited(change))
    assert result.assessment
    (line,) = noted(result)
    assert "Start here!B10: AUD152 there is more here, which is not read: “Standort”" in line


def test_rows_that_are_gone_are_said() -> None:
    def change(book: Workbook) -> None:
        del book["p2"]

    result = read(edited(change))
    assert result.assessment
    (line,) = noted(result)
    assert line.startswith("r.xlsx: AUD150 rows are gone: “It is so: k1.”")


def test_a_copied_sheet_counts_once_unless_it_says_otherwise() -> None:
    def change(book: Workbook, level: Any = 2) -> None:
        fill(book, "p2.c3/level", 2)
        fill(book, "p2.c3/evidence", "the minutes")
        copy = book.copy_worksheet(book["p2"])
        copy.cell(row_of(copy, "p2.c3/level"), 3).value = level

    result = read(edited(change))
    assert result.assessment
    assert len(result.assessment.ratings["p2.c3"].evidence) == 1
    (line,) = told(read(edited(lambda book: change(book, 1))))
    assert "p2 Copy!C11: AUD150 this is asked twice and answered otherwise at p2!C11" in line


def test_a_copied_row_for_evidence_is_one_more() -> None:
    def change(book: Workbook) -> None:
        page = page_of(book, "p2.c3/level")
        fill(book, "p2.c3/level", 2)
        fill(book, "p2.c3/evidence", "one")
        page["A40"], page["C40"] = "p2.c3/evidence", "two"

    result = read(edited(change))
    assert result.assessment
    assert [one.what for one in result.assessment.ratings["p2.c3"].evidence] == ["one", "two"]


def test_a_sheet_of_their_own_is_said() -> None:
    def change(book: Workbook) -> None:
        book.create_sheet("Remarks")["C3"] = "Remember the budget."

    (line,) = noted(read(edited(change)))
    assert line.startswith("r.xlsx: AUD152 there is more on the sheet “Remarks”, which is not read.")


def test_so_much_that_is_not_read_is_not_all_listed() -> None:
    def change(book: Workbook) -> None:
        for number in range(100, 200):
            book["p2"].cell(number, 2).value = "more"

    lines = noted(read(edited(change)))
    assert len(lines) == 26
    assert "75 further cells" in lines[-1]


def test_another_workbook_is_none_of_ours() -> None:
    def change(book: Workbook) -> None:
        for page in book:
            page["A1"] = None

    (line,) = told(read(edited(change)))
    assert line.startswith("r.xlsx: AUD147 is no workbook that dsds-audit made")


def test_one_of_a_later_version_is_named() -> None:
    def change(book: Workbook) -> None:
        for page in book:
            page["A1"] = str(page["A1"].value).replace("workbook 1", "workbook 2")

    (line,) = told(read(edited(change)))
    assert "AUD147 was made by a later version of dsds-audit" in line


def test_sheets_of_two_rubrics_are_named() -> None:
    def change(book: Workbook) -> None:
        book["p2"]["A1"] = str(book["p2"]["A1"].value).replace("1.0.0", "2.0.0")

    (line,) = told(read(edited(change)))
    assert "AUD147 holds sheets of several rubrics: small@1.0.0 and small@2.0.0" in line


def test_another_rubric_of_that_name_is_named() -> None:
    other = make_rubric((1,))
    (line,) = told(read(edited(lambda book: None), other))
    assert line.startswith("r.xlsx: AUD153 was made from another small@1.0.0 than the one here")


def test_a_rubric_that_is_not_here_is_named() -> None:
    def missing(ref: str) -> Rubric:
        raise RubricError(Problem("AUD020", f"the rubric {ref} is not there. Please bring it."))

    result = Reader(missing).read(edited(lambda book: None), "r.xlsx")
    assert told(result) == ["r.xlsx: AUD020 the rubric small@1.0.0 is not there. Please bring it."]


def test_a_hidden_sheet_that_was_changed_is_named() -> None:
    held = Assessment(site="A", date=dt.date(2026, 3, 2), rubric=RUBRIC.ref, targets={"p1.c1": 1})

    def change(book: Workbook) -> None:
        book["dsds-audit"]["A2"] = "{"

    (line,) = told(read(edited(change, write_workbook(RUBRIC, Filling(held)))))
    assert "AUD147 its hidden sheet was changed" in line


def test_one_reader_reads_many() -> None:
    asked = []
    reader = Reader(lambda ref: asked.append(ref) or RUBRIC)  # type: ignore[func-returns-value]
    content = edited(lambda book: None)
    assert reader.read(content, "a") == reader.read(content, "a")
    assert asked == [RUBRIC.ref]
