"""YAML into a rubric, with every problem named by its line."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from dsds_audit.errors import AuditError, Fault, Problem, RubricError
from dsds_audit.rubric import Rubric
from dsds_audit.rubric_faults import find_faults
from dsds_audit.yaml.files import MOST_PROBLEMS, Document, parse_yaml, read_bytes
from dsds_audit.yaml.models import sorted_problems, valid_model


def read_rubric(path: Path) -> Rubric:
    """The rubric a file holds; raises RubricError with every problem of it."""
    return parse_rubric(_content(path), str(path))


def parse_rubric(content: bytes, place: str) -> Rubric:
    """The rubric a YAML text holds; raises RubricError with every problem of it."""
    _, rubric, problems = _read(content, place)
    if problems or rubric is None:
        raise RubricError(sorted_problems(problems))
    return rubric


def review_rubric(path: Path) -> tuple[Problem, ...]:
    """What is wrong with a rubric or weak in it, as its author should know; empty for a good one."""
    from dsds_audit.rubric_review import find_weaknesses

    document, rubric, problems = _read(_content(path), str(path))
    if rubric is not None and not problems:
        problems += _located(islice(find_weaknesses(rubric), MOST_PROBLEMS), document, str(path))
    return tuple(sorted_problems(problems))


def _content(path: Path) -> bytes:
    try:
        return read_bytes(path)
    except AuditError as error:
        raise RubricError(error.problems) from error


def _read(content: bytes, place: str) -> tuple[Document, Rubric | None, list[Problem]]:
    try:
        document = parse_yaml(content, place)
    except AuditError as error:
        raise RubricError(error.problems) from error
    rubric, problems = valid_model(Rubric, document, place)
    if rubric is not None:
        faults = list(islice(find_faults(rubric), MOST_PROBLEMS))
        if problems or any(fault.code == "AUD030" for fault in faults):
            # What a fault hides from the model is declared all the same: no reference to it is unknown.
            declared = set(_ids(document.data))
            faults = [f for f in faults if f.code != "AUD031" or f.subject.rpartition(".")[2] not in declared]
        problems += _located(faults, document, place)
    return document, rubric, problems


def _ids(data: Any) -> Iterator[str]:
    """Every ``id`` that a file declares, sound or not."""
    if isinstance(data, dict):
        if isinstance(data.get("id"), str):
            yield data["id"]
        data = list(data.values())
    if isinstance(data, list):
        for value in data:
            yield from _ids(value)


def _located(faults: Iterable[Fault], document: Document, place: str) -> list[Problem]:
    return [Problem(f.code, f.message, place, document.line_of(f.path)) for f in faults]
