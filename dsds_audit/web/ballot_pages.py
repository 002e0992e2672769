"""A participant's phone: the question that is voted on, one vote, and what came of it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from dsds_audit.consensus import summarize_votes
from dsds_audit.errors import AnswerError, AuditError, Problem, StoreError
from dsds_audit.polls import Poll, Polls, cast, follow, open_poll_of
from dsds_audit.report.pages import mark_of_language
from dsds_audit.report.vote_wording import CriterionWording
from dsds_audit.rubric import Criterion, Rubric
from dsds_audit.speech import mark, say
from dsds_audit.store import Stored
from dsds_audit.votes import Entry
from dsds_audit.web.doors import for_members
from dsds_audit.web.join_pages import FACILITATOR_VOTES_NOT
from dsds_audit.web.room import Guest, Room
from dsds_audit.web.room_panel import Option, role_label, yet_to_vote
from dsds_audit.web.spreads import ShownRound
from dsds_audit.web.streams import event_stream
from dsds_audit.web.visits import Visit, page, problem_page, see, sentences_for_guests, topic_of
from dsds_audit.web.voting import PHONES, now, shown_if_complete

ABSTAIN = "abstain"
_OVER = mark(
    "This vote is over, or another one has begun, so your vote was not counted. Please look at what is asked "
    "now."
)
_NOTHING_CHOSEN = mark("Nothing is chosen yet. Please choose a level, or say that you do not know.")
_CHANGES: dict[str, dict[str, object]] = {
    "leave": {"here": False},
    "return": {"here": True},
    "forget": {"name": None},
}
# Seconds. Whoever is told loads a page: what serves these pages is not there for the votes.
_BLINK, _SHOWN, _WAIT, _WAIT_EACH = 0.08, 0.25, 0.5, 0.01


@dataclass(frozen=True)
class Ballot:
    """What one participant's phone shows; of the others' votes nothing until they are shown."""

    rubric: Rubric
    polls: Polls
    room: Room
    guest: Guest

    @cached_property
    def poll(self) -> Poll | None:
        """The poll that takes votes now, else the last one there was."""
        return open_poll_of(self.polls) or (self.polls[-1] if self.polls else None)

    @property
    def takes_votes(self) -> bool:
        """Whether a vote is open."""
        return self.poll is not None and self.poll.state == "open"

    @property
    def criterion(self) -> Criterion | None:
        """What is voted on."""
        return self.rubric.criteria.get(self.poll.criterion) if self.poll else None

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """What there is to choose."""
        levels = (
            Option(str(step.level), f"{step.level} {step.label}", step.meaning) for step in self.rubric.scale
        )
        return (*levels, Option(ABSTAIN, say("I do not know"), say("Your vote is counted as abstained.")))

    @cached_property
    def recorded(self) -> Option | None:
        """This participant's own vote as it stands in the journal."""
        vote = self.poll.ballots.get(self.guest.pseudonym) if self.poll else None
        if vote is None:
            return None
        value = ABSTAIN if vote.level is None else str(vote.level)
        return next((option for option in self.options if option.value == value), None)

    @property
    def waits(self) -> bool:
        """Whether there is nothing to choose just now, so that a page may load itself again."""
        return self.guest.here and (not self.takes_votes or self.recorded is not None)

    @cached_property
    def waited_for(self) -> int:
        """How many who are here have yet to vote."""
        return len(yet_to_vote(self.room, self.poll))

    @property
    def shown(self) -> tuple[ShownRound, ...]:
        """The votes of the last poll, once everybody may see them."""
        rounds = self.words.rounds if self.words and not self.takes_votes else ()
        return tuple(ShownRound(words) for words in rounds[-1:])

    @property
    def agreed(self) -> str | None:
        """What the panel agreed on last."""
        return self.words.agreed if self.words else None

    @cached_property
    def words(self) -> CriterionWording | None:
        """The latest votes on the criterion as sentences."""
        own = tuple(poll for poll in self.polls if self.poll and poll.criterion == self.poll.criterion)
        found = summarize_votes(self.rubric, own).criteria
        return CriterionWording(self.rubric, found[0]) if found else None

    @property
    def role(self) -> str:
        """The role in which they vote."""
        return role_label(self.guest.role, self.rubric)


async def show(visit: Visit) -> Response:
    """What is asked of this participant now."""
    return _page(visit)


