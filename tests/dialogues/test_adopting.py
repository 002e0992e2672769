from pathlib import Path

import pytest

from dsds_audit.actions import recommend
from dsds_audit.dialogues.adopting import Advice
from dsds_audit.errors import PlanError
from dsds_audit.planning.status import items_now
from tests.dialogues.plans_for_tests import plan_in


def advice_in(folder: Path, limit: int = 9) -> Advice:
    plan = plan_in(folder)
    kept = plan.desk.store.latest(plan.site).assessment
    rubric = plan.desk.catalogue.load(kept.rubric)
    return Advice(plan, rubric, kept, recommend(rubric, kept), limit)


def test_the_form_taken_as_it_stands_makes_what_is_recommended(tmp_path: Path) -> None:
    advice = advice_in(tmp_path)
    for _, meant in advice.not_taken():
        form = advice.form(meant, {"owner": "Ruth"}, advice.plan.now())
        assert advice.made(meant, form.values) == advice.made(meant, {"owner": "Ruth"})


def test_an_own_action_begins_empty(tmp_path: Path) -> None:
    advice = advice_in(tmp_path)
    suggested = advice.suggested(None)
    assert (suggested["action"], suggested["owner"]) == ("", "")
    made = advice.made(None, {**suggested, "action": "Call", "owner": "Ana"})
    assert (made.action, made.owner, made.program) == ("Call", "Ana", advice.assessment.program)


def test_where_enough_is_for_now_the_next_one_comes_next(tmp_path: Path) -> None:
    advice = advice_in(tmp_path)
    kept = advice.plan.now()
    full = advice_in(tmp_path, limit=len(items_now(kept)))
    assert advice.form(None, {}, kept).values["turn"] == "now"
    form = full.form(None, {}, kept)
    assert form.values["turn"] == "next"
    assert "comes next" in form.about[-1]


def test_what_is_in_the_plan_is_not_offered_again(tmp_path: Path) -> None:
    advice = advice_in(tmp_path)
    rank, meant = advice.not_taken()[0]
    item = advice.made(meant, {"owner": "Ruth", "turn": "later"})
    advice.plan.desk.store.change_plan(advice.plan.site, lambda kept: advice.adopted(kept, [item]))
    assert rank not in [left for left, _ in advice.not_taken()]
    with pytest.raises(PlanError, match="in the plan already"):
        advice.adopted(advice.plan.now(), [item])


def test_a_driver_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="has no driver moon"):
        advice_in(tmp_path).made(None, {"action": "Call", "owner": "Ana", "driver": "moon"})
