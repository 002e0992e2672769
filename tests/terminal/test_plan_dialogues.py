import datetime as dt

import pytest
from rubrics_for_tests import make_rubric, rate

from dsds_audit.actions import recommend
from dsds_audit.assessment import Barrier, Evidence
from dsds_audit.dialogues.forms import Form, fault_of
from dsds_audit.dialogues.item_forms import (
    adopt_form,
    close_form,
    reason_form,
    schedule_form,
    update_form,
)
from dsds_audit.plan import ActionItem, Closing, Dropping
from dsds_audit.planning.answers import changed_item, told_of
from dsds_audit.terminal.forms import fill_in
from dsds_audit.terminal.plan_dialogues import ENOUGH, OWN, pick_item, pick_recommendation
from tests.terminal.test_forms import CLEAR, DOWN, ENTER, QUIT, UP, driven

DAY = dt.date(2026, 3, 2)
RUBRIC = make_rubric(
    (2, 1),
    drivers=[
        {"id": "training", "label": "training", "group": "competency"},
        {"id": "coaching", "label": "coaching", "group": "competency"},
    ],
)
ADVICE = tuple(enumerate(recommend(RUBRIC, rate(RUBRIC, others=0)), start=1))
ITEM = ActionItem(
    id="a1",
    action="Do it",
    owner="Ruth",
    adopted=DAY,
    due=DAY,
    measure="Hours",
    barrier=Barrier(what="Intake"),
)
CLOSED = Closing(date=DAY, evidence=(Evidence(what="minutes"),), result="5", learnt="Ask")


def filled(form: Form, *keys: str, **options):
    return driven("".join(keys), lambda: fill_in(form, lambda _: "", DAY, **options))


@pytest.mark.parametrize(
    ("keys", "taken"), [(ENTER, "1"), (DOWN * 2 + ENTER, "3"), (DOWN * 3 + ENTER, OWN), (QUIT, None)]
)
def test_a_recommendation_is_picked_or_an_own_action(keys: str, taken: str | None) -> None:
    assert driven(keys, lambda: pick_recommendation(RUBRIC, ADVICE, ())) == taken


def test_after_the_first_action_that_may_be_enough() -> None:
    assert driven(ENTER, lambda: pick_recommendation(RUBRIC, ADVICE, (ITEM,))) == ENOUGH


def test_where_nothing_is_recommended_an_own_action_remains() -> None:
    assert driven(ENTER, lambda: pick_recommendation(RUBRIC, (), ())) == OWN


def test_an_item_is_picked() -> None:
    items = (ITEM, ITEM.model_copy(update={"id": "a2", "due": dt.date(2027, 1, 1)}))
    assert driven(DOWN + ENTER, lambda: pick_item("Which?", items, DAY)) == "a2"


def test_everything_about_an_action_is_asked() -> None:
    form = adopt_form(told_of(ITEM), RUBRIC.drivers, ("About.",))
    keys = [ENTER, CLEAR, "Sam", ENTER, "2026-06-01", ENTER, "Time", ENTER, ENTER, "Call", ENTER, ENTER]
    answer = filled(form, *keys, UP, ENTER, DOWN, ENTER, ENTER)
    assert answer.taken
    item = changed_item(ITEM, answer.values)
    assert (item.owner, item.due, item.aim, item.first_step) == ("Sam", dt.date(2026, 6, 1), "Time", "Call")
    assert (item.barrier, item.turn) == (Barrier(what="Intake", driver="coaching"), "next")


def test_a_rubric_without_drivers_is_asked_for_none() -> None:
    form = adopt_form(told_of(ITEM), (), ())
    assert "driver" not in {blank.name for blank in form.blanks}
    assert changed_item(ITEM, filled(form, ENTER * 9).values) == ITEM


def test_what_is_in_none_of_the_drivers_stays_so() -> None:
    assert (
        changed_item(ITEM, filled(adopt_form(told_of(ITEM), RUBRIC.drivers, ()), ENTER * 10).values) == ITEM
    )


def test_an_update_begins_with_all_that_stands_there() -> None:
    answer = filled(
        update_form(ITEM, RUBRIC.drivers), DOWN * 2, ENTER, CLEAR, "Sam", ENTER, ENTER, looked_over=True
    )
    assert answer.taken
    assert changed_item(ITEM, answer.values) == ITEM.model_copy(update={"owner": "Sam"})


@pytest.mark.parametrize("ending", [{"closed": CLOSED}, {"dropped": Dropping(date=DAY, reason="No")}])
def test_of_an_ended_item_only_the_diary_is_asked(ending) -> None:
    form = update_form(ITEM.model_copy(update=ending), RUBRIC.drivers)
    assert [blank.name for blank in form.blanks] == ["diary"]


def test_what_came_of_an_item_is_asked_beside_its_measure() -> None:
    form = close_form(ITEM, {"evidence": "minutes"}, DAY)
    assert any("The measure was: Hours" in blank.prompt for blank in form.blanks)
    keys = [ENTER, ENTER, "today", ENTER, "5 of 5", ENTER, "Ask", ENTER, UP, ENTER, ENTER, ENTER, ENTER]
    assert filled(form, *keys).values == {
        "evidence": "minutes",
        "where": "",
        "evidence_date": "2026-03-02",
        "result": "5 of 5",
        "learnt": "Ask",
        "as_planned": "no",
        "next": "",
        "date": "2026-03-02",
    }


def test_a_reason_and_a_date_are_asked() -> None:
    assert filled(reason_form(ITEM, "Drop it?", "Why?", {}, "Drop"), "No", ENTER, ENTER).values == {
        "reason": "No"
    }
    assert filled(schedule_form("Riverbend", DAY), ENTER, ENTER).values == {"date": "2026-03-02"}


def test_what_an_attempt_says_against_it_is_told() -> None:
    fault = fault_of(lambda told: changed_item(ITEM, told))
    assert fault({"due": "2026-04-01"}) == ""
    assert "before it was adopted" in fault({"due": "2026-01-01"})
