import datetime as dt
import re
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages_for_tests import HOSTILE, hostile_site
from pdf_rules_for_tests import faults_in
from pypdf import PdfReader, PdfWriter
from rubrics_for_tests import make_rubric, rate
from strategies import assessments, rubrics

from dsds_audit.report.blocks import Boxes, Bullets, Heading, paragraph, table, text_of
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.one_page_blocks import one_page_blocks
from dsds_audit.report.paper_blocks import paper_blocks
from dsds_audit.report.pdf import write_pdf
from dsds_audit.report.report_blocks import report_blocks
from dsds_audit.theme import Letterhead, Theme

DAY = dt.date(2026, 9, 14)
LETTERHEAD = Letterhead(Theme(organization="County Office", address=("1 Main St",), footer="Confidential"))


def opened(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def text_in(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in opened(content).pages).split())


@pytest.fixture(scope="module")
def report(riverbend):
    return write_pdf(report_blocks(riverbend), "Riverbend: report", DAY)


def structure(node, found=None):
    """Every element of a document's tags, as (kind, element)."""
    found = [] if found is None else found
    node = node.get_object()
    if isinstance(node, dict):
        if "/S" in node:
            found.append((node["/S"], node))
        children = node.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            structure(child, found) if not isinstance(child, int) else None
    elif isinstance(node, list):
        for child in node:
            structure(child, found)
    return found


def test_it_is_tagged_and_says_its_language_and_title(report):
    root = opened(report).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert opened(report).metadata.title == "Riverbend: report"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_every_picture_has_words_and_every_table_has_heads(report):
    elements = structure(opened(report).trailer["/Root"]["/StructTreeRoot"])
    figures = [element for kind, element in elements if kind == "/Figure"]
    assert len(figures) >= 2
    assert all("Staff have access to the data they decide with" in figure["/Alt"] for figure in figures)
    kinds = [kind for kind, _ in elements]
    assert kinds.count("/Table") > 5
    assert kinds.count("/THead") == kinds.count("/Table")


def test_headings_step_down_one_at_a_time(report):
    elements = structure(opened(report).trailer["/Root"]["/StructTreeRoot"])
    levels = [int(kind[2:]) for kind, _ in elements if kind in ("/H1", "/H2", "/H3", "/H4")]
    assert levels[0] == 1
    assert all(now - before <= 1 for before, now in pairwise(levels))


def test_bookmarks_lead_to_every_part(report, riverbend):
    def titles(outline):
        for entry in outline:
            yield from titles(entry) if isinstance(entry, list) else [entry.title]

    headings = [block.text for block in report_blocks(riverbend) if isinstance(block, Heading)]
    assert list(titles(opened(report).outline)) == headings


def test_every_font_is_inside(report):
    for page in opened(report).pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font["/DescendantFonts"][0].get_object()
            assert (
                "/FontFile2" in descendant["/FontDescriptor"] or "/FontFile3" in descendant["/FontDescriptor"]
            )


def test_the_same_content_is_the_same_bytes(report, riverbend):
    assert write_pdf(report_blocks(riverbend), "Riverbend: report", DAY) == report


def test_everything_said_can_be_read_back(report, riverbend):
    text = text_in(report)
    assert "69 to 75 %" in text
    assert "Four hours a week are on paper; intake work takes two of them." in text
    assert "Whitfield" not in text


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_typed_is_text_and_no_markup(text):
    facts = hostile_site(text)
    content = write_pdf(report_blocks(facts), text, DAY)
    assert opened(content).pages
    assert len(opened(content).pages) < 60


def test_typst_markup_stays_as_it_was_typed():
    typed = '#panic("x") $x^2$ *bold* = Head `code` \\ // comment @ref <label> #import "/etc/passwd"'
    assert "".join(typed.split()) in "".join(text_in(write_pdf([paragraph(typed)], "x", DAY)).split())


def test_the_letterhead_stands_on_top():
    theme = Theme(organization="County Office", address=("1 Main St",), footer="Confidential")
    text = text_in(write_pdf([Heading("Title", 1), paragraph("Body.")], "x", DAY, Letterhead(theme)))
    assert text.startswith("County Office")
    assert "1 Main St" in text
    assert "Confidential" in text


def test_paper_is_the_themes():
    box = (
        opened(write_pdf([paragraph("x")], "x", DAY, Letterhead(Theme(paper="us-letter")))).pages[0].mediabox
    )
    assert (round(box.width), round(box.height)) == (612, 792)


def test_one_page_is_one_page(riverbend):
    content = write_pdf(one_page_blocks(riverbend), "x", DAY, one_page=True)
    assert len(opened(content).pages) == 1
    assert "To do first" in text_in(content)


