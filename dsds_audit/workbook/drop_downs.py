"""What a cell lets one type: its drop-down, its limits, the help that appears beside it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dsds_audit.speech import mark, say
from dsds_audit.workbook.rows import Field

# Earlier ones are written as text: a year that is typed alone becomes a day of 1905.
FIRST_DATE = dt.date(1950, 1, 1)
_LONGEST_HELP = 255
_NOT_LISTED = mark("Please choose one of the words of the list.")
_NO_DATE = mark("Please write year, month and day, such as 2026-03-31.")
_NO_NUMBER = mark("Please write a whole number of people, in digits.")


@dataclass
class DropDowns:
    """The words of all drop-downs, each list once, in the columns of a sheet that nobody sees."""

    sheet: str
    first_column: int = 1
    _places: dict[tuple[str, ...], int] = field(default_factory=dict)

    def lists(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Every list with its column."""
        yield from ((column, words) for words, column in self._places.items())

    def validate(self, entry: Field) -> dict[str, Any]:
        """The data validation of a cell, as XlsxWriter takes it."""
        rule: dict[str, Any] = {"validate": "any"}
        if entry.choices:
            words = tuple(entry.choices.words.values())
            rule = {"validate": "list", "source": self._range(words), "error_message": say(_NOT_LISTED)}
        elif entry.kind == "date":
            rule = {"validate": "date", "criteria": ">=", "value": FIRST_DATE}
            rule["error_message"] = say(_NO_DATE)
        elif entry.kind == "number":
            rule = {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 10_000}
            rule["error_message"] = say(_NO_NUMBER)
        return rule | ({"input_message": _cut(entry.help)} if entry.help else {})

    def _range(self, words: tuple[str, ...]) -> str:
        from xlsxwriter.utility import xl_range_abs  # type: ignore[import-untyped]

        column = self._places.setdefault(words, self.first_column + len(self._places))
        return f"='{self.sheet}'!{xl_range_abs(0, column, len(words) - 1, column)}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_HELP else f"{text[: _LONGEST_HELP - 1]}…"
