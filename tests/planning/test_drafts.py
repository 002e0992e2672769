import datetime as dt
import re
from dataclasses import replace

import pytest
import strategies as given_some
from hypothesis import given
from rubrics_for_tests import DAY, examples, make_rubric, rate, waiting_cases

from dsds_audit.actions import recommend
from dsds_audit.errors import PlanError
from dsds_audit.planning.drafts import draft_item, own_item, usual_owner
from dsds_audit.planning.faults import find_item_faults
from dsds_audit.rubric import Rubric

DRIVERS = [{"id": name, "label": name, "group": "Any"} for name in ("training", "coaching")]
RUBRIC = make_rubric({"p1": {"c1": {"driver": "training"}, "c2": {}}}, drivers=DRIVERS)
BARRIERS = [{"what": "No time"}, {"what": "No money", "driver": "coaching"}]


def test_a_recommendation_becomes_an_item() -> None:
    assessment = rate(RUBRIC, {"p1.c1": {"level": 1, "checks": [], "barriers": BARRIERS}}, program="Visits")
    item = draft_item(RUBRIC, assessment, recommend(RUBRIC, assessment)[0], DAY, owner="Sam")
    assert item.model_dump(exclude_defaults=True) == {
        "id": "p1-c1",
        "action": "Do k1. Do k2.",
        "program": "Visits",
        "criterion": "p1.c1",
        "rubric": "small@1.0.0",
        "checks": ("k1", "k2"),
        "owner": "Sam",
        "adopted": DAY,
        "due": DAY + dt.timedelta(10),
        "first_step": "Do k1.",
        "barrier": {"what": "No time"},
    }


def test_only_what_is_still_missing_is_taken_on() -> None:
    assessment = rate(RUBRIC, {"p1.c1": {"level": 1, "checks": ["k1"]}})
    item = draft_item(RUBRIC, assessment, recommend(RUBRIC, assessment)[0], DAY, owner="Sam")
    assert (item.action, item.checks, item.first_step) == ("Do k2.", ("k2",), None)


def test_what_is_given_replaces_what_is_suggested() -> None:
    assessment = rate(RUBRIC, others=0)
    advised = recommend(RUBRIC, assessment)[0]
    due = dt.date(2028, 2, 29)
    item = draft_item(RUBRIC, assessment, advised, DAY, owner="Ruth", due=due, turn="later", aim=None)
    assert (item.owner, item.due, item.turn, item.aim) == ("Ruth", due, "later", None)


def test_nobody_is_made_an_owner_and_no_barrier_is_made_up() -> None:
    assessment = rate(RUBRIC, others=0)
    for advised in recommend(RUBRIC, assessment):
        assert usual_owner(advised) == "coach"
        with pytest.raises(PlanError, match="AUD007 owner is missing"):
            draft_item(RUBRIC, assessment, advised, DAY)
        assert draft_item(RUBRIC, assessment, advised, DAY, owner="Sam").barrier is None


def test_what_is_too_long_for_an_item_is_refused_rather_than_cut() -> None:
    assessment = rate(RUBRIC, others=0)
    advised = recommend(RUBRIC, assessment)[0]
    steps = tuple(
        replace(step, action=step.action and step.action.model_copy(update={"text": "x" * 9_000}))
        for step in advised.steps
    )
    long = replace(advised, steps=steps)
    with pytest.raises(PlanError, match=r"longer than 10000 characters. Please take on one of its checks"):
        draft_item(RUBRIC, assessment, long, DAY, owner="Sam")
    assert draft_item(RUBRIC, assessment, long, DAY, owner="Sam", action="Go").action == "Go"


def test_adopted_long_after_the_assessment_nothing_is_overdue_at_once() -> None:
    assessment = rate(RUBRIC, others=0)
    advised = recommend(RUBRIC, assessment)[0]
    for adopted, due in ((dt.date(2026, 12, 1), dt.date(2027, 3, 1)), (dt.date.max, dt.date.max)):
        assert draft_item(RUBRIC, assessment, advised, adopted, owner="Sam").due == due


def test_a_criterion_without_checks_asks_for_its_level_and_an_owner() -> None:
    rubric = make_rubric({"p1": {"c1": {"checks": 0}}})
    assessment = rate(rubric, others=0)
    (advised,) = recommend(rubric, assessment)
    with pytest.raises(PlanError, match="AUD007 owner is missing"):
        draft_item(rubric, assessment, advised, DAY)
    assert draft_item(rubric, assessment, advised, DAY, owner="Sam").action == (
        "Bring “Title of c1” to “label 2”."
    )


@examples(40)
@given(waiting_cases())
def test_every_recommendation_can_be_taken_on(case: tuple[Rubric, dict[str, object]]) -> None:
    rubric, ratings = case
    assessment = rate(rubric, ratings)
    for advised in recommend(rubric, assessment):
        item = draft_item(rubric, assessment, advised, DAY, owner="Sam")
        assert not list(find_item_faults(item))
        assert (item.criterion, item.turn) == (advised.criterion, advised.when)
        assert {f"{item.criterion}.{check}" for check in item.checks} == {s.check for s in advised.steps}


@pytest.mark.parametrize(
    ("action", "item_id"),
    [
        ("Don't ask Zoë 3 times!", "dont-ask-zoe-3-times"),
        ("3 visits", "action-3-visits"),
        ("東京に行く", "action"),
        ("No", "no"),
        ("A very long story about everything that we have ever meant to do", None),
        ("x" * 300, "x" * 50),
    ],
)
def test_ids_are_short_and_plain(action: str, item_id: str | None) -> None:
    item = own_item(action, DAY, owner="Sam")
    assert item.id == (item_id or "a-very-long-story-about-everything-that-we-have")
    assert item.due == dt.date(2026, 5, 31)


@examples(80)
@given(given_some.texts())
def test_any_text_gets_an_id(action: str) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", own_item(action, DAY, owner="Sam").id)


def test_what_was_typed_wrongly_is_told() -> None:
    with pytest.raises(PlanError, match="AUD008 action is empty"):
        own_item("  ", DAY, owner="Sam")
    with pytest.raises(PlanError, match="AUD014"):
        own_item("Go", DAY, owner="Sam", due=dt.date(2020, 1, 1))
