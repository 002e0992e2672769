"""The page that blocks are written on in Word, one below the other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph as DocxParagraph

from dsds_audit.report.blocks import Text
from dsds_audit.report.text import plain
from dsds_audit.report.word_direction import tag_language
from dsds_audit.report.word_fields import add_number
from dsds_audit.report.word_styles import usable_width
from dsds_audit.speech import say


@dataclass(frozen=True, slots=True)
class Page:
    """A document that grows at its end.

    ``styles`` are the ids of its styles by their names, looked up once, as Word's library looks each up anew
    for every paragraph; ``width`` is that between the margins, in English metric units; ``numbers`` counts
    tables and figures.
    """

    document: DocumentType
    styles: Mapping[str, str]
    width: int
    numbers: dict[str, int] = field(default_factory=lambda: {"Table": 0, "Figure": 0})

    def add(self, element: BaseOxmlElement) -> None:
        """Put an element behind all that is there, before what ends the document."""
        self.document.element.body.get_or_add_sectPr().addprevious(element)

    def paragraph(self, style: str = "", *, with_next: bool = False) -> DocxParagraph:
        """A new paragraph at the end; ``with_next`` keeps it on one page with what follows."""
        element = cast(CT_P, OxmlElement("w:p"))
        self.add(element)
        return self.styled(element, style, with_next=with_next)

    def styled(self, element: CT_P, style: str = "", *, with_next: bool = False) -> DocxParagraph:
        """A paragraph's element with its style, by name."""
        if style:
            element.style = self.styles[style]
        if with_next:
            element.get_or_add_pPr().get_or_add_keepNext()
        return DocxParagraph(element, self.document)

    def caption(self, kind: str, text: str, *, with_next: bool) -> None:
        """``Table 3. Scores by practice``, with a number that Word counts."""
        self.numbers[kind] += 1
        paragraph = self.paragraph("Caption", with_next=with_next)
        named = {"Table": say("Table {number}. {caption}"), "Figure": say("Figure {number}. {caption}")}[kind]
        before, _, after = named.partition("{number}")
        paragraph.add_run(before)
        add_number(paragraph, kind, self.numbers[kind])
        paragraph.add_run(after.format(caption=plain(text)))


def page_of(document: DocumentType) -> Page:
    """The page of a document that has all styles of ours; a blank line that is all it holds is taken away."""
    body = document.element.body
    body.get_or_add_sectPr()
    first = body[0]
    if len(body) == 2 and first.tag == qn("w:p") and not len(first.xpath(".//w:r")):
        body.remove(first)
    styles = {str(s.name): s.style_id for s in document.styles if s.type != WD_STYLE_TYPE.CHARACTER}
    return Page(document, styles, usable_width(document))


def write_runs(paragraph: DocxParagraph, text: Text) -> None:
    """Text with its looks, at the end of a paragraph."""
    for run in text:
        written = paragraph.add_run(plain(run.text))
        if run.strong:
            written.bold = True
        if run.emphasis:
            written.italic = True
        if run.language:
            tag_language(written._r.get_or_add_rPr(), run.language)
