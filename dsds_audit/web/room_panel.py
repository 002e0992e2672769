"""The vote on one criterion as the facilitator sees it, beside its questions or on a page of its own."""

from dataclasses import dataclass
from functools import cached_property

from dsds_audit.assessment import Assessment
from dsds_audit.consensus import CriterionVotes, summarize_votes
from dsds_audit.polls import Poll, Polls, open_poll_of
from dsds_audit.report.text import capitalized
from dsds_audit.report.vote_wording import CriterionWording
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say, say_many
from dsds_audit.web.presence_wording import hands_to_count, tell_presence
from dsds_audit.web.room import Guest, Room, voting_roles
from dsds_audit.web.sitting import Sitting
from dsds_audit.web.spreads import ShownRound, tell_measures
from dsds_audit.web.visits import Form, Visit, address

UNKNOWN = "unknown"
"""What stands for the panel not knowing, where a level could stand."""
_ALONE, _BESIDE = "/vote", "/interview"


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose in a form."""

    value: str
    label: str
    meaning: str = ""
    suggested: bool = False


@dataclass(frozen=True)
class Panel:
    """What a page shows of the vote on a criterion of an assessment.

    ``room`` is the room that is open for this assessment, None where none is; ``may_act`` says whether this
    facilitator leads the vote or only watches. ``back`` is the page it is shown on, ``typed`` what was sent
    and could not be taken. Nothing of an open vote is in it but who has yet to vote.
    """

    rubric: Rubric
    assessment: Assessment
    criterion: str
    polls: Polls
    room: Room | None
    may_act: bool
    back: str
    typed: Form

    @property
    def act(self) -> str:
        """Where its forms are sent."""
        return address(_ALONE, self.assessment, at=self.criterion, on=self.back)

    @property
    def alone(self) -> str | None:
        """The vote on a page of its own; None where this is that page."""
        return None if self.back == _ALONE else address(_ALONE, self.assessment, at=self.criterion)

    @property
    def room_address(self) -> str:
        """The page of the room."""
        return address("/room", self.assessment, at=self.criterion)

    @property
    def presence(self) -> tuple[str, ...]:
        """Whether enough are here, and the leader."""
        return tell_presence(self.rubric, self.assessment, self.room)

    @cached_property
    def open_poll(self) -> Poll | None:
        """The vote that is open on this criterion."""
        poll = open_poll_of(self.polls)
        return poll if poll and poll.criterion == self.criterion else None

    @property
    def elsewhere(self) -> tuple[str, str] | None:
        """The title of another criterion that is being voted on, with its page; None where none is."""
        poll = open_poll_of(self.polls)
        if poll is None or poll.criterion == self.criterion:
            return None
        return self.rubric.text_of(poll.criterion), address(self.back, self.assessment, at=poll.criterion)

    @property
    def stage(self) -> str:
        """``none``, ``open``, ``revealed`` or ``agreed``."""
        return self.votes.polls[-1].state if self.votes else "none"

    @cached_property
    def votes(self) -> CriterionVotes | None:
        """The latest votes on this criterion; None where there were none."""
        every = summarize_votes(self.rubric, tuple(p for p in self.polls if p.criterion == self.criterion))
        return next(iter(every.criteria), None)

    @cached_property
    def words(self) -> CriterionWording | None:
        """The same as sentences."""
        return CriterionWording(self.rubric, self.votes) if self.votes else None

    @cached_property
    def rounds(self) -> tuple[ShownRound, ...]:
        """The rounds that may be seen, the first vote first."""
        return tuple(ShownRound(words) for words in self.words.rounds) if self.words else ()

    @property
    def measures(self) -> str:
        """What the measures of agreement mean."""
        return tell_measures()

    @property
    def now_open(self) -> str:
        """That a vote is open and how many voted; empty where none is."""
        poll = self.open_poll
        if poll is None:
            return ""
        return say_many(
            "Round {round} is open: {count} person has voted.",
            "Round {round} is open: {count} people have voted.",
            poll.voted,
            round=poll.round,
        )

    @property
    def here(self) -> str:
        """How many people are in the room."""
        count = len(self.room.present) if self.room else 0
        return say_many("{count} person is here.", "{count} people are here.", count)

    @cached_property
    def waited_for(self) -> tuple[str, ...]:
        """Who is here and has yet to vote, by name and role: for the facilitator's eyes."""
        return tuple(name_of(guest, self.rubric) for guest in yet_to_vote(self.room, self.open_poll))

    @property
    def hands(self) -> str:
        """Whose hands have to be counted, once everyone with a phone has voted; empty where nobody's."""
        count = hands_to_count(self.rubric, self.assessment, self.room) if self.all_voted else 0
        if not count:
            return ""
        return say_many(
            "{count} person on record did not join: count their hands, then show the votes.",
            "{count} people on record did not join: count their hands, then show the votes.",
            count,
        )

    @property
    def all_voted(self) -> bool:
        """Whether everyone who is here has voted."""
        return bool(self.room and self.room.present) and not self.waited_for

    @property
    def may_begin(self) -> bool:
        """Whether this facilitator may begin a vote on this criterion, or its second round."""
        ended = self.stage in ("none", "agreed") or (self.stage == "revealed" and len(self.rounds) < 2)
        return self.may_act and self.elsewhere is None and ended

    @property
    def levels(self) -> tuple[Option, ...]:
        """The levels to agree on, the one most chosen marked; and that the panel does not know."""
        latest = self.votes.latest if self.votes else None
        most = latest.most_chosen if latest else None
        scale = (
            Option(str(step.level), f"{step.level} {step.label}", step.meaning, step.level == most)
            for step in self.rubric.scale
        )
        return (*scale, Option(UNKNOWN, say("The panel does not know")))

    @property
    def proposed(self) -> str:
        """The level that stands chosen: as sent, else the one agreed on, else the one that all gave."""
        if "level" in self.typed:
            return self.typed["level"][-1]
        agreed = self.votes.agreed if self.votes else None
        if agreed:
            return UNKNOWN if agreed.level is None else str(agreed.level)
        latest = self.votes.latest if self.votes else None
        if latest is None or latest.minority:  # Where people differ they talk; the most votes decide nothing.
            return ""
        return next((option.value for option in self.levels if option.suggested), "")

    @property
    def minority(self) -> str:
        """The minority's view, as sent, else as it stands in the journal."""
        if "minority" in self.typed:
            return self.typed["minority"][-1]
        agreed = self.votes.agreed if self.votes else None
        return (agreed.minority or "") if agreed else ""

    @property
    def counts(self) -> tuple[tuple[str, str, str], ...]:
        """The fields for votes by hand: name, label and what was sent; never what was kept."""
        levels = ((f"level-{step.level}", f"{step.level} {step.label}") for step in self.rubric.scale)
        fields = (*levels, ("abstained", say("Abstained")))
        return tuple((name, label, self.typed.get(name, ["0"])[-1]) for name, label in fields)


