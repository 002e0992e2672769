"""A plan as a JSON document: stable names, full ids (docs/json.md)."""

import datetime as dt

from dsds_audit.plan import ActionItem
from dsds_audit.planning.status import Load, days_left, status_of
from dsds_audit.report.documents import FORMAT, Document, in_language
from dsds_audit.report.plan_facts import PlanFacts


def plan_document(facts: PlanFacts) -> Document:
    """The items with their computed status, who has what to do, and the next assessment."""
    following = facts.next_assessment
    return in_language(
        {
            "format": FORMAT,
            "site": facts.plan.site,
            "as_of": facts.today.isoformat(),
            "owner": facts.owner,
            "next_assessment": following.isoformat() if following else None,
            "counts": dict(facts.counts),
            "items": [_item(item, facts.today) for item in facts.items],
            "load": [_load(load) for load in facts.loads],
        }
    )


def _item(item: ActionItem, today: dt.date) -> Document:
    """An item as the plan's file holds it, every field there, with how it stands."""
    recorded = item.model_dump(mode="json")
    return {
        "id": recorded.pop("id"),
        "status": status_of(item, today),
        "days_left": days_left(item, today),
        **recorded,
    }


def _load(load: Load) -> Document:
    return {
        "owner": load.owner,
        "open": len(load.items),
        "overdue": load.overdue,
        "due_soon": load.due_soon,
        "items": [{"id": item.id, "due": item.due.isoformat()} for item in load.items],
    }
