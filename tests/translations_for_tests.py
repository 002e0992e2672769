"""Made-up languages, by which one sees whether every text is translated and every page lays out."""

import re

from dsds_audit.rubric import Rubric
from dsds_audit.translation import Translation, stamp_of, texts_of

_BLANK = re.compile(r"(\{[a-z_]+\})")
_ACCENTED = str.maketrans("aceinouyAEIOU", "àçéîñöûÿÀÉÎÖÛ")
_ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyz?,;", "ابجدهوزحطيكلمنسعفصقرشتثخذض\u061f\u060c\u061b")


def accented(text: str) -> str:
    """A text with accents, a third longer, as translations are."""
    return "".join(
        part if part.startswith("{") else part.translate(_ACCENTED) for part in _BLANK.split(_longer(text))
    )


def arabic(text: str) -> str:
    """A text in Arabic letters that mean nothing."""
    return "".join(
        part if part.startswith("{") else part.lower().translate(_ARABIC) for part in _BLANK.split(text)
    )


def _longer(text: str) -> str:
    words = text.split(" ")
    return " ".join([*words[: len(words) // 3], *words])


def make_translation(rubric: Rubric, language: str = "x-pseudo", word=accented, **changes) -> Translation:
    """The translation of every text of a rubric into a made-up language."""
    originals = texts_of(rubric)
    fields = {
        "rubric": rubric.ref,
        "language": language,
        "translator": "a test",
        "unreviewed": word("Nobody has reviewed this."),
        "texts": {key: word(text) for key, text in originals.items()},
        "made_from": {key: stamp_of(text) for key, text in originals.items()},
    }
    return Translation(**(fields | changes))