def panel_of(visit: Visit, sitting: Sitting, criterion: str) -> Panel | None:
    """What ``room_panel.html.j2`` shows as ``panel``; None where there is no such criterion.

    Raises StoreError where the votes cannot be read.
    """
    rubric, assessment = sitting.interview.rubric, sitting.interview.assessment
    if criterion not in rubric.criteria:
        return None
    rooms = visit.hall.rooms
    rooms.follow(sitting)
    room = rooms.now if rooms.is_for(sitting) else None
    alone = visit.request.url.path == _ALONE and visit.asked("on") != _BESIDE
    back = _ALONE if alone else _BESIDE
    return Panel(
        rubric,
        assessment,
        criterion,
        visit.hall.journals.polls(visit.hall.desk.store, sitting.stored),
        room,
        not sitting.watches(visit.facilitator),
        back,
        visit.form,
    )


def yet_to_vote(room: Room | None, poll: Poll | None) -> tuple[Guest, ...]:
    """Who is here and has not voted in an open vote."""
    if room is None or poll is None:
        return ()
    return tuple(guest for guest in room.present if guest.pseudonym not in poll.ballots)


def name_of(guest: Guest, rubric: Rubric) -> str:
    """``Ana, coach``, or the role alone once the name was deleted."""
    role = role_label(guest.role, rubric)
    return f"{guest.name}, {role}" if guest.name else capitalized(role)


def role_label(role: str, rubric: Rubric) -> str:
    """A role as the rubric calls it."""
    return next((known.label for known in voting_roles(rubric) if known.id == role), role)
