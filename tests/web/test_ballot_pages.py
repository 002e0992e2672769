import re
from pathlib import Path

import pytest

from dsds_audit.web.passes import Facilitator, Member
from tests.web.halls_for_tests import client_of, hall_for, send
from tests.web.voting_for_tests import CRITERION, OTHER, Meeting, ballot, meeting, vote, without_token


def test_the_phone_shows_the_question_the_levels_and_what_they_mean(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=2, voting=True) as held:
        page = ballot(held.phones[0])
        rubric = held.hall.desk.catalogue.load("dsds")
        criterion = rubric.criteria[CRITERION]
        for text in (criterion.question, *(step.meaning for step in rubric.scale), "I do not know"):
            assert text in page
        for check in criterion.checks:
            assert f"<li>{check.text}</li>" in page
        assert "2 people have yet to vote." in page


def test_without_the_script_the_page_loads_itself_only_while_there_is_nothing_to_choose(
    tmp_path: Path,
) -> None:
    with meeting(tmp_path, phones=2) as held:
        phone = held.phones[0]
        refresh = '<noscript><meta http-equiv="refresh"'
        assert refresh in ballot(phone)
        held.done("begin")
        assert refresh not in ballot(phone), "what is chosen would be lost"
        vote(phone, 1)
        assert refresh in ballot(phone)
        held.done("show")
        assert refresh in ballot(phone)


def test_one_person_has_one_vote_and_the_last_one_counts(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=2, voting=True) as held:
        phone = held.phones[0]
        for level in (0, 2, "abstain", 1):
            answer = vote(phone, level)
            assert (answer.status_code, answer.headers["location"]) == (303, "/ballot")
        page = ballot(phone)
        assert "Recorded: <b>1 partially in place</b>. You can change it" in page
        assert re.search(r'value="1" checked>', page)
        assert [one.level for one in held.votes] == [0, 2, None, 1], "all are kept"
        (counted,) = held.poll.ballots.values()
        assert counted.level == 1


def test_before_they_are_shown_no_phone_holds_anything_of_the_others(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=3, voting=True) as held:
        pages = []
        for level in ("0", "1", "2", "abstain"):
            vote(held.phones[0], level)
            pages.append(without_token(ballot(held.phones[1])))
        assert len(set(pages)) == 1
        assert "P0" not in pages[0]
        assert "2 people have yet to vote." in pages[0]


def test_after_they_are_shown_everyone_sees_the_spread_and_no_name(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=2, voting=True) as held:
        vote(held.phones[0], 0)
        vote(held.phones[1], 2)
        page = ballot(held.phones[1])
        assert "Round 1: from 0 (not in place) to 2 (in place)" in page
        assert "You said: 2 in place." in page
        assert "P0" not in page
        held.done("agree", level="1")
        assert "Agreed: 1 (partially in place)" in ballot(held.phones[0])


def test_who_comes_late_votes_in_the_open_round(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=2, voting=True) as held:
        vote(held.phones[0], 0)
        late = held.join("Late")
        vote(held.phones[1], 0)
        assert held.poll.state == "open", "not everyone who is here has voted"
        assert vote(late, 1).status_code == 303
        assert held.poll.state == "revealed"


@pytest.mark.parametrize("sent", ["", "3", "-1", "x", "1.0", "٣", "99999999"])
def test_a_level_that_is_none_is_refused(tmp_path: Path, sent: str) -> None:
    with meeting(tmp_path, phones=2, voting=True) as held:
        answer = vote(held.phones[0], sent)
        assert answer.status_code == 422
        assert "Please" in answer.text
        assert held.votes == []


@pytest.mark.parametrize(
    ("criterion", "number"), [(CRITERION, 2), (OTHER, 1), ("nothing", 1), (CRITERION, "x")]
)
def test_a_vote_for_another_round_or_question_is_not_counted(
    tmp_path: Path, criterion: str, number: int
) -> None:
    with meeting(tmp_path, phones=2, voting=True) as held:
        answer = vote(held.phones[0], 1, criterion, number)
        assert answer.status_code == 409
        assert "your vote was not counted" in answer.text
        assert held.votes == []


def test_a_vote_after_the_close_is_not_counted(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=2, voting=True) as held:
        held.done("show")
        assert vote(held.phones[0], 1).status_code == 409
        held.done("close", "/room")
        answer = vote(held.phones[0], 1)
        assert answer.status_code == 409
        assert "The room is closed" in answer.text
        assert held.votes == []
        assert "Thank you for taking part" in ballot(held.phones[0])


