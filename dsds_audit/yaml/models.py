"""Plain values into models, with every problem of form worded and its line named."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from dsds_audit.errors import Problem, did_you_mean
from dsds_audit.yaml.files import DEEPEST, MOST_PROBLEMS, Document, Path_

Model = TypeVar("Model", bound=BaseModel)


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
    "string_too_long": ("AUD008", "is longer than {max_length} characters. Please shorten it"),
    "too_long": ("AUD008", "holds more than {max_length} entries. Please take some out"),
    "too_short": ("AUD008", "is empty. Please write an entry into it"),
    "literal_error": ("AUD008", "is not known here. Please write {expected}"),
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
    "criterion": "Please write practice.criterion, in small letters, digits and hyphens",
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
        way_out = text.format(**fault.get("ctx", {}))
        return Problem(code, f"{where}{':' if shown else ''}{shown} {way_out}.", place, line)
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