async def act(visit: Visit) -> Response:
    """A vote, or a word that one leaves, is back, or wants the name deleted."""
    if visit.hall.passes.facilitator(visit.request):
        return problem_page(visit, 403, say(FACILITATOR_VOTES_NOT))
    room, guest = _place(visit)
    if room is None or guest is None:
        return _page(visit, status=409)
    try:
        if visit.sent("do") == "vote":
            await _vote(visit, guest)
        else:
            await run_in_threadpool(_change, visit, guest)
    except AuditError as error:
        return _page(visit, sentences_for_guests(error), _status_of(error))
    return see("/ballot")


async def listen(visit: Visit) -> Response:
    """Where this phone hears that there is something new to show."""
    return event_stream(visit, PHONES)


async def _vote(visit: Visit, guest: Guest) -> None:
    """Keep a vote; it is on the disk when this returns."""
    hall = visit.hall
    stored, rubric = _assessment(visit)
    if not guest.here:
        await run_in_threadpool(hall.rooms.change, lambda room: room.changing(guest.pseudonym, here=True))
    criterion, number, level = visit.sent("criterion"), visit.sent("round"), _level(visit.sent("level"))

    def make(polls: Polls) -> Sequence[Entry]:
        poll = open_poll_of(polls)
        if poll is None or (poll.criterion, str(poll.round)) != (criterion, number):
            raise AnswerError(Problem("AUD105", say(_OVER)))
        vote = cast(rubric, polls, criterion, poll.round, guest.pseudonym, guest.role, level, now())
        after = follow(polls, vote)
        return (vote, *shown_if_complete(after, rubric, stored.assessment, hall.rooms.now))

    polls = await asyncio.wrap_future(hall.journals.add(hall.desk.store, stored, make))
    hall.pace.tell(hall.feed, topic_of(stored.assessment), _BLINK)
    people = len(hall.rooms.found.guests)
    hall.pace.tell(hall.feed, PHONES, _SHOWN if open_poll_of(polls) is None else _WAIT + _WAIT_EACH * people)


def _change(visit: Visit, guest: Guest) -> None:
    """What a participant says about themselves."""
    said = visit.sent("do")
    if said not in _CHANGES:
        raise AnswerError(
            Problem("AUD061", say("This form said nothing to do. Please use one of its buttons."))
        )
    hall, (stored, rubric) = visit.hall, _assessment(visit)
    room = hall.rooms.change(lambda now: now.changing(guest.pseudonym, **_CHANGES[said]))

    def make(polls: Polls) -> Sequence[Entry]:
        return shown_if_complete(polls, rubric, stored.assessment, room)

    if said == "leave":
        hall.journals.add(hall.desk.store, stored, make).result()
    hall.feed.tell(topic_of(stored.assessment))
    hall.feed.tell(PHONES)


def _page(visit: Visit, problems: Sequence[str] = (), status: int = 200) -> Response:
    if visit.hall.passes.facilitator(visit.request):
        return problem_page(visit, 403, say(FACILITATOR_VOTES_NOT))
    room, guest = _place(visit)
    if room is None or guest is None:
        return page(visit, "closed.html.j2", status, feed="/ballot/feed")
    stored, rubric = _assessment(visit)
    polls = visit.hall.journals.polls(visit.hall.desk.store, stored)
    ballot = Ballot(rubric, polls, room, guest)
    told = {"ballot": ballot, "spoken": mark_of_language(rubric), "problems": problems}
    return page(visit, "ballot.html.j2", status, feed="/ballot/feed", **told)


def _place(visit: Visit) -> tuple[Room | None, Guest | None]:
    """The room that is open and who calls in it; None each where that is no more."""
    room, member = visit.hall.rooms.now, visit.member
    if room is None or member.room != room.id:
        return None, None
    return room, room.guest(member.id)


def _assessment(visit: Visit) -> tuple[Stored, Rubric]:
    stored = visit.hall.rooms.stored(visit.hall.desk)
    return stored, visit.hall.desk.catalogue.load(stored.assessment.rubric)


def _level(sent: str) -> int | None:
    if sent == ABSTAIN:
        return None
    if sent.isascii() and sent.isdecimal() and len(sent) < 4:
        return int(sent)
    raise AnswerError(Problem("AUD061", say(_NOTHING_CHOSEN)))


def _status_of(error: AuditError) -> int:
    if isinstance(error, StoreError):
        return 503
    return 409 if any(problem.code == "AUD105" for problem in error.problems) else 422


ROUTES = (for_members("/ballot", show, act), for_members("/ballot/feed", listen))
