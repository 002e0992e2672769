"""YAML into an assessment, every problem named by its line, and back, with a person's comments kept."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from dsds_audit.assessment import Assessment
from dsds_audit.conformity import find_misfits
from dsds_audit.errors import AssessmentError, AuditError, Fault, Problem, RubricError
from dsds_audit.rubric import Rubric
from dsds_audit.yaml_edits import edit_text
from dsds_audit.yaml_files import (
    Document,
    joined_surrogates,
    parse_yaml,
    read_bytes,
)
from dsds_audit.yaml_layout import Layout, UnfitError
from dsds_audit.yaml_models import sorted_problems, valid_model
from dsds_audit.yaml_text import render_mapping

_SCHEMA_LINE = re.compile(r"# yaml-language-server: \$schema=.*")
_ENCODINGS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_ANY_SITE_AND_DATE = {"site": "any", "date": dt.date.min}


def read_assessment(path: Path, rubric_of: Callable[[str], Rubric]) -> Assessment:
    """The assessment a file holds; raises AssessmentError as ``parse_assessment`` does."""
    try:
        content = read_bytes(path)
    except AuditError as error:
        raise AssessmentError(error.problems) from error
    return parse_assessment(content, str(path), rubric_of)


def parse_assessment(content: bytes, place: str, rubric_of: Callable[[str], Rubric]) -> Assessment:
    """The assessment a YAML or JSON text holds, checked against the rubric that ``rubric_of`` finds for it.

    A rating with nothing written behind it counts as unanswered. Raises AssessmentError with every problem
    of the text: its form, what the rubric does not know (AUD010 to AUD012), a rubric that is not there, and
    a rubric other than the one it was made with (AUD021).
    """
    try:
        document = parse_yaml(content, place)
    except AuditError as error:
        raise AssessmentError(error.problems) from error
    document = replace(document, data=_without_blanks(document.data))
    assessment, problems = valid_model(Assessment, document, place)
    problems += _rubric_problems(assessment or _stand_in(document, place), document, place, rubric_of)
    if problems or assessment is None:
        raise AssessmentError(sorted_problems(problems))
    return assessment


def render_assessment(
    assessment: Assessment, rubric: Rubric, previous: bytes | None = None, schema: str | None = None
) -> bytes:
    """The text of an assessment's file, in which the rubric's digest stands, too.

    ``previous`` is what the file holds now: its lines stay byte for byte but for those of what has changed,
    and so do its comments. Where it is written in a way that cannot be changed in place (JSON, say), all is
    written anew, with the comments at the end. ``schema`` is the address an editor finds the JSON Schema at.

    Raises AssessmentError where ``previous`` is no assessment, or where the assessment holds a text that no
    file can hold (AUD024).
    """
    target = assessment.model_copy(update={"digest": rubric.digest})
    if previous is None:
        return _checked(_fresh(target, rubric, schema), target, ())
    known = _known(previous)
    comments = [_current(comment.text, schema, known.assessment, target) for comment in known.layout.comments]
    try:
        return _checked(_edited(previous, known, target, rubric, schema), target, comments)
    except (UnfitError, AssessmentError):
        return _checked(_fresh(target, rubric, schema, comments), target, comments)


class _Known(NamedTuple):
    assessment: Assessment
    layout: Layout


@lru_cache(maxsize=4)
def _known(content: bytes) -> _Known:
    """What a text holds; remembered because what one save has written is what the next one starts from."""
    document = parse_yaml(content, "")
    assessment, problems = valid_model(Assessment, replace(document, data=_without_blanks(document.data)), "")
    if problems or assessment is None:
        raise AssessmentError(sorted_problems(problems))
    return _Known(assessment, Layout(_decoded(joined_surrogates(content))[2], document))


def _checked(content: bytes, target: Assessment, comments: list[str] | tuple[str, ...]) -> bytes:
    """The text, if it reads back as the assessment with all its comments; raises AssessmentError (AUD024)."""
    try:
        known = _known(content)
    except AuditError as error:
        raise AssessmentError([_unwritable(str(problem)) for problem in error.problems]) from error
    if known.assessment != target:
        raise AssessmentError(_unwritable("it would not read back the same"))
    if Counter(comments) - Counter(comment.text for comment in known.layout.comments):
        raise AssessmentError(_unwritable("a comment would be lost"))
    return content


def _unwritable(why: str) -> Problem:
    message = f"the assessment cannot be written: {why}. Please correct the text that you typed last."
    return Problem("AUD024", message)


def _edited(previous: bytes, known: _Known, target: Assessment, rubric: Rubric, schema: str | None) -> bytes:
    mark, encoding, _ = _decoded(previous)
    text = edit_text(known.layout, _plain(known.assessment, rubric), _plain(target, rubric))
    first = _SCHEMA_LINE.match(text)
    if first:
        text = _current(first[0].rstrip(), schema, known.assessment, target) + text[len(first[0].rstrip()) :]
    return mark + text.encode(encoding)


def _current(comment: str, schema: str | None, before: Assessment, after: Assessment) -> str:
    """A comment as it stands; but the one that names the schema follows the rubric."""
    stale = schema and before.rubric != after.rubric and _SCHEMA_LINE.fullmatch(comment)
    return _schema_line(schema) if schema and stale else comment


def _fresh(
    target: Assessment, rubric: Rubric, schema: str | None, comments: list[str] | tuple[str, ...] = ()
) -> bytes:
    first = [_schema_line(schema)] if schema else []
    rest = [comment for comment in comments if comment not in first]
    lines = [*first, *render_mapping(_plain(target, rubric), 0), *rest]
    return "".join(f"{line}\n" for line in lines).encode()


def _schema_line(schema: str) -> str:
    return f"# yaml-language-server: $schema={schema}"


def _plain(assessment: Assessment, rubric: Rubric) -> dict[str, Any]:
    """The values to write: fields in the model's order, ratings in the rubric's, no defaults."""
    place = {name: index for index, name in enumerate(rubric.criteria)}
    values = assessment.model_dump(exclude_defaults=True)
    for field in {"targets", "ratings"} & values.keys():
        names = sorted(values[field], key=lambda name: place.get(name, len(place)))
        values[field] = {name: values[field][name] for name in names}
    return values


def _decoded(content: bytes) -> tuple[bytes, str, str]:
    """The byte order mark, the encoding, and the text after the mark."""
    for mark, encoding in {**_ENCODINGS, b"\xef\xbb\xbf": "utf-8", b"": "utf-8"}.items():
        if content.startswith(mark):
            return mark, encoding, content[len(mark) :].decode(encoding)
    raise AssertionError("every text starts with nothing")


def _without_blanks(data: Any) -> Any:
    """The data without the fields and ratings that have nothing written behind them."""
    if not isinstance(data, dict):
        return data
    kept = {key: value for key, value in data.items() if value is not None}
    if isinstance(kept.get("ratings"), dict):
        kept["ratings"] = {key: _rating(value) for key, value in kept["ratings"].items() if value is not None}
    return kept


def _rating(value: Any) -> Any:
    """A rating without blank fields; but a blank reason is a claim of its own."""
    if not isinstance(value, dict):
        return value
    return {key: inner for key, inner in value.items() if inner is not None or key == "not_applicable"}


def _stand_in(document: Document, place: str) -> Assessment | None:
    """What is sound of an assessment whose site or date is not, so that the rest can be checked."""
    if not isinstance(document.data, Mapping):
        return None
    return valid_model(Assessment, replace(document, data={**document.data, **_ANY_SITE_AND_DATE}), place)[0]


def _rubric_problems(
    assessment: Assessment | None, document: Document, place: str, rubric_of: Callable[[str], Rubric]
) -> Iterator[Problem]:
    if assessment is None:
        return
    line = document.line_of(("rubric",))
    try:
        rubric = rubric_of(assessment.rubric)
    except RubricError as error:
        for problem in error.problems:
            yield problem if problem.place else replace(problem, place=place, line=line)
        return
    faults = [*_digest_faults(assessment, rubric), *find_misfits(rubric, assessment)]
    for fault in faults:
        yield Problem(fault.code, fault.message, place, document.line_of(fault.path))


def _digest_faults(assessment: Assessment, rubric: Rubric) -> Iterator[Fault]:
    if assessment.digest not in (None, rubric.digest):
        message = (
            f"the assessment was made with {assessment.rubric} of digest {assessment.digest}, but the one "
            f"here has {rubric.digest}. Please bring the rubric it was made with, or remove the digest "
            "line to accept this one."
        )
        yield Fault(("digest",), "AUD021", message)
