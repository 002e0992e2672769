"""The document that a report's file carries, whatever else somebody may have made of the file."""

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from dsds_audit.errors import AuditError, Problem
from dsds_audit.speech import mark, say

MOST_BYTES = 32 * 1024 * 1024
_OPENING = '<script type="application/json" id="dsds-audit">'
_CLOSING = "</script>"
_OURS = '<meta name="generator" content="dsds-audit">'
_AGAIN = mark("Please name the file as it was written, or make the report again.")
_NO_REPORT = mark("is no report that can be verified. Please name a report written as .html or .json.")


@dataclass(frozen=True)
class Carried:
    """A document, and the page around it: None where the file is the document itself.

    Fractions in the document are Decimal, so that no digit of the file is lost.
    """

    document: dict[str, Any]
    page: str | None


def read_report(path: Path) -> Carried:
    """What a report's file carries; raises AuditError (AUD001, AUD095)."""
    try:
        if not path.is_file():
            raise _refused(path, "AUD001", say("is no file that is there. Please name a report's file."))
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = say(getattr(error, "strerror", None) or str(error))
        message = say("cannot be read: {why}. Please check its name and rights.", why=why)
        raise _refused(path, "AUD001", message) from error
    return unpack_report(content, str(path))


def unpack_report(content: bytes, place: str) -> Carried:
    """What the bytes of a report carry; raises AuditError (AUD095) where that is nothing sound."""
    if len(content) > MOST_BYTES:
        message = say("is larger than any report: more than 32 MiB. Please check its name.")
        raise _refused(place, "AUD095", message)
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise _refused(place, "AUD095", say(_NO_REPORT)) from error
    if text.lstrip().startswith("{"):
        return Carried(load_document(text, place), None)
    opening, closing = text.find(_OPENING), text.find(_CLOSING, text.find(_OPENING))
    if text.count(_OPENING) != 1 or closing < 0:
        raise _refused(place, "AUD095", _nothing_inside(text))
    inside = text[opening + len(_OPENING) : closing]
    if "<" in inside:  # A browser might leave the element there, and show what follows.
        raise _refused(place, "AUD095", _again(say("holds data with markup in them.")))
    return Carried(load_document(inside, place), without_document(text))


def without_document(page: str) -> str:
    """A page of ours with nothing in the element that holds its document."""
    before, opening, rest = page.partition(_OPENING)
    return before + opening + rest[rest.find(_CLOSING) :]


def load_document(text: str, place: str) -> dict[str, Any]:
    """A document of JSON text; raises AuditError (AUD095) where it is damaged."""
    try:
        document = json.loads(
            text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_each_once
        )
    except (ValueError, ArithmeticError, RecursionError) as error:
        what = re.sub(r": line .*", "", str(error)) or say("it cannot be read")
        message = say("holds data that were cut off or damaged: {what}.", what=what)
        raise _refused(place, "AUD095", _again(message)) from error
    if not isinstance(document, dict):
        raise _refused(place, "AUD095", _again(say("holds no report.")))
    return document


def _nothing_inside(text: str) -> str:
    if _OURS in text:
        return _again(say("is a page of ours that was cut off, or lost the data it carried."))
    return say(_NO_REPORT)


def _again(fault: str) -> str:
    return f"{fault} {say(_AGAIN)}"


def _no_constant(name: str) -> None:
    raise ValueError(say("{name} is no number", name=name))


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(say("a name stands in it twice"))
    return found


def _refused(place: str | Path, code: str, message: str) -> AuditError:
    return AuditError(Problem(code, message, str(place)))
