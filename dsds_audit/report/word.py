"""A written report as a Word document that people go on writing in."""

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from io import BytesIO
from itertools import groupby

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt
from docx.text.paragraph import Paragraph as DocxParagraph

from dsds_audit.report.blocks import (
    Block,
    Boxes,
    Bullets,
    Heading,
    Lines,
    Paragraph,
    Picture,
    Table,
    Text,
    in_words,
)
from dsds_audit.report.text import plain
from dsds_audit.report.word_fields import add_bookmark, add_contents, add_number, add_page_number
from dsds_audit.report.word_styles import GRID, add_missing_styles, set_styles, usable_width
from dsds_audit.theme import PLAIN, Letterhead

_DPI = 180


def write_word(
    blocks: Iterable[Block],
    title: str,
    date: dt.date,
    letterhead: Letterhead = PLAIN,
    template: bytes | None = None,
) -> bytes:
    """Blocks as a Word document: styles, headings, contents, captions, alternative texts.

    ``title`` is the document's own; ``date`` is when what it tells was so. With ``template``, an
    organization's own document, everything stands behind what that holds, in its styles and on its paper;
    the letterhead is then left out. Raises ValueError where the template is no Word document.
    """
    everything = list(blocks)
    document = Document(BytesIO(template)) if template is not None else Document()
    if template is None:
        set_styles(document, letterhead.theme)
        _write_letterhead(document, letterhead, plain(title))
    else:
        add_missing_styles(document)
    _describe(document, plain(title), date, letterhead)
    headings = [block for block in everything if isinstance(block, Heading) and block.level == 2]
    numbers = {"Table": 0, "Figure": 0}
    first = True
    for pictures, group in groupby(everything, lambda block: isinstance(block, Picture)):
        if pictures:
            _write_pictures(document, [block for block in group if isinstance(block, Picture)], numbers)
            continue
        for block in group:
            if first and isinstance(block, Heading) and block.level == 2 and len(headings) > 4:
                first = False
                add_contents(document, [plain(heading.text) for heading in headings])
            _write_block(document, block, headings, numbers)
    page = BytesIO()
    document.save(page)
    return page.getvalue()


def _write_block(
    document: DocumentType, block: Block, headings: list[Heading], numbers: dict[str, int]
) -> None:
    match block:
        case Heading(text, level):
            style = "Title" if level == 1 else f"Heading {level - 1}"
            paragraph = document.add_paragraph(plain(text), style)
            place = next((i for i, heading in enumerate(headings) if heading is block), None)
            if place is not None:
                add_bookmark(paragraph, place)
        case Paragraph(text):
            _write_runs(document.add_paragraph(), text)
        case Bullets(items):
            for item in items:
                _write_runs(document.add_paragraph(style="List Bullet"), item)
        case Boxes(items):
            for item in items:
                paragraph = document.add_paragraph("\N{BALLOT BOX} ")
                paragraph.runs[0].font.size = Pt(16)
                paragraph.paragraph_format.left_indent = Pt(22)
                paragraph.paragraph_format.first_line_indent = Pt(-22)
                _write_runs(paragraph, item)
        case Lines(label, count):
            document.add_paragraph(f"{plain(label)}:")
            for _ in range(count):
                _rule_below(document.add_paragraph())
        case Table():
            _write_table(document, block, numbers)
        case Picture():
            _write_pictures(document, [block], numbers)


def _write_runs(paragraph: DocxParagraph, text: Text) -> None:
    for run in text:
        written = paragraph.add_run(plain(run.text))
        written.bold = run.strong or None
        written.italic = run.emphasis or None


def _rule_below(paragraph: DocxParagraph) -> None:
    """An empty line to write on."""
    borders = OxmlElement("w:pBdr")
    rule = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "8A96A0")):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    paragraph._p.get_or_add_pPr().append(borders)
    paragraph.paragraph_format.space_before = Pt(10)


def _write_table(document: DocumentType, block: Table, numbers: dict[str, int]) -> None:
    _write_caption(document, "Table", block.caption, numbers, before=True)
    table = document.add_table(rows=1, cols=len(block.columns))
    if GRID in document.styles:
        table.style = document.styles[GRID]
    table.autofit = False
    for cell, name in zip(table.rows[0].cells, block.columns, strict=True):
        cell.paragraphs[0].add_run(plain(name)).bold = True
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    for row in block.rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            _write_runs(cell.paragraphs[0], text)
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    whole, width = sum(block.widths), usable_width(document)
    for column, share in zip(table.columns, block.widths, strict=True):
        column.width = Emu(width * share // whole)
    for row_ in table.rows:
        row_._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, share in zip(row_.cells, block.widths, strict=True):
            cell.width = Emu(width * share // whole)
    document.add_paragraph()


def _write_pictures(document: DocumentType, pictures: list[Picture], numbers: dict[str, int]) -> None:
    """Pictures side by side in one line, with their captions below it."""
    from dsds_audit.report.charts.files import to_png

    share = Fraction(70, 100) if len(pictures) == 1 else Fraction(90, 100 * len(pictures))
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for picture in pictures:
        figure, width = picture.draw(), Emu(int(usable_width(document) * share))
        shape = paragraph.add_run().add_picture(BytesIO(to_png(figure, _DPI)), width=width)
        shape._inline.docPr.set("descr", in_words(figure))
        shape._inline.docPr.set("title", plain(picture.caption))
    for picture in pictures:
        _write_caption(document, "Figure", picture.caption, numbers)


def _write_caption(
    document: DocumentType, kind: str, text: str, numbers: dict[str, int], *, before: bool = False
) -> None:
    numbers[kind] += 1
    paragraph = document.add_paragraph(style="Caption")
    paragraph.paragraph_format.keep_with_next = before
    paragraph.add_run(f"{kind} ")
    add_number(paragraph, kind, numbers[kind])
    paragraph.add_run(f". {plain(text)}")


def _write_letterhead(document: DocumentType, letterhead: Letterhead, title: str) -> None:
    theme, section = letterhead.theme, document.sections[0]
    head = section.header.paragraphs[0]
    if letterhead.logo:
        shape = head.add_run().add_picture(BytesIO(letterhead.logo.content), height=Pt(34))
        shape._inline.docPr.set("descr", plain(letterhead.logo.text))
        head.add_run("  ")
    named = head.add_run(plain(theme.organization or title))
    named.bold = bool(theme.organization)
    for line in theme.address:
        section.header.add_paragraph(plain(line))
    foot = section.footer.paragraphs[0]
    if theme.footer:
        foot.add_run(f"{plain(theme.footer)}\t")
    add_page_number(foot)


def _describe(document: DocumentType, title: str, date: dt.date, letterhead: Letterhead) -> None:
    about = document.core_properties
    about.title = title[:255]
    about.author = plain(letterhead.theme.organization or "")[:255]
    about.comments = ""
    about.language = "en"
    about.created = about.modified = dt.datetime(date.year, date.month, date.day)
    about.last_modified_by = ""
    about.revision = 1
