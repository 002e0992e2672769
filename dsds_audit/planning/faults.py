"""Whether an action item is sound: its values well formed, its dates and references in keeping."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from dsds_audit.errors import Fault, PlanError, Problem
from dsds_audit.plan import ActionItem


def find_item_faults(item: ActionItem) -> Iterator[Fault]:
    """Dates that run backwards (AUD014), a criterion or checks that cannot be looked up (AUD015).

    Paths start at the item.
    """
    yield from _too_early(item, ("due",), item.due, "due")
    if item.closed:
        yield from _too_early(item, ("closed", "date"), item.closed.date, "closed")
    if item.dropped:
        yield from _too_early(item, ("dropped", "date"), item.dropped.date, "dropped")
    if item.criterion and not item.rubric:
        message = f"{item.id} names the criterion {item.criterion}, but no rubric. Please add `rubric`."
        yield Fault(("criterion",), "AUD015", message, item.id)
    if item.checks and not item.criterion:
        message = f"{item.id} names checks, but not their criterion. Please add `criterion`."
        yield Fault(("checks",), "AUD015", message, item.id)


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
        raise PlanError([_problem(fault) for fault in error.errors(include_url=False)]) from error
    problems = [Problem(fault.code, fault.message) for fault in find_item_faults(item)]
    if problems:
        raise PlanError(problems)
    return item


def _problem(fault: Any) -> Problem:
    field = " ".join(str(step) for step in fault["loc"]).replace("_", " ") or "the action item"
    if fault["type"] == "missing" or fault["input"] is None:
        return Problem("AUD007", f"{field} is missing. Please give one.")
    if fault["type"] == "string_too_short":
        return Problem("AUD008", f"{field} is empty. Please write a text.")
    message = fault["msg"][:1].lower() + fault["msg"][1:]
    return Problem("AUD008", f"{field}: {message}. Please correct it.")
