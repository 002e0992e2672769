"""Action items as they are proposed: from a recommendation, or from someone's own words."""

import datetime as dt
import re
import unicodedata
from typing import Any

from dsds_audit.actions import Recommendation
from dsds_audit.assessment import Assessment
from dsds_audit.errors import PlanError, Problem
from dsds_audit.plan import ActionItem
from dsds_audit.planning.faults import sound_item
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say

USUAL_DAYS = 90
_LONGEST_ID = 50
_LONGEST_TEXT = 10_000


def draft_item(
    rubric: Rubric, assessment: Assessment, recommendation: Recommendation, adopted: dt.date, **fields: Any
) -> ActionItem:
    """The action item a recommendation makes, with its due date and the first barrier that was recorded.

    ``fields`` are those of ActionItem, ``owner`` among them: a rubric knows roles, and never who has it. One
    that is given and not None replaces what is suggested. The due date is that of the recommendation, or 90
    days after ``adopted`` where that has passed. There is a first step where there are several. Raises
    PlanError where a field is not well formed or missing (AUD007, AUD008, AUD014).
    """
    name = recommendation.criterion
    actions = [step.action.text for step in recommendation.steps if step.action]
    rating = assessment.claims.get(name)
    suggested = {
        "id": _slug(name),
        "action": " ".join(actions) or _aim(rubric, recommendation),
        "program": assessment.program,
        "criterion": name,
        "rubric": rubric.ref,
        "checks": tuple(step.check.rpartition(".")[2] for step in recommendation.steps),
        "turn": recommendation.when,
        "adopted": adopted,
        "due": _due(recommendation.due, adopted),
        "first_step": actions[0] if len(actions) > 1 else None,
        "barrier": rating.barriers[0] if rating and rating.barriers else None,
    }
    made = {**suggested, **_given(fields)}
    _refuse_too_long(recommendation, made["action"])
    return sound_item(made)


def usual_owner(recommendation: Recommendation) -> str | None:
    """The role that usually has the first of these steps; None where the rubric names none."""
    return next((step.action.owner for step in recommendation.steps if step.action), None)


def own_item(action: str, adopted: dt.date, **fields: Any) -> ActionItem:
    """An action item in someone's own words; due 90 days after ``adopted`` unless ``fields`` say otherwise.

    ``fields`` are those of ActionItem, ``owner`` among them; None is as if not given. Raises PlanError.
    """
    own = {"id": _slug(action), "action": action, "adopted": adopted, "due": _due(None, adopted)}
    return sound_item({**own, **_given(fields)})


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _aim(rubric: Rubric, recommendation: Recommendation) -> str:
    label = rubric.label_of(recommendation.target)
    title = rubric.text_of(recommendation.criterion)
    return say("Bring “{criterion}” to “{level}”.", criterion=title, level=label)


def _due(suggested: dt.date | None, adopted: dt.date) -> dt.date:
    if suggested and suggested >= adopted:
        return suggested
    return dt.date.fromordinal(min(adopted.toordinal() + USUAL_DAYS, dt.date.max.toordinal()))


def _refuse_too_long(recommendation: Recommendation, action: str) -> None:
    if len(action) > _LONGEST_TEXT:
        message = say(
            "what is recommended for {criterion} is longer than {most} characters. Please take on one of its "
            "checks alone, such as {check}, or say it in your own words with --own.",
            criterion=recommendation.criterion,
            most=_LONGEST_TEXT,
            check=recommendation.steps[0].check,
        )
        raise PlanError(Problem("AUD008", message))


def _slug(text: str) -> str:
    """A short id in plain letters; ``action`` where the text has none."""
    plain = unicodedata.normalize("NFKD", text[:_LONGEST_TEXT].casefold()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", plain))
    slug = "-".join(words)
    if len(slug) > _LONGEST_ID:
        slug = slug[:_LONGEST_ID].rpartition("-")[0] or slug[:_LONGEST_ID]
    if not slug:
        return "action"
    return slug if slug[0].isalpha() else f"action-{slug}"[:_LONGEST_ID].strip("-")
