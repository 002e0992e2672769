"""YAML text into plain values, in bounded time and memory, every line known.

The values are made from the parser's events rather than by a loader: one pass gives the bounds that a
hostile file must meet, the lines that messages name, duplicate keys, and the text of every scalar as it was
typed (docs/decisions/).
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from ruamel.yaml import YAML
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

from dsds_audit.errors import AuditError, Problem, did_you_mean

MOST_BYTES = 4 * 1024 * 1024
MOST_EVENTS = 200_000
DEEPEST = 40
MOST_PROBLEMS = 200
_PAIR = re.compile(rb"(?<!\\)((?:\\\\)*)\\u([dD][89abAB]..)\\u([dD][c-fC-F]..)")
_RIGHT_FILE = "Please check that it is the right file"
_TOO_LARGE = f"is larger than 4 MiB. {_RIGHT_FILE}"
_SECOND = "a second document starts here. Please keep one a file"
_NO_ANCHORS = "anchors (&) and aliases (*) are not used here. Please write the text out"

Path_ = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


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
            raise _unreadable(path, f"the file {_kind_of(path)}. Please name a file that can be read")
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise _unreadable(path, f"cannot be read: {why}. Please check its name and rights") from error
    if len(content) > MOST_BYTES:
        raise AuditError(Problem("AUD003", f"{_TOO_LARGE}.", str(path)))
    return content


def _kind_of(path: Path) -> str:
    if path.is_dir():
        return "is a folder"
    return "is no plain file" if path.exists() else "is not there"


def _unreadable(path: Path, message: str) -> AuditError:
    return AuditError(Problem("AUD001", f"{message}.", str(path)))


def parse_yaml(content: bytes, place: str) -> Document:
    """The values of a YAML or JSON text: mappings, lists, texts as typed, and None.

    Raises AuditError where the text is no YAML (AUD002), passes a bound (AUD003), or uses anchors, aliases
    or tags (AUD004). Duplicate keys (AUD005) are kept as problems of the document, the first value wins.
    """
    document = Document()
    try:
        if len(content) > MOST_BYTES:
            raise _RefusedError("AUD003", _TOO_LARGE, 1)
        events = _events_of(joined_surrogates(content))
        for event in events:
            if isinstance(event, StreamEndEvent):
                break
            if isinstance(event, DocumentStartEvent):
                if document.spans:
                    raise _RefusedError("AUD002", _SECOND, _line(event))
                document.data = _read(next(events), events, (), document, place, None)
    except _RefusedError as refused:
        problem = Problem(refused.code, f"{refused}.", place, refused.line)
        raise AuditError([*document.problems, problem]) from refused
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(str(error.problem or error.context or "not valid YAML").split())
        raise AuditError(_no_yaml(place, what, mark.line + 1 if mark else None)) from error
    except (YAMLError, UnicodeError, ValueError, OverflowError) as error:
        what = " ".join(str(error).split("\n")[0].split())
        raise AuditError(_no_yaml(place, what, None)) from error
    return document


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


def valid_model(kind: type[Model], document: Document, place: str) -> tuple[Model | None, list[Problem]]:
    """A model of the document's values, as far as they are sound, with every problem of form found.

    What is not sound is left out and the rest is tried again, so that what a caller knows beyond the form
    can be checked in the same pass; None where nothing sound is left.
    """
    problems = list(document.problems)
    data = document.data
    for attempt in range(DEEPEST):
        try:
            return kind.model_validate(data), problems
        except ValidationError as error:
            faults = [fault for fault in error.errors(include_url=False) if not _follows(fault)]
            # What a later attempt misses is what an earlier one has taken out.
            late = ("missing", "not_exactly_one", "too_short") if attempt else ()
            told = [fault for fault in faults if fault["type"] not in late]
            problems += [_problem(kind, fault, document, place) for fault in told[:MOST_PROBLEMS]]
            pruned = _without(data, {_data_path(data, fault["loc"]) for fault in faults})
            if pruned == data:
                return None, problems
            data = pruned
    return None, problems


def _follows(fault: Any) -> bool:
    """Whether a list is called too short only because what stands in it is not sound."""
    return bool(fault["type"] == "too_short" and len(fault["input"]) >= fault["ctx"]["min_length"])


def sorted_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Problems once each, in the order of their lines."""
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.line or 0)


class _RefusedError(Exception):
    def __init__(self, code: str, message: str, line: int) -> None:
        super().__init__(message)
        self.code, self.line = code, line


def _events_of(content: bytes) -> Iterator[Any]:
    """The parser's events, one by one as they are asked for, and a refusal where they are too many."""
    _, parser = YAML(typ="safe").get_constructor_parser(content)
    return chain(islice(iter(parser.get_event, None), MOST_EVENTS), _too_many())


def _too_many() -> Iterator[Any]:
    raise _RefusedError("AUD003", f"holds too many values. {_RIGHT_FILE}", 1)
    yield


def _no_yaml(place: str, what: str, line: int | None) -> Problem:
    return Problem("AUD002", f"is not valid YAML: {what}. Please mend the text there.", place, line)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _last_line(mark: Any) -> int:
    return int(mark.line) + (1 if mark.column else 0)


