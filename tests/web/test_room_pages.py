import re
from pathlib import Path

import segno

from dsds_audit.assessment import Participant
from dsds_audit.web.passes import Facilitator
from dsds_audit.web.room_pages import qr_code_of
from tests.web.halls_for_tests import client_of, send
from tests.web.voting_for_tests import meeting, vote


def test_before_it_opens_it_says_who_has_to_be_here(tmp_path: Path) -> None:
    with meeting(tmp_path, opened=False) as held:
        page = held.page("/room")
        assert "Not enough are here yet: 0 can vote, and it takes more than 50\N{NO-BREAK SPACE}%" in page
        assert "Program leader: not here yet." in page
        assert "Open the room" in page


def test_it_shows_how_to_join(tmp_path: Path) -> None:
    with meeting(tmp_path) as held:
        page = held.page("/room")
        room = held.hall.rooms.found
        assert f"<b>{held.hall.front}/join</b>" in page
        assert f'class="code">{room.shown_code}<' in page
        link = f"{held.hall.front}/join?code={room.code}"
        assert str(qr_code_of(link)) in page
        label = f'aria-label="QR code that opens {held.hall.front}/join with the code {room.shown_code}"'
        assert label in page
        assert "start the server with <code>--lan</code>" in page


def test_the_qr_code_holds_the_link_and_no_style() -> None:
    link = "http://192.168.1.20:8321/join?code=ABCDEFGH"
    drawn = str(qr_code_of(link))
    assert "style" not in drawn
    assert 'fill="#fff"' in drawn
    modules = segno.make(link, error="m", micro=False).symbol_size(border=4)[0]
    assert f'viewBox="0 0 {modules} {modules}"' in drawn


def test_who_is_here_is_listed_and_can_be_marked_as_gone(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=2) as held:
        held.done("gone", "/room", who=0)
        page = held.page("/room")
        assert re.findall(r'<th scope="row">(P\d), coach</th>\n<td>(\w+)</td>', page) == [
            ("P0", "gone"),
            ("P1", "here"),
        ]
        held.done("here", "/room", who=0)
        assert all(guest.here for guest in held.hall.rooms.found.guests)
        held.done("forget", "/room", who=1)
        assert held.hall.rooms.found.guests[1].name is None
        assert '<th scope="row">Coach</th>' in held.page("/room")


def test_nobody_of_that_number_is_told(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=1) as held:
        for who in ("1", "-1", "", "p-aaaaaa", "99999999"):
            answer = held.do("gone", "/room", who=who)
            assert answer.status_code == 422
            assert "Please load the page again" in answer.text


def test_those_who_joined_come_into_the_record_once_each(tmp_path: Path) -> None:
    with meeting(tmp_path) as held:
        for name, role in (("Ana", "coach"), ("Ben", "leader")):
            held.join(name, role)
        held.done("record", "/room")
        held.join("Cleo", "coach")
        held.done("forget", "/room", who=2)
        held.done("record", "/room")
        held.done("record", "/room")
        assert held.assessment.participants == (
            Participant(role="coach", name="Ana"),
            Participant(role="leader", name="Ben"),
            Participant(role="coach"),
        )
        assert "Add those who joined" not in held.page("/room")


def test_closing_ends_it_and_keeps_the_votes(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=2, voting=True) as held:
        vote(held.phones[0], 1)
        held.done("close", "/room")
        assert held.hall.rooms.now is None
        assert "Open the room" in held.page("/room")
        held.done("show")
        assert len(held.poll.ballots) == 1


def test_one_room_at_a_time(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=1) as held:
        rubric = held.hall.desk.catalogue.load("dsds")
        other = held.assessment.model_copy(update={"site": "Lakeside"})
        held.hall.desk.store.save(other, rubric)
        from dsds_audit.web.visits import address

        there = address("/room", other)
        page = held.lead.get(there).text
        assert "The room is open for Hill Dale" in page
        assert held.code not in page
        for what in ("open", "gone", "record"):
            answer = send(held.lead, there, do=what, who=0)
            assert answer.status_code == 422
            assert "Please close it there first" in answer.text
        assert held.hall.rooms.found.guests[0].here


def test_who_only_watches_leads_no_room(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=1) as held:
        second = client_of(held.hall, Facilitator("second"))
        page = second.get(held.at("/room")).text
        assert "P0" in page
        assert "Close the room" not in page
        assert send(second, held.at("/room"), do="close").status_code == 409
        assert held.hall.rooms.now is not None


def test_hostile_names_are_shown_as_text(tmp_path: Path) -> None:
    with meeting(tmp_path) as held:
        held.join('"><script>alert(1)</script>')
        page = held.page("/room") + held.page("/vote")
        assert "<script>alert" not in page


def test_an_unknown_button_is_told(tmp_path: Path) -> None:
    with meeting(tmp_path) as held:
        assert held.do("explode", "/room").status_code == 422


def test_where_nothing_can_be_kept_it_says_so(tmp_path: Path) -> None:
    with meeting(tmp_path, opened=False) as held:
        (tmp_path / "w" / ".room").touch()
        held.done("open", "/room")
        assert "after a crash everyone has to join again" in held.page("/room")
