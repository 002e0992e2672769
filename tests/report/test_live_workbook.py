import re
from fractions import Fraction
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pages_for_tests import HOSTILE, hostile_site
from python_calamine import CalamineWorkbook
from rubrics_for_tests import make_rubric, rate
from soffice_for_tests import converted, needs_soffice
from strategies import assessments, rubrics

from dsds_audit.assessment import Rating
from dsds_audit.display import STATUS_LABELS
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.live_scores import TOP
from dsds_audit.report.live_workbook import write_live_workbook
from dsds_audit.report.wording import Wording
from dsds_audit.rubric import Rubric
from dsds_audit.theme import Letterhead, Theme


def figures(sheet) -> dict[str, object]:
    """The total's part of the sheet of scores, by what each line says."""
    return {row[0]: row[1] for row in sheet if row and row[0]}


def read(content: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def close(shown: object, exact: Fraction | None) -> bool:
    if exact is None:
        return shown == ""
    return isinstance(shown, float | int) and abs(Fraction(shown) - exact / 100) < Fraction(1, 10**9)


def agree(sheets, facts) -> None:
    """What the sheet of scores shows is what the core says."""
    card, told = facts.card, figures(sheets["Scores"][:13])
    assert told["Status"] == STATUS_LABELS[card.status]
    assert close(told["Total, at least"], card.low)
    assert close(told["Total, at most"], card.high)
    assert close(told["Shown by fresh evidence, at least"], facts.evidenced.low)
    assert told["Adequate"] == Wording(facts).verdict
    assert told["Practices in place"] == card.in_place
    assert (told["Criteria rated"], told["Criteria that apply"]) == (card.rated, card.asked)
    for row, practice in zip(sheets["Scores"][TOP:], card.practices, strict=False):
        assert row[1] == STATUS_LABELS[practice.status]
        assert close(row[2], practice.low)
        assert close(row[3], practice.high)
        assert (row[5], row[6]) == (practice.rated, practice.asked)


def test_numbers_are_there_before_anything_calculates(riverbend):
    agree(read(write_live_workbook(riverbend)), riverbend)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_assessment_can_be_written(data):
    rubric = data.draw(rubrics())
    facts = gather_facts(rubric, data.draw(assessments(rubric)))
    agree(read(write_live_workbook(facts)), facts)


@needs_soffice
@pytest.mark.slow
def test_another_program_works_out_the_same(riverbend, tmp_path):
    bare = calculated_anew(write_live_workbook(riverbend), tmp_path, {})
    agree(bare, riverbend)


@needs_soffice
@pytest.mark.slow
def test_scores_follow_a_rating_that_is_changed(riverbend, tmp_path):
    changes = {"accountability.person": 0, "access.financial": 1, "usefulness.timely": "does not apply"}
    sheets = calculated_anew(write_live_workbook(riverbend), tmp_path, changes)
    ratings = {
        **riverbend.assessment.ratings,
        "accountability.person": riverbend.assessment.ratings["accountability.person"].model_copy(
            update={"level": 0}
        ),
        "access.financial": Rating(level=1),
        "usefulness.timely": Rating(dont_know=True),  # The rubric does not permit that it does not apply.
    }
    changed = riverbend.assessment.model_copy(update={"ratings": ratings})
    agree(sheets, gather_facts(riverbend.rubric, changed))


@needs_soffice
@pytest.mark.slow
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_another_program_works_out_the_same_for_any_ratings(data, tmp_path_factory):
    rubric = make_rubric(
        (1, 3, 2), top=data.draw(st.sampled_from([1, 2, 4])), weights=(1, "2.5", 3), total=66.6, practice=50
    )
    levels = st.one_of(st.none(), st.integers(0, rubric.top), st.just("?"))
    facts = gather_facts(rubric, rate(rubric, {name: data.draw(levels) for name in rubric.criteria}))
    agree(calculated_anew(write_live_workbook(facts), tmp_path_factory.mktemp("anew"), {}), facts)


def calculated_anew(content: bytes, folder, changes) -> dict[str, list[list[object]]]:
    """The workbook with its values taken out and some levels changed, worked out by LibreOffice."""
    book = openpyxl.load_workbook(BytesIO(content))  # It keeps formulas, and no values of theirs.
    sheet = book["Ratings"]
    heads = [cell.value for cell in sheet[3]]
    level, name = heads.index("Level"), heads.index("Id")
    for row in sheet.iter_rows(min_row=4):
        if row[name].value in changes:
            row[level].value = changes[row[name].value]
    path = folder / "changed.xlsx"
    book.save(path)
    return read(converted(path, "xlsx", folder).read_bytes())


@pytest.mark.parametrize(
    "text", ["=1+1", "+1*2", "-1*2", "@SUM(A1)", "\t=1+1", "=cmd|' /C calc'!A0", "{=1}", *HOSTILE]
)
def test_no_typed_text_is_a_formula(text):
    content = write_live_workbook(hostile_site(text))
    book = openpyxl.load_workbook(BytesIO(content))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert sheet.title in ("Scores", "Ratings")
                    assert sheet.cell(cell.row, 1).value is not None
                    assert text.strip() not in str(cell.value)


def hostile_rubric():
    """Great, and labeled with what breaks formulas, sheet names and lists."""
    odd = ["'", '"', '=1+1 "x"', "a,b;c", "&A", "Scores!A1", "l" * 300]
    small = make_rubric((10,) * 20, top=100, weights=["0.000001", *["1000000"] * 19])
    content = small.model_dump(mode="json")
    for place, level in enumerate(content["scale"]):
        level["label"] = f"{odd[place % len(odd)]} {place}"
    for place, practice in enumerate(content["practices"]):
        practice["title"] = practice["short"] = f"{odd[place % len(odd)]} {place}"
        for criterion in practice["criteria"]:
            criterion["title"] = f"{odd[place % len(odd)]} {criterion['id']}"
            criterion["not_applicable"] = place % 2 == 0
    return Rubric.model_validate(content)


@needs_soffice
@pytest.mark.slow
def test_another_program_works_out_the_same_for_a_great_and_hostile_rubric(tmp_path):
    rubric = hostile_rubric()
    kinds = [0, 100, 37, None, "?", "-"]
    facts = gather_facts(rubric, rate(rubric, {n: kinds[i % 6] for i, n in enumerate(rubric.criteria)}))
    content = write_live_workbook(facts)
    agree(read(content), facts)
    anew = calculated_anew(content, tmp_path, {})
    agree(anew, facts)
    heads = anew["Ratings"][2]
    for row, criterion in zip(anew["Ratings"][3:], facts.card.criteria.values(), strict=False):
        said = row[heads.index("In words")]
        assert criterion.level is None or said == rubric.label_of(criterion.level)


def test_charts_show_the_cells_of_the_practices(riverbend):
    with ZipFile(BytesIO(write_live_workbook(riverbend))) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if "charts/chart" in name]
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    last = TOP + len(riverbend.rubric.practices)
    assert len(charts) == 2
    for chart in charts:
        told = re.findall(r"<c:f>(.*?)</c:f>", chart)
        cells = [f"Scores!${letter}${TOP + 1}:${letter}${last}" for letter in "ICIDIH"]
        assert told == cells  # The short names, then at least, at most, the threshold.
        assert '<c:plotVisOnly val="1"/>' not in chart  # The short names are folded away.
    assert drawing.count('descr="The practices') == 2


