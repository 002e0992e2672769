"""Languages by their tags (BCP 47), and in which direction each is read."""

import re
from typing import Annotated, Literal

from pydantic import StringConstraints

_PRIVATE = r"x(-[a-z0-9]{1,8}){1,3}"
_TAG = rf"^([a-z]{{2,3}}(-[A-Z][a-z]{{3}})?(-([A-Z]{{2}}|[0-9]{{3}}))?(-{_PRIVATE})?|{_PRIVATE})$"
Language = Annotated[str, StringConstraints(pattern=_TAG, max_length=40)]
ENGLISH = "en"

_RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
_SCRIPTS_RIGHT_TO_LEFT = {"Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"}
_SCRIPT = re.compile(r"-([A-Z][a-z]{3})(?:-|$)")


def fallbacks_of(language: str) -> tuple[str, ...]:
    """A tag and what stands in for it, nearest first: ``es-MX``, then ``es``; written as tags are."""
    parts = _written(language).split("-")
    return tuple("-".join(parts[:count]) for count in range(len(parts), 0, -1) if parts[count - 1] != "x")


def direction_of(language: str) -> Literal["ltr", "rtl"]:
    """Whether a language is read from left to right or from right to left."""
    if script := _SCRIPT.search(language):
        return "rtl" if script[1] in _SCRIPTS_RIGHT_TO_LEFT else "ltr"
    return "rtl" if language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


def _written(language: str) -> str:
    """A tag in the case that tags are written in: ``ES_mx`` is es-MX."""
    first, *others = language.strip().replace("_", "-").lower().split("-")
    private = others.index("x") if "x" in others else len(others)
    cased = [_cased(part) if place < private else part for place, part in enumerate(others)]
    return "-".join([first, *cased]) if first != "x" else "-".join([first, *others])


def _cased(part: str) -> str:
    return {2: part.upper(), 4: part.capitalize()}.get(len(part), part)
