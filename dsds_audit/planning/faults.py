"""Whether an action item is sound: its values well formed, its dates and references in keeping."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from dsds_audit.errors import Fault, PlanError, Problem
from dsds_audit.plan import ActionItem, Closing

_WAYS_OUT = {
    "string_too_short": "is empty. Please write a text",
    "string_too_long": "is longer than {max_length} characters. Please shorten it",
    "string_unicode": "holds characters that are no text. Please type it again",
    "too_long": "can hold {max_length} entries at most. Please begin another action item for what follows",
    "literal_error": "has to be {expected}. Please use one of these",
    "no_date": "“{typed}” is no date. Please write it as 2026-03-31",
    "extra_forbidden": "is no field known here. Please leave it out",
    "not_exactly_one": "would be both closed and dropped. Please keep one of them",
}
_MOST_TYPED = 40  # characters


def find_item_faults(item: ActionItem) -> Iterator[Fault]:
    """Dates that run backwards (AUD014), a criterion or checks that cannot be looked up (AUD015).

    Paths start at the item.
    """
    yield from _too_early(item, ("due",), item.due, "due")
    if item.closed:
        yield from _too_early(item, ("closed", "date"), item.closed.date, "closed")
        yield from _later_evidence(item, item.closed)
    if item.dropped:
        yield from _too_early(item, ("dropped", "date"), item.dropped.date, "dropped")
    if item.criterion and not item.rubric:
        message = f"{item.id} names the criterion {item.criterion}, but no rubric. Please add `rubric`."
        yield Fault(("criterion",), "AUD015", message, item.id)
    if item.checks and not item.criterion:
        message = f"{item.id} names checks, but not their criterion. Please add `criterion`."
        yield Fault(("checks",), "AUD015", message, item.id)


def _later_evidence(item: ActionItem, closing: Closing) -> Iterator[Fault]:
    for index, evidence in enumerate(closing.evidence):
        if evidence.date and evidence.date > closing.date:
            message = (
                f"{item.id} was closed on {closing.date}, before its evidence of {evidence.date} was there. "
                "Please correct one of the dates."
            )
            yield Fault(("closed", "evidence", index, "date"), "AUD014", message, item.id)


def _too_early(item: ActionItem, path: tuple[str, ...], date: dt.date, what: str) -> Iterator[Fault]:
    if date < item.adopted:
        message = (
            f"{item.id} is {what} on {date}, before it was adopted on {item.adopted}. "
            "Please correct one of the dates."
        )
        yield Fault(path, "AUD014", message, item.id)


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
    field = " ".join(str(step) for step in fault["loc"]).replace("_", " ") or "the action item"
    if fault["type"] in ("missing", "too_short") or fault["input"] is None:
        return Problem("AUD007", f"{field} is missing. Please give one.")
    way_out = _WAYS_OUT.get(fault["type"], "is not well formed. Please correct it")
    told = {**fault.get("ctx", {}), "typed": str(fault["input"])[:_MOST_TYPED]}
    return Problem("AUD008", f"{field} {way_out.format(**told)}.")
