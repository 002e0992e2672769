import datetime as dt
from pathlib import Path

from dsds_audit.cli.desk import desk_in
from dsds_audit.web.hall import Hall
from dsds_audit.web.keys import Keys
from dsds_audit.web.room_folder import RoomFolder
from dsds_audit.web.server import make_hall
from tests.web.halls_for_tests import client_of, hall_for, open_vote

KEYS = Keys("k" * 43, "e" * 22, 8321)


def hall_at(tmp_path: Path, *addresses: str, keys: Keys = KEYS) -> Hall:
    today = dt.date(2026, 9, 28)
    return make_hall(desk_in(tmp_path), lambda: today, keys, RoomFolder(tmp_path / ".room"), addresses)


def test_alone_it_goes_by_this_computers_own_names_only(tmp_path: Path) -> None:
    hall = hall_at(tmp_path, "127.0.0.1")
    assert hall.hosts == {"127.0.0.1:8321", "localhost:8321"}
    assert (hall.lan, hall.front) == (False, "http://127.0.0.1:8321")


def test_in_a_network_participants_go_to_its_address_there(tmp_path: Path) -> None:
    hall = hall_at(tmp_path, "127.0.0.1", "192.168.1.20")
    assert hall.hosts == {"127.0.0.1:8321", "localhost:8321", "192.168.1.20:8321"}
    assert (hall.lan, hall.front) == (True, "http://192.168.1.20:8321")


def test_a_successor_with_the_same_keys_knows_everybody_and_the_room(tmp_path: Path) -> None:
    before = hall_for(tmp_path)
    facilitator, participant = client_of(before), client_of(before, None)
    scene = open_vote(facilitator)
    scene.join(participant)
    before.sittings.close()
    after = hall_for(tmp_path)
    for client in (facilitator, participant):
        client.app.state.hall = after  # type: ignore[attr-defined]
    assert participant.get("/ballot").status_code == 200
    assert 'name="level"' in participant.get("/ballot").text
    assert scene.code in facilitator.get(f"/room{scene.assessment}").text
    after.sittings.close()


def test_a_successor_with_other_keys_knows_nobody(tmp_path: Path) -> None:
    participant = client_of(hall_at(tmp_path, "127.0.0.1"))
    assert participant.get("/plan").status_code != 403
    other = hall_at(tmp_path, "127.0.0.1", keys=Keys("o" * 43, "e" * 22, 8321))
    participant.app.state.hall = other  # type: ignore[attr-defined]
    assert participant.get("/plan").status_code == 403
