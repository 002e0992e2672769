"""A plan's action items as documents carry them, without owners, as far as a history rests on them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from dsds_audit.errors import PlanError
from dsds_audit.plan import ActionItem, Plan
from dsds_audit.yaml.files import Document
from dsds_audit.yaml.models import valid_model

_NOT_CARRIED = "not carried"


def item_records_of(items: Iterable[ActionItem]) -> list[dict[str, Any]]:
    """What each item is, aims at, and when it began and ended; owners are names and stay out."""
    return [
        {
            "item": item.id,
            "action": item.action,
            "criterion": item.criterion,
            "rubric": item.rubric,
            "adopted": item.adopted.isoformat(),
            "closed": item.closed.date.isoformat() if item.closed else None,
            "dropped": item.dropped.date.isoformat() if item.dropped else None,
        }
        for item in items
    ]


def plan_of(records: object, site: str, place: str) -> Plan | None:
    """The plan of these items, as far as they say; None where there was none.

    Raises PlanError, naming ``place``, where they are not sound.
    """
    if records is None:
        return None
    items = [_values(record) for record in records] if isinstance(records, list) else records
    plan, problems = valid_model(Plan, Document({"site": site, "items": items}), place)
    if problems or plan is None:
        raise PlanError([replace(problem, line=None) for problem in problems])
    return plan


def _values(record: object) -> object:
    """An item's values, with something in every field that has to be there and is not carried."""
    if not isinstance(record, dict):
        return record
    values = {key: value for key, value in record.items() if value is not None}
    ends: dict[str, dict[str, object]] = {
        "closed": {"evidence": [{"what": _NOT_CARRIED}], "result": _NOT_CARRIED, "learnt": _NOT_CARRIED},
        "dropped": {"reason": _NOT_CARRIED},
    }
    ended = {key: {"date": values[key], **rest} for key, rest in ends.items() if key in values}
    named = {"id": values.pop("item", None), "owner": _NOT_CARRIED, "due": values.get("adopted")}
    return {**named, **values, **ended}
