"""Votes while the server is killed, the disk is full, or somebody cheats: a real server each time."""

import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import httpx
import pytest

from dsds_audit.cli.desk import desk_in
from dsds_audit.interview import begin
from dsds_audit.polls import Poll, polls_of
from dsds_audit.votes import Vote
from dsds_audit.web.visits import address
from tests.web.halls_for_tests import TODAY, Running, running_server

CRITERION = "access.fidelity"
TOKEN = re.compile(r'name="token" value="([0-9a-f]+)"')
CODE = re.compile(r'class="code">([A-Z0-9-]+)<')
RECORDED = re.compile(r"Recorded: <b>([^<]+)</b>")
LEVELS = ("0", "1", "2", "abstain")
LABELS = dict(
    zip(LEVELS, ("0 not in place", "1 partially in place", "2 in place", "I do not know"), strict=True)
)


@dataclass
class Phone:
    """A participant's browser; ``acknowledged`` is the last vote that was, ``sent`` those after it."""

    browser: httpx.Client
    token: str = ""
    acknowledged: str | None = None
    sent: set[str] = field(default_factory=set)

    def page(self) -> str:
        text = self.browser.get("/ballot").text
        self.token = TOKEN.findall(text)[0]
        return text

    def vote(self, level: str, **fields: str) -> httpx.Response:
        self.sent.add(level)
        known = {"token": self.token, "do": "vote", "criterion": CRITERION, "round": "1", "level": level}
        answer = self.browser.post("/ballot", data=known | fields)
        if answer.status_code == 303:
            self.acknowledged, self.sent = level, set()
        return answer

    @property
    def recorded(self) -> str | None:
        found = RECORDED.search(self.page())
        return found[1] if found else None


@dataclass
class Held:
    """A server with a room in which a vote has begun."""

    running: Running
    lead: httpx.Client
    phones: list[Phone]

    def do(self, path: str, what: str) -> httpx.Response:
        where = address(path, assessment_in(self.running.workspace), at=CRITERION)
        token = TOKEN.findall(self.lead.get(where).text)[0]
        return self.lead.post(where, data={"token": token, "do": what})


def assessment_in(workspace: Path):  # type: ignore[no-untyped-def]
    (stored,) = desk_in(workspace).store.find("Hill Dale")
    return stored.assessment


def poll_in(workspace: Path) -> Poll:
    """The vote as the journal on the disk has it."""
    store = desk_in(workspace).store
    (poll,) = polls_of(store.votes(store.find("Hill Dale")[0]))
    return poll


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    desk = desk_in(tmp_path)
    rubric = desk.catalogue.load("dsds")
    desk.store.save(begin(rubric, TODAY, site="Hill Dale").assessment, rubric)
    return tmp_path


@contextmanager
def voting(workspace: Path, people: int) -> Iterator[Held]:
    with ExitStack() as stack:
        running = stack.enter_context(running_server(workspace))
        lead = stack.enter_context(running.browser())
        held = Held(running, lead, [])
        held.do("/room", "open")
        code = CODE.findall(lead.get(address("/room", assessment_in(workspace))).text)[0]
        for number in range(people):
            browser = stack.enter_context(running.browser(facilitator=False))
            token = TOKEN.findall(browser.get("/join").text)[0]
            fields = {"token": token, "code": code, "name": f"P{number}", "role": "coach"}
            assert browser.post("/join", data=fields).status_code == 303
            held.phones.append(Phone(browser))
        assert held.do("/vote", "begin").status_code == 303
        for phone in held.phones:
            phone.page()
        yield held


@pytest.mark.slow
def test_killed_in_the_middle_of_sixty_votes_every_acknowledged_one_is_kept(workspace: Path) -> None:
    with voting(workspace, 60) as held:
        port = held.running.port
        process = held.running
        with ExitStack() as stack:
            for number, deaths_at in enumerate((1, 20, 45)):
                _vote_until_killed(process, held.phones, number, deaths_at)
                process = stack.enter_context(running_server(workspace, port=port))
                ballots = poll_in(workspace).ballots
                for phone in held.phones:
                    possible = {LABELS[level] for level in phone.sent}
                    possible |= {LABELS[phone.acknowledged]} if phone.acknowledged else set()
                    recorded = phone.recorded
                    assert recorded in possible or (recorded is None and phone.acknowledged is None)
                assert len(ballots) == sum(phone.recorded is not None for phone in held.phones)
            assert held.lead.get(address("/vote", assessment_in(workspace), at=CRITERION)).status_code == 200
            for phone in held.phones:
                assert phone.vote("1").status_code == 303
        poll = poll_in(workspace)
        assert len(poll.ballots) == 60
        assert {vote.level for vote in poll.ballots.values()} == {1}
        assert poll.state == "revealed"