def test_no_formula_is_longer_than_excel_takes_nor_a_text_in_one():
    content = write_live_workbook(gather_facts(hostile_rubric(), rate(hostile_rubric(), others=1)))
    for sheet in openpyxl.load_workbook(BytesIO(content)):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert len(cell.value) <= 8192
                    assert all(len(text) <= 255 for text in re.findall(r'"([^"]*)"', cell.value))
                    called = set(re.findall(r"([A-Z]+)\(", cell.value))
                    assert called <= {
                        *("AND", "COUNTIF", "COUNTIFS", "IF", "INDEX", "INT", "ISNUMBER", "OR", "ROUND"),
                        *("SUM", "SUMIFS", "SUMPRODUCT"),
                    }


def test_every_printed_page_is_headed_by_the_organization(riverbend):
    content = write_live_workbook(riverbend, Letterhead(Theme(organization="Hill & Dale")))
    book = openpyxl.load_workbook(BytesIO(content))
    assert {sheet.oddHeader.left.text for sheet in book} == {"Hill && Dale"}


@pytest.mark.parametrize(("paper", "number"), [("a4", "9"), ("us-letter", "1")])
def test_every_sheet_is_on_the_themes_paper(riverbend, paper, number):
    book = openpyxl.load_workbook(BytesIO(write_live_workbook(riverbend, Letterhead(Theme(paper=paper)))))
    assert {str(sheet.page_setup.paperSize) for sheet in book} == {number}
    assert all(sheet.sheet_properties.pageSetUpPr.fitToPage for sheet in book)
