"""What Word counts by itself: contents, numbers of figures and tables, pages."""

from collections.abc import Callable, Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from dsds_audit.report.text import around_blanks
from dsds_audit.report.word_styles import CONTENTS, CONTENTS_HEAD
from dsds_audit.speech import say


def add_contents(paragraph_of: Callable[[str], Paragraph], headings: Sequence[str]) -> None:
    """A table of contents, filled in already, so that it is right before anyone updates it.

    ``paragraph_of`` makes a paragraph of a style. Each heading of the first level, in order, leads to the
    bookmark of its place.
    """
    paragraph_of(CONTENTS_HEAD).add_run(say("Contents"))
    for place, text in enumerate(headings):
        paragraph = paragraph_of(CONTENTS)
        if place == 0:
            _begin(paragraph, ' TOC \\o "1-1" \\h \\z \\u \\n ')
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
    fields = {"page": "PAGE", "pages": "NUMPAGES"}
    for words, name in around_blanks(say("{page} of {pages}")):
        if words:
            paragraph.add_run(words)
        if name in fields:
            _begin(paragraph, f" {fields[name]} ")
            paragraph.add_run("1")
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
