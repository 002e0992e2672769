"""Text as pages, pictures and terminals can show it."""

import datetime as dt
import re
from collections.abc import Sequence
from string import Formatter
from typing import TypeVar

from dsds_audit.errors import AuditError
from dsds_audit.speech import current_speech

Part = TypeVar("Part")
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def in_blocks(parts: Sequence[Part], size: int) -> list[Sequence[Part]]:
    """Some parts at a time, as many as fit side by side."""
    return [parts[first : first + size] for first in range(0, len(parts), size)]


def plain(text: str) -> str:
    """Text without the characters that no page, picture or terminal may hold.

    Those are control characters, and the marks that make text run the other way beyond its end.
    """
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def long_date(date: dt.date) -> str:
    """``September 14, 2026``, as the language that is spoken writes it, whatever the computer's own."""
    return current_speech().long_date(date)


def short_date(date: dt.date) -> str:
    """``Sep 14, 2026``, for a column of dates."""
    return current_speech().short_date(date)


def around_blanks(sentence: str) -> tuple[tuple[str, str | None], ...]:
    """The words of a sentence that others fill in, each stretch with the name of the blank behind it."""
    return tuple((words, blank) for words, blank, _, _ in Formatter().parse(sentence))


def capitalized(text: str) -> str:
    """The text with its first letter large and the rest as it is."""
    return text[:1].upper() + text[1:]


def sentences_of(error: AuditError) -> tuple[str, ...]:
    """What is wrong, each problem as a sentence, where its code and place say nothing to the reader."""
    return tuple(capitalized(problem.message) for problem in error.problems)
