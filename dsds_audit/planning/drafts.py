"""Action items as they are proposed: from a recommendation, or from someone's own words."""

import datetime as dt
import re
import unicodedata
from typing import Any

from dsds_audit.actions import Recommendation
from dsds_audit.assessment import Assessment, Barrier
from dsds_audit.plan import ActionItem
from dsds_audit.planning.faults import sound_item
from dsds_audit.rubric import Rubric

USUAL_DAYS = 90
_LONGEST_ID = 50
_LONGEST_TEXT, _LONGEST_NAME = 10_000, 200


def draft_item(
    rubric: Rubric, assessment: Assessment, recommendation: Recommendation, adopted: dt.date, **fields: Any
) -> ActionItem:
    """The action item a recommendation makes, with its usual owner, its due date and what is in the way.

    ``fields`` are those of ActionItem; one that is given and not None replaces what is suggested. The due
    date is that of the recommendation, or 90 days after ``adopted`` where that has passed. The barrier is the
    first one recorded, else one still to be found out, in the criterion's driver. Raises PlanError where a
    field is not well formed, or no owner is known.
    """
    name = recommendation.criterion
    actions = [step.action for step in recommendation.steps if step.action]
    suggested = {
        "id": _slug(name),
        "action": " ".join(action.text for action in actions)[:_LONGEST_TEXT] or _aim(rubric, recommendation),
        "program": assessment.program,
        "criterion": name,
        "rubric": rubric.ref,
        "checks": tuple(step.check.rpartition(".")[2] for step in recommendation.steps),
        "turn": recommendation.when,
        "owner": actions[0].owner[:_LONGEST_NAME] if actions else None,
        "adopted": adopted,
        "due": _due(recommendation.due, adopted),
        "first_step": actions[0].text if actions else None,
        "barrier": _barrier(rubric, assessment, name),
    }
    return sound_item({**suggested, **_given(fields)})


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
    return f"Bring “{rubric.text_of(recommendation.criterion)}” to “{label}”."


def _due(suggested: dt.date | None, adopted: dt.date) -> dt.date:
    if suggested and suggested >= adopted:
        return suggested
    return dt.date.fromordinal(min(adopted.toordinal() + USUAL_DAYS, dt.date.max.toordinal()))


def _barrier(rubric: Rubric, assessment: Assessment, name: str) -> Barrier | None:
    rating, driver = assessment.claims.get(name), rubric.criteria[name].driver
    if rating and rating.barriers:
        first = rating.barriers[0]
        return first if first.driver else first.model_copy(update={"driver": driver})
    return Barrier(what="Still to be found out.", driver=driver) if driver else None


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
