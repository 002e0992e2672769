import datetime as dt
import time
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pages_for_tests import HOSTILE, hostile_site
from pypdf import PdfReader
from rubrics_for_tests import make_rubric, rate
from soffice_for_tests import converted, needs_soffice
from strategies import assessments, rubrics

from dsds_audit.report.blocks import Heading, Picture, Table, paragraph
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.one_page_blocks import one_page_blocks
from dsds_audit.report.paper_blocks import paper_blocks
from dsds_audit.report.report_blocks import report_blocks
from dsds_audit.report.text import plain
from dsds_audit.report.word import write_word
from dsds_audit.theme import Letterhead, Logo, Theme

DAY = dt.date(2026, 9, 14)


def opened(content: bytes):
    return Document(BytesIO(content))


@pytest.fixture(scope="module")
def report(riverbend):
    return write_word(report_blocks(riverbend), "Riverbend: report", DAY)


def test_headings_are_headings_that_word_knows(report, riverbend):
    wanted = [
        (f"Heading {block.level - 1}" if block.level > 1 else "Title", block.text)
        for block in report_blocks(riverbend)
        if isinstance(block, Heading)
    ]
    names = {"Title", "Heading 1", "Heading 2", "Heading 3"}
    found = [(p.style.name, p.text) for p in opened(report).paragraphs if p.style.name in names]
    assert found == wanted


def test_contents_name_every_heading_and_lead_to_it(report):
    document = opened(report)
    links = [
        (link.get(qn("w:anchor")), "".join(link.itertext()))
        for link in document.element.body.iter(qn("w:hyperlink"))
    ]
    marks = {
        mark.get(qn("w:name")): "".join(mark.getparent().itertext())
        for mark in document.element.body.iter(qn("w:bookmarkStart"))
    }
    assert len(links) > 8
    assert dict(links) == marks


def test_tables_have_heads_that_repeat_and_captions_that_count(report, riverbend):
    document = opened(report)
    blocks = [block for block in report_blocks(riverbend) if isinstance(block, Table)]
    assert len(document.tables) == len(blocks)
    for written, block in zip(document.tables, blocks, strict=True):
        assert written.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert [cell.text for cell in written.rows[0].cells] == list(block.columns)
        rows = [["".join(run.text for run in cell) for cell in row] for row in block.rows]
        assert [[cell.text for cell in row.cells] for row in written.rows[1:]] == rows
    captions = [p.text for p in document.paragraphs if p.style.name == "Caption"]
    tables = [caption for caption in captions if caption.startswith("Table")]
    assert tables == [f"Table {n}. {block.caption}" for n, block in enumerate(blocks, start=1)]


def test_every_picture_says_in_words_what_it_shows(report):
    pictures = list(opened(report).element.body.iter(qn("wp:docPr")))
    assert len(pictures) == 2
    assert all("Staff have access to the data they decide with" in each.get("descr") for each in pictures)


def test_it_names_itself_and_nobody(report):
    about = opened(report).core_properties
    assert (about.title, about.author, about.last_modified_by) == ("Riverbend: report", "", "")
    assert about.created.date() == DAY
    with ZipFile(BytesIO(report)) as archive:
        assert not any(b"Whitfield" in archive.read(name) for name in archive.namelist())


def test_what_it_is_written_into_stays(riverbend):
    own = Document()
    own.add_paragraph("Our cover page")
    own.sections[0].header.paragraphs[0].text = "County Office"
    page = BytesIO()
    own.save(page)
    letterhead = Letterhead(Theme(organization="Another"))
    content = write_word(report_blocks(riverbend), "x", DAY, letterhead, page.getvalue())
    document = opened(content)
    assert document.paragraphs[0].text == "Our cover page"
    assert document.sections[0].header.paragraphs[0].text == "County Office"
    assert "Another" not in "".join(document.element.itertext())


def test_a_template_without_our_styles_is_written_into_all_the_same(riverbend):
    own = Document()
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "Caption"):
        own.styles[name].delete()
    page = BytesIO()
    own.save(page)
    document = opened(write_word(report_blocks(riverbend), "x", DAY, template=page.getvalue()))
    assert any(p.text == "Strengths" for p in document.paragraphs)


def test_the_letterhead_stands_in_the_header(tmp_path):
    from PIL import Image

    page = BytesIO()
    Image.new("RGB", (40, 20), "navy").save(page, "PNG")
    theme = Theme(organization="County Office", address=("1 Main St",), color="#7a2f63", paper="us-letter")
    letterhead = Letterhead(theme, Logo(page.getvalue(), "png", "A navy field"))
    document = opened(write_word([Heading("T", 1), Heading("Part", 2)], "x", DAY, letterhead))
    section = document.sections[0]
    assert [p.text.strip() for p in section.header.paragraphs] == ["County Office", "1 Main St"]
    assert [e.get("descr") for e in section.header._element.iter(qn("wp:docPr"))] == ["A navy field"]
    assert round(section.page_width.inches, 1) == 8.5
    assert str(document.styles["Heading 1"].font.color.rgb) == "7A2F63"


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_typed_is_text(text):
    document = opened(write_word([Heading("T", 1), paragraph(text)], text, DAY))
    shown = document.paragraphs[-1].text
    assert " ".join(shown.split()) == " ".join(plain(text).split())


def test_a_hostile_site_can_be_written():
    assert opened(write_word(report_blocks(hostile_site(HOSTILE[7])), HOSTILE[7], DAY)).tables


