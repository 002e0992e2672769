"""In which language Word takes a document to be, and which way its lines run."""

from collections.abc import Iterable
from typing import Any, cast
from unicodedata import bidirectional

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_TblPr
from docx.oxml.text.paragraph import CT_P
from docx.oxml.text.parfmt import CT_PPr
from docx.oxml.text.run import CT_R
from docx.text.run import Run

from dsds_audit.languages import ENGLISH, direction_of

_BEHIND_BIDI = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing")
_LAST_BEHIND_BIDI = ("w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr")
# What letters of such scripts have in place of what others have.
_COMPLEX = {"w:b": "w:bCs", "w:i": "w:iCs", "w:sz": "w:szCs"}


def set_language(document: Document, language: str) -> None:
    """Make it the language of all that does not say otherwise; lines and tables run as it is read.

    What is written in English stays as Word has it.
    """
    if language == ENGLISH:
        return
    styles: Any = document.styles.element
    for default in styles.xpath("w:docDefaults/w:rPrDefault/w:rPr"):
        tag_language(default, language)
    if direction_of(language) == "rtl":
        _turn(cast(CT_PPr, document.styles["Normal"].element.get_or_add_pPr()))
        for looks in styles.iter(qn("w:rPr")):
            _for_complex_letters(looks)
        for section in document.sections:
            for part in (section.header, section.footer):
                turn_around(part._element)


def tag_language(looks: Any, language: str) -> None:
    """Say of what has these looks in which language it is."""
    for old in looks.findall(qn("w:lang")):
        looks.remove(old)
    tag: Any = OxmlElement("w:lang")
    tag.set(qn("w:bidi" if direction_of(language) == "rtl" else "w:val"), language)
    looks.append(tag)


def turn_around(elements: Iterable[Any]) -> None:
    """Let what is written in these elements run from right to left.

    A line whose first letter is read the other way runs that way, from the same margin.
    """
    for element in elements:
        for table in element.iter(qn("w:tblPr")):
            cast(CT_TblPr, table).get_or_add_bidiVisual()
        for paragraph in element.iter(qn("w:p")):
            _turn_paragraph(paragraph)
        for run in element.iter(qn("w:r")):
            _turn_run(run)


def _turn_paragraph(paragraph: CT_P) -> None:
    properties = paragraph.get_or_add_pPr()
    if reads_right_to_left(_text_of(paragraph)) is not False or properties.style == "ListBullet":
        _turn(properties)
    else:
        _turn(properties, back=True)
        properties.get_or_add_jc().set(qn("w:val"), "right")


def _turn_run(run: CT_R) -> None:
    if reads_right_to_left(run.text) is not False:
        Run(run, cast(Any, None)).font.rtl = True
    _for_complex_letters(run.get_or_add_rPr())


def reads_right_to_left(text: str) -> bool | None:
    """Whether the first letter of a text is read from right to left; None where it has no letter."""
    for letter in text:
        if (kind := bidirectional(letter)) in ("L", "R", "AL"):
            return kind != "L"
    return None


def _text_of(paragraph: CT_P) -> str:
    return "".join(text.text or "" for text in paragraph.iter(qn("w:t")))


def _turn(properties: CT_PPr, *, back: bool = False) -> None:
    way: Any = OxmlElement("w:bidi")
    if back:
        way.set(qn("w:val"), "0")
    properties.insert_element_before(way, *_BEHIND_BIDI, *_LAST_BEHIND_BIDI)


def _for_complex_letters(looks: Any) -> None:
    for name, other in _COMPLEX.items():
        own = looks.find(qn(name))
        if own is not None and looks.find(qn(other)) is None:
            twin = OxmlElement(other)
            for key, value in own.attrib.items():
                twin.set(key, value)
            own.addnext(twin)
