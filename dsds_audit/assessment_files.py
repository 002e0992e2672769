"""YAML into an assessment, every problem named by its line, and back, with a person's comments kept."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from dsds_audit.assessment import Assessment
from dsds_audit.conformity import find_misfits
from dsds_audit.errors import AssessmentError, AuditError, Fault, Problem, RubricError, gives_hint
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say
from dsds_audit.yaml.files import Document, read_bytes
from dsds_audit.yaml.models import sorted_problems, valid_model
from dsds_audit.yaml.records import Kind, read_record

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
    assessment, problems, document = read_record(_ASSESSMENT, content, place)
    problems += _rubric_problems(assessment or _stand_in(document, place), document, place, rubric_of)
    if problems or assessment is None:
        raise AssessmentError(sorted_problems(problems))
    return assessment


def locate(path: Path) -> Document:
    """Where everything stands in an assessment's file, sound or not; raises AuditError where it is no YAML.

    What was parsed just now is not parsed again.
    """
    return read_record(_ASSESSMENT, read_bytes(path), str(path))[2]


def render_assessment(
    assessment: Assessment, rubric: Rubric, previous: bytes | None = None, schema: str | None = None
) -> bytes:
    """The text of an assessment's file, in which the rubric's digest stands, too.

    ``previous`` is what the file holds now, as ``render_record`` takes it; the address of the JSON Schema
    that it names follows the rubric. Raises AssessmentError where ``previous`` is no assessment, or where the
    assessment holds a text that no file can hold (AUD024).
    """
    from dsds_audit.yaml.rewriting import render_record

    target = assessment.model_copy(update={"digest": rubric.digest})
    plain = partial(_plain, rubric=rubric)
    return render_record(
        _ASSESSMENT, target, plain, previous, schema, lambda before: before.rubric != target.rubric
    )


def _plain(assessment: Assessment, rubric: Rubric) -> dict[str, Any]:
    """The values to write: fields in the model's order, ratings in the rubric's, no defaults."""
    place = {name: index for index, name in enumerate(rubric.criteria)}
    values = assessment.model_dump(exclude_defaults=True)
    for field in {"targets", "ratings"} & values.keys():
        names = sorted(values[field], key=lambda name: place.get(name, len(place)))
        values[field] = {name: values[field][name] for name in names}
    return values


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


_ASSESSMENT = Kind(Assessment, AssessmentError, "assessment", _without_blanks)


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
            yield problem if problem.place else _not_here(problem, assessment.rubric, place, line)
        return
    faults = [*_digest_faults(assessment, rubric), *find_misfits(rubric, assessment)]
    for fault in faults:
        yield Problem(fault.code, fault.message, place, document.line_of(fault.path))


def _digest_faults(assessment: Assessment, rubric: Rubric) -> Iterator[Fault]:
    if assessment.digest not in (None, rubric.digest):
        message = say(
            "the assessment was made with {rubric} of digest {digest}, but the one here has {other}. Please "
            "bring the rubric it was made with, or remove the digest line to accept this one.",
            rubric=assessment.rubric,
            digest=assessment.digest,
            other=rubric.digest,
        )
        yield Fault(("digest",), "AUD021", message)


def _not_here(problem: Problem, ref: str, place: str, line: int | None) -> Problem:
    """A rubric that is not here, told so that nobody makes the record one of another version."""
    name, _, version = ref.partition("@")
    message = problem.message
    if problem.code == "AUD020" and not gives_hint(message):
        message = say(
            "the rubric {rubric} is not here. Please leave the record as it is: its answers count for that "
            "one alone. Ask whoever made it for {file}, and the crosswalk beside it.",
            rubric=ref,
            file=f"rubrics/{name}/{version}.yaml",
        )
    return Problem(problem.code, message, place, line)
