"""A record in a YAML text, read into its model."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from dsds_audit.errors import AuditError, Problem
from dsds_audit.speech import current_speech
from dsds_audit.yaml.files import Document, parse_yaml
from dsds_audit.yaml.models import sorted_problems, valid_model

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Kind(Generic[Model]):
    """One kind of record: its model, its error, what messages call it, its data without blank fields."""

    model: type[Model]
    error: type[AuditError]
    noun: str
    without_blanks: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Known:
    """What a text holds: its model as far as it is sound, its problems, its document without blank fields."""

    document: Document
    filled: Document
    record: Any
    problems: tuple[Problem, ...]


def read_record(
    kind: Kind[Model], content: bytes, place: str
) -> tuple[Model | None, list[Problem], Document]:
    """The model of a text, as far as it is sound, with every problem of form; raises the kind's error."""
    try:
        known = _known(kind, content, current_speech().language)
    except AuditError as error:
        raise kind.error(_placed(error.problems, place)) from error
    return known.record, _placed(known.problems, place), known.filled


def sound_record(kind: Kind[Any], content: bytes) -> Known:
    """What a text holds that has no problem of form; raises the kind's error."""
    record, problems, _ = read_record(kind, content, "")
    if problems or record is None:
        raise kind.error(sorted_problems(problems))
    return _known(kind, content, current_speech().language)


@lru_cache(maxsize=2)
def _known(kind: Kind[Any], content: bytes, _language: str) -> Known:
    """What a text holds, places unnamed; remembered because what is read is often what is changed next,
    and what one save has written is what the next one starts from. Its problems are worded in the
    language that is spoken. Raises AuditError.
    """
    document = parse_yaml(content, "")
    filled = replace(document, data=kind.without_blanks(document.data))
    record, problems = valid_model(kind.model, filled, "")
    return Known(document, filled, record, tuple(problems))


def _placed(problems: Iterable[Problem], place: str) -> list[Problem]:
    return [replace(problem, place=place) for problem in problems]
