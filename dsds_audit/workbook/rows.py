"""What the sheets of a workbook are made of: rows, the cells to fill in, what stands there from the start."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dsds_audit.assessment import Assessment
from dsds_audit.workbook.choices import Choices

LABEL, ANSWER, MORE, DATE = COLUMNS = ("label", "answer", "more", "date")

Kind = Literal["text", "date", "number", "level", "truth", "role", "driver"]
Style = Literal["title", "prose", "faint", "band", "section", "heads", "hint", "plain", "strong", "gap"]
Value = str | int | dt.date


@dataclass(frozen=True, slots=True)
class Field:
    """A cell to be filled in: what kind of answer it takes, its drop-down, the help beside it."""

    kind: Kind = "text"
    choices: Choices | None = None
    help: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``key`` is its hidden id, empty where nothing on it is ours.

    ``texts`` are its fixed texts and ``fields`` the cells to fill in, both by column; ``values`` is what
    stands in these already. ``counts`` names the rows whose answers are counted here, with what they are
    counted out of; ``counted_on`` the sheet whose count is shown. ``varies`` says that the fixed texts are
    not the same in every workbook.
    """

    key: str = ""
    style: Style = "plain"
    texts: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Field] = field(default_factory=dict)
    values: Mapping[str, Value] = field(default_factory=dict)
    counts: tuple[str, ...] = ()
    counted_on: str = ""
    varies: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, unlike any other's in 31 characters, and its rows."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Filling:
    """What stands in a workbook from the start.

    ``assessment`` fills it in; ``site`` and ``program`` only say their names; ``last`` is an earlier
    assessment against the same rubric, which says who is assessed and how each criterion was rated then.
    """

    assessment: Assessment | None = None
    site: str = ""
    program: str = ""
    last: Assessment | None = None


EMPTY = Filling()


def filled(values: Mapping[str, Value | None]) -> dict[str, Value]:
    """Of the values of some columns those that there are."""
    return {column: value for column, value in values.items() if value not in (None, "")}
