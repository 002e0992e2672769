"""YAML text into plain values, in bounded time and memory, every line known.

The values are made from the parser's events rather than by a loader: one pass gives the bounds that a
hostile file must meet, the lines that messages name, duplicate keys, and the text of every scalar as it was
typed (docs/decisions/).
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)
from ruamel.yaml.main import YAML, CParser  # type: ignore[attr-defined]

from dsds_audit.errors import AuditError, Problem
from dsds_audit.speech import mark, say
from dsds_audit.yaml.complaints import complaint

MOST_BYTES = 4 * 1024 * 1024
MOST_EVENTS = 350_000
DEEPEST = 40
MOST_PROBLEMS = 200
_PAIR = re.compile(rb"(?<!\\)((?:\\\\)*)\\u([dD][89abAB]..)\\u([dD][c-fC-F]..)")
_TOO_LARGE = mark("is larger than 4 MiB. Please check that it is the right file.")
_TOO_MANY = mark("holds too many values. Please check that it is the right file.")
_SECOND = mark("a second document starts here. Please keep one a file.")
_NO_ANCHORS = mark("anchors (&) and aliases (*) are not used here. Please write the text out.")

Path_ = tuple[str | int, ...]


class Span(NamedTuple):
    """Where a value stands.

    ``first`` and ``last`` are lines counted from 1, from its key (or its own start in a list) to its end;
    ``column`` is that of the key, from 0. ``key_end``, ``begin`` and ``end`` are places (line, column) in the
    text, both from 0: the end of the key, None in a list, and the value itself. ``style`` is ``block``,
    ``flow``, or how a scalar is written: nothing for plain, a quote, ``|`` or ``>``.
    """

    first: int
    last: int
    column: int = 0
    key_end: tuple[int, int] | None = None
    begin: tuple[int, int] = (0, 0)
    end: tuple[int, int] = (0, 0)
    style: str = ""


@dataclass(slots=True)
class Document:
    """A file's plain values, the span of each, and what was wrong with its form.

    ``spans`` holds every path of the file, what is inside a value before the value itself.
    """

    data: Any = None
    spans: dict[Path_, Span] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line_of(self, path: Path_) -> int | None:
        """The line of a path, or of the nearest thing above it that the file holds."""
        while path and path not in self.spans:
            path = path[:-1]
        return self.spans[path].first if path in self.spans else None


def read_bytes(path: Path) -> bytes:
    """A file's bytes, at most 4 MiB of them; raises AuditError (AUD001, AUD003)."""
    try:
        if not path.is_file():
            raise _unreadable(path, _not_plain(path))
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = say(getattr(error, "strerror", None) or str(error))
        message = say("cannot be read: {why}. Please check its name and rights.", why=why)
        raise _unreadable(path, message) from error
    if len(content) > MOST_BYTES:
        raise AuditError(Problem("AUD003", say(_TOO_LARGE), str(path)))
    return content


def _not_plain(path: Path) -> str:
    if path.is_dir():
        return say("the file is a folder. Please name a file that can be read.")
    if path.exists():
        return say("the file is no plain file. Please name a file that can be read.")
    return say("the file is not there. Please name a file that can be read.")


def _unreadable(path: Path, message: str) -> AuditError:
    return AuditError(Problem("AUD001", message, str(path)))


def parse_yaml(content: bytes, place: str) -> Document:
    """The values of a YAML or JSON text: mappings, lists, texts as typed, and None.

    Raises AuditError where the text is no YAML (AUD002), passes a bound (AUD003), or uses anchors, aliases
    or tags (AUD004). Duplicate keys (AUD005) are kept as problems of the document, the first value wins.
    """
    document = Document()
    try:
        if len(content) > MOST_BYTES:
            raise _RefusedError("AUD003", say(_TOO_LARGE), 1)
        events = _events_of(joined_surrogates(content))
        for event in events:
            if isinstance(event, StreamEndEvent):
                break
            if isinstance(event, DocumentStartEvent):
                if document.spans:
                    raise _RefusedError("AUD002", say(_SECOND), _line(event))
                document.data = _read(next(events), events, (), document, place, None)
    except _RefusedError as refused:
        problem = Problem(refused.code, str(refused), place, refused.line)
        raise AuditError([*document.problems, problem]) from refused
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = str(error.problem or error.context or "not valid YAML")
        raise AuditError(_no_yaml(place, what, mark.line + 1 if mark else None)) from error
    except (YAMLError, UnicodeError, ValueError, OverflowError) as error:
        raise AuditError(_no_yaml(place, str(error).split("\n")[0], None)) from error
    return document


def top_text(content: bytes, key: str) -> str | None:
    """The text of a key at the top of a YAML text, read no further than there; None where there is none."""
    try:
        events = _events_of(joined_surrogates(content))
        opening = [next(events) for _ in range(3)]
        for name in events if isinstance(opening[-1], MappingStartEvent) else ():
            if not isinstance(name, ScalarEvent):
                break
            value = _read(next(events), events, (), Document(), "", None)
            if name.value == key:
                return value if isinstance(value, str) else None
    except (_RefusedError, YAMLError, StopIteration, ValueError, OverflowError):
        return None
    return None


