"""Tables whose cells are values, not words, so that a spreadsheet can calculate with them."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Value = str | int | float | dt.date | None
Kind = Literal["text", "whole", "percent", "number", "date"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its title, and what its cells hold. A percentage runs from 0 to 100."""

    title: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Bars:
    """A bar chart beside a table: one bar a row, of these columns, for at most the first rows of it."""

    title: str
    name: int
    values: tuple[int, ...]
    stacked: bool = False


@dataclass(frozen=True)
class TypedTable:
    """One topic as a table: its title, how to read it, its columns and rows; None is an empty cell."""

    title: str
    reading: tuple[str, ...]
    columns: tuple[Heading, ...]
    rows: tuple[tuple[Value, ...], ...]
    chart: Bars | None = None
