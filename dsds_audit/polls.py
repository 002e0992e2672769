"""What stands in a journal of votes: every poll, what it holds, and what may happen to it next.

A criterion is voted on in one round, or in two where people want to vote again after talking. Once the
panel has agreed, it may be voted on anew: that is a poll of round 1 again, and the earlier ones stay.
One poll takes votes at a time.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Literal

from pydantic import ValidationError

from dsds_audit.poll_faults import check_level, check_role, refusal, title_of
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say
from dsds_audit.votes import MOST_COUNTED, Agreed, Counted, Entry, Opened, Revealed, Round, Vote

State = Literal["open", "revealed", "agreed"]


@dataclass(frozen=True, slots=True)
class Poll:
    """One round of voting on a criterion (full id).

    ``ballots`` holds the last vote of each pseudonym, in the order of their first votes; ``counted`` the
    votes of those who voted by hand or on paper, beside them; ``agreed`` the consensus once there is one.
    """

    criterion: str
    round: Round
    state: State = "open"
    ballots: Mapping[str, Vote] = field(default_factory=dict)
    counted: Counted | None = None
    agreed: Agreed | None = None

    @property
    def voted(self) -> int:
        """How many people gave a level or abstained, by phone or by hand."""
        return len(self.ballots) + self.by_hand

    @property
    def by_hand(self) -> int:
        """How many of them were counted, by hand or on paper."""
        return sum(self.counted.levels.values()) + self.counted.abstained if self.counted else 0


Polls = tuple[Poll, ...]


def polls_of(entries: Iterable[Entry]) -> Polls:
    """The polls of a journal, in the order they were opened in.

    A journal is a record: an entry that fits no poll (a vote after the votes were shown) changes nothing.
    """
    start: Polls = ()
    return reduce(follow, entries, start)


def follow(polls: Polls, entry: Entry) -> Polls:
    """The polls after one more entry."""
    if isinstance(entry, Opened):
        fits = open_poll_of(polls) is None and _next_round(polls, entry.criterion) == entry.round
        return (*polls, Poll(entry.criterion, entry.round)) if fits else polls
    poll = latest_poll_of(polls, entry.criterion)
    if poll is None or poll.round != entry.round:
        return polls
    after = _after(poll, entry)
    return polls if after is poll else tuple(after if one is poll else one for one in polls)


def open_poll_of(polls: Polls) -> Poll | None:
    """The poll that takes votes now, which is the last one opened; None where none does."""
    return polls[-1] if polls and polls[-1].state == "open" else None


def latest_poll_of(polls: Polls, criterion: str) -> Poll | None:
    """The last poll of a criterion, of whatever round; None where it was never voted on."""
    return next((poll for poll in reversed(polls) if poll.criterion == criterion), None)


def everyone_voted(poll: Poll, present: Collection[str]) -> bool:
    """Whether every pseudonym present has voted; false where nobody is present."""
    return bool(present) and all(pseudonym in poll.ballots for pseudonym in present)


def begin_poll(rubric: Rubric, polls: Polls, criterion: str, at: dt.datetime) -> Opened:
    """The entry that opens the next round on a criterion.

    Raises AnswerError where the rubric has no such criterion, where another vote is still open, and where
    two rounds are over with nothing agreed.
    """
    title = title_of(rubric, criterion)
    running = open_poll_of(polls)
    if running is not None:
        name = title_of(rubric, running.criterion)
        raise refusal(
            say("The vote on “{criterion}” is still open. Please show its votes first.", criterion=name)
        )
    number = _next_round(polls, criterion)
    if number is None:
        raise refusal(
            say("“{criterion}” has been voted on twice. Please agree on its level now.", criterion=title)
        )
    return Opened(criterion=criterion, round=number, at=at)


def cast(
    rubric: Rubric,
    polls: Polls,
    criterion: str,
    round_number: int,
    by: str,
    role: str,
    level: int | None,
    at: dt.datetime,
) -> Vote:
    """The vote of one person (a pseudonym) in a role; level None abstains.

    Where the rubric has no panel, any role will do. Raises AnswerError where that round is not open, where
    the level is not on the scale, and where the role is not one that votes.
    """
    poll = _open_poll(rubric, polls, criterion, round_number)
    check_role(rubric, role)
    check_level(rubric, level)
    return Vote(criterion=criterion, round=poll.round, by=by, role=role, level=level, at=at)


def count(
    rubric: Rubric,
    polls: Polls,
    criterion: str,
    round_number: int,
    levels: Mapping[int, int],
    abstained: int,
    at: dt.datetime,
) -> Counted:
    """Votes by hand or on paper: how many people gave each level, 0 to 1000 each.

    They stand beside what came by phone, so they hold only those who did not vote there. Raises AnswerError
    where that round is not open, a level is not on the scale, or a number is not one of people.
    """
    poll = _open_poll(rubric, polls, criterion, round_number)
    for level in levels:
        check_level(rubric, level)
    if not all(0 <= number <= MOST_COUNTED for number in (*levels.values(), abstained)):
        raise refusal(
            say("That is no number of people. Please use whole numbers from 0 to {most}.", most=MOST_COUNTED)
        )
    return Counted(criterion=criterion, round=poll.round, levels=dict(levels), abstained=abstained, at=at)


def reveal(polls: Polls, criterion: str, at: dt.datetime) -> Revealed:
    """The entry that shows the votes to the panel; raises AnswerError where none is open on the criterion."""
    poll = latest_poll_of(polls, criterion)
    if poll is None or poll.state != "open":
        raise refusal(say("No vote on {criterion} is open. Please begin one first.", criterion=criterion))
    return Revealed(criterion=criterion, round=poll.round, at=at)


def agree(
    rubric: Rubric, polls: Polls, criterion: str, level: int | None, minority: str | None, at: dt.datetime
) -> Agreed:
    """The consensus on a criterion, or a correction of it; level None: the panel does not know.

    Raises AnswerError where the votes were not shown yet, the level is not on the scale, or the minority's
    view is longer than 10,000 characters.
    """
    title = title_of(rubric, criterion)
    poll = latest_poll_of(polls, criterion)
    if poll is None:
        raise refusal(say("There was no vote on “{criterion}”. Please vote on it first.", criterion=title))
    if poll.state == "open":
        raise refusal(
            say("The vote on “{criterion}” is still open. Please show its votes first.", criterion=title)
        )
    check_level(rubric, level)
    view = (minority or "").strip() or None
    try:
        return Agreed(criterion=criterion, round=poll.round, level=level, minority=view, at=at)
    except ValidationError as error:
        raise refusal(say("The minority's view cannot be kept like that. Please say it shorter.")) from error


def _after(poll: Poll, entry: Vote | Counted | Revealed | Agreed) -> Poll:
    """The poll after an entry of its criterion and round; the same poll where the entry does not fit."""
    if isinstance(entry, Agreed):
        return poll if poll.state == "open" else replace(poll, state="agreed", agreed=entry)
    if poll.state != "open":
        return poll
    if isinstance(entry, Vote):
        return replace(poll, ballots={**poll.ballots, entry.by: entry})
    return replace(poll, counted=entry) if isinstance(entry, Counted) else replace(poll, state="revealed")


def _next_round(polls: Polls, criterion: str) -> Round | None:
    """The round that a vote on a criterion would be; None where the panel first has to agree."""
    last = latest_poll_of(polls, criterion)
    if last is None or last.state == "agreed":
        return 1
    return 2 if last.round == 1 else None


def _open_poll(rubric: Rubric, polls: Polls, criterion: str, round_number: int) -> Poll:
    title = title_of(rubric, criterion)
    poll = latest_poll_of(polls, criterion)
    if poll is None:
        raise refusal(say("The vote on “{criterion}” has not begun. Please wait for it.", criterion=title))
    if poll.state != "open":
        raise refusal(
            say(
                "The vote on “{criterion}” is closed. Please say in the discussion what you think.",
                criterion=title,
            )
        )
    if poll.round != round_number:
        raise refusal(
            say(
                "“{criterion}” is in round {round} now. Please vote again in that round.",
                criterion=title,
                round=poll.round,
            )
        )
    return poll