def test_leaving_and_coming_back_is_the_same_person(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=3, voting=True) as held:
        phone = held.phones[0]
        vote(phone, 1)
        assert send(phone, "/ballot", do="leave").status_code == 303
        assert "You have left" in ballot(phone)
        assert "Your votes stay" in ballot(phone)
        assert send(phone, "/ballot", do="return").status_code == 303
        assert "Recorded: <b>1 partially in place" in ballot(phone)
        assert len(held.hall.rooms.found.guests) == 3
        send(phone, "/ballot", do="leave")
        assert vote(phone, 2).status_code == 303
        assert held.hall.rooms.found.guests[0].here, "who votes is here"
        assert len(held.poll.ballots) == 1


def test_the_last_one_missing_leaves_and_the_votes_are_shown(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=3, voting=True) as held:
        for phone in held.phones[:2]:
            vote(phone, 1)
        send(held.phones[2], "/ballot", do="leave")
        assert held.poll.state == "revealed"


def test_deleting_a_name_keeps_the_vote(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=2, voting=True) as held:
        phone = held.phones[0]
        vote(phone, 1)
        assert send(phone, "/ballot", do="forget").status_code == 303
        assert held.hall.rooms.found.guests[0].name is None
        assert "P0" not in held.page("/room") + ballot(phone)
        assert b"P0" not in (tmp_path / "w" / ".room" / "room.json").read_bytes()
        assert len(held.poll.ballots) == 1


def test_names_are_nowhere_but_on_the_facilitators_list(tmp_path: Path) -> None:
    with meeting(tmp_path, voting=True) as held:
        for name in ("Zebulon", "Quirin"):
            vote(held.join(name), 1)
        held.done("agree", level="1")
        for path in (tmp_path / "w").rglob("*"):
            if path.is_file() and path.name != "room.json":
                assert b"Zebulon" not in path.read_bytes(), path
        assert "Zebulon" in held.page("/room")
        assert "Zebulon" not in held.page("/votes") + ballot(held.phones[1])


def test_an_unknown_wish_is_refused(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=1) as held:
        answer = send(held.phones[0], "/ballot", do="reveal")
        assert answer.status_code == 422
        assert "Please use one of its buttons" in answer.text


def test_a_facilitator_with_a_participants_pass_does_not_vote(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=2, voting=True) as held:
        phone = held.phones[0]
        facilitator = client_of(held.hall, Facilitator("third"))
        phone.cookies.update(facilitator.cookies)
        guest = held.hall.rooms.found.guests[0]
        token = held.hall.passes.token_for(Member(guest.pseudonym, held.hall.rooms.found.id))
        fields = {"token": token, "do": "vote", "criterion": CRITERION, "round": "1", "level": "1"}
        for answer in (phone.post("/ballot", data=fields), phone.get("/ballot")):
            assert answer.status_code == 403
            assert "does not vote" in answer.text
        assert held.votes == []


def test_a_pass_of_another_room_or_of_nobody_opens_nothing(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=1, voting=True) as held:
        room = held.hall.rooms.found
        for member in (Member("p-nobody00", room.id), Member(room.guests[0].pseudonym, "another")):
            forged = client_of(held.hall, member)
            assert "The room is closed" in ballot(forged)
            assert vote(forged, 1).status_code == 409
        assert client_of(held.hall, None).get("/ballot").headers["location"] == "/join"
        assert held.votes == []


def test_after_a_restart_everybody_is_who_they_were(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=2, voting=True) as held:
        vote(held.phones[0], 1)
        cookies = [phone.cookies for phone in held.phones]
        for sitting in set(held.hall.sittings._sittings.values()):
            sitting.rest()  # What a crash does.
        hall = hall_for(tmp_path)
        with client_of(hall) as lead:
            again = Meeting(hall, lead, [client_of(hall, None) for _ in cookies])
            for phone, kept in zip(again.phones, cookies, strict=True):
                phone.cookies.update(kept)
            assert "Recorded: <b>1 partially in place" in ballot(again.phones[0])
            assert vote(again.phones[1], 0).status_code == 303
            assert again.poll.state == "revealed"
            assert "Round 1: from 0" in again.page()
        hall.sittings.close()
