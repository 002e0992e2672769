"""What is wrong with an answer, in sentences with their way out."""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from pydantic import ValidationError

from dsds_audit.errors import AnswerError, Problem, did_you_mean
from dsds_audit.speech import Labels, say

_FAULTS = Labels(
    {
        "string_too_long": "This is longer than {max_length} characters. Please shorten it.",
        "string_too_short": "Something is missing here. Please type at least one character.",
        "string_unicode": "This holds characters that are no text. Please type it again.",
        "no_date": "{value} is no date. Please write it as year-month-day, such as 2026-03-31.",
        "int_type": "This is no whole number. Please type one in digits.",
        "greater_than_equal": "This is too small. Please type {ge} or more.",
        "less_than_equal": "This is too large. Please type {le} or less.",
        "extra_forbidden": "This is no field known here. Please correct or remove it.",
        "not_exactly_one": "It holds not exactly one of level, dont_know and not_applicable. "
        "Please keep one.",
        "string_type": "This is no text. Please put it in quotes.",
        "string_pattern_mismatch": "This is not well formed. Please use small letters, digits and hyphens.",
        "tuple_type": "This is no list. Please write a list.",
        "bool_type": "This is neither true nor false. Please write one of them.",
        "too_long": "These are more than {max_length}. Please keep the most telling ones.",
    }
)


def fault(*messages: str) -> AnswerError:
    """The error for answers that do not fit: AUD061, each message ending with the way out."""
    return AnswerError(Problem("AUD061", message) for message in messages)


def describe_faults(error: ValidationError) -> tuple[str, ...]:
    """What is wrong with values as they were typed, one sentence each with its way out."""
    return tuple(describe_fault(wrong) for wrong in error.errors(include_url=False))


def describe_fault(wrong: Mapping[str, Any]) -> str:
    """One error of pydantic as a sentence with its way out."""
    if wrong["type"] in _FAULTS:
        return _FAULTS[wrong["type"]].format(**wrong.get("ctx", {}))
    return say("{fault}. Please correct it.", fault=wrong["msg"])


def unknown_check(criterion: str, name: str, known: Sequence[str]) -> str:
    """That a criterion has no check of that id, with those it has."""
    return say(
        "{check} is no check of {criterion}.{hint} Please tick {checks}, or none.",
        check=name,
        criterion=criterion,
        hint=did_you_mean(name, known),
        checks=reduce(lambda one, other: say("{one} or {other}", one=one, other=other), known),
    )


def off_scale(criterion: str, value: object, highest: int) -> AnswerError:
    """The error for a level that is none of the scale from 0 to the highest."""
    levels = ", ".join(map(str, range(highest + 1)))
    if highest > 10:
        levels = say("a whole number from 0 to {highest}", highest=highest)
    message = say(
        "{criterion}: {value} is not on the scale 0..{highest}. Please use {levels}.",
        criterion=criterion,
        value=value,
        highest=highest,
        levels=levels,
    )
    return fault(message)


def not_permitted(criterion: str) -> AnswerError:
    """The error for a criterion that is said not to apply, where its rubric does not permit that."""
    message = say(
        "{criterion}: the rubric does not permit that it does not apply. Please give a level, or say that "
        "nobody knows.",
        criterion=criterion,
    )
    return fault(message)
