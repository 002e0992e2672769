"""What a cell says, whatever kind of value a spreadsheet program has made of it."""

import datetime as dt
import re
from typing import Any

Told = str | int | dt.date | bool | None
_BLANKS = " \t\r\n\xa0\u200b\ufeff"
_DATE = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_EPOCH = dt.date(1899, 12, 30)  # Day 0 of a spreadsheet, for every day after February 1900.
_FIRST, _LAST = 18_264, 2_958_465  # 1950-01-01 and 9999-12-31 as days; before that, a year typed alone.


def text_of(value: Any) -> str:
    """A cell as text, empty where nothing is said: 7.0 is ``7``, a day is ``2026-03-02``."""
    if isinstance(value, str):
        return value if value.strip(_BLANKS) else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def date_of(value: Any) -> dt.date | None:
    """The day a cell says, be it a date, its number of days, or a text with the year first; None for none.

    A date that comes as a number and lies before 1950 is none: there, a year was typed alone.
    """
    if isinstance(value, dt.datetime):
        return date_of(value.date()) if value.time() == dt.time() else None
    if isinstance(value, dt.date):
        return value if (value - _EPOCH).days >= _FIRST else None
    if isinstance(value, bool):
        return None
    if isinstance(value, float | int):
        sound = _FIRST <= value <= _LAST and value == int(value)
        return _EPOCH + dt.timedelta(days=int(value)) if sound else None
    match = _DATE.fullmatch(str(value).strip(_BLANKS))
    if match is None:
        return None
    try:
        return dt.date(int(match[1]), int(match[3]), int(match[4]))
    except ValueError:
        return None


def number_of(value: Any) -> int | None:
    """The whole number a cell says, as a number or in digits; None where it says none."""
    if isinstance(value, bool):
        return None
    text = text_of(value).strip(_BLANKS)
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def cell_name(row: int, column: int) -> str:
    """``D12`` for row 11, column 3, both from 0."""
    letters, left = "", column + 1
    while left:
        left, place = divmod(left - 1, 26)
        letters = chr(ord("A") + place) + letters
    return f"{letters}{row + 1}"
