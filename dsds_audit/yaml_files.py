"""YAML text into plain values, in bounded time and memory, every line known.

The values are made from the parser's events rather than by a loader: one pass gives the bounds that a
hostile file must meet, the lines that messages name, duplicate keys, and the text of every scalar as it was
typed (docs/decisions/).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from dsds_audit.errors import AuditError, Problem, did_you_mean

MOST_BYTES = 4 * 1024 * 1024
DEEPEST = 40
MOST_PROBLEMS = 200

Path_ = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a value stands: first and last line, counted from 1; ``column`` of its key, from 0."""

    first: int
    last: int
    column: int = 0


@dataclass(slots=True)
class Document:
    """A file's plain values, the span of each, and what was wrong with its form.

    ``spans`` holds for every path the lines from its key (or dash) to the end of its value; ``flow`` the
    paths written in braces or brackets.
    """

    data: Any = None
    spans: dict[Path_, Span] = field(default_factory=dict)
    flow: set[Path_] = field(default_factory=set)
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
            kind = "is a folder" if path.is_dir() else "is not there" if not path.exists() else "is no plain file"
            raise AuditError(Problem("AUD001", f"the file {kind}. Please name a file that can be read.", str(path)))
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise AuditError(Problem("AUD001", f"cannot be read: {why}. Please check its name and rights.", str(path))) from error
    if len(content) > MOST_BYTES:
        raise AuditError(Problem("AUD003", "is larger than 4 MiB. Please check that it is the right file.", str(path)))
    return content


def parse_yaml(content: bytes, place: str) -> Document:
    """The values of a YAML or JSON text: mappings, lists, texts as typed, and None.

    Raises AuditError where the text is no YAML (AUD002), passes a bound (AUD003), or uses anchors, aliases
    or tags (AUD004). Duplicate keys (AUD005) are kept as problems of the document, the first value wins.
    """
    document = Document()
    try:
        if len(content) > MOST_BYTES:
            raise _Refused("AUD003", "is larger than 4 MiB. Please check that it is the right file", 1)
        events = iter(YAML(typ="safe").parse(content))
        for event in events:
            if isinstance(event, DocumentStartEvent):
                if document.spans:
                    raise _Refused("AUD002", "a second document starts here. Please keep one a file", _line(event))
                document.data = _read(next(events), events, (), document, place, None)
    except _Refused as refused:
        raise AuditError([*document.problems, Problem(refused.code, f"{refused}.", place, refused.line)]) from refused
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(str(error.problem or error.context or "not valid YAML").split())
        raise AuditError(_no_yaml(place, what, mark.line + 1 if mark else None)) from error
    except (YAMLError, UnicodeError, ValueError, OverflowError) as error:
        what = " ".join(str(error).split("\n")[0].split())
        raise AuditError(_no_yaml(place, what, None)) from error
    return document


def valid_model(
    kind: type[Model], document: Document, place: str
) -> tuple[Model | None, list[Problem]]:
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
            faults = error.errors(include_url=False)
            # What a later attempt misses is what an earlier one has taken out.
            told = [fault for fault in faults if not attempt or fault["type"] not in ("missing", "not_exactly_one")]
            problems += [_problem(kind, fault, document, place) for fault in told[:MOST_PROBLEMS]]
            pruned = _without(data, {_data_path(data, fault["loc"]) for fault in faults})
            if pruned == data:
                return None, problems
            data = pruned
    return None, problems


