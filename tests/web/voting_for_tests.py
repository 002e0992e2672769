"""What the tests of the vote share: an assessment in a room, its facilitator, phones that have joined."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from dsds_audit.assessment import Assessment, Rating
from dsds_audit.interview import begin
from dsds_audit.polls import Poll, polls_of
from dsds_audit.store import Stored
from dsds_audit.votes import Entry, Vote
from dsds_audit.web.hall import Hall
from dsds_audit.web.visits import address
from tests.web.halls_for_tests import TODAY, TestClient, client_of, hall_for, send

CRITERION = "access.fidelity"
OTHER = "use.analysis"


@dataclass
class Meeting:
    """A room with its facilitator's browser and phones."""

    hall: Hall
    lead: TestClient
    phones: list[TestClient] = field(default_factory=list)

    @property
    def stored(self) -> Stored:
        (stored,) = self.hall.desk.store.find("Hill Dale")
        return stored

    @property
    def assessment(self) -> Assessment:
        return self.stored.assessment

    @property
    def rating(self) -> Rating:
        return self.assessment.ratings[CRITERION]

    @property
    def code(self) -> str:
        return self.hall.rooms.found.code

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is in the journal on the disk."""
        return self.hall.desk.store.votes(self.stored)

    @property
    def votes(self) -> list[Vote]:
        return [entry for entry in self.entries if isinstance(entry, Vote)]

    @property
    def poll(self) -> Poll:
        return polls_of(self.entries)[-1]

    def at(self, path: str, **parts: str) -> str:
        return address(path, self.assessment, at=parts.pop("at", CRITERION), **parts)

    def page(self, path: str = "/vote", **parts: str) -> str:
        answer = self.lead.get(self.at(path, **parts))
        assert answer.status_code == 200, answer.text
        return str(answer.text)

    def do(self, what: str, path: str = "/vote", **fields: object) -> httpx.Response:
        return send(self.lead, self.at(path), **({"do": what} | fields))

    def done(self, what: str, path: str = "/vote", **fields: object) -> None:
        answer = self.do(what, path, **fields)
        assert answer.status_code == 303, answer.text

    def join(self, name: str = "Ana", role: str = "coach") -> TestClient:
        phone = client_of(self.hall, None)
        answer = send(phone, "/join", code=self.code, name=name, role=role)
        assert answer.status_code == 303, answer.text
        self.phones.append(phone)
        return phone


def vote(phone: TestClient, level: object, criterion: str = CRITERION, number: int = 1) -> httpx.Response:
    return send(phone, "/ballot", do="vote", level=level, criterion=criterion, round=number)


def ballot(phone: TestClient) -> str:
    answer = phone.get("/ballot")
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def begin_in(hall: Hall, invited: int = 5) -> Assessment:
    """An interview begun at Hill Dale, as the store has it."""
    rubric = hall.desk.catalogue.load("dsds")
    assessment = begin(rubric, TODAY, site="Hill Dale").assessment
    with_invited = assessment.model_copy(update={"invited": invited})
    return hall.desk.store.save(with_invited, rubric).assessment


@contextmanager
def meeting(tmp_path: Path, phones: int = 0, opened: bool = True, voting: bool = False) -> Iterator[Meeting]:
    """A meeting with so many coaches; in an open room, with a vote begun."""
    hall = hall_for(tmp_path, example=False)
    if not hall.desk.store.find("Hill Dale"):
        begin_in(hall)
    with client_of(hall) as lead:
        held = Meeting(hall, lead)
        if opened:
            held.done("open", "/room")
        for number in range(phones):
            held.join(f"P{number}")
        if voting:
            held.done("begin")
        yield held
    hall.sittings.close()


def without_token(page: str) -> str:
    """A page without what differs between two browsers anyway."""
    return re.sub(r'name="token" value="[0-9a-f]+"', "", page)
