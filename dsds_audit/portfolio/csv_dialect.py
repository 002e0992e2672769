"""How a CSV file is written: what separates its cells."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from dsds_audit.errors import AuditError, Problem
from dsds_audit.speech import say
from dsds_audit.store.paths import reason_of

SEPARATORS = (",", ";", "\t")
_HEAD = 1 << 20
_OTHER = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What separates the cells of a CSV file, in UTF-8, with double quotes around what needs them."""

    separator: str


def dialect_of(path: Path) -> Dialect:
    """The dialect of a CSV file, from its first line.

    Raises AuditError (AUD120) where it is empty, no text, or not in UTF-8.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise _refused(path, reason_of(error)) from error
    if head.startswith(_OTHER) or b"\0" in head[:1000]:
        raise _refused(path, say("it is no text in UTF-8"))
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError as error:
        line = head[: error.start].count(b"\n") + 1
        raise _refused(path, say("line {line} is not in UTF-8", line=line)) from error
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        raise _refused(path, say("it is empty"))
    return Dialect(max(SEPARATORS, key=first.count))


def _refused(path: Path, reason: str) -> AuditError:
    message = say(
        "the table cannot be read: {reason}. Please save it again as Parquet, or as CSV in UTF-8.",
        reason=reason,
    )
    return AuditError(Problem("AUD120", message, str(path)))
