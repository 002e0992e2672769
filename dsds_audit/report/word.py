"""A written report as a Word document that people go on writing in."""

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from io import BytesIO
from itertools import groupby

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Emu, Pt
from docx.text.paragraph import Paragraph as DocxParagraph

from dsds_audit.languages import ENGLISH, direction_of
from dsds_audit.report.blocks import (
    Block,
    Boxes,
    Bullets,
    Heading,
    Lines,
    Paragraph,
    Picture,
    Run,
    Table,
    in_words,
    staying_with_next,
)
from dsds_audit.report.text import plain
from dsds_audit.report.word_direction import set_language, turn_around
from dsds_audit.report.word_fields import add_bookmark, add_contents, add_page_number
from dsds_audit.report.word_page import Page, page_of, write_runs
from dsds_audit.report.word_styles import BOX, LINE, add_missing_styles, set_styles
from dsds_audit.report.word_tables import write_table
from dsds_audit.theme import PLAIN, Letterhead

_DPI = 180
_FEW = 4  # parts, that need no contents


def write_word(
    blocks: Iterable[Block],
    title: str,
    date: dt.date,
    letterhead: Letterhead = PLAIN,
    template: bytes | None = None,
    *,
    one_page: bool = False,
    form: bool = False,
    language: str = ENGLISH,
) -> bytes:
    """Blocks as a Word document: styles, headings, contents, captions, alternative texts.

    ``title`` is the document's own; ``date`` is when what it tells was so; ``language`` is the one that most
    of it is in. With ``template``, an organization's own document, everything stands behind what that holds,
    in its styles and on its paper; the letterhead is then left out. With ``one_page`` letters and margins are
    small and there are no contents; a ``form`` has room to write in, and no question of it breaks over two
    pages. Raises ValueError where the template is no Word document.
    """
    everything = list(blocks)
    document = Document(BytesIO(template)) if template is not None else Document()
    if template is None:
        set_styles(document, letterhead.theme, small=one_page)
        _write_letterhead(document, letterhead, plain(title))
    add_missing_styles(document)
    _describe(document, plain(title), date, letterhead, language)
    if template is None:
        set_language(document, language)
    held = set(document.element.body)
    _write_blocks(document, everything, one_page=one_page, form=form)
    if direction_of(language) == "rtl":
        turn_around([element for element in document.element.body if element not in held])
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _write_blocks(document: DocumentType, everything: list[Block], *, one_page: bool, form: bool) -> None:
    """Everything in its order, the contents before the first part."""
    page = page_of(document)
    parts = [block for block in everything if isinstance(block, Heading) and block.level == 2]
    contents = [plain(part.text) for part in parts] if len(parts) > _FEW and not one_page else []
    marks = {id(part): place for place, part in enumerate(parts)} if contents else {}
    for pictures, group in groupby(
        zip(everything, staying_with_next(everything, form=form), strict=True),
        lambda pair: isinstance(pair[0], Picture),
    ):
        if pictures:
            shown = [block for block, _ in group if isinstance(block, Picture)]
            _write_pictures(page, shown, Fraction(4, 5) if one_page else Fraction(1))
            continue
        for block, with_next in group:
            if marks.get(id(block)) == 0:
                add_contents(page.paragraph, contents)
            _write_block(page, block, with_next, form)
            if id(block) in marks:
                add_bookmark(DocxParagraph(document.element.body[-2], document), marks[id(block)])


def _write_block(page: Page, block: Block, with_next: bool, form: bool) -> None:
    match block:
        case Heading(text, level, own):
            styled = page.paragraph("Title" if level == 1 else f"Heading {level - 1}")
            write_runs(styled, (Run(text, language=own),))
        case Paragraph(text):
            write_runs(page.paragraph(with_next=with_next), text)
        case Bullets(items):
            for item in items:
                write_runs(page.paragraph("List Bullet", with_next=with_next), item)
        case Boxes(items):
            for item in items:
                paragraph = page.paragraph(BOX, with_next=with_next)
                paragraph.add_run("\N{BALLOT BOX}").font.size = Pt(16)
                write_runs(paragraph, (Run("\t"), *item))
        case Lines(label, count):
            page.paragraph(with_next=True).add_run(plain(label))
            for place in range(count):
                page.paragraph(LINE, with_next=with_next or place + 1 < count)
        case Table():
            write_table(page, block, form=form, with_next=with_next)
        case Picture():
            _write_pictures(page, [block], Fraction(1))


def _write_pictures(page: Page, pictures: list[Picture], scale: Fraction) -> None:
    """Pictures side by side in one line, with their captions below it."""
    from dsds_audit.report.charts.files import to_png

    share = scale * (Fraction(70, 100) if len(pictures) == 1 else Fraction(90, 100 * len(pictures)))
    paragraph = page.paragraph(with_next=True)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for picture in pictures:
        figure, width = picture.draw(), Emu(int(page.width * share))
        shape = paragraph.add_run().add_picture(BytesIO(to_png(figure, _DPI)), width=width)
        shape._inline.docPr.set("descr", in_words(figure))
        shape._inline.docPr.set("title", plain(picture.caption))
    for place, picture in enumerate(pictures, start=1):
        page.caption("Figure", picture.caption, with_next=place < len(pictures))


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


def _describe(
    document: DocumentType, title: str, date: dt.date, letterhead: Letterhead, language: str
) -> None:
    about = document.core_properties
    about.title = title[:255]
    about.author = plain(letterhead.theme.organization or "")[:255]
    about.comments = ""
    about.language = language
    about.created = about.modified = dt.datetime(date.year, date.month, date.day)
    about.last_modified_by = ""
    about.revision = 1
