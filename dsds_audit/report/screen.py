"""What tables for the terminal are made of."""

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dsds_audit.report.text import plain


def line_of(text: str, style: str = "") -> Text:
    """Typed text in one line, never read as markup or as a command to the terminal."""
    line = " ".join(plain(text).split())
    return Text(line.replace(" %", "\N{NO-BREAK SPACE}%"), style)


def title_of(text: str, style: str = "bold") -> RenderableType:
    """A line with an empty one above it."""
    return Padding(line_of(text, style), (1, 0, 0, 0))


def table_of(*columns: str) -> Table:
    """An empty table with these columns, which fold what is too long for them."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    for column in columns:
        table.add_column(line_of(column), overflow="fold")
    return table
