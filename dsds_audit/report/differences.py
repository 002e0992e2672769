"""What a document says that another does not, value by value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from dsds_audit.speech import say, say_many

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LONGEST = 80
_LEAD = 20
_MISSING = object()
# The fields whose texts are this program's; every other text is the rubric's or the site's.
_WORDED = {"sentence", "method"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it should be: where, what is said there, what should be."""

    place: str
    said: str
    made: str


def find_differences(said: Any, made: Any, *, wording: bool = True, path: str = "") -> Iterator[Difference]:
    """Every value in which a document differs from the one made anew, named by its path.

    Without ``wording``, the sentences that this program words itself are compared by their numbers only.
    """
    if not wording and path.rpartition(".")[2] in _WORDED and _MISSING not in (said, made):
        said, made = (" ".join(_NUMBER.findall(_text(value))) for value in (said, made))
    if isinstance(said, dict) and isinstance(made, dict):
        for key in [*made, *(key for key in said if key not in made)]:
            ends = said.get(key, _MISSING), made.get(key, _MISSING)
            yield from find_differences(*ends, wording=wording, path=f"{path}.{key}" if path else key)
    elif isinstance(said, list) and isinstance(made, list) and len(said) == len(made):
        for index, ends in enumerate(zip(said, made, strict=True)):
            yield from find_differences(*ends, wording=wording, path=f"{path}[{index}]")
    elif not _same(said, made):
        if isinstance(said, str) and isinstance(made, str):
            said, made = from_difference(said, made)
        yield Difference(path, _shown(said), _shown(made))


def shorten(text: str) -> str:
    """A text in one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def from_difference(said: str, made: str) -> tuple[str, str]:
    """Two texts that differ, each from a few words before the place where they do."""
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(said, made, strict=False)))
    begin = said.rfind(" ", 0, max(alike - _LEAD, 0)) + 1
    mark = "…" if begin else ""
    return f"{mark}{said[begin:]}", f"{mark}{made[begin:]}"


def _text(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _same(said: Any, made: Any) -> bool:
    # True is 1 in Python, but not in a document.
    return isinstance(said, bool) == isinstance(made, bool) and bool(said == made)


def _shown(value: Any) -> str:
    if value is _MISSING:
        return say("nothing")
    if isinstance(value, dict | list):
        return say_many("{count} entries", "{count} entries", len(value))
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return quoted(value) if isinstance(value, str) else shorten(str(value))


def quoted(text: str) -> str:
    """A text in quotation marks, in one line, cut where it is long."""
    return say("“{text}”", text=shorten(text))