def sorted_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Problems once each, in the order of their lines."""
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.line or 0)


class _Refused(Exception):
    def __init__(self, code: str, message: str, line: int) -> None:
        super().__init__(message)
        self.code, self.line = code, line


def _no_yaml(place: str, what: str, line: int | None) -> Problem:
    return Problem("AUD002", f"is not valid YAML: {what}. Please mend the text there.", place, line)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _last_line(event: Any) -> int:
    mark = event.end_mark
    return int(mark.line) + (1 if mark.column else 0)


def _read(event: Any, events: Iterator[Any], path: Path_, document: Document, place: str, key: Any) -> Any:
    """One node's value; its span goes into the document."""
    start = key or event
    if isinstance(event, AliasEvent) or event.anchor:
        raise _Refused("AUD004", "anchors (&) and aliases (*) are not used here. Please write the text out", _line(event))
    if len(path) > DEEPEST:
        raise _Refused("AUD003", f"is nested deeper than {DEEPEST} levels. Please check the indentation", _line(event))
    if isinstance(event, ScalarEvent):
        value, end = _scalar(event), event
    elif event.tag not in (None, "!"):
        raise _Refused("AUD004", f"the tag {event.tag} is not used here. Please leave it out", _line(event))
    elif isinstance(event, MappingStartEvent):
        value, end = _read_mapping(event, events, path, document, place)
    else:
        value, end = _read_sequence(event, events, path, document, place)
    last = max(_line(event), _last_line(end), *(span.last for span in _inner(document, path, value)))
    if not isinstance(event, ScalarEvent):
        if event.flow_style:
            document.flow.add(path)
        else:
            last = max((span.last for span in _inner(document, path, value)), default=_line(event))
    document.spans[path] = Span(_line(start), last, int(start.start_mark.column))
    return value


def _inner(document: Document, path: Path_, value: Any) -> Iterator[Span]:
    keys: Iterable[str | int] = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return (document.spans[(*path, key)] for key in keys)


def _read_mapping(event: Any, events: Iterator[Any], path: Path_, document: Document, place: str) -> tuple[Any, Any]:
    value: dict[str, Any] = {}
    for key in events:
        if isinstance(key, MappingEndEvent):
            return value, key
        if not isinstance(key, ScalarEvent) or key.anchor:
            raise _Refused("AUD002", "a key must be a plain word. Please put the text in quotes", _line(key))
        name = key.value
        if name in value:
            message = f"{name} stands here twice. Please keep one of them."
            document.problems.append(Problem("AUD005", message, place, _line(key)))
            if len(document.problems) >= MOST_PROBLEMS:
                raise _Refused("AUD003", "has too many problems to go on. Please check that it is the right file", _line(key))
            _read(next(events), events, path, Document(), place, None)
            continue
        value[name] = _read(next(events), events, (*path, name), document, place, key)
    raise AssertionError("the parser ends every mapping")


def _read_sequence(event: Any, events: Iterator[Any], path: Path_, document: Document, place: str) -> tuple[Any, Any]:
    value: list[Any] = []
    for item in events:
        if isinstance(item, SequenceEndEvent):
            return value, item
        value.append(_read(item, events, (*path, len(value)), document, place, None))
    raise AssertionError("the parser ends every sequence")


def _scalar(event: ScalarEvent) -> str | None:
    if event.tag not in (None, "!"):
        raise _Refused("AUD004", f"the tag {event.tag} is not used here. Please leave it out", _line(event))
    plain = event.implicit[0] and event.style in (None, "")
    return None if plain and event.value in ("", "~", "null", "Null", "NULL") else event.value


def _data_path(data: Any, loc: tuple[Any, ...]) -> Path_:
    """The part of a validation error's location that names keys and places of the data."""
    path: list[str | int] = []
    for step in loc:
        if (isinstance(data, dict) and step in data) or (isinstance(data, list) and isinstance(step, int) and step < len(data)):
            data = data[step]
            path.append(step)
        else:
            break
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
        hint = next((text for key, text in _PATTERNS.items() if key in loc), "Please write small letters, digits and hyphens")
        return Problem("AUD008", f"{where}: {_shown(fault['input'])} is not well formed. {hint}.", place, line)
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
        if isinstance(step, str) and isinstance(kind, type) and issubclass(kind, BaseModel) and step in kind.model_fields:
            kind = kind.model_fields[step].annotation
        kind = _model_in(kind)
    return set(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else set()


def _model_in(annotation: Any) -> Any:
    """The model inside an annotation such as ``tuple[Practice, ...]`` or ``Mapping[str, Rating]``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(part) for part in getattr(annotation, "__args__", ()))
    return next((part for part in found if isinstance(part, type) and issubclass(part, BaseModel)), None)
