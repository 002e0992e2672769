import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import plans

from dsds_audit.assessment import Barrier, Evidence
from dsds_audit.plan import ActionItem, Closing, Dropping, Entry, Plan
from dsds_audit.report.plan_documents import plan_document
from dsds_audit.report.plan_facts import gather_plan_facts

DAY = dt.date(2026, 3, 2)
COMPUTED = ("status", "days_left")
DOCS = Path(__file__).resolve().parents[2] / "docs" / "json.md"


def test_what_is_computed_stands_beside_what_is_recorded() -> None:
    item = ActionItem(id="a1", action="Do it", owner="Ruth", adopted=DAY, due=dt.date(2026, 3, 1 + 9))
    document = plan_document(gather_plan_facts(Plan(site="Riverbend", items=(item,)), DAY))
    assert document["format"] == 1
    assert document["as_of"] == "2026-03-02"
    assert (document["items"][0]["status"], document["items"][0]["days_left"]) == ("due_soon", 8)
    assert document["load"] == [
        {
            "owner": "Ruth",
            "open": 1,
            "overdue": 0,
            "due_soon": 1,
            "items": [{"id": "a1", "due": "2026-03-10"}],
        }
    ]


def paths_of(value: Any, path: str = "") -> Iterator[str]:
    """The path of every field of a document, itself and what is in it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            below = f"{path}.{key}" if path else key
            yield from (below, *paths_of(inner, below))
    elif isinstance(value, list):
        for inner in value:
            yield from paths_of(inner, f"{path}[]")


def test_every_field_is_documented_and_every_documented_field_is_there() -> None:
    evidence = (Evidence(what="minutes"),)
    closed = Closing(date=DAY, evidence=evidence, result="5", learnt="ask")
    item = ActionItem(
        id="a1",
        action="Do it",
        owner="Ruth",
        adopted=DAY,
        due=DAY,
        barrier=Barrier(what="Time"),
        diary=(Entry(date=DAY, text="Begun."),),
    )
    ended = (item.model_copy(update={"id": "a2", "closed": closed}),)
    dropped = (item.model_copy(update={"id": "a3", "dropped": Dropping(date=DAY, reason="No")}),)
    plan = Plan(site="Riverbend", items=(item, *ended, *dropped))
    fields = set(paths_of(plan_document(gather_plan_facts(plan, DAY))))
    section = re.split(
        r"^## ", DOCS.read_text(encoding="utf-8").split("\n## Plans\n")[1], flags=re.MULTILINE
    )[0]
    documented = set(re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE))
    assert documented == fields - {"counts"}


@settings(max_examples=40, deadline=None)
@given(plans(), st.dates())
def test_every_recorded_field_can_be_read_back(plan: Plan, today: dt.date) -> None:
    document = json.loads(json.dumps(plan_document(gather_plan_facts(plan, today)), allow_nan=False))
    read = [
        ActionItem.model_validate({name: value for name, value in item.items() if name not in COMPUTED})
        for item in document["items"]
    ]
    assert sorted(read, key=lambda item: item.id) == sorted(plan.items, key=lambda item: item.id)
