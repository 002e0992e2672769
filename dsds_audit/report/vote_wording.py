"""What a panel's votes are called in sentences, the same in every format; roles, and never a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from dsds_audit.consensus import CriterionVotes, Tally, VoteSummary, summarize_votes
from dsds_audit.display import percent_of, whole_percent
from dsds_audit.polls import Poll, Polls
from dsds_audit.report.text import capitalized
from dsds_audit.rubric import Rubric
from dsds_audit.speech import decimal, mark, say, say_many

NONE_KEPT = mark("No votes were kept for this assessment.")
RWG_MEANS = mark("rWG is 1 where all agree, and 0 where people agree no more than chance would have it.")
ALPHA_MEANS = mark(
    "It is 1 where all agree, and 0 where they agree no more than chance would have it. It takes the first "
    "votes, before people talked."
)


@dataclass(frozen=True)
class RoundWording:
    """Sentences about one round of votes that were shown."""

    rubric: Rubric
    tally: Tally

    @property
    def name(self) -> str:
        """``Round 1``."""
        return say("Round {round}", round=self.tally.round)

    @cached_property
    def levels(self) -> str:
        """How many people gave which level: ``1 gave 0, 3 gave 1, 1 abstained``."""
        return _told(self.tally.levels, self.tally.abstained)

    @property
    def spread(self) -> str:
        """From which level to which the votes go."""
        given = self.tally.given
        if not given:
            return say("nobody gave a level")
        if given[0] == given[-1]:
            return say("all gave {level}", level=self._level(given[0]))
        return say("from {lowest} to {highest}", lowest=self._level(given[0]), highest=self._level(given[-1]))

    @property
    def agreement(self) -> str:
        """How far people agree, each measure by its name; or why that cannot be said."""
        if self.refusals:
            return " ".join(self.refusals)
        percent, rwg = self.tally.percent, self.tally.rwg
        return f"{percent.name} {self.percent}, {rwg.name} {self.rwg}"

    @property
    def percent(self) -> str:
        """Percent agreement as a number; a dash where there is none."""
        value = self.tally.percent.value
        return "–" if value is None else percent_of(whole_percent(value))

    @property
    def rwg(self) -> str:
        """RWG as a number; a dash where there is none."""
        value = self.tally.rwg.value
        return "–" if value is None else number(value)

    @property
    def refusals(self) -> tuple[str, ...]:
        """Why there is no number of agreement, once for each reason; empty where there is one."""
        reasons = (measure.reason for measure in (self.tally.percent, self.tally.rwg))
        return tuple(dict.fromkeys(reason for reason in reasons if reason))

    @cached_property
    def by_role(self) -> Mapping[str, str]:
        """How many people of each role gave which level, by its label; empty where that is withheld."""
        labels = {role.id: role.label for role in self.rubric.panel.roles} if self.rubric.panel else {}
        roles = self.tally.by_role or {}
        return {capitalized(labels.get(role, role)): _told(levels) for role, levels in roles.items()}

    @property
    def roles_hidden(self) -> str | None:
        """Why votes are not shown by role, as a sentence; None where they are."""
        return self.tally.roles_hidden

    def _level(self, level: int) -> str:
        return f"{level} ({self.rubric.label_of(level)})"


@dataclass(frozen=True)
class CriterionWording:
    """Sentences about the votes on one criterion."""

    rubric: Rubric
    votes: CriterionVotes

    @property
    def title(self) -> str:
        """The criterion's title."""
        return self.rubric.criteria[self.votes.criterion].title

    @cached_property
    def rounds(self) -> tuple[RoundWording, ...]:
        """The rounds whose votes were shown."""
        return tuple(RoundWording(self.rubric, tally) for tally in self.votes.tallies)

    @property
    def now_open(self) -> str | None:
        """That a vote is open and how many have voted, and nothing else of it; None where none is."""
        poll = self.votes.open_poll
        return tell_open(poll) if poll else None

    @property
    def agreed(self) -> str | None:
        """What the panel agreed on; None where it has not."""
        agreed = self.votes.agreed
        if agreed is None:
            return None
        if agreed.level is None:
            return say("Agreed: the panel does not know")
        label = f" ({self.rubric.label_of(agreed.level)})" if agreed.level <= self.rubric.top else ""
        return say("Agreed: {level}", level=f"{agreed.level}{label}")

    @property
    def minority(self) -> str | None:
        """The view of those who saw it otherwise."""
        agreed = self.votes.agreed
        if agreed is None or not agreed.minority:
            return None
        return say("Seen otherwise: {view}", view=agreed.minority)

    @property
    def difference(self) -> str:
        """What to talk about: the title, and how far the last votes are apart."""
        if not self.rounds:
            return self.title
        return say("{label}: {text}", label=self.title, text=self.rounds[-1].spread)


