"""Whether an action item is sound: its values well formed, its dates and references in keeping."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from dsds_audit.errors import Fault, PlanError, Problem
from dsds_audit.plan import ActionItem, Closing
from dsds_audit.planning.diary import label_of
from dsds_audit.speech import Labels, say

_FAULTS = Labels(
    {
        "string_too_short": "{field} is empty. Please write a text.",
        "string_too_long": "{field} is longer than {max_length} characters. Please shorten it.",
        "string_unicode": "{field} holds characters that are no text. Please type it again.",
        "too_long": "{field} can hold {max_length} entries at most. Please begin another action item for "
        "what follows.",
        "literal_error": "{field} has to be {expected}. Please use one of these.",
        "no_date": "{field} “{typed}” is no date. Please write it as 2026-03-31.",
        "extra_forbidden": "{field} is no field known here. Please leave it out.",
        "not_exactly_one": "{field} would be both closed and dropped. Please keep one of them.",
        "other": "{field} is not well formed. Please correct it.",
    }
)
_MOST_TYPED = 40  # characters


def find_item_faults(item: ActionItem) -> Iterator[Fault]:
    """Dates that run backwards (AUD014), a criterion or checks that cannot be looked up (AUD015).

    Paths start at the item.
    """
    dates = {"item": item.id, "adopted": item.adopted}
    if item.due < item.adopted:
        message = say(
            "{item} is due on {date}, before it was adopted on {adopted}. Please correct one of the dates.",
            date=item.due,
            **dates,
        )
        yield Fault(("due",), "AUD014", message, item.id)
    if item.closed and item.closed.date < item.adopted:
        message = say(
            "{item} is closed on {date}, before it was adopted on {adopted}. "
            "Please correct one of the dates.",
            date=item.closed.date,
            **dates,
        )
        yield Fault(("closed", "date"), "AUD014", message, item.id)
    if item.closed:
        yield from _later_evidence(item, item.closed)
    if item.dropped and item.dropped.date < item.adopted:
        message = say(
            "{item} is dropped on {date}, before it was adopted on {adopted}. "
            "Please correct one of the dates.",
            date=item.dropped.date,
            **dates,
        )
        yield Fault(("dropped", "date"), "AUD014", message, item.id)
    yield from _unknown_aims(item)


def _unknown_aims(item: ActionItem) -> Iterator[Fault]:
    if item.criterion and not item.rubric:
        message = say(
            "{item} names the criterion {criterion}, but no rubric. Please add `rubric`.",
            item=item.id,
            criterion=item.criterion,
        )
        yield Fault(("criterion",), "AUD015", message, item.id)
    if item.checks and not item.criterion:
        message = say("{item} names checks, but not their criterion. Please add `criterion`.", item=item.id)
        yield Fault(("checks",), "AUD015", message, item.id)


def _later_evidence(item: ActionItem, closing: Closing) -> Iterator[Fault]:
    for index, evidence in enumerate(closing.evidence):
        if evidence.date and evidence.date > closing.date:
            message = say(
                "{item} was closed on {closed}, before its evidence of {date} was there. Please correct one "
                "of the dates.",
                item=item.id,
                closed=closing.date,
                date=evidence.date,
            )
            yield Fault(("closed", "evidence", index, "date"), "AUD014", message, item.id)


def sound_item(values: Mapping[str, Any]) -> ActionItem:
    """The action item of these values; raises PlanError with everything that is wrong with them."""
    try:
        item = ActionItem.model_validate(values)
    except ValidationError as error:
        raise PlanError([_problem(fault) for fault in _told_once(error)]) from error
    problems = [Problem(fault.code, fault.message) for fault in find_item_faults(item)]
    if problems:
        raise PlanError(problems)
    return item


def _told_once(error: ValidationError) -> Iterator[Any]:
    """The faults without a list that is too short only because what stands in it is not sound."""
    for fault in error.errors(include_url=False):
        if fault["type"] != "too_short" or not fault["input"]:
            yield fault


def _problem(fault: Any) -> Problem:
    field = " ".join(label_of(str(step)) for step in fault["loc"]) or say("the action item")
    if fault["type"] in ("missing", "too_short") or fault["input"] is None:
        return Problem("AUD007", say("{field} is missing. Please give one.", field=field))
    words = _FAULTS[fault["type"] if fault["type"] in _FAULTS else "other"]
    told = {**fault.get("ctx", {}), "typed": str(fault["input"])[:_MOST_TYPED], "field": field}
    if fault["type"] == "literal_error":
        one, _, other = told["expected"].rpartition(" or ")
        told["expected"] = say("{one} or {other}", one=one, other=other)
    return Problem("AUD008", words.format(**told))
