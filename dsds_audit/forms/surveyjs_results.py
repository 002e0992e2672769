"""The results that SurveyJS hands over as submissions."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from dsds_audit.errors import AssessmentError, Problem
from dsds_audit.forms.submissions import LegsOf, RubricOf, Submission, read_any_version
from dsds_audit.forms.typed import shown
from dsds_audit.speech import mark, say
from dsds_audit.workbook.archive import LARGEST_CONTENT

_WAY_OUT = mark("Please keep what SurveyJS hands over on completion, one result or a list of them.")


class _Result(tuple[tuple[str, Any], ...]):
    """An object of JSON as its names with their values, be a name there twice."""


def read_surveyjs(content: bytes, name: str, rubric_of: RubricOf, legs_of: LegsOf) -> tuple[Submission, ...]:
    """What the results in a file of JSON say: one result, or a list of them.

    ``name`` is the file's, for the places in problems. What is wrong with a result (AUD169) or its answers
    (as ``read_any_version`` tells) is in its problems; raises AssessmentError (AUD169) where the file as a
    whole cannot be read.
    """
    results = _results_in(content, name)
    numbers = range(1, len(results) + 1)
    places = [f"{name}: {say('result {number}', number=number)}" for number in numbers]
    return tuple(
        _read(result, place, rubric_of, legs_of)
        for result, place in zip(results, places if len(results) > 1 else [name], strict=True)
    )


def _results_in(content: bytes, name: str) -> Sequence[Any]:
    """The results, one at least; numbers stay the text that they are."""
    if len(content) > LARGEST_CONTENT:
        raise _refused(say("is larger than {size} MB.", size=LARGEST_CONTENT // 1_000_000), name)
    try:
        found = json.loads(
            content, object_pairs_hook=_Result, parse_int=str, parse_float=str, parse_constant=str
        )
    except json.JSONDecodeError as error:
        raise _refused(say("is no JSON from line {line} on.", line=error.lineno), name) from error
    except (ValueError, RecursionError) as error:
        raise _refused(say("is no JSON in UTF-8, or one of very many layers."), name) from error
    if isinstance(found, _Result):
        return [found]
    if not isinstance(found, list) or not found:
        raise _refused(say("holds no result of a form."), name)
    return found


def _refused(reason: str, place: str) -> AssessmentError:
    return AssessmentError(Problem("AUD169", f"{reason} {say(_WAY_OUT)}", place))


def _read(result: Any, place: str, rubric_of: RubricOf, legs_of: LegsOf) -> Submission:
    if not isinstance(result, _Result):
        return Submission(problems=_refused(say("is no result of a form."), place).problems, place=place)
    faults = tuple(Problem("AUD169", message, place) for message in _faults(result))
    answers = {name: text for name, value in result if (text := _text_of(value)) is not None}
    read = read_any_version(answers, rubric_of, legs_of, place)
    return replace(read, assessment=None, problems=(*faults, *read.problems)) if faults else read


def _faults(result: _Result) -> Iterator[str]:
    """What no flat record could hold."""
    named: set[str] = set()
    for name, value in result:
        if name in named:
            yield say("{question} is answered twice. Please keep one of the two.", question=shown(name))
        elif _text_of(value) is None:
            yield say(
                "{question} holds answers within an answer. Please put them into a single one.",
                question=shown(name),
            )
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
