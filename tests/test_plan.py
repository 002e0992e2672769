import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from dsds_audit.assessment import Evidence
from dsds_audit.plan import ActionItem, Closing, Dropping, Plan

DAY = dt.date(2026, 3, 2)
CLOSED = Closing(date=DAY, evidence=(Evidence(what="minutes"),), result="5 of 5", learnt="Ask early")
DROPPED = Dropping(date=DAY, reason="The county does it")


def item(**fields: Any) -> ActionItem:
    return ActionItem(**{"id": "a1", "action": "Do it", "owner": "Sam", "adopted": DAY, "due": DAY, **fields})


def test_an_item_is_open_until_it_is_closed_or_dropped() -> None:
    assert [item(**f).open for f in ({}, {"closed": CLOSED}, {"dropped": DROPPED})] == [True, False, False]


def test_an_item_is_never_both_closed_and_dropped() -> None:
    with pytest.raises(ValidationError, match="never both"):
        item(closed=CLOSED, dropped=DROPPED)


@pytest.mark.parametrize("field", ["owner", "due", "action"])
def test_an_item_always_has_an_action_an_owner_and_a_date(field: str) -> None:
    with pytest.raises(ValidationError):
        item(**{field: None})


def test_nothing_is_closed_without_evidence() -> None:
    with pytest.raises(ValidationError):
        Closing(date=DAY, evidence=(), result="5 of 5", learnt="Ask early")


def test_items_are_found_by_their_id() -> None:
    plan = Plan(site="Riverbend", items=(item(), item(id="a2", owner="Ruth")))
    assert plan.item("a2").owner == "Ruth"
    with pytest.raises(KeyError):
        plan.item("a3")
