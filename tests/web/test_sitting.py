import datetime as dt
from collections.abc import Callable
from pathlib import Path
from threading import RLock

import pytest

from dsds_audit.assessment import Assessment
from dsds_audit.errors import ConflictError, StoreError
from dsds_audit.interview import Answer, Finish, Interview, Jump, begin
from dsds_audit.keeping import Keeper
from dsds_audit.store import Stored
from dsds_audit.web import sitting as module
from dsds_audit.web.hall import Hall
from dsds_audit.web.passes import Facilitator
from dsds_audit.web.sitting import Sitting, key_of, stored_among
from tests.web.halls_for_tests import TODAY, hall_for

FIRST, SECOND = Facilitator("first"), Facilitator("second")
LEVEL = "use.reports/level"


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    hall = hall_for(tmp_path, example=False)
    interview = begin(hall.desk.catalogue.load("dsds"), TODAY, site="Hill")
    with Keeper(hall.desk.store, interview, None) as keeper:
        keeper.save(interview)
    return hall


@pytest.fixture
def told() -> list[Assessment]:
    return []


@pytest.fixture
def sitting(hall: Hall, told: list[Assessment]) -> Sitting:
    sitting = Sitting(hall.desk, kept(hall), RLock(), told.append)
    sitting.wake(FIRST)
    return sitting


def kept(hall: Hall) -> Stored:
    return next(stored for stored in hall.desk.store.find("Hill"))


def rated(level: int) -> Callable[[Interview], Interview]:
    return lambda interview: interview.answered(Jump(LEVEL)).answered(Answer(level))


def test_a_change_is_on_disk_and_told_when_it_returns(
    hall: Hall, sitting: Sitting, told: list[Assessment]
) -> None:
    assert sitting.saved is None
    after = sitting.change(FIRST, rated(1))
    assert kept(hall).assessment == after.assessment == sitting.interview.assessment
    assert told == [after.assessment]
    assert sitting.saved is not None
    before = sitting.stored.revision
    assert sitting.change(FIRST, lambda interview: interview) == after
    assert (sitting.stored.revision, len(told)) == (before, 1)


def test_what_a_step_raises_changes_nothing(hall: Hall, sitting: Sitting) -> None:
    before = kept(hall)

    def fail(_: Interview) -> Interview:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        sitting.change(FIRST, fail)
    assert kept(hall) == before


def test_who_comes_first_writes_and_another_can_take_over(sitting: Sitting) -> None:
    sitting.wake(SECOND)
    assert (sitting.watches(FIRST), sitting.watches(SECOND)) == (False, True)
    with pytest.raises(ConflictError, match="AUD102"):
        sitting.change(SECOND, rated(2))
    since = sitting.since
    sitting.take_pen(SECOND)
    assert sitting.watches(FIRST)
    assert since is not None
    assert sitting.since is not None
    assert sitting.since >= since
    assert sitting.change(SECOND, rated(2)).assessment.ratings["use.reports"].level == 2


def test_where_another_program_has_it_one_can_watch_and_follows_it(
    hall: Hall, told: list[Assessment], tmp_path: Path
) -> None:
    theirs = hall_for(tmp_path, example=False).desk
    with Keeper(
        theirs.store, Interview(theirs.catalogue.load("dsds"), kept(hall).assessment), kept(hall)
    ) as keeper:
        sitting = Sitting(hall.desk, kept(hall), RLock(), told.append)
        sitting.wake(FIRST)
        assert sitting.watches(FIRST)
        assert not sitting.held
        with pytest.raises(ConflictError, match="AUD052"):
            sitting.change(FIRST, rated(1))
        sitting.look_after()
        assert told == []
        keeper.save(rated(2)(keeper.interview))
        sitting.look_after()
        assert [each.ratings["use.reports"].level for each in told] == [2]
        with pytest.raises(ConflictError, match="AUD052"):
            sitting.take_pen(FIRST)
    sitting.take_pen(FIRST)
    assert sitting.change(FIRST, rated(0)).assessment.ratings["use.reports"].level == 0


def test_it_is_let_go_when_nobody_touches_it_and_held_again_when_somebody_does(
    hall: Hall, sitting: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting.look_after()
    assert sitting.held
    monkeypatch.setattr(module, "IDLE", -1.0)
    sitting.look_after()
    assert (sitting.held, sitting.writer) == (False, None)
    theirs = hall_for(tmp_path, example=False).desk
    with Keeper(
        theirs.store, Interview(theirs.catalogue.load("dsds"), kept(hall).assessment), kept(hall)
    ) as keeper:
        keeper.save(rated(2)(keeper.interview))
    sitting.wake(SECOND)
    assert sitting.interview.assessment.ratings["use.reports"].level == 2
    assert sitting.writer == "second"


def test_the_end_of_the_interview_lets_it_go(hall: Hall, sitting: Sitting) -> None:
    sitting.change(FIRST, lambda interview: interview.answered(Jump("review")).answered(Finish()))
    assert not sitting.held
    assert kept(hall).assessment.finished
    sitting.wake(FIRST)
    assert not sitting.held


def test_what_somebody_else_has_changed_is_kept_and_taken_up(hall: Hall, sitting: Sitting) -> None:
    file = Path(kept(hall).place)
    file.write_text(file.read_text(encoding="utf-8") + "group: North\n", encoding="utf-8")
    with pytest.raises(ConflictError, match="AUD051"):
        sitting.change(FIRST, rated(1))
    assert sitting.interview.assessment.group == "North"
    assert sitting.change(FIRST, rated(1)).assessment.group == "North"
    assert len(list(file.parent.glob("*.conflict-*"))) == 1


def test_a_name_that_is_taken_is_refused(hall: Hall, sitting: Sitting) -> None:
    other = begin(sitting.interview.rubric, dt.date(2026, 9, 1), site="Hill")
    with Keeper(hall.desk.store, other, None) as keeper:
        keeper.save(other)
    with pytest.raises(StoreError, match="There is one already"):
        sitting.change(
            FIRST, lambda interview: interview.answered(Jump("date")).answered(Answer("2026-09-01"))
        )
    assert sitting.interview.assessment.date == TODAY


def test_an_assessment_is_known_whatever_the_case_of_its_names(hall: Hall) -> None:
    stored = kept(hall)
    assert key_of(stored.assessment)[0] == "hill"
    assert stored_among([stored], ("hill", "", "dsds", TODAY)) is stored
    with pytest.raises(StoreError, match="AUD053"):
        stored_among([stored], ("hill", "reading", "dsds", TODAY))
