"""What tables for the terminal are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.containers import Lines
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dsds_audit.report.text import plain
from dsds_audit.scoring import Status

BAR_WIDTH = 20
_NARROW, _SHORTEST_BAR = 60, 6  # columns
STATUS_COLORS: Mapping[Status, str] = {
    "in_place": "green",
    "partially_in_place": "yellow",
    "not_in_place": "red",
}

_HELD = "\ufdd0"  # no character of any text


@dataclass(frozen=True)
class Bar:
    """A range from ``low`` to ``high`` percent: what is reached, what is unknown, what is not reached.

    As wide as its column, and never wider than ``BAR_WIDTH``.
    """

    low: Fraction | None
    high: Fraction | None

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The bar, in plain signs where the terminal has no others."""
        if self.low is None or self.high is None:
            yield Text("")
            return
        reached, unknown, missing = "#?." if options.ascii_only else "█▒·"
        width = min(BAR_WIDTH, options.max_width)
        # Rounded down, and unknown rounded up: a bar is full only where everything is reached.
        low = int(self.low * width / 100)
        high = -int(-self.high * width // 100) if self.high != self.low else low
        yield Text.assemble(
            (reached * low, "blue"), (unknown * (high - low), "cyan"), (missing * (width - high), "dim")
        )

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Short on a narrow screen, where the words beside it need the room."""
        widest = min(max(console.width - _NARROW, _SHORTEST_BAR), BAR_WIDTH)
        return Measurement(1, widest).with_maximum(options.max_width)


class _Line(Text):
    """Text that is never broken between a number and its percent sign."""

    def wrap(self, console: Console, width: int, **options: Any) -> Lines:
        """The lines it takes."""
        held = self.copy()
        held.plain = self.plain.replace(" %", f"{_HELD}%")  # Rich breaks lines at any blank there is.
        lines = held.wrap(console, width, **options)
        for line in lines:
            line.plain = line.plain.replace(_HELD, " ")
        return lines


def line_of(text: str, style: str = "") -> Text:
    """Typed text in one line, never read as markup or as a command to the terminal."""
    return _Line(" ".join(plain(text).split()), style)


def lines_of(texts: Sequence[str], style: str = "") -> RenderableType:
    """Each text in a line of its own."""
    return Group(*(line_of(text, style) for text in texts))


def item_of(text: str, style: str = "") -> RenderableType:
    """A line of a list, its further lines indented under the first."""
    grid = Table.grid(padding=(0, 1))
    grid.add_row("-", line_of(text, style))
    return grid


def title_of(text: str, style: str = "bold") -> RenderableType:
    """A line with an empty one above it."""
    return Padding(line_of(text, style), (1, 0, 0, 0))


def table_of(*columns: str) -> Table:
    """An empty table with these columns, which fold what is too long for them."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    for column in columns:
        table.add_column(line_of(column), overflow="fold")
    return table
