"""The styles of a Word document, so that who changes one changes all that is written in it."""

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from dsds_audit.report.word_bullets import add_bullet
from dsds_audit.theme import Theme

GRID, CELL = "Report Table", "Table Text"
BOX, LINE = "Box To Tick", "Line To Write On"
CONTENTS_HEAD, CONTENTS = "TOC Heading", "toc 1"  # as Word calls its own
_PAPERS = {"a4": (Cm(21), Cm(29.7)), "us-letter": (Cm(21.59), Cm(27.94))}
_FONT = "Calibri"
_FAINT = RGBColor(0x51, 0x60, 0x6C)
_SIZES = {"Title": 24, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11}


def set_styles(document: Document, theme: Theme, *, small: bool = False) -> None:
    """Paper, fonts, sizes and colors, all as named styles; ``small`` is for what is to fit on one page."""
    scale, section = 0.8 if small else 1.0, document.sections[0]
    section.page_width, section.page_height = _PAPERS[theme.paper]
    section.left_margin = section.right_margin = Cm(1.8 if small else 2.2)
    section.top_margin, section.bottom_margin = (Cm(1.9), Cm(1.6)) if small else (Cm(2.4), Cm(2.2))
    if small:
        section.header_distance = section.footer_distance = Cm(0.8)
    accent = RGBColor.from_string(theme.color[1:].upper())
    normal = _font(document, "Normal", 10.5 * scale, None)
    normal.paragraph_format.space_after = Pt(6 * scale)
    normal.paragraph_format.line_spacing = 1.05 if small else 1.15
    for name, size in _SIZES.items():
        style = _font(document, name, size * scale, accent)
        style.font.bold = True
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_before = Pt(0 if name == "Title" else size * scale**2)
        style.paragraph_format.space_after = Pt(4 * scale)
    _without_rule(document.styles["Title"])
    _font(document, CONTENTS_HEAD, 11, accent)
    _font(document, "Caption", 9 * scale, _FAINT).font.bold = False
    for name in ("Header", "Footer"):
        _font(document, name, 8.5, _FAINT)
    _add_cell_style(document, 9 * scale)
    _add_table_style(document, theme.color[1:])


def add_missing_styles(document: Document) -> None:
    """The styles that blocks are written in and a document lacks, plain ones, for it to change."""
    for name, size in _SIZES.items():
        if name not in document.styles:
            style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.font.size, style.font.bold = Pt(size), True
            style.paragraph_format.keep_with_next = True
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(size), Pt(4)
            if name != "Title":
                level = _element("w:outlineLvl", {"w:val": str(int(name[-1]) - 1)})
                style.element.get_or_add_pPr().append(level)
    if "List Bullet" not in document.styles:
        add_bullet(document, document.styles.add_style("List Bullet", WD_STYLE_TYPE.PARAGRAPH))
    for name in ("Caption", CONTENTS_HEAD):
        if name not in document.styles:
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).font.bold = name == CONTENTS_HEAD
    if CELL not in document.styles:
        _add_cell_style(document, 9)
    if GRID not in document.styles:
        _add_table_style(document, "51606C")
    _add_form_styles(document)


def _add_cell_style(document: Document, size: float) -> None:
    """Cells have a style of their own: Word puts the size of ordinary text above that of a table's style."""
    style: Any = document.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    style.font.size = Pt(size)
    style.paragraph_format.space_after = Pt(0)


def _add_form_styles(document: Document) -> None:
    """Lines of contents, boxes to tick, lines to write on."""
    for name in (CONTENTS, BOX, LINE):
        if name in document.styles:
            continue
        style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
        style.paragraph_format.space_after = Pt(0 if name == CONTENTS else 2)
        if name == BOX:
            style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = Pt(22), Pt(-22)
            style.paragraph_format.tab_stops.add_tab_stop(Pt(22))
        if name == LINE:
            rule = ("4", "8A96A0")  # Without a line between them, paragraphs have one below the last only.
            borders = _borders("w:pBdr", {"w:bottom": rule, "w:between": rule})
            style.element.get_or_add_pPr().insert(0, borders)
            style.paragraph_format.space_before = Pt(12)


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
    style.base_style = document.styles.default(WD_STYLE_TYPE.TABLE)
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
    order = ("w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV", "w:between")
    for side in sorted(lines, key=order.index):
        size, color = lines[side]
        borders.append(_element(side, {"w:val": "single", "w:sz": size, "w:space": "0", "w:color": color}))
    return borders


def _element(name: str, attributes: dict[str, str]) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    return element