def _vote_until_killed(running: Running, phones: list[Phone], number: int, after: int) -> None:
    """Everyone votes at once; the server is killed after so many acknowledgments."""
    done, lock = [0], Lock()

    def vote(place: int) -> None:
        try:
            acknowledged = phones[place].vote(LEVELS[(place + number) % 3]).status_code == 303
        except httpx.TransportError:
            return
        with lock:
            done[0] += acknowledged
            if done[0] == after:
                running.kill()

    with ThreadPoolExecutor(len(phones)) as threads:
        list(threads.map(vote, range(len(phones) - 1)))  # One never votes, so that nothing is shown.
    assert done[0] >= after
    running.kill()


@pytest.mark.slow
def test_phones_and_facilitator_hear_again_by_themselves_after_a_crash(workspace: Path) -> None:
    with voting(workspace, 2) as held:
        held.running.kill()
        with running_server(workspace, port=held.running.port):
            for browser, where in ((held.phones[0].browser, "/ballot/feed"), (held.lead, "/feed?topic=x")):
                with browser.stream("GET", where) as stream:
                    assert next(stream.iter_lines()).startswith("data:")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="limits of another process are Linux's")
def test_a_full_disk_is_told_to_the_voter_and_nothing_is_acknowledged(workspace: Path) -> None:
    import resource

    with voting(workspace, 3) as held:
        phone, second, _ = held.phones
        assert phone.vote("0").status_code == 303
        (journal,) = workspace.rglob("*.votes.jsonl")
        before = journal.read_bytes()
        process = held.running.process.pid
        resource.prlimit(process, resource.RLIMIT_FSIZE, (len(before) + 20, resource.RLIM_INFINITY))
        for one in (phone, second):
            answer = one.vote("2")
            assert answer.status_code == 503
            assert "cannot be used" in answer.text
            assert "Please" in answer.text
            assert "Recorded: <b>2" not in answer.text
        assert journal.read_bytes() == before
        assert phone.recorded == LABELS["0"]
        assert second.recorded is None
        resource.prlimit(process, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert second.vote("2").status_code == 303
        assert second.recorded == LABELS["2"]


@pytest.mark.slow
def test_whoever_cheats_has_one_vote_or_none(workspace: Path) -> None:
    with voting(workspace, 4) as held:
        phone, other, third, _ = held.phones
        assert phone.vote("0").status_code == 303

        again = phone.vote("0")
        assert again.status_code == 303, "the same form, sent once more"
        with ThreadPoolExecutor(8) as tabs:
            list(tabs.map(lambda number: other.vote(LEVELS[number % 3]), range(16)))
        assert len(poll_in(workspace).ballots) == 2

        assert third.vote("1", role="leader", by="p-leader00", name="Boss").status_code == 303
        assert {vote.role for vote in poll_in(workspace).ballots.values()} == {"coach"}

        swapped = httpx.Client(base_url=held.running.address, headers={"origin": held.running.address})
        with swapped:
            name, value = next(iter(phone.browser.cookies.items()))
            payload, _, signature = value.rpartition(".")
            stolen = next(iter(other.browser.cookies.values())).rpartition(".")[0]
            for forged in (f"{stolen}.{signature}", payload, f"{payload}.{signature[::-1]}", "", "null"):
                swapped.cookies = httpx.Cookies({name: forged})
                fields = {"token": phone.token, "do": "vote", "criterion": CRITERION, "round": "1"}
                assert swapped.post("/ballot", data=fields | {"level": "2"}).status_code == 403
            swapped.cookies = httpx.Cookies({name: value})
            fields["token"] = other.token
            assert swapped.post("/ballot", data=fields | {"level": "2"}).status_code == 403
        votes = poll_in(workspace).ballots
        assert len(votes) == 3
        assert all(isinstance(vote, Vote) for vote in votes.values())

        assert held.do("/vote", "show").status_code == 303
        assert phone.vote("2").status_code == 409
        assert held.do("/room", "close").status_code == 303
        assert phone.vote("2").status_code == 409
        assert poll_in(workspace).ballots == votes
