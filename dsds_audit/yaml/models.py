"""Plain values into models, with every problem of form worded and its line named."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from dsds_audit.errors import Problem, did_you_mean
from dsds_audit.speech import mark, say, say_in
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
    "missing": mark("{where} is missing. Please add it."),
    "int_type": mark("{where}: {value} is no whole number. Please write digits only."),
    "bool_type": mark("{where}: {value} is neither true nor false. Please write one of them."),
    "string_type": mark("{where}: {value} is no text. Please write a text."),
    "string_too_long": mark("{where}: {value} is longer than {max_length} characters. Please shorten it."),
    "too_long": mark("{where}: {value} holds more than {max_length} entries. Please take some out."),
    "too_short": mark("{where} is empty. Please write an entry into it."),
    "literal_error": mark("{where}: {value} is not known here. Please write {expected}."),
    "string_too_short": mark("{where} is empty. Please write a text, or leave the line out."),
    "model_type": mark("{where}: {value} is no set of fields. Please write `field: value` lines under it."),
    "model_attributes_type": mark(
        "{where}: {value} is no set of fields. Please write `field: value` lines under it."
    ),
    "mapping_type": mark("{where}: {value} is no set of entries. Please write `name: value` lines under it."),
    "tuple_type": mark("{where}: {value} is no list. Please write it as [a, b] or one `- a` a line."),
    "no_date": mark("{where}: {value} is no date. Please write it as 2026-03-31."),
    "not_exactly_one": mark("{where}: {fault}. Please keep one of them."),
    "greater_than": mark("{where}: Input should be greater than {gt}. Please correct it."),
    "greater_than_equal": mark("{where}: Input should be greater than or equal to {ge}. Please correct it."),
    "less_than_equal": mark("{where}: Input should be less than or equal to {le}. Please correct it."),
    "decimal_parsing": mark("{where}: Input should be a valid decimal. Please correct it."),
    "decimal_type": mark(
        "{where}: Decimal input should be an integer, float, string or Decimal object. Please correct it."
    ),
    "decimal_max_digits": mark(
        "{where}: Decimal input should have no more than {max_digits} digits in total. Please correct it."
    ),
    "decimal_max_places": mark(
        "{where}: Decimal input should have no more than {decimal_places} decimal places. Please correct it."
    ),
    "decimal_whole_digits": mark(
        "{where}: Decimal input should have no more than {whole_digits} digits before the decimal point. "
        "Please correct it."
    ),
    "finite_number": mark("{where}: Input should be a finite number. Please correct it."),
    "string_unicode": mark(
        "{where}: Input should be a valid string, unable to parse raw data as a unicode string. "
        "Please correct it."
    ),
}
_OTHER = mark("{where}: {fault}. Please correct it.")
_CODES = {"missing": "AUD007", "not_exactly_one": "AUD009"}


_NOT_WELL_FORMED = {
    "ratings": mark(
        "{where}: {value} is not well formed. "
        "Please write practice.criterion, in small letters, digits and hyphens."
    ),
    "criterion": mark(
        "{where}: {value} is not well formed. "
        "Please write practice.criterion, in small letters, digits and hyphens."
    ),
    "rubric": mark("{where}: {value} is not well formed. Please write id@version, such as dsds@1.0.0."),
    "digest": mark(
        "{where}: {value} is not well formed. "
        "Please write sha256: and 64 hexadecimal digits, or leave the line out."
    ),
    "version": mark("{where}: {value} is not well formed. Please write three numbers, such as 1.0.0."),
}
_NO_ID = mark("{where}: {value} is not well formed. Please write small letters, digits and hyphens.")


def _problem(kind: type[BaseModel], fault: Any, document: Document, place: str) -> Problem:
    loc = tuple(step for step in fault["loc"] if step != "[key]")
    where = ".".join(str(step) for step in loc) or say("the file")
    line = document.line_of(_data_path(document.data, loc)) or (1 if not loc else None)
    if fault["type"] == "extra_forbidden":
        hint = did_you_mean(str(loc[-1]), _fields_at(kind, loc[:-1]))
        message = say(
            "{where} is no field known here.{hint} Please correct or remove it.", where=where, hint=hint
        )
        return Problem("AUD006", message, place, line)
    message = say(_wording(fault, loc), **_parts(fault), where=where)
    return Problem(_CODES.get(fault["type"], "AUD008"), message, place, line)


def _wording(fault: Any, loc: tuple[Any, ...]) -> str:
    if fault["type"] == "string_pattern_mismatch":
        return next((text for key, text in _NOT_WELL_FORMED.items() if key in loc), _NO_ID)
    return _WAYS_OUT.get(fault["type"], _OTHER)


def _parts(fault: Any) -> dict[str, object]:
    """What fills the blanks of a sentence about a fault."""
    parts = {**fault.get("ctx", {}), "value": _shown(fault["input"]), "fault": say(fault["msg"])}
    if "expected" in parts:
        parts["expected"] = _one_of(str(parts["expected"]))
    return parts


def _one_of(expected: str) -> str:
    """``'a', 'b' or 'c'``, as pydantic lists them."""
    first, either, last = expected.rpartition(" or ")
    return say("{all_but_last} or {last}", all_but_last=first, last=last) if either else expected


def _shown(value: Any) -> str:
    if isinstance(value, dict | list | tuple):
        return say_in("a value", "this")
    text = say_in("a value", "nothing") if value is None else str(value)
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