@settings(max_examples=4, deadline=None)
@given(st.data())
def test_any_assessment_can_be_written(data):
    rubric = data.draw(rubrics())
    facts = gather_facts(rubric, data.draw(assessments(rubric)))
    assert opened(write_word(report_blocks(facts), "x", DAY)).paragraphs


# The order in which ECMA-376, part 1, has paragraphs and tables say how they look.
PARAGRAPH = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr"),
    *("suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap"),
    *("overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid"),
    *("spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection"),
    *("textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr"),
)
TABLE = (
    *("tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize", "tblStyleColBandSize", "tblW"),
    *("jc", "tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook"),
    *("tblCaption", "tblDescription"),
)
STYLE = (
    *("name", "aliases", "basedOn", "next", "link", "autoRedefine", "hidden", "uiPriority", "semiHidden"),
    *("unhideWhenUsed", "qFormat", "locked", "personal", "personalCompose", "personalReply", "rsid", "pPr"),
    *("rPr", "tblPr", "trPr", "tcPr", "tblStylePr"),
)
BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV", "between")
ORDERS = {"pPr": PARAGRAPH, "tblPr": TABLE, "style": STYLE, "pBdr": BORDERS, "tblBorders": BORDERS}


def in_order(element) -> bool:
    order = ORDERS.get(element.tag.rpartition("}")[2])
    names = [child.tag.rpartition("}")[2] for child in element]
    return order is None or names == sorted(names, key=order.index)


def bare_template() -> bytes:
    """A document as LibreOffice makes it: few styles, no lists."""
    own = Document()
    for style in list(own.styles):
        if style.name not in ("Normal", "Caption"):
            style.delete()
    for name, relation in list(own.part.rels.items()):
        if relation.reltype.endswith("/numbering"):
            del own.part.rels[name]
    page = BytesIO()
    own.save(page)
    return page.getvalue()


@pytest.mark.parametrize("template", [None, bare_template()], ids=["ours", "bare"])
@pytest.mark.parametrize("form", [False, True])
def test_every_part_stands_where_word_looks_for_it(riverbend, template, form):
    blocks = paper_blocks(riverbend.rubric) if form else report_blocks(riverbend)
    content = write_word(blocks, "x", DAY, template=template, form=form)
    with ZipFile(BytesIO(content)) as archive:
        for part in ("word/document.xml", "word/styles.xml", "word/numbering.xml"):
            root = etree.fromstring(archive.read(part))
            for element in root.iter("{*}pPr", "{*}tblPr", "{*}style", "{*}pBdr", "{*}tblBorders"):
                assert in_order(element), etree.tostring(element)
            kinds = [child.tag.rpartition("}")[2] for child in root]
            if part.endswith("numbering.xml"):
                assert kinds == sorted(kinds, key=["abstractNum", "num", "numIdMacAtCleanup"].index)


def test_lists_and_tables_look_like_it_in_a_document_that_knows_neither(riverbend):
    document = opened(write_word(report_blocks(riverbend), "x", DAY, template=bare_template()))
    assert document.styles["List Bullet"].element.pPr.numPr is not None
    assert {table.style.name for table in document.tables} == {"Report Table"}
    assert document.paragraphs[0].style.name == "Title"  # No blank line is left above it.


def test_what_leads_to_a_list_or_table_stays_with_it(report):
    body = opened(report).element.body
    styles = {style.style_id: style.name for style in opened(report).styles}
    for element in body.iter(qn("w:tbl")):
        caption = element.getprevious()
        assert caption.pPr.keepNext is not None
        before = caption.getprevious()
        if styles[before.style or "Normal"] == "Normal":
            assert before.pPr.keepNext is not None


def test_a_form_has_lines_to_write_on_and_keeps_its_questions_whole(riverbend):
    content = write_word(paper_blocks(riverbend.rubric), "x", DAY, form=True)
    paragraphs = opened(content).paragraphs
    first = next(i for i, p in enumerate(paragraphs) if p.style.name == "Heading 2")
    last = next(
        i for i, p in enumerate(paragraphs[first:], start=first) if p.style.name == "Line To Write On"
    )
    assert all(p.paragraph_format.keep_with_next for p in paragraphs[first + 1 : last + 1])
    assert not paragraphs[last + 1].paragraph_format.keep_with_next
    borders = opened(content).styles["Line To Write On"].element.pPr.find(qn("w:pBdr"))
    assert {border.tag for border in borders} == {qn("w:bottom"), qn("w:between")}


def test_one_page_has_no_contents(riverbend):
    content = write_word(one_page_blocks(riverbend), "x", DAY, one_page=True)
    assert not list(opened(content).element.body.iter(qn("w:hyperlink")))


@needs_soffice
@pytest.mark.slow
def test_another_program_opens_it_with_all_its_pages(riverbend, tmp_path):
    path = tmp_path / "report.docx"
    path.write_bytes(write_word(report_blocks(riverbend), "x", DAY))
    pages = PdfReader(converted(path, "pdf", tmp_path)).pages
    text = "".join("".join(page.extract_text().split()) for page in pages)
    for block in report_blocks(riverbend):
        if isinstance(block, Heading):
            assert "".join(block.text.split()) in text


def test_a_great_rubric_takes_seconds():
    rubric = make_rubric((10,) * 20, top=100)
    blocks = list(report_blocks(gather_facts(rubric, rate(rubric, others=1))))
    before = time.process_time()
    write_word([block for block in blocks if not isinstance(block, Picture)], "x", DAY)
    assert time.process_time() - before < 10
