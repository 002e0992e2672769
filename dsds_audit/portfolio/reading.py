"""Assessment files into records, one after the other or on every core."""

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from dsds_audit.assessment_files import parse_assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import AuditError, Problem
from dsds_audit.pooling import work_at_once
from dsds_audit.portfolio.record_cache import digest_of_content
from dsds_audit.portfolio.records import Record, record_of
from dsds_audit.speech import say
from dsds_audit.yaml.files import parse_yaml, read_bytes

FEW = 400  # Fewer files are read before another process has started.
_MARKS = {"site", "rubric", "ratings"}


class Outcome(NamedTuple):
    """What a file gave: a record with the digest of the file's content, or its problems."""

    place: str
    digest: str = ""
    record: Record | None = None
    problems: tuple[Problem, ...] = ()


def read_records(
    places: Sequence[str], catalogue: Catalogue, processes: int | None = None
) -> Iterator[Outcome]:
    """What each of these files holds, in their order, as soon as it is read.

    Many files are read by as many processes as there are cores, or as ``processes`` says.
    """
    work = partial(_read_with, catalogue.unread())
    if processes is None and len(places) < FEW:
        yield from read_batch(catalogue, places)
    else:
        yield from work_at_once(work, places, few=FEW, processes=processes)


def read_batch(catalogue: Catalogue, places: Sequence[str]) -> list[Outcome]:
    """What these files hold, read one after the other."""
    return [_read(place, catalogue) for place in places]


def _read_with(catalogue: Catalogue, places: Sequence[str]) -> list[Outcome]:
    return read_batch(_kept(catalogue), places)


@lru_cache(maxsize=1)
def _kept(catalogue: Catalogue) -> Catalogue:
    """The first of all that are alike, with what was read for it."""
    return catalogue


def _read(place: str, catalogue: Catalogue) -> Outcome:
    try:
        content = read_bytes(Path(place))
    except AuditError as error:
        return Outcome(place, problems=error.problems)
    try:
        assessment = parse_assessment(content, place, catalogue.load)
    except AuditError as error:
        return Outcome(place, problems=_worded(content, place, error))
    record = record_of(catalogue.load(assessment.rubric), assessment)
    return Outcome(place, digest_of_content(content), record)


def _worded(content: bytes, place: str, error: AuditError) -> tuple[Problem, ...]:
    """The problems of a file, or the one that it is something else altogether."""
    try:
        data = parse_yaml(content, place).data
    except AuditError:
        return error.problems
    if isinstance(data, dict) and data.keys() & _MARKS:
        return error.problems
    message = say(
        "is no assessment: it names no site, no rubric and no ratings. Please keep it somewhere else."
    )
    return (Problem("AUD125", message, place),)
