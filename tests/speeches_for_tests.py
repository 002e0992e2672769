"""Languages that nobody speaks, which show what the program says of itself and how it is laid out."""

import re
from gettext import NullTranslations

from dsds_audit.speech import Speech

_KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]*>|&\w+;)")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ACCENTED = str.maketrans(_LETTERS + _LETTERS.upper(), "åƀçđéƒĝĥîĵķļɱñøþɋŕšţûṽŵẋýžÅƁÇĐÉƑĜĤÎĴĶĻṀÑØÞɊŔŠŢÛṼŴẊÝŽ")
_HEBREW = str.maketrans(_LETTERS + _LETTERS.upper(), "אבגדהוזחטיכלמנסעפצקרשתטזחח" * 2)


class _Mapped(NullTranslations):
    """A catalogue that writes every sentence with other letters; parts to fill in and markup stay."""

    def __init__(self, letters: dict[int, int]) -> None:
        super().__init__()
        self._letters = letters

    def gettext(self, message: str) -> str:
        parts = _KEPT.split(message)
        return "".join(
            part if place % 2 else part.translate(self._letters) for place, part in enumerate(parts)
        )

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)


def accented() -> Speech:
    """A language in which no letter is ASCII: whatever word is still in ASCII did not pass a catalogue."""
    return Speech("x-accented", _Mapped(_ACCENTED))


def right_to_left() -> Speech:
    """A language that is read from right to left, in the letters of Hebrew."""
    return Speech("he", _Mapped(_HEBREW))


def words_in_english(text: str) -> list[str]:
    """The words of a text that are in ASCII, which a catalogue of ``accented`` leaves none of."""
    return re.findall(r"(?<![\w.@/-])[A-Za-z][a-z]{2,}(?![\w@/-])", text)
