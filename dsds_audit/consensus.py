"""What the votes of a panel say: how they spread, how far people agree, what to talk about first."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from dsds_audit.agreement import Agreement, krippendorff_alpha, percent_agreement, within_group_agreement
from dsds_audit.polls import Poll, Polls
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say
from dsds_audit.votes import Agreed, Round

FEWEST_OF_A_ROLE = 3


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes of one poll, once they may be seen.

    ``levels`` says of every level of the scale how many people gave it. ``by_role`` says the same of each
    role (its id) that voted, in rubric order; None where that would show too much, and ``roles_hidden`` is
    the reason as a sentence. A level that is not on the scale is not counted.
    """

    criterion: str
    round: Round
    levels: Mapping[int, int]
    abstained: int
    by_role: Mapping[str, Mapping[int, int]] | None
    roles_hidden: str | None

    @property
    def given(self) -> tuple[int, ...]:
        """Every level that someone gave, once for each, lowest first."""
        return tuple(level for level, people in self.levels.items() for _ in range(people))

    @property
    def voters(self) -> int:
        """How many people voted, with those who abstained."""
        return len(self.given) + self.abstained

    @property
    def spread(self) -> int | None:
        """The highest level given minus the lowest; None where nobody gave one."""
        return self.given[-1] - self.given[0] if self.given else None

    @property
    def medians(self) -> tuple[int, ...]:
        """The level in the middle, or both where it lies between two; none where nobody gave a level."""
        given = self.given
        middle = given[(len(given) - 1) // 2 : len(given) // 2 + 1]
        return tuple(dict.fromkeys(middle))

    @property
    def most_chosen(self) -> int | None:
        """The level most people gave; None on a tie, and where nobody gave one."""
        return self._most[0] if len(self._most) == 1 else None

    @property
    def minority(self) -> tuple[int, ...]:
        """The levels given by fewer people than the level most chosen, lowest first."""
        return tuple(level for level, n in self.levels.items() if n and level not in self._most)

    @property
    def percent(self) -> Agreement:
        """Percent agreement of those who gave a level."""
        return percent_agreement(self.levels)

    @property
    def rwg(self) -> Agreement:
        """rWG of those who gave a level."""
        return within_group_agreement(self.levels, len(self.levels))

    @property
    def _most(self) -> tuple[int, ...]:
        most = max(self.levels.values())
        return tuple(level for level, people in self.levels.items() if people == most > 0)


@dataclass(frozen=True, slots=True)
class CriterionVotes:
    """The latest votes on one criterion: its polls of round 1 and, where there was one, round 2.

    ``tallies`` are those of the polls whose votes were shown, in the same order.
    """

    criterion: str
    polls: tuple[Poll, ...]
    tallies: tuple[Tally, ...]

    @property
    def open_poll(self) -> Poll | None:
        """The poll that takes votes now; nothing but how many voted may be shown of it."""
        return self.polls[-1] if self.polls[-1].state == "open" else None

    @property
    def latest(self) -> Tally | None:
        """The last votes that were shown."""
        return self.tallies[-1] if self.tallies else None

    @property
    def agreed(self) -> Agreed | None:
        """The consensus, once there is one."""
        return self.polls[-1].agreed

    @property
    def differs(self) -> bool:
        """Whether the last votes shown were not all the same."""
        return self.latest is not None and bool(self.latest.spread)


@dataclass(frozen=True, slots=True)
class VoteSummary:
    """The votes on every criterion that was voted on, in rubric order.

    ``alpha`` is Krippendorff's ordinal alpha over them. It takes the votes of round 1, those before people
    talked: what they say after it shows how well they listened, not how alike they see it.
    """

    criteria: tuple[CriterionVotes, ...]
    alpha: Agreement

    @property
    def compared(self) -> int:
        """How many criteria the alpha rests on: those to which two people or more gave a level."""
        return sum(len(votes.tallies[0].given) >= 2 for votes in self.criteria if votes.tallies)

    @property
    def differing(self) -> tuple[CriterionVotes, ...]:
        """Where people differed: widest spread first, then least agreement (rWG), then in rubric order."""
        return tuple(sorted((votes for votes in self.criteria if votes.differs), key=_narrowness))

    @property
    def talk_first(self) -> tuple[CriterionVotes, ...]:
        """What to talk about, in which order: where people differed and nothing is agreed yet."""
        return tuple(votes for votes in self.differing if votes.agreed is None)


def tally(rubric: Rubric, poll: Poll) -> Tally:
    """The votes of a poll; raises ValueError while it is open, as nobody may see them then."""
    if poll.state == "open":
        raise ValueError(f"the vote on {poll.criterion} is open")
    ballots = tuple(poll.ballots.values())
    counted = poll.counted
    given = Counter(vote.level for vote in ballots)
    by_hand = Counter(counted.levels if counted else {})
    why = _hidden(poll)
    return Tally(
        criterion=poll.criterion,
        round=poll.round,
        levels={level: given[level] + by_hand[level] for level in range(rubric.top + 1)},
        abstained=given[None] + (counted.abstained if counted else 0),
        by_role=None if why else _by_role(rubric, poll),
        roles_hidden=why,
    )


def summarize_votes(rubric: Rubric, polls: Polls) -> VoteSummary:
    """The latest votes on every criterion of the rubric, and how far they agree over all."""
    series = ((criterion, _series(polls, criterion)) for criterion in rubric.criteria)
    criteria = tuple(_criterion_votes(rubric, criterion, found) for criterion, found in series if found)
    first_votes = (votes.tallies[0].levels for votes in criteria if votes.tallies)
    return VoteSummary(criteria, krippendorff_alpha(first_votes, "ordinal"))


def _series(polls: Polls, criterion: str) -> tuple[Poll, ...]:
    """The last poll of round 1 of a criterion with what came after it."""
    found = [poll for poll in polls if poll.criterion == criterion]
    return tuple(found[-found[-1].round :]) if found else ()


def _criterion_votes(rubric: Rubric, criterion: str, polls: tuple[Poll, ...]) -> CriterionVotes:
    return CriterionVotes(
        criterion, polls, tuple(tally(rubric, poll) for poll in polls if poll.state != "open")
    )


def _hidden(poll: Poll) -> str | None:
    """Why the votes may not be shown by role, as a sentence, where they may not."""
    if poll.by_hand:
        return say("Some of the votes were counted by hand, without roles.")
    people = Counter(vote.role for vote in poll.ballots.values())
    if not people:
        return say("Nobody has voted.")
    if min(people.values()) >= FEWEST_OF_A_ROLE:
        return None
    return say(
        "A role with fewer than {fewest} people voted, so votes are not shown by role.",
        fewest=FEWEST_OF_A_ROLE,
    )


def _by_role(rubric: Rubric, poll: Poll) -> Mapping[str, Mapping[int, int]]:
    voted = Counter((vote.role, vote.level) for vote in poll.ballots.values())
    known = [role.id for role in rubric.panel.roles] if rubric.panel else []
    found = {role for role, _ in voted}
    roles = [role for role in known if role in found] + sorted(found.difference(known))
    return {role: {level: voted[role, level] for level in range(rubric.top + 1)} for role in roles}


def _narrowness(votes: CriterionVotes) -> tuple[int, Fraction]:
    latest = votes.latest
    spread, rwg = (latest.spread, latest.rwg.value) if latest else (None, None)
    return (-(spread or 0), rwg or Fraction(0))