@dataclass(frozen=True)
class VoteWording:
    """Sentences about all the votes on an assessment."""

    rubric: Rubric
    polls: Polls

    @cached_property
    def summary(self) -> VoteSummary:
        """The latest votes on every criterion, and how far they agree."""
        return summarize_votes(self.rubric, self.polls)

    @property
    def headline(self) -> str:
        """On how many criteria the panel voted."""
        voted, all_of_them = len(self.summary.criteria), len(self.rubric.criteria)
        if not voted:
            return say(NONE_KEPT)
        return say_many(
            "The panel voted on {voted} of {count} criterion.",
            "The panel voted on {voted} of {count} criteria.",
            all_of_them,
            voted=voted,
        )

    @cached_property
    def criteria(self) -> tuple[CriterionWording, ...]:
        """What was voted on, in rubric order."""
        return tuple(CriterionWording(self.rubric, votes) for votes in self.summary.criteria)

    @cached_property
    def talk_first(self) -> tuple[CriterionWording, ...]:
        """What to talk about, widest spread first."""
        return tuple(CriterionWording(self.rubric, votes) for votes in self.summary.talk_first)

    @property
    def nothing_to_talk_about(self) -> str:
        """What is said where nothing is to be talked about first."""
        return say(
            "Nothing: wherever the votes were shown, people gave the same level, or have agreed since."
        )

    @property
    def alpha(self) -> str:
        """Agreement over all criteria, with its name; or why there is none."""
        measure, over = self.summary.alpha, self.summary.compared
        if measure.value is None:
            return say("{measure}: none. {reason}", measure=measure.name, reason=measure.reason)
        told = {"measure": measure.name, "value": number(measure.value), "number": over}
        return f"{say('{measure}: {value}, over {number} criteria.', **told)} {say(ALPHA_MEANS)}"


def tell_open(poll: Poll) -> str:
    """That a vote is open, and how many have voted; never what."""
    return say_many(
        "Round {round} is open: {count} person has voted. The votes can be seen once they are shown.",
        "Round {round} is open: {count} people have voted. The votes can be seen once they are shown.",
        poll.voted,
        round=poll.round,
    )


def number(value: Fraction) -> str:
    """A measure of agreement with two decimals, half up; ``1`` and ``0`` only where exactly so."""
    if value.denominator == 1:
        return str(value)
    cents = max(int(abs(value) * 100 + Fraction(1, 2)), 1)
    if abs(value) < 1:
        cents = min(cents, 99)
    return decimal(f"{'-' if value < 0 else ''}{cents // 100}.{cents % 100:02}")


def _told(levels: Mapping[int, int], abstained: int = 0) -> str:
    given = [(level, count) for level, count in levels.items() if count]
    told = [say_many("{count} gave {level}", "{count} gave {level}", n, level=level) for level, n in given]
    told += [say_many("{count} abstained", "{count} abstained", abstained)] if abstained else []
    return ", ".join(told) or say("nobody gave a level")
