"""The results of a SurveyJS survey as assessments."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from dsds_audit.errors import Problem
from dsds_audit.forms.submissions import LegsOf, RubricOf, Submission, read_any_version
from dsds_audit.forms.typed import shown

_MOST_BYTES = 64 << 20
_NO_RESULTS = (
    "holds no results of a survey: {}. Please save what the survey hands over when it is complete, one result "
    "in braces or several as a list."
)


class _Result(tuple[tuple[str, Any], ...]):
    """An object of JSON as its names with their values, be a name there twice."""


def read_surveyjs(content: bytes, name: str, rubric_of: RubricOf, legs_of: LegsOf) -> tuple[Submission, ...]:
    """What the results in a file of JSON say: one result, or a list of them.

    ``name`` is the file's, for the places in problems. Raises nothing: what is wrong with the file or a
    result is in the problems (AUD169), and what ``read_any_version`` tells.
    """
    try:
        results = _results_in(content)
    except (ValueError, RecursionError) as error:
        return (_refused(str(error).partition(":")[0], name),)
    if not results:
        return (_refused("the list is empty", name),)
    places = [f"{name}: result {number}" for number in range(1, len(results) + 1)]
    return tuple(
        _read(result, place, rubric_of, legs_of)
        for result, place in zip(results, places if len(results) > 1 else [name], strict=True)
    )


def _results_in(content: bytes) -> Sequence[Any]:
    """The results; ValueError or RecursionError where they cannot be told."""
    if len(content) > _MOST_BYTES:
        raise ValueError(f"it has more than {_MOST_BYTES >> 20} MiB")
    found = json.loads(content, object_pairs_hook=_Result, parse_int=str, parse_float=str, parse_constant=str)
    if isinstance(found, _Result):
        return [found]
    if isinstance(found, list):
        return found
    raise ValueError("it is neither a result nor a list")


def _refused(reason: str, place: str) -> Submission:
    return Submission(problems=(Problem("AUD169", _NO_RESULTS.format(reason), place),), place=place)


def _read(result: Any, place: str, rubric_of: RubricOf, legs_of: LegsOf) -> Submission:
    if not isinstance(result, _Result):
        return _refused(f"{shown(str(result))} is none", place)
    faults = tuple(Problem("AUD169", message, place) for message in _faults(result))
    answers = {name: text for name, value in result if (text := _text_of(value)) is not None}
    read = read_any_version(answers, rubric_of, legs_of, place)
    return replace(read, assessment=None, problems=(*faults, *read.problems)) if faults else read


def _faults(result: _Result) -> Iterator[str]:
    """What no flat record could hold."""
    named: set[str] = set()
    for name, value in result:
        if name in named:
            yield f"{shown(name)} is answered twice. Please keep one of the two."
        elif _text_of(value) is None:
            yield f"{shown(name)} holds answers within an answer. Please put them into a single one."
        named.add(name)


def _text_of(value: Any) -> str | None:
    """An answer as text, chosen values with blanks between; None where it is more than that."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return {None: "", True: "true", False: "false"}[value]
    if isinstance(value, _Result) or any(not isinstance(one, str) or one.split() != [one] for one in value):
        return None
    return " ".join(value)
