import datetime as dt
import stat
from pathlib import Path

import pytest

from dsds_audit.errors import StoreError
from dsds_audit.interview import Answer, Finish, Jump
from dsds_audit.web.passes import Facilitator
from dsds_audit.web.room import Guest
from dsds_audit.web.room_file import Rooms, key_of_room
from dsds_audit.web.room_folder import RoomFolder
from tests.web.voting_for_tests import Meeting, ballot, meeting

ANA = Guest(pseudonym="p-aaaaaaaa", role="coach", name="Ana")


def sitting_of(held: Meeting):  # type: ignore[no-untyped-def]
    (sitting,) = set(held.hall.sittings._sittings.values())
    return sitting


def test_a_room_outlives_the_server_and_is_this_persons_alone(tmp_path: Path) -> None:
    with meeting(tmp_path) as held:
        held.hall.rooms.change(lambda room: room.with_guest(ANA))
        file = tmp_path / "w" / ".room" / "room.json"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        again = Rooms(RoomFolder(file.parent))
        assert again.now == held.hall.rooms.now
        assert again.kept
        assert again.stored(held.hall.desk).assessment == held.assessment


def test_once_closed_nothing_of_it_is_left(tmp_path: Path) -> None:
    with meeting(tmp_path) as held:
        held.hall.rooms.change(lambda room: room.with_guest(ANA))
        held.hall.rooms.close()
        assert held.hall.rooms.now is None
        assert not list((tmp_path / "w" / ".room").glob("room*"))
        with pytest.raises(StoreError, match=r"AUD104.*Please"):
            held.hall.rooms.change(lambda room: room)


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"format": 2}', b"\xff", b"[" * 50_000])
def test_a_damaged_file_is_no_room(tmp_path: Path, content: bytes) -> None:
    folder = RoomFolder(tmp_path)
    folder.write("room.json", content)
    assert Rooms(folder).now is None


def test_where_nothing_can_be_kept_the_room_is_held_in_memory(tmp_path: Path) -> None:
    with meeting(tmp_path) as held:
        rooms = Rooms(RoomFolder(None))
        rooms.open(sitting_of(held))
        assert rooms.now is not None
        assert not rooms.kept


def test_the_room_closes_once_the_interview_is_finished(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=1) as held:
        steps = (Jump("review"), Finish())
        for step in steps:
            sitting_of(held).change(
                Facilitator("first"), lambda interview, step=step: interview.answered(step)
            )
        assert "The room is closed" in ballot(held.phones[0])
        assert held.hall.rooms.now is None
        assert not (tmp_path / "w" / ".room" / "room.json").exists()


def test_a_second_room_is_not_opened(tmp_path: Path) -> None:
    with meeting(tmp_path) as held:
        before = held.hall.rooms.now
        assert held.hall.rooms.open(sitting_of(held)) == before


def test_the_room_follows_its_assessment_to_another_date(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=2, voting=True) as held:
        sitting = sitting_of(held)
        day = dt.date(2026, 9, 29)
        sitting.change(
            Facilitator("first"), lambda interview: interview.answered(Jump("date")).answered(Answer(day))
        )
        held.page("/room")
        again = Rooms(RoomFolder(tmp_path / "w" / ".room"))
        assert again.now is not None
        assert key_of_room(again.now) == sitting.key
        assert again.stored(held.hall.desk).assessment.date == day
