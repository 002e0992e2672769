import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from dsds_audit.dialogues.site_plans import USUAL_LIMIT, limit_for, refuse_unknown_driver
from dsds_audit.errors import PlanError, StoreError
from dsds_audit.plan import Plan
from tests.dialogues.plans_for_tests import plan_in


def test_a_site_without_a_plan_has_an_empty_one(tmp_path: Path) -> None:
    plan = plan_in(tmp_path)
    assert plan.now().items
    (tmp_path / "riverbend" / "plan.yaml").unlink()
    assert plan.now() == Plan(site=plan.site)
    rubric = plan.desk.catalogue.load("dsds")
    assert plan.taken_on(rubric, None) is None


def test_the_last_assessment_is_the_latest_finished_that_can_be_read(tmp_path: Path) -> None:
    plan = plan_in(tmp_path)
    assert plan.last_assessed() == dt.date(2026, 9, 14)
    assert replace(plan, as_of=dt.date(2026, 6, 1)).last_assessed() == dt.date(2026, 3, 9)
    (tmp_path / "riverbend" / "2026-09-14.yaml").write_text("site: [")
    assert plan.last_assessed() == dt.date(2026, 3, 9)


def test_a_site_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        replace(plan_in(tmp_path), site="Nowhere").assessed()


def test_how_many_may_be_for_now(tmp_path: Path) -> None:
    rubric = plan_in(tmp_path).desk.catalogue.load("dsds")
    assert limit_for(rubric, 7) == 7
    assert limit_for(rubric) == rubric.now
    assert limit_for(None) == USUAL_LIMIT


def test_a_driver_that_the_rubric_does_not_have_is_refused_with_the_nearest(tmp_path: Path) -> None:
    rubric = plan_in(tmp_path).desk.catalogue.load("dsds")
    with pytest.raises(PlanError, match="Did you mean coaching"):
        refuse_unknown_driver(rubric, "coachin")
    refuse_unknown_driver(rubric, "coaching")
    refuse_unknown_driver(None, "moon")


def test_an_item_of_a_rubric_that_is_gone_has_none(tmp_path: Path) -> None:
    plan = plan_in(tmp_path)
    gone = plan.now().items[0].model_copy(update={"rubric": "gone@1.0.0"})
    assert plan.rubric_of(gone) is None
    assert plan.aims(None)(gone) == ((gone.criterion,) if gone.criterion else ())
