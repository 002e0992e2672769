"""What Word counts by itself: contents, numbers of figures and tables, pages."""

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph


def add_contents(document: Document, headings: Sequence[str]) -> None:
    """A table of contents, filled in already, so that it is right before anyone updates it.

    Each heading of the first level, in order, leads to the bookmark of its place.
    """
    paragraph = document.add_paragraph()
    _begin(paragraph, ' TOC \\o "1-1" \\h \\z \\u \\n ')
    for place, text in enumerate(headings):
        if place:
            paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = 0
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), _name(place))
        link.append(paragraph.add_run(text)._r)
        paragraph._p.append(link)
    _end(paragraph)


def add_bookmark(paragraph: Paragraph, place: int) -> None:
    """Make a heading one that the contents lead to."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(place))
    start.set(qn("w:name"), _name(place))
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def add_number(paragraph: Paragraph, kind: str, number: int) -> None:
    """The number of a figure or table, which Word counts anew where one is added."""
    _begin(paragraph, f" SEQ {kind} \\* ARABIC ")
    paragraph.add_run(str(number))
    _end(paragraph)


def add_page_number(paragraph: Paragraph) -> None:
    """``3 of 9``, as Word counts the pages."""
    for position, (name, shown) in enumerate((("PAGE", "1"), ("NUMPAGES", "1"))):
        if position:
            paragraph.add_run(" of ")
        _begin(paragraph, f" {name} ")
        paragraph.add_run(shown)
        _end(paragraph)


def _name(place: int) -> str:
    return f"_Toc{place + 1:08d}"


def _begin(paragraph: Paragraph, instruction: str) -> None:
    _mark(paragraph, "begin")
    code: Any = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = instruction
    paragraph.add_run()._r.append(code)
    _mark(paragraph, "separate")


def _end(paragraph: Paragraph) -> None:
    _mark(paragraph, "end")


def _mark(paragraph: Paragraph, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)
