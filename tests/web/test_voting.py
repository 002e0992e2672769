from pathlib import Path

import pytest

from dsds_audit.assessment import Participant
from dsds_audit.interview.panel_answers import record_participants
from dsds_audit.votes import Agreed, Counted, Opened, Revealed, Vote
from dsds_audit.web.passes import Facilitator
from tests.web.halls_for_tests import FACILITATOR, client_of, send
from tests.web.voting_for_tests import CRITERION, OTHER, ballot, meeting, vote


def test_a_whole_vote_with_a_second_round(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=3, voting=True) as held:
        for phone, level in zip(held.phones, (0, 1, 2), strict=True):
            vote(phone, level)
        assert held.poll.state == "revealed"
        held.done("begin")
        for phone in held.phones[:2]:
            vote(phone, 1, number=2)
        held.done("show")
        page = held.page()
        assert "Round 1: from 0 (not in place) to 2 (in place)" in page
        assert "Round 2: all gave 1 (partially in place)" in page
        assert "vote once more" not in page
        held.done("agree", level="1", minority="The leader sees 2.")
        page = held.page()
        assert "Agreed: 1 (partially in place)." in page
        assert "Seen otherwise: The leader sees 2." in page
        assert (held.rating.level, held.rating.note) == (1, "Seen otherwise: The leader sees 2.")
        kinds = [type(entry) for entry in held.entries]
        first = [Opened, Vote, Vote, Vote, Revealed]
        assert kinds == [*first, Opened, Vote, Vote, Revealed, Agreed]


def test_hands_are_counted_without_phones(tmp_path: Path) -> None:
    with meeting(tmp_path, opened=False, voting=True) as held:
        held.done("count", **{"level-0": "1", "level-1": "2", "level-2": "", "abstained": " 1 "})
        held.done("count-show", **{"level-0": "2", "level-1": "3", "abstained": "1"})
        page = held.page()
        assert "from 0 (not in place) to 1 (partially in place)" in page
        assert "counted by hand" in page
        counted = [entry for entry in held.entries if isinstance(entry, Counted)]
        assert counted[-1].levels == {0: 2, 1: 3, 2: 0}
        held.done("agree", level="unknown")
        assert held.rating.dont_know
        assert "the panel does not know" in held.page()


def test_what_was_agreed_can_be_corrected_and_voted_on_anew(tmp_path: Path) -> None:
    with meeting(tmp_path, opened=False, voting=True) as held:
        held.done("show")
        held.done("agree", level="0")
        held.done("agree", level="2", minority="Not all.")
        assert held.rating.level == 2
        held.done("begin")
        assert held.poll.round == 1
        assert held.poll.state == "open"


@pytest.mark.parametrize(
    ("what", "fields", "says"),
    [
        ("count", {"level-0": "-1"}, "no number of people"),
        ("count", {"level-0": "many"}, "no number of people"),
        ("count", {"level-0": "٣"}, "no number of people"),
        ("count", {"level-0": "1001"}, "from 0 to 1000"),
        ("begin", {}, "is still open"),
        ("agree", {"level": "1"}, "still open"),
        ("nonsense", {}, "Please use one of its buttons"),
        ("", {}, "Please use one of its buttons"),
    ],
)
def test_what_cannot_be_done_is_told_with_a_way_out(
    tmp_path: Path, what: str, fields: dict[str, str], says: str
) -> None:
    with meeting(tmp_path, voting=True) as held:
        before = held.entries
        answer = held.do(what, **fields)
        assert answer.status_code == 422
        assert says in answer.text
        assert 'role="alert"' in answer.text
        assert held.entries == before


