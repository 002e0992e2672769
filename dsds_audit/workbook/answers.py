"""The filled-in rows of a workbook put together as an assessment."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from dsds_audit.assessment import Assessment
from dsds_audit.conformity import find_misfits
from dsds_audit.interview.fault_wording import describe_fault
from dsds_audit.speech import mark, say
from dsds_audit.workbook.collecting import Collected, Form
from dsds_audit.workbook.layout import KEPT
from dsds_audit.workbook.ledger import Ledger
from dsds_audit.workbook.lines import settle_lines
from dsds_audit.workbook.ratings import read_rating
from dsds_audit.workbook.rows import ANSWER, MORE
from dsds_audit.workbook.typed import Typed

_IDENTITY = ("site", "program", "group", "date", "facilitator", "invited")
_MISSING: Mapping[str, str] = {
    "site": mark("the site is missing. Please fill it in."),
    "date": mark("the date is missing. Please fill it in."),
}


def assemble(form: Form, collected: Collected, kept: str, ledger: Ledger) -> Assessment | None:
    """The assessment that the collected rows make, None where they have problems.

    ``kept`` is what was taken along unseen, as JSON.
    """
    typed = Typed(form, settle_lines(form, collected, ledger), ledger)
    values = dict(_kept_values(kept, ledger))
    values |= {"rubric": form.rubric.ref, "digest": form.rubric.digest}
    values |= {key: typed.value(key, ANSWER, (key,)) for key in _IDENTITY}
    for key, missing in _MISSING.items():
        if values[key] is None and not typed.told(key):
            ledger.object_to("AUD151", typed.label(key), say(missing))
    values["populations"] = _named(typed, "populations", (p.id for p in form.rubric.populations))
    values["administration"] = _named(typed, "administration", (s.id for s in form.rubric.administration))
    people = typed.items("participants", {ANSWER: "role", MORE: "name"}, ("participants",))
    values["participants"] = tuple(people)
    ratings = {name: read_rating(typed, name) for name in form.rubric.criteria}
    values["ratings"] = {name: rating for name, rating in ratings.items() if rating is not None}
    return None if ledger.problems else _valid(form, values, typed)


def _named(typed: Typed, field: str, ids: Iterator[str]) -> dict[str, Any]:
    values = {name: typed.value(f"{field}.{name}", ANSWER, (field, name)) for name in ids}
    return {name: value for name, value in values.items() if value is not None}


def _kept_values(kept: str, ledger: Ledger) -> Iterator[tuple[str, Any]]:
    try:
        values = json.loads(kept) if kept else {}
        yield from ((name, values[name]) for name in KEPT if name in values)
    except (ValueError, TypeError, RecursionError):
        ledger.object_to("AUD147", None, say(_KEPT_GONE))


_KEPT_GONE = mark(
    "its hidden sheet was changed and cannot be read. Please copy the answers into a new workbook."
)


def _valid(form: Form, values: Mapping[str, Any], typed: Typed) -> Assessment | None:
    """The assessment, each value that it cannot hold told by its cell."""
    given = {name: value for name, value in values.items() if value is not None}
    try:
        assessment = Assessment.model_validate(given)
    except ValidationError as error:
        for wrong in error.errors(include_url=False):
            typed.object_to_value(tuple(wrong["loc"]), describe_fault(wrong))
        return None
    misfits = list(find_misfits(form.rubric, assessment))
    for misfit in misfits:
        typed.object_to_value(misfit.path, misfit.message)
    return None if misfits else assessment
