"""In which language the program itself speaks, and how its sentences are said in that language."""

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from gettext import NullTranslations

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _long_date(date: dt.date) -> str:
    return f"{_MONTHS[date.month - 1]} {date.day}, {date.year}"


def _short_date(date: dt.date) -> str:
    return f"{_MONTHS[date.month - 1][:3]} {date.day}, {date.year}"


@dataclass(frozen=True, slots=True)
class Speech:
    """One language as the program speaks it; unless told otherwise English, as it is written.

    ``language`` is its tag (BCP 47). ``catalogue`` gives each sentence; what it lacks is said in English.
    ``long_date`` and ``short_date`` write a date in a sentence or in a column, ``decimal`` and ``group``
    stand inside numbers. ``letters`` are sorted as letters of their own, each behind another letter.
    """

    language: str = "en"
    catalogue: NullTranslations = field(default_factory=NullTranslations)
    long_date: Callable[[dt.date], str] = _long_date
    short_date: Callable[[dt.date], str] = _short_date
    decimal: str = "."
    group: str = ","
    letters: Mapping[str, str] = field(default_factory=dict)


ENGLISH_SPEECH = Speech()
_SPEECH = ContextVar("speech", default=ENGLISH_SPEECH)


def current_speech() -> Speech:
    """The speech that sentences are said in now."""
    return _SPEECH.get()


@contextmanager
def speaking(speech: Speech) -> Iterator[None]:
    """Say everything in this speech meanwhile, in this thread or task."""
    token = _SPEECH.set(speech)
    try:
        yield
    finally:
        _SPEECH.reset(token)


def say(message: str, /, **parts: object) -> str:
    """A sentence in the language that is spoken, with its ``{parts}`` filled in.

    ``message`` is the English sentence, written out where it is said or passed through ``mark``: catalogues
    are made from the source code. Without parts it is taken as it is, braces included.
    """
    # What a catalogue has for nothing is what it tells of itself.
    said = _SPEECH.get().catalogue.gettext(message) if message else message
    return said.format(**parts) if parts else said


def say_in(context: str, message: str, /, **parts: object) -> str:
    """As ``say``, for a word that means different things in different places: ``context`` says which."""
    said = _SPEECH.get().catalogue.pgettext(context, message)
    return said.format(**parts) if parts else said


def say_many(one: str, many: str, count: int, /, **parts: object) -> str:
    """As ``say``, for one or for several: ``{count} site``, ``{count} sites``."""
    said = _SPEECH.get().catalogue.ngettext(one, many, count)
    return said.format(count=count, **parts)


def mark(message: str) -> str:
    """The English sentence itself, to be given to ``say`` later: for what is written before it is said."""
    return message


class Labels(Mapping[str, str]):
    """Words by their keys, each said in the language that is spoken when it is looked up."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """Take the English words by their keys."""
        self._words = dict(words)

    def __getitem__(self, key: str) -> str:
        """The words for a key; KeyError where there are none."""
        return say(self._words[key])

    def __iter__(self) -> Iterator[str]:
        """The keys in their order."""
        return iter(self._words)

    def __len__(self) -> int:
        """How many keys there are."""
        return len(self._words)


def list_of(words: list[str] | tuple[str, ...]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return say("{all_but_last} and {last}", all_but_last=", ".join(words[:-1]), last=words[-1])


def series_of(parts: Iterable[str]) -> str:
    """``a; b; c``: what is too long for a list, with what the language sets between them."""
    return say("{text}; {more}", text="", more="").join(parts)


def decimal(digits: str) -> str:
    """A number that is written with a decimal point, with what the language has instead of it."""
    return digits.replace(".", _SPEECH.get().decimal)


def grouped(count: int) -> str:
    """A whole number with its thousands kept apart: ``25,000``."""
    return f"{count:,}".replace(",", _SPEECH.get().group)


def sort_key(text: str) -> tuple[str, str]:
    """What sorts texts as lists in the language are: by letters, whatever their accents and their case."""
    letters = _SPEECH.get().letters
    folded = unicodedata.normalize("NFC", text).casefold()
    own = "".join(f"{letters[letter]}\uffff" if letter in letters else letter for letter in folded)
    bare = "".join(c for c in unicodedata.normalize("NFD", own) if not unicodedata.combining(c))
    return bare, text
