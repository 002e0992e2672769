import datetime as dt
from pathlib import Path

import pytest

from dsds_audit.dialogues.changing import closing, date_of, dropping, reopening, scheduling, updating
from dsds_audit.errors import ConflictError, PlanError
from dsds_audit.planning.status import open_items
from tests.dialogues.plans_for_tests import TODAY, plan_in

TOLD = {"evidence": "Minutes", "result": "5", "learnt": "Ask", "reason": "Enough", "date": "2026-09-28"}


def test_an_update_as_the_form_stands_changes_nothing(tmp_path: Path) -> None:
    plan = plan_in(tmp_path)
    kept = plan.now()
    for item in open_items(kept):
        change = updating(plan, item)
        assert change.make(kept, change.form({}).values) == kept
        assert change.form({"owner": "Lee"}).values["owner"] == "Lee"


def test_every_ending_needs_what_its_form_needs(tmp_path: Path) -> None:
    plan = plan_in(tmp_path)
    item = open_items(plan.now())[0]
    for begin in (closing, dropping):
        change = begin(plan, item)
        needed = {blank.name for blank in change.form({}).blanks if blank.needed}
        assert needed == {*change.needed, *change.before}
        ended = change.make(plan.now(), TOLD).item(item.id)
        assert not ended.open
        again = reopening(plan, ended).make(change.make(plan.now(), TOLD), {"reason": "Not yet"})
        assert again.item(item.id).open
        with pytest.raises(PlanError):
            change.make(plan.now(), dict.fromkeys(TOLD, ""))


def test_the_next_assessment_is_offered_half_a_year_on(tmp_path: Path) -> None:
    plan = plan_in(tmp_path)
    seen = plan.now()
    change = scheduling(plan, seen)
    assert change.form({}).values == {"date": "2027-03-14"}
    assert change.make(seen, {"date": "2027-04-01"}).next_assessment == dt.date(2027, 4, 1)
    theirs = seen.model_copy(update={"next_assessment": TODAY})
    with pytest.raises(ConflictError):
        change.make(theirs, {"date": "2027-04-01"})


def test_what_is_no_date_is_refused() -> None:
    assert date_of("2026-03-31") == dt.date(2026, 3, 31)
    with pytest.raises(PlanError, match="is no date"):
        date_of("soon")