def test_what_was_typed_stands_in_the_form_still(tmp_path: Path) -> None:
    with meeting(tmp_path, opened=False, voting=True) as held:
        answer = held.do("count", **{"level-0": "3", "level-1": "<b>"})
        assert 'value="3"' in answer.text
        assert 'value="&lt;b&gt;"' in answer.text
        held.done("show")
        answer = held.do("agree", level="", minority="We <see> 2.")
        assert answer.status_code == 422
        assert "We &lt;see&gt; 2.</textarea>" in answer.text
        assert "Please choose the one you agree on" in answer.text
        answer = held.do("agree", level="9", minority="x" * 10_001)
        assert answer.status_code == 422
        assert held.assessment.ratings == {}


def test_who_only_watches_leads_no_vote(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=2, voting=True) as held:
        second = client_of(held.hall, Facilitator("second"))
        page = second.get(held.at("/vote")).text
        assert "Show the votes" not in page
        assert "Round 1 is open" in page
        answer = send(second, held.at("/vote"), do="show")
        assert answer.status_code == 409
        assert "Somebody else writes" in answer.text
        assert held.poll.state == "open"


def test_the_journal_never_says_more_than_the_record(tmp_path: Path) -> None:
    """Where the level cannot be written down, nothing is agreed on either."""
    with meeting(tmp_path, opened=False, voting=True) as held:
        held.done("show")
        file = Path(held.stored.place)
        file.write_text(file.read_text() + "# by hand\n")
        answer = held.do("agree", level="1", minority="Not all.")
        assert answer.status_code == 409
        assert "Not all." in answer.text
        assert held.poll.state == "revealed"


def test_back_to_the_page_where_it_was_pressed(tmp_path: Path) -> None:
    with meeting(tmp_path) as held:
        answer = send(held.lead, held.at("/vote", on="/interview"), do="begin")
        assert answer.headers["location"].startswith("/interview?")
        assert f"at={CRITERION}" in answer.headers["location"]
        answer = send(held.lead, held.at("/vote", on="//elsewhere.example"), do="show")
        assert answer.headers["location"].startswith("/vote?")


def test_the_votes_are_shown_once_everyone_here_has_voted(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=3, voting=True) as held:
        vote(held.phones[0], 1)
        vote(held.phones[1], 1)
        assert held.poll.state == "open"
        held.done("gone", "/room", who=2)
        assert held.poll.state == "revealed"


def test_one_alone_is_not_shown_by_itself(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=1, voting=True) as held:
        vote(held.phones[0], 1)
        assert held.poll.state == "open"
        assert "Everyone who joined has voted." in held.page()


def test_one_criterion_after_the_other(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=2, voting=True) as held:
        answer = send(held.lead, held.at("/vote", at=OTHER), do="begin")
        assert answer.status_code == 422
        held.done("show")
        assert send(held.lead, held.at("/vote", at=OTHER), do="begin").status_code == 303
        assert "How" in ballot(held.phones[0])
        assert vote(held.phones[0], 1, OTHER).status_code == 303
        assert vote(held.phones[0], 1, CRITERION).status_code == 409


def test_hands_can_be_counted_after_the_last_phone_has_voted(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=2, voting=True) as held:
        sitting = held.hall.sittings
        panel = [Participant(role="supervisor", name="Zoe")]
        opened = next(iter(sitting._sittings.values()))
        opened.change(FACILITATOR, lambda interview: record_participants(interview, panel))
        for phone in held.phones:
            vote(phone, 1)
        assert held.poll.state == "open"
        assert "1 person on record did not join" in held.page()
        held.done("count-show", **{"level-1": "1"})
        assert held.poll.state == "revealed"
        assert held.poll.voted == 3


def test_a_phone_learns_nothing_of_files_that_cannot_be_read(tmp_path: Path) -> None:
    with meeting(tmp_path, phones=2, voting=True) as held:
        Path(held.stored.place).with_suffix(".votes.jsonl").write_text("{\n{\n", encoding="utf-8")
        held.hall.journals._known.clear()
        page = held.phones[0].get("/ballot").text
        assert "Please tell the facilitator" in page
        assert str(tmp_path) not in page
        checked = held.lead.get(f"/check?site={held.assessment.site}").text
        assert "votes.jsonl" in checked
