import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from dsds_audit.errors import ConflictError, StoreError
from dsds_audit.interview import Answer, Finish, Interview, Jump, begin
from dsds_audit.keeping import Keeper
from dsds_audit.opening import correct
from dsds_audit.web import sittings as module
from dsds_audit.web.hall import Hall
from dsds_audit.web.passes import Facilitator
from dsds_audit.web.sittings import stored_at
from tests.web.halls_for_tests import TODAY, hall_for

FIRST = Facilitator("first")


@dataclass(frozen=True)
class Caller:
    """As much of a visit as a sitting needs."""

    hall: Hall
    site: str = "Hill"
    date: str = TODAY.isoformat()
    facilitator: Facilitator = FIRST

    def asked(self, name: str) -> str:
        return {"site": self.site, "rubric": "dsds", "date": self.date}.get(name, "")


@pytest.fixture
def caller(tmp_path: Path) -> Caller:
    return Caller(hall_for(tmp_path, example=False))


def anew(caller: Caller, date: dt.date = TODAY) -> Interview:
    return begin(caller.hall.desk.catalogue.load("dsds"), date, site="Hill")


def test_an_interview_that_is_begun_is_on_disk_held_and_found_by_its_address(caller: Caller) -> None:
    sitting = caller.hall.sittings.begin(caller, anew(caller), None)
    assert stored_at(caller).assessment == sitting.interview.assessment
    assert sitting.held
    assert caller.hall.sittings.open(caller) is sitting
    assert caller.hall.sittings.open(replace(caller, site="HILL")) is sitting
    caller.hall.sittings.close()
    assert not sitting.held


def test_there_is_one_sitting_however_many_come_at_once(caller: Caller) -> None:
    caller.hall.sittings.begin(caller, anew(caller), None)
    caller.hall.sittings.close()
    callers = [replace(caller, facilitator=Facilitator(str(number))) for number in range(16)]
    with ThreadPoolExecutor(16) as pool:
        opened = list(pool.map(caller.hall.sittings.open, callers))
    assert len({id(sitting) for sitting in opened}) == 1
    assert opened[0].writer in {each.facilitator.id for each in callers}


def test_changes_from_many_threads_are_all_kept(caller: Caller) -> None:
    sitting = caller.hall.sittings.begin(caller, anew(caller), None)
    names = list(sitting.interview.rubric.criteria)

    def rate(name: str) -> None:
        sitting.change(FIRST, lambda interview: interview.answered(Jump(f"{name}/level")).answered(Answer(1)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(rate, names))
    assert set(stored_at(caller).assessment.ratings) == set(names)


def test_what_is_finished_or_not_there_is_refused(caller: Caller) -> None:
    with pytest.raises(StoreError, match="AUD053"):
        caller.hall.sittings.open(caller)
    with pytest.raises(StoreError, match="AUD053"):
        caller.hall.sittings.open(replace(caller, date="soon"))
    sitting = caller.hall.sittings.begin(caller, anew(caller), None)
    sitting.change(FIRST, lambda interview: interview.answered(Jump("review")).answered(Finish()))
    with pytest.raises(StoreError, match="AUD103"):
        caller.hall.sittings.open(caller)
    again = caller.hall.sittings.begin(
        caller, correct(caller.hall.desk, stored_at(caller)), stored_at(caller)
    )
    assert again is sitting
    assert caller.hall.sittings.open(caller) is sitting


def test_two_who_take_one_up_again_meet_in_it(caller: Caller) -> None:
    sitting = caller.hall.sittings.begin(caller, anew(caller), None)
    sitting.change(FIRST, lambda interview: interview.answered(Jump("review")).answered(Finish()))
    stored = stored_at(caller)
    one, other = (correct(caller.hall.desk, stored) for _ in range(2))
    caller.hall.sittings.begin(caller, one, stored)
    second = replace(caller, facilitator=Facilitator("second"))
    assert caller.hall.sittings.begin(second, other, stored) is sitting
    assert sitting.watches(second.facilitator)


def test_there_is_no_second_one_of_a_date(caller: Caller) -> None:
    caller.hall.sittings.begin(caller, anew(caller), None)
    with pytest.raises(StoreError, match="There is one already"):
        caller.hall.sittings.begin(caller, anew(caller), None)


def test_what_another_program_has_open_is_not_begun(caller: Caller, tmp_path: Path) -> None:
    interview = anew(caller)
    with Keeper(hall_for(tmp_path, example=False).desk.store, interview, None) as keeper:
        keeper.save(interview)
        stored = stored_at(caller)
        finished = interview.answered(Jump("review")).answered(Finish())
        with pytest.raises(ConflictError, match="AUD052"):
            caller.hall.sittings.begin(caller, finished, stored)


def test_an_assessment_whose_date_has_changed_is_found_by_both_addresses(caller: Caller) -> None:
    sittings = caller.hall.sittings
    sitting = sittings.begin(caller, anew(caller), None)
    moved = replace(caller, date="2026-09-01")
    sitting.change(FIRST, lambda interview: interview.answered(Jump("date")).answered(Answer("2026-09-01")))
    assert sittings.open(moved) is sitting
    assert sittings.open(caller) is sitting, "then the page goes to the new address"
    other = sittings.begin(caller, anew(caller), None)
    assert other is not sitting
    assert sittings.open(caller) is other
    assert sittings.open(moved) is sitting


def test_what_others_write_is_looked_at_while_somebody_watches(
    caller: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PACE", 0.01)
    interview = anew(caller)
    with Keeper(hall_for(tmp_path, example=False).desk.store, interview, None) as keeper:
        keeper.save(interview)
        sitting = caller.hall.sittings.open(caller)
        assert sitting.watches(FIRST)
        keeper.save(interview.answered(Jump("use.reports/level")).answered(Answer(2)))
        for _ in range(500):
            if sitting.interview.assessment.ratings:
                break
            module.Event().wait(0.01)
        assert sitting.interview.assessment.ratings["use.reports"].level == 2
    caller.hall.sittings.close()
