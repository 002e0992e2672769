import re
from pathlib import Path

import pytest

from tests.web.voting_for_tests import CRITERION, OTHER, Meeting, meeting, vote, without_token

LEVELS = ("0", "1", "2", "abstain")


def shown(held: Meeting) -> str:
    return held.page()


@pytest.mark.parametrize("path", ["/vote", "/interview"])
def test_it_stands_beside_the_question_and_on_a_page_of_its_own(tmp_path: Path, path: str) -> None:
    with meeting(tmp_path) as held:
        page = held.page(path)
        assert 'id="vote"' in page
        assert "Begin the vote" in page
        on = "%2Finterview" if path == "/interview" else "%2Fvote"
        assert f"on={on}" in page


def test_before_a_vote_it_says_whether_enough_are_here(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=1) as held:
        page = shown(held)
        assert "Not enough are here yet: 1 can vote" in page
        assert "Program leader: not here yet." in page
        assert "1 person is here." in page


def test_without_a_room_it_says_how_to_open_one(tmp_path: Path) -> None:
    with meeting(tmp_path, opened=False) as held:
        assert "Open the room" in shown(held)


def test_an_open_vote_shows_who_has_yet_to_vote_and_nothing_of_the_votes(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=3, voting=True) as held:
        pages = []
        for first in LEVELS:
            assert vote(held.phones[0], first).status_code == 303
            pages.append(without_token(shown(held)) + without_token(held.page("/votes")))
        assert len(set(pages)) == 1, "whatever is voted, the facilitator's pages are the same"
        assert "Round 1 is open: 1 person has voted." in pages[0]
        assert re.findall(r"<li>(P\d), coach</li>", pages[0]) == ["P1", "P2"]


def test_counts_by_hand_are_blind_as_well(tmp_path: Path) -> None:
    with meeting(tmp_path, opened=False, voting=True) as held:
        pages = []
        for level in (0, 2):
            held.done("count", **{f"level-{level}": "4"})
            pages.append(without_token(shown(held)))
        assert pages[0] == pages[1]
        assert "4 people have voted" in pages[0]


def test_no_page_tells_which_pseudonym_is_whose(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=3, voting=True) as held:
        vote(held.phones[0], 1)
        held.done("show")
        pages = "".join(held.page(path) for path in ("/vote", "/votes", "/room", "/interview"))
        assert not re.search(r"p-[a-z0-9]{6,}", pages)
        assert not any(guest.pseudonym in pages for guest in held.hall.rooms.found.guests)


def test_votes_shown_spread_over_the_levels_with_the_measures_named(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=4, voting=True) as held:
        for phone, level in zip(held.phones, (0, 1, 1, "abstain"), strict=True):
            vote(phone, level)
        page = shown(held)
        bars = re.findall(r'<th scope="row">([^<]+)</th>.*?width="([\d.]+)%".*?>(\d+) p', page, re.DOTALL)
        assert [bar[0] for bar in bars] == [
            "0 not in place",
            "1 partially in place",
            "2 in place",
            "abstained",
        ]
        assert re.findall(r'class="number">(\d)', page) == ["1", "2", "0", "1"]
        assert re.findall(r'class="low" y="3" width="([\d.]+)%"', page) == ["25", "50", "0", "25"]
        assert "percent agreement 33\N{NO-BREAK SPACE}%, rWG 0.50." in page
        assert re.search(r'1 partially in place</span>\n<span class="tag">most votes</span>', page)
        assert " checked>" not in page, "where people differ, the most votes decide nothing"


def test_what_all_gave_stands_chosen(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=3, voting=True) as held:
        for phone, level in zip(held.phones, (1, 1, "abstain"), strict=True):
            vote(phone, level)
        assert re.search(r'value="1" checked>\n<span><span class="label">1 partially', shown(held))


def test_beside_the_questions_the_vote_takes_a_line_before_and_after(tmp_path: Path) -> None:
    with meeting(tmp_path, opened=False) as held:
        before = held.page("/interview")
        assert "Count hands" in before
        assert "<details" not in before.partition('id="vote"')[2].partition("</section>")[0]
        held.done("begin")
        held.done("count-show", **{"level-2": "4"})
        assert "Talk, then vote once more" in held.page("/interview")
        held.done("agree", level="2")
        agreed = '<summary><h2 id="vote-title">The vote</h2> <span>Agreed: 2 (in place)'
        assert f'<details id="vote-agreed">\n{agreed}' in held.page("/interview")
        assert f'<details id="vote-agreed" open>\n{agreed}' in held.page("/vote")


def test_by_role_only_where_every_role_has_three(tmp_path: Path) -> None:
    with meeting(tmp_path) as held:
        for role in ("coach", "coach", "coach", "leader", "leader"):
            held.join(role=role)
        held.done("begin")
        for phone in held.phones:
            vote(phone, 1)
        assert "A role with fewer than 3 people voted" in shown(held)
        held.join(role="leader")
        held.done("begin")
        for phone in held.phones:
            vote(phone, 1, number=2)
        page = shown(held)
        assert '<th scope="row">Program leader</th><td>3 gave 1</td>' in page


def test_while_another_criterion_is_voted_on_it_says_where(tmp_path: Path) -> None:
    with meeting(tmp_path, voting=True) as held:
        page = held.page(at=OTHER)
        assert "A vote on <a href=" in page
        assert f"at={CRITERION}" in page
        assert "Begin the vote" not in page


def test_a_criterion_that_is_none_has_no_vote(tmp_path: Path) -> None:
    with meeting(tmp_path) as held:
        for name in ("", "access", "../etc", "access.nothing"):
            answer = held.lead.get(held.at("/vote", at=name))
            assert answer.status_code == 404
            assert "Please" in answer.text
