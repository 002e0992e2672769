import datetime as dt

import pytest
from hypothesis import given, settings
from strategies import items

from dsds_audit.assessment import Barrier, Evidence
from dsds_audit.errors import PlanError
from dsds_audit.plan import ActionItem, Closing, Dropping
from dsds_audit.planning.answers import changed_item, changes_of, closing_of, dropping_of, told_of

DAY = dt.date(2026, 3, 2)
ITEM = ActionItem(id="a1", action="Do it", owner="Ruth", adopted=DAY, due=DAY, aim="More time")
TOLD = {"evidence": "minutes", "result": "5 of 5", "learnt": "Ask early"}


def test_only_what_is_told_becomes_another() -> None:
    changed = changed_item(ITEM, {"owner": "Sam", "due": "2028-02-29", "measure": ""})
    assert changed == ITEM.model_copy(update={"owner": "Sam", "due": dt.date(2028, 2, 29)})
    assert changes_of(ITEM, {"owner": "Sam", "aim": "More time"}) == {"owner": "Sam"}


def test_an_empty_text_takes_away_what_need_not_be_there() -> None:
    assert changes_of(ITEM, {"aim": ""}) == {"aim": None}
    with pytest.raises(PlanError, match="owner"):
        changed_item(ITEM, {"owner": ""})


def test_a_barrier_and_its_driver_are_told_apart() -> None:
    barred = changed_item(ITEM, {"barrier": "Intake is short", "driver": "training"})
    assert barred.barrier == Barrier(what="Intake is short", driver="training")
    assert changed_item(barred, {"driver": ""}).barrier == Barrier(what="Intake is short")
    assert changed_item(barred, {"barrier": "Trust"}).barrier == Barrier(what="Trust", driver="training")
    assert changed_item(barred, {"barrier": "", "driver": ""}).barrier is None


def test_a_driver_alone_says_too_little() -> None:
    with pytest.raises(PlanError, match=r"AUD089.*Please"):
        changed_item(ITEM, {"driver": "training"})


@pytest.mark.parametrize(
    "told", [{"due": "2026-02-29"}, {"due": "2026-03-01"}, {"owner": "x" * 201}, {"turn": "soon"}]
)
def test_what_is_not_sound_is_refused(told: dict[str, str]) -> None:
    with pytest.raises(PlanError, match="Please"):
        changed_item(ITEM, told)


def test_what_came_of_an_item() -> None:
    told = {
        **TOLD,
        "where": "drive",
        "evidence_date": "2026-03-03",
        "as_planned": "no",
        "next": "",
        "date": "2026-03-04",
    }
    assert closing_of(ITEM, told, dt.date(2026, 3, 5)) == Closing(
        date=dt.date(2026, 3, 4),
        evidence=(Evidence(what="minutes", where="drive", date=dt.date(2026, 3, 3)),),
        result="5 of 5",
        learnt="Ask early",
        as_planned=False,
    )
    assert closing_of(ITEM, TOLD, DAY).date == DAY
    assert closing_of(ITEM, {**TOLD, "as_planned": ""}, DAY).as_planned is None


@pytest.mark.parametrize("name", TOLD)
def test_nothing_is_closed_without_what_it_needs(name: str) -> None:
    with pytest.raises(PlanError, match="missing"):
        closing_of(ITEM, {**TOLD, name: ""}, DAY)


def test_nothing_ends_before_it_was_adopted() -> None:
    with pytest.raises(PlanError, match="AUD014"):
        closing_of(ITEM, {**TOLD, "date": "2026-03-01"}, DAY)
    with pytest.raises(PlanError, match="AUD014"):
        dropping_of(ITEM, {"reason": "No", "date": "2026-03-01"}, DAY)


def test_nothing_has_ended_tomorrow_or_is_shown_by_what_came_later() -> None:
    for attempt in (
        lambda: closing_of(ITEM, {**TOLD, "date": "2026-03-03"}, DAY),
        lambda: closing_of(ITEM, {**TOLD, "evidence_date": "2026-03-03"}, DAY),
        lambda: dropping_of(ITEM, {"reason": "No", "date": "2099-01-01"}, DAY),
    ):
        with pytest.raises(PlanError, match="AUD014"):
            attempt()


def test_why_an_item_is_dropped() -> None:
    assert dropping_of(ITEM, {"reason": "No"}, DAY) == Dropping(date=DAY, reason="No")
    with pytest.raises(PlanError, match="missing"):
        dropping_of(ITEM, {"reason": ""}, DAY)


@settings(max_examples=60, deadline=None)
@given(items("a1"))
def test_what_an_item_says_changes_nothing_when_told_again(item: ActionItem) -> None:
    assert changed_item(item, told_of(item)) == item
    assert changes_of(item, told_of(item)) == {}