def _read(event: Any, events: Iterator[Any], path: Path_, document: Document, place: str, key: Any) -> Any:
    """One node's value; its span goes into the document."""
    mark, first = event.start_mark, (key or event).start_mark
    if isinstance(event, AliasEvent) or event.anchor:
        raise _RefusedError("AUD004", _NO_ANCHORS, _line(event))
    if len(path) > DEEPEST:
        message = f"is nested deeper than {DEEPEST} levels. Please check the indentation"
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
    if event.tag not in (None, "!"):
        raise _RefusedError(
            "AUD004", f"the tag {event.tag} is not used here. Please leave it out", _line(event)
        )
    read = _read_mapping if isinstance(event, MappingStartEvent) else _read_sequence
    return read(events, path, document, place)


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
            raise _RefusedError(
                "AUD002", "a key must be a plain word. Please put the text in quotes", _line(key)
            )
        name = key.value
        if name in value:
            message = f"{name} stands here twice. Please keep one of them."
            document.problems.append(Problem("AUD005", message, place, _line(key)))
            if len(document.problems) >= MOST_PROBLEMS:
                raise _RefusedError("AUD003", f"has too many problems to go on. {_RIGHT_FILE}", _line(key))
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
    if event.tag not in (None, "!"):
        raise _RefusedError(
            "AUD004", f"the tag {event.tag} is not used here. Please leave it out", _line(event)
        )
    plain = event.implicit[0] and event.style in (None, "")
    return None if plain and event.value in ("", "~", "null", "Null", "NULL") else event.value


def _data_path(data: Any, loc: tuple[Any, ...]) -> Path_:
    """The part of a validation error's location that names keys and places of the data."""
    path: list[str | int] = []
    for step in loc:
        in_list = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if not in_list and not (isinstance(data, dict) and step in data):
            break
        data = data[step]
        path.append(step)
    return tuple(path)


def _without(data: Any, paths: set[Path_]) -> Any:
    """The data without the values at these paths."""
    if () in paths:
        return data
    heads = {path[0]: {other[1:] for other in paths if other[0] == path[0]} for path in paths}
    if isinstance(data, dict):
        kept = ((k, v) for k, v in data.items() if (k,) not in paths)
        return {key: _without(value, heads[key]) if key in heads else value for key, value in kept}
    kept_items = ((i, v) for i, v in enumerate(data) if (i,) not in paths)
    return [_without(value, heads[index]) if index in heads else value for index, value in kept_items]


_WAYS_OUT = {
    "missing": ("AUD007", "is missing. Please add it"),
    "int_type": ("AUD008", "is no whole number. Please write digits only"),
    "bool_type": ("AUD008", "is neither true nor false. Please write one of them"),
    "string_type": ("AUD008", "is no text. Please write a text"),
    "string_too_short": ("AUD008", "is empty. Please write a text, or leave the line out"),
    "model_type": ("AUD008", "is no set of fields. Please write `field: value` lines under it"),
    "model_attributes_type": ("AUD008", "is no set of fields. Please write `field: value` lines under it"),
    "mapping_type": ("AUD008", "is no set of entries. Please write `name: value` lines under it"),
    "tuple_type": ("AUD008", "is no list. Please write it as [a, b] or one `- a` a line"),
    "no_date": ("AUD008", "is no date. Please write it as 2026-03-31"),
}
_ANY_ID = "Please write small letters, digits and hyphens"
_PATTERNS = {
    "ratings": "Please write practice.criterion, in small letters, digits and hyphens",
    "rubric": "Please write id@version, such as dsds@1.0.0",
    "digest": "Please write sha256: and 64 hexadecimal digits, or leave the line out",
    "version": "Please write three numbers, such as 1.0.0",
}


def _problem(kind: type[BaseModel], fault: Any, document: Document, place: str) -> Problem:
    loc = tuple(step for step in fault["loc"] if step != "[key]")
    where = ".".join(str(step) for step in loc) or "the file"
    line = document.line_of(_data_path(document.data, loc)) or (1 if not loc else None)
    name = str(loc[-1]) if loc else ""
    if fault["type"] == "extra_forbidden":
        known = _fields_at(kind, loc[:-1])
        message = f"{where} is no field known here.{did_you_mean(name, known)} Please correct or remove it."
        return Problem("AUD006", message, place, line)
    if fault["type"] == "not_exactly_one":
        return Problem("AUD009", f"{where}: {fault['msg']}. Please keep one of them.", place, line)
    if fault["type"] == "string_pattern_mismatch":
        hint = next((text for key, text in _PATTERNS.items() if key in loc), _ANY_ID)
        message = f"{where}: {_shown(fault['input'])} is not well formed. {hint}."
        return Problem("AUD008", message, place, line)
    code, text = _WAYS_OUT.get(fault["type"], ("AUD008", ""))
    if text:
        shown = "" if code == "AUD007" or "empty" in text else f" {_shown(fault['input'])}"
        return Problem(code, f"{where}{':' if shown else ''}{shown} {text}.", place, line)
    return Problem(code, f"{where}: {fault['msg']}. Please correct it.", place, line)


def _shown(value: Any) -> str:
    if isinstance(value, dict | list | tuple):
        return "this"
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _fields_at(kind: Any, loc: Iterable[Any]) -> set[str]:
    """The field names of the model that a location leads to."""
    for step in loc:
        kind = _model_in(_fields_of(kind)[step].annotation if step in _fields_of(kind) else kind)
    return set(_fields_of(kind))


def _fields_of(kind: Any) -> Mapping[Any, FieldInfo]:
    return kind.model_fields if isinstance(kind, type) and issubclass(kind, BaseModel) else {}


def _model_in(annotation: Any) -> Any:
    """The model inside an annotation such as ``tuple[Practice, ...]`` or ``Mapping[str, Rating]``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(part) for part in getattr(annotation, "__args__", ()))
    return next((part for part in found if isinstance(part, type) and issubclass(part, BaseModel)), None)
