"""The styles of a Word document, so that who changes one changes all that is written in it."""

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from dsds_audit.theme import Theme

GRID = "Report Table"
_PAPERS = {"a4": (Cm(21), Cm(29.7)), "us-letter": (Cm(21.59), Cm(27.94))}
_FONT = "Calibri"


def set_styles(document: Document, theme: Theme) -> None:
    """Paper, fonts, sizes and colors, all as named styles."""
    section = document.sections[0]
    section.page_width, section.page_height = _PAPERS[theme.paper]
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    accent = RGBColor.from_string(theme.color[1:].upper())
    normal = _font(document, "Normal", 10.5, None)
    normal.paragraph_format.space_after = Pt(6)
    for name, size in (("Title", 24), ("Heading 1", 16), ("Heading 2", 13), ("Heading 3", 11)):
        style = _font(document, name, size, accent)
        style.font.bold = True
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_before = Pt(0 if name == "Title" else size)
        style.paragraph_format.space_after = Pt(4)
    _without_rule(document.styles["Title"])
    _font(document, "Caption", 9, RGBColor(0x51, 0x60, 0x6C)).font.bold = False
    for name in ("Header", "Footer"):
        _font(document, name, 8.5, RGBColor(0x51, 0x60, 0x6C))
    _add_table_style(document, theme.color[1:])


def add_missing_styles(document: Document) -> None:
    """The styles that an organization's own document lacks, plain ones, for it to change."""
    for name, size in (("Title", 22), ("Heading 1", 16), ("Heading 2", 13), ("Heading 3", 11)):
        if name not in document.styles:
            style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.font.size, style.font.bold = Pt(size), True
            style.paragraph_format.keep_with_next = True
            if name != "Title":
                level = _element("w:outlineLvl", {"w:val": str(int(name[-1]) - 1)})
                style.element.get_or_add_pPr().append(level)
    for name in ("List Bullet", "Caption"):
        if name not in document.styles:
            style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.paragraph_format.left_indent = Cm(0.6 if name == "List Bullet" else 0)


def usable_width(document: Document) -> int:
    """The width between the margins of the last section, in English metric units."""
    section = document.sections[-1]
    page, left, right = section.page_width, section.left_margin, section.right_margin
    return int(page or Cm(21)) - int(left or 0) - int(right or 0)


def _font(document: Document, name: str, size: float, color: RGBColor | None) -> Any:
    style: Any = document.styles[name]
    style.font.name, style.font.size = _FONT, Pt(size)
    if color is not None:
        style.font.color.rgb = color
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), _FONT)
    for theme_font in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(theme_font), None)
    return style


def _without_rule(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _add_table_style(document: Document, color: str) -> None:
    """Thin lines below the rows, a strong one below the head."""
    style: Any = document.styles.add_style(GRID, WD_STYLE_TYPE.TABLE)
    style.base_style = document.styles["Normal Table"]
    style.font.size = Pt(9)
    properties = OxmlElement("w:tblPr")
    properties.append(_borders("w:tblBorders", {"w:insideH": ("4", "D5DCE1"), "w:bottom": ("4", "D5DCE1")}))
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 50), ("left", 80), ("bottom", 50), ("right", 80)):
        margins.append(_element(f"w:{side}", {"w:w": str(width), "w:type": "dxa"}))
    properties.append(margins)
    style.element.append(properties)
    head = _element("w:tblStylePr", {"w:type": "firstRow"})
    text = OxmlElement("w:rPr")
    text.append(OxmlElement("w:b"))
    text.append(_element("w:color", {"w:val": color.upper()}))
    head.append(text)
    cell = OxmlElement("w:tcPr")
    cell.append(_borders("w:tcBorders", {"w:bottom": ("8", color.upper())}))
    head.append(cell)
    style.element.append(head)


def _borders(name: str, lines: dict[str, tuple[str, str]]) -> Any:
    borders = OxmlElement(name)
    order = ("w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV")
    for side in sorted(lines, key=order.index):
        size, color = lines[side]
        borders.append(_element(side, {"w:val": "single", "w:sz": size, "w:space": "0", "w:color": color}))
    return borders


def _element(name: str, attributes: dict[str, str]) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    return element
