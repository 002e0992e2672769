"""Tables in Word: heads that repeat, rows that stay whole."""

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row, CT_Tbl
from docx.shared import Emu

from dsds_audit.report.blocks import Table, Text, strong
from dsds_audit.report.text import plain
from dsds_audit.report.word_page import Page, write_runs
from dsds_audit.report.word_styles import CELL, GRID

_ROOM = 520  # twentieths of a point: the least height of a row to write in by hand


def write_table(page: Page, block: Table, *, form: bool = False, with_next: bool = False) -> None:
    """A table with its caption above; in a ``form`` the rows have room to write in.

    It is made element by element: a row at a time takes Word's library the square of the rows.
    """
    page.caption("Table", block.caption, with_next=True)
    table = CT_Tbl.new_tbl(len(block.rows) + 1, len(block.columns), Emu(page.width))
    _describe(table, page, block)
    widths = [Emu(page.width * share // sum(block.widths)) for share in block.widths]
    for column, width in zip(table.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    head = tuple((strong(name),) for name in block.columns)
    rows: tuple[tuple[Text, ...], ...] = (head, *block.rows)
    for place, (row, texts) in enumerate(zip(table.tr_lst, rows, strict=True)):
        _keep_whole(row, head=place == 0, form=form)
        for cell, text, width in zip(row.tc_lst, texts, widths, strict=True):
            cell.width = width
            tied = with_next or place == 0
            write_runs(page.styled(cell.p_lst[0], CELL, with_next=tied), text)
    page.add(table)
    page.paragraph(CELL, with_next=with_next)


def _describe(table: CT_Tbl, page: Page, block: Table) -> None:
    """Its style, fixed widths, and for those who listen what it shows."""
    table.tblStyle_val = page.styles[GRID]
    table.tblPr.autofit = False
    about = OxmlElement("w:tblCaption")
    about.set(qn("w:val"), plain(block.caption))
    table.tblPr.append(about)


def _keep_whole(row: CT_Row, *, head: bool, form: bool) -> None:
    properties = row.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if form:
        height = OxmlElement("w:trHeight")
        height.set(qn("w:val"), str(_ROOM))
        properties.append(height)
    if head:
        properties.append(OxmlElement("w:tblHeader"))