def joined_surrogates(content: bytes) -> bytes:
    r"""The text with every ``\ud83d\ude00`` of JSON as ``\U0001f600``, which YAML knows; else as it is."""
    if not content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") or not _PAIR.search(content):
        return content
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return content
    return _PAIR.sub(_joined, content)


def _joined(match: re.Match[bytes]) -> bytes:
    high, low = int(match[2], 16) - 0xD800, int(match[3], 16) - 0xDC00
    return match[1] + b"\\U%08x" % (0x10000 + high * 0x400 + low)


class _RefusedError(Exception):
    def __init__(self, code: str, message: str, line: int) -> None:
        super().__init__(message)
        self.code, self.line = code, line


def _events_of(content: bytes) -> Iterator[Any]:
    """The parser's events, one by one as they are asked for, and a refusal where they are too many."""
    return chain(islice(iter(_parser_of(content).get_event, None), MOST_EVENTS), _too_many())


def _parser_of(content: bytes) -> Any:
    """The parser in C alone: a loader refers to itself, and keeps its memory until somebody collects it."""
    return CParser(content) if CParser else YAML(typ="safe", pure=True).get_constructor_parser(content)[1]


def _too_many() -> Iterator[Any]:
    raise _RefusedError("AUD003", say(_TOO_MANY), 1)
    yield


def _no_yaml(place: str, what: str, line: int | None) -> Problem:
    message = say("is not valid YAML: {complaint}. Please mend the text there.", complaint=complaint(what))
    return Problem("AUD002", message, place, line)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _last_line(mark: Any) -> int:
    return int(mark.line) + (1 if mark.column else 0)


def _read(event: Any, events: Iterator[Any], path: Path_, document: Document, place: str, key: Any) -> Any:
    """One node's value; its span goes into the document."""
    mark, first = event.start_mark, (key or event).start_mark
    if isinstance(event, AliasEvent) or event.anchor:
        raise _RefusedError("AUD004", say(_NO_ANCHORS), _line(event))
    if len(path) > DEEPEST:
        message = say("is nested deeper than {count} levels. Please check the indentation.", count=DEEPEST)
        raise _RefusedError("AUD003", message, _line(event))
    if isinstance(event, ScalarEvent):
        value, end, style = _scalar(event), event.end_mark, event.style or ""
        last = max(mark.line + 1, _last_line(end))
    else:
        value, end = _read_collection(event, events, path, document, place)
        style = "flow" if event.flow_style else "block"
        # A block ends where what follows begins, so its last line is that of its last value.
        last = _last_line(end) if event.flow_style else _last_inside(document, path, value, mark.line + 1)
    key_end = (key.end_mark.line, key.end_mark.column) if key else None
    begin = (mark.line, mark.column)
    document.spans[path] = Span(
        first.line + 1, last, first.column, key_end, begin, (end.line, end.column), style
    )
    return value


def _read_collection(
    event: Any, events: Iterator[Any], path: Path_, document: Document, place: str
) -> tuple[Any, Any]:
    _refuse_tag(event)
    read = _read_mapping if isinstance(event, MappingStartEvent) else _read_sequence
    return read(events, path, document, place)


def _refuse_tag(event: Any) -> None:
    if event.tag not in (None, "!"):
        message = say("the tag {tag} is not used here. Please leave it out.", tag=event.tag)
        raise _RefusedError("AUD004", message, _line(event))


def _last_inside(document: Document, path: Path_, value: Any, line: int) -> int:
    if not value:
        return line
    return document.spans[(*path, next(reversed(value)) if isinstance(value, dict) else len(value) - 1)].last


def _read_mapping(events: Iterator[Any], path: Path_, document: Document, place: str) -> tuple[Any, Any]:
    value: dict[str, Any] = {}
    for key in events:
        if isinstance(key, MappingEndEvent):
            return value, key.end_mark
        if not isinstance(key, ScalarEvent) or key.anchor:
            message = say("a key must be a plain word. Please put the text in quotes.")
            raise _RefusedError("AUD002", message, _line(key))
        name = key.value
        if name in value:
            message = say("{key} stands here twice. Please keep one of them.", key=name)
            document.problems.append(Problem("AUD005", message, place, _line(key)))
            if len(document.problems) >= MOST_PROBLEMS:
                message = say("has too many problems to go on. Please check that it is the right file.")
                raise _RefusedError("AUD003", message, _line(key))
            _read(next(events), events, path, Document(), place, None)
            continue
        value[name] = _read(next(events), events, (*path, name), document, place, key)
    raise AssertionError("the parser ends every mapping")


def _read_sequence(events: Iterator[Any], path: Path_, document: Document, place: str) -> tuple[Any, Any]:
    value: list[Any] = []
    for item in events:
        if isinstance(item, SequenceEndEvent):
            return value, item.end_mark
        value.append(_read(item, events, (*path, len(value)), document, place, None))
    raise AssertionError("the parser ends every sequence")


def _scalar(event: ScalarEvent) -> str | None:
    _refuse_tag(event)
    plain = event.implicit[0] and event.style in (None, "")
    return None if plain and event.value in ("", "~", "null", "Null", "NULL") else event.value
