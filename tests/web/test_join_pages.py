import re
from pathlib import Path

import pytest

from dsds_audit.web.passes import Facilitator
from dsds_audit.web.room import new_code
from tests.web.halls_for_tests import client_of, send
from tests.web.voting_for_tests import ballot, meeting


@pytest.mark.parametrize("typing", [str.upper, str.lower, lambda code: f" {code[:4]} – {code[4:]} "])
def test_one_joins_with_the_code_a_name_and_a_role(tmp_path: Path, typing) -> None:  # type: ignore[no-untyped-def]
    with meeting(tmp_path) as held:
        phone = client_of(held.hall, None)
        answer = send(phone, "/join", code=typing(held.code), name="  Ana ", role="leader")
        assert (answer.status_code, answer.headers["location"]) == (303, "/ballot")
        (guest,) = held.hall.rooms.found.guests
        assert (guest.name, guest.role, guest.here) == ("Ana", "leader", True)
        assert "You are in" in ballot(phone)
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie


def test_the_link_of_the_qr_code_fills_in_the_code(tmp_path: Path) -> None:
    with meeting(tmp_path) as held:
        page = client_of(held.hall, None).get(f"/join?code={held.code}").text
        assert f'value="{held.hall.rooms.found.shown_code}"' in page


def test_the_page_does_not_say_whether_a_code_is_right(tmp_path: Path) -> None:
    with meeting(tmp_path) as held:
        stranger = client_of(held.hall, None)
        pages = [stranger.get(f"/join?code={code}").text for code in (held.code, new_code())]
        blank = [re.sub(r'value="[A-Z0-9]{4}-[A-Z0-9]{4}"', "", page) for page in pages]
        assert blank[0] == blank[1]


def test_without_a_room_there_is_nothing_to_join(tmp_path: Path) -> None:
    with meeting(tmp_path, opened=False) as held:
        stranger = client_of(held.hall, None)
        assert "No room is open just now" in stranger.get("/join").text
        answer = send(stranger, "/join", code="ABCDEFGH", name="A", role="coach")
        assert answer.status_code == 422
        assert "The code is not right, or the room is closed." in answer.text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": "  "}, "Your name: Something is missing"),
        ({"name": "x" * 201}, "longer than 200"),
        ({"role": ""}, "Please choose the one you are here in"),
        ({"role": "facilitator"}, "Please choose the one you are here in"),
        ({"role": "clown"}, "Please choose the one you are here in"),
    ],
)
def test_what_does_not_fit_stands_there_still(tmp_path: Path, fields: dict[str, str], says: str) -> None:
    with meeting(tmp_path) as held:
        phone = client_of(held.hall, None)
        sent = {"code": held.code, "name": "Ana <b>", "role": "coach"} | fields
        answer = send(phone, "/join", **sent)
        assert answer.status_code == 422
        assert says in answer.text
        assert held.hall.rooms.found.shown_code in answer.text
        assert "Ana <b>" not in answer.text
        assert held.hall.rooms.found.guests == ()


def test_codes_cannot_be_guessed_at_leisure(tmp_path: Path) -> None:
    with meeting(tmp_path) as held:
        stranger = client_of(held.hall, None)
        for _ in range(10):
            assert send(stranger, "/join", code=new_code(), name="A", role="coach").status_code == 422
        answer = send(stranger, "/join", code=held.code, name="A", role="coach")
        assert answer.status_code == 429, "not even the right one, or guessing would pay"
        assert "Please wait ten minutes" in answer.text
        assert held.hall.rooms.found.guests == ()


def test_a_code_is_void_once_its_room_is_closed(tmp_path: Path) -> None:
    with meeting(tmp_path) as held:
        code = held.code
        held.done("close", "/room")
        held.done("open", "/room")
        assert held.code != code
        answer = send(client_of(held.hall, None), "/join", code=code, name="A", role="coach")
        assert answer.status_code == 422


def test_who_joins_again_in_the_same_browser_is_the_same_person(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=1) as held:
        phone = held.phones[0]
        assert phone.get("/join").headers["location"] == "/ballot"
        answer = send(phone, "/join", code=held.code, name="Other", role="leader")
        assert answer.headers["location"] == "/ballot"
        assert len(held.hall.rooms.found.guests) == 1


def test_the_facilitator_cannot_join(tmp_path: Path) -> None:
    with meeting(tmp_path) as held:
        for answer in (
            held.lead.get("/join"),
            send(held.lead, "/join", code=held.code, name="Me", role="coach"),
        ):
            assert answer.status_code == 403
            assert "whoever leads it does not vote" in answer.text
        second = client_of(held.hall, Facilitator("second"))
        assert second.get("/join").status_code == 403
        assert held.hall.rooms.found.guests == ()
