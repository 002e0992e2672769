"""Text as pages, pictures and terminals can show it."""

import datetime as dt
import re

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def plain(text: str) -> str:
    """Text without the control characters that no page, picture or terminal may hold."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def long_date(date: dt.date) -> str:
    """``September 14, 2026``, whatever the computer's language."""
    return f"{_MONTHS[date.month - 1]} {date.day}, {date.year}"


def short_date(date: dt.date) -> str:
    """``Sep 14, 2026``, for a column of dates."""
    return f"{_MONTHS[date.month - 1][:3]} {date.day}, {date.year}"


def capitalized(text: str) -> str:
    """The text with its first letter large and the rest as it is."""
    return text[:1].upper() + text[1:]
