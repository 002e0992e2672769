"""Plain values as YAML text that every YAML 1.2 reader, and most of YAML 1.1, read back as what they are."""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

WIDEST = 110
_UNSAFE = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_WORDS = {"true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf", "infinity"}
_ID = re.compile(r"[a-z][a-z0-9.-]*")
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")


def render_scalar(value: Any, flow: bool = False) -> str:
    """A single value on one line; text that could be read as anything else than text is quoted."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if not isinstance(value, str):
        return str(value)
    return value if _is_plain(value, flow) else _quoted(value)


def is_literal(value: Any) -> bool:
    """Whether a text may be written line by line, as a literal block."""
    if not isinstance(value, str) or "\n" not in value or _UNSAFE.search(value):
        return False
    return value == value.strip(" \t\n")


def is_foldable(value: str) -> bool:
    """Whether a text may be written over several lines that are read as one, as a folded block."""
    words = value.split(" ")
    return all(words) and "\n" not in value and "\t" not in value and not _UNSAFE.search(value)


def render_inline(value: Any, padding: str = "") -> str:
    """A value on one line, in braces and brackets where it is a collection."""
    if isinstance(value, Mapping):
        pairs = (f"{render_scalar(key, True)}: {render_inline(item, padding)}" for key, item in value.items())
        return f"{{{padding}{', '.join(pairs)}{padding}}}" if value else "{}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(render_inline(item, padding) for item in value)}]"
    return render_scalar(value, flow=True)


def is_short(value: Any, column: int) -> bool:
    """Whether a collection reads well on one line that starts at a column: no sentences, not too long."""
    if not value:
        return True
    inner = list(value.values()) if isinstance(value, Mapping) else [value]
    return all(_is_short(item) for item in inner) and column + len(render_inline(value)) <= WIDEST


def render_entry(key: str, value: Any, column: int, step: int = 2, dash: int = 2) -> list[str]:
    """The lines of ``key: value`` at a column; ``step`` and ``dash`` indent what is inside it."""
    name = " " * column + render_scalar(key)
    head, body = render_value(value, column, len(name) + 2, step, dash)
    return [f"{name}:{head}", *body]


def render_value(value: Any, column: int, at: int, step: int = 2, dash: int = 2) -> tuple[str, list[str]]:
    """What follows the colon of a key at ``column``, and the lines below it.

    ``at`` is the column where the value would start on the line of its key.
    """
    if isinstance(value, Mapping):
        if is_short(value, at):
            return f" {render_inline(value)}", []
        return "", list(render_mapping(value, column + step, step, dash))
    if isinstance(value, list | tuple):
        if is_short(value, at):
            return f" {render_inline(value)}", []
        return "", [line for item in value for line in render_item(item, column + dash, step, dash)]
    if is_literal(value):
        return " |-", [" " * (column + step) + line if line else "" for line in value.split("\n")]
    return f" {render_scalar(value)}", []


def render_mapping(value: Mapping[str, Any], column: int, step: int = 2, dash: int = 2) -> Iterator[str]:
    """The lines of a mapping written as a block."""
    for key, item in value.items():
        yield from render_entry(key, item, column, step, dash)


def render_item(value: Any, column: int, step: int = 2, dash: int = 2) -> list[str]:
    """The lines of one item of a list, its dash at a column."""
    if isinstance(value, Mapping) and value:
        lines = list(render_mapping(value, column + 2, step, dash))
        return [f"{' ' * column}- {lines[0].lstrip()}", *lines[1:]]
    return [f"{' ' * column}- {render_inline(value)}"]


def _is_short(item: Any) -> bool:
    if isinstance(item, list | tuple):
        return all(isinstance(word, str) and _ID.fullmatch(word) for word in item)
    return not isinstance(item, str | Mapping)


def _is_plain(text: str, flow: bool) -> bool:
    if not text or not (text[0].isalnum() or text[0] > "\x7f") or text[-1] in ": " or text.lower() in _WORDS:
        return False
    if _UNSAFE.search(text) or any(mark in text for mark in ("\n", "\t", ": ", " #")):
        return False
    if flow and any(mark in text for mark in ",[]{}:?"):
        return False
    # A number, date or time never holds both a space and a word.
    return text[0] not in "0123456789" or (" " in text and _TWO_LETTERS.search(text) is not None)


def _quoted(text: str) -> str:
    if _UNSAFE.search(text) or "\n" in text or "\t" in text:
        return _UNSAFE.sub(_escaped, json.dumps(text, ensure_ascii=False))
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