@pytest.mark.parametrize("count", [7, 20])
def test_one_page_is_one_page_even_with_many_practices_of_long_names(count):
    rubric = make_rubric([2] * count)
    title = (
        "A practice of rather many words that say at length what it asks of an organization and its partners"
    )
    practices = tuple(
        practice.model_copy(update={"title": f"{title} {practice.id}"}) for practice in rubric.practices
    )
    rubric = rubric.model_copy(update={"practices": practices})
    content = write_pdf(
        one_page_blocks(gather_facts(rubric, rate(rubric, others=1))), "x", DAY, one_page=True
    )
    assert len(opened(content).pages) == 1
    assert f"the total, 50 % ({2 * count} of {2 * count} rated); {count} practices." in text_in(content)
    assert f"{title} p{count}" in text_in(content)


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_any_assessment_can_be_written(data):
    rubric = data.draw(rubrics())
    facts = gather_facts(rubric, data.draw(assessments(rubric)))
    assert opened(write_pdf(report_blocks(facts), "x", DAY)).pages


def form_of(facts, language="en"):
    return write_pdf(paper_blocks(facts.rubric), "Form", DAY, form=True, language=language)


def test_it_holds_what_a_program_can_check_of_pdf_ua(report, riverbend):
    assert faults_in(report) == []
    assert faults_in(form_of(riverbend)) == []
    assert faults_in(write_pdf(one_page_blocks(riverbend), "x", DAY, one_page=True)) == []
    hostile = hostile_site(HOSTILE[8])
    assert faults_in(write_pdf(report_blocks(hostile), "x", DAY, LETTERHEAD)) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"/S/Figure", b"/S/Figurx", "02-001"),
        (b"/Alt(", b"/Alx(", "13-004"),
        (b"/Scope/Column", b"/Scopx/Column", "15-003"),
        (b"/S/H2", b"/S/H6", "14-003"),
        (b"/Marked true", b"/Markxd true", "06"),
        (b"/ToUnicode", b"/ToUnicodx", "10-001"),
    ],
)
def test_the_rules_see_what_breaks_them(report, old, new, code):
    plain_text = uncompressed(report)
    assert old in plain_text
    assert any(fault.startswith(code) for fault in faults_in(plain_text.replace(old, new)))


def test_no_letter_stands_beyond_its_page():
    long = "word " * 1500
    wide = "https://example.org/" + "a" * 400
    blocks = [
        Heading("S" * 120, 1),
        paragraph(wide),
        Bullets((text_of(wide),)),
        table("x", {"A": 5, "B": 1}, [(wide, long), ("x", wide)]),
    ]
    content = write_pdf(blocks, "x", DAY)
    assert text_in(content).count("word") == 1500
    assert squeezed(text_in(content)).count("a" * 200) >= 3
    assert beyond(content) == []
    form = [Heading("P", 2), Heading("C", 3), Boxes(tuple(text_of(f"{long} {n}") for n in range(5)))]
    assert beyond(write_pdf([Heading("T", 1), *form], "x", DAY, form=True)) == []


def test_a_word_that_fits_its_column_is_not_torn(report):
    for word in ("programmatic", "coordinator", "stakeholders", "Adequate", "Threshold"):
        assert re.search(rf"\b{word}\b", text_in(report)), word


def test_a_mark_of_byte_order_stops_nothing():
    assert "ab" in text_in(write_pdf([paragraph("a\ufeffb")], "a\ufeffb", DAY)).replace("\u2060", "")


@pytest.mark.parametrize("mark", ["\u20e3", "\ufe0f\u20e3", "\u0859", "\U0001133c"])
def test_a_mark_that_no_font_can_draw_stops_nothing(mark):
    content = write_pdf([Heading("T", 1), paragraph(f"Step 1{mark} is done")], "x", DAY)
    assert "Step 1" in text_in(content)
    assert "\N{REPLACEMENT CHARACTER}" in text_in(content) or mark in text_in(content)
    assert faults_in(content) == []


def squeezed(text: str) -> str:
    return "".join(text.split())


def beyond(content: bytes) -> list[str]:
    """Text that begins outside its page."""
    found = []
    for page in opened(content).pages:
        box = page.mediabox

        def look(text, matrix, place, *_, box=box):
            x, y = place[4] * matrix[0] + matrix[4], place[5] * matrix[3] + matrix[5]
            if text.strip() and not (0 <= x <= box.width and 0 <= y <= box.height):
                found.append(text)

        page.extract_text(visitor_text=look)
    return found


def uncompressed(content: bytes) -> bytes:
    """The same document with every object readable, for a fault to be put in."""
    writer = PdfWriter(clone_from=BytesIO(content))
    page = BytesIO()
    writer.write(page)
    return re.sub(rb"(/[A-Za-z0-9]+) (?=[/(])", rb"\1", page.getvalue())
