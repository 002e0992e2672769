"""YAML into a site's plan, every problem named by its line, and back, with a person's comments kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dsds_audit.errors import AuditError, PlanError, Problem
from dsds_audit.plan import ActionItem, Plan
from dsds_audit.planning.faults import find_item_faults
from dsds_audit.speech import say
from dsds_audit.yaml.files import Document, read_bytes
from dsds_audit.yaml.models import sorted_problems, valid_model
from dsds_audit.yaml.records import Kind, read_record


def read_plan(path: Path) -> Plan:
    """The plan a file holds; raises PlanError as ``parse_plan`` does."""
    try:
        content = read_bytes(path)
    except AuditError as error:
        raise PlanError(error.problems) from error
    return parse_plan(content, str(path))


def parse_plan(content: bytes, place: str) -> Plan:
    """The plan a YAML or JSON text holds.

    Raises PlanError with every problem of the text: its form, an id given twice (AUD013), dates that run
    backwards (AUD014), a criterion or checks that cannot be looked up (AUD015).
    """
    plan, problems, document = read_record(_PLAN, content, place)
    items = list(enumerate(plan.items)) if plan and not problems else list(_sound_items(document))
    problems += [*_double_ids(document, place), *_item_problems(items, document, place)]
    if problems or plan is None:
        raise PlanError(sorted_problems(problems))
    return plan


def render_plan(plan: Plan, previous: bytes | None = None, schema: str | None = None) -> bytes:
    """The text of a plan's file; only lines of ``previous`` with something new to say change.

    ``schema`` is the address of the JSON Schema as seen from the file. Raises PlanError where ``previous`` is
    no plan, or where the plan holds a text that no file can hold (AUD024).
    """
    from dsds_audit.yaml.rewriting import render_record

    return render_record(_PLAN, plan, _plain, previous, schema, lambda _: False)


def _plain(plan: Plan) -> dict[str, Any]:
    return plan.model_dump(exclude_defaults=True)


def _without_blanks(data: Any) -> Any:
    """The data without the fields that have nothing written behind them."""
    if isinstance(data, dict):
        return {key: _without_blanks(value) for key, value in data.items() if value is not None}
    return [_without_blanks(value) for value in data] if isinstance(data, list) else data


_PLAN = Kind(Plan, PlanError, "plan", _without_blanks)


def _raw_items(document: Document) -> list[Any]:
    items = document.data.get("items") if isinstance(document.data, dict) else None
    return items if isinstance(items, list) else []


def _sound_items(document: Document) -> Iterator[tuple[int, ActionItem]]:
    """What is sound of each item, with its place in the file."""
    for index, raw in enumerate(_raw_items(document)):
        item, _ = valid_model(ActionItem, Document(raw), "")
        if item is not None:
            yield index, item


def _double_ids(document: Document, place: str) -> Iterator[Problem]:
    first: dict[str, int | None] = {}
    for index, raw in enumerate(_raw_items(document)):
        name = raw.get("id") if isinstance(raw, dict) else None
        if not isinstance(name, str):
            continue
        line = document.line_of(("items", index, "id"))
        if name in first:
            message = say(
                "{id} is the id of the action item in line {line}, too. Please give each its own.",
                id=name,
                line=first[name],
            )
            yield Problem("AUD013", message, place, line)
        first.setdefault(name, line)


def _item_problems(items: list[tuple[int, ActionItem]], document: Document, place: str) -> Iterator[Problem]:
    for index, item in items:
        for fault in find_item_faults(item):
            yield Problem(fault.code, fault.message, place, document.line_of(("items", index, *fault.path)))
