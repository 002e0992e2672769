"""What a panel's votes are called in sentences, the same in every format; roles, and never a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from dsds_audit.consensus import CriterionVotes, Tally, VoteSummary, summarize_votes
from dsds_audit.display import plural, whole_percent
from dsds_audit.polls import Poll, Polls
from dsds_audit.report.text import capitalized
from dsds_audit.rubric import Rubric

NONE_KEPT = "No votes were kept for this assessment."
RWG_MEANS = "rWG is 1 where all agree, and 0 where people agree no more than chance would have it."
ALPHA_MEANS = (
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
        return f"Round {self.tally.round}"

    @cached_property
    def levels(self) -> str:
        """How many people gave which level: ``1 gave 0, 3 gave 1, 1 abstained``."""
        return _told(self.tally.levels, self.tally.abstained)

    @property
    def spread(self) -> str:
        """From which level to which the votes go."""
        given = self.tally.given
        if not given:
            return "nobody gave a level"
        if given[0] == given[-1]:
            return f"all gave {self._level(given[0])}"
        return f"from {self._level(given[0])} to {self._level(given[-1])}"

    @property
    def agreement(self) -> str:
        """How far people agree, each measure by its name; or why that cannot be said."""
        if self.refusals:
            return " ".join(self.refusals)
        percent, rwg = self.tally.percent, self.tally.rwg
        return f"{percent.metric} {self.percent}, {rwg.metric} {self.rwg}"

    @property
    def percent(self) -> str:
        """Percent agreement as a number; a dash where there is none."""
        value = self.tally.percent.value
        return "–" if value is None else f"{whole_percent(value)} %"

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
            return "Agreed: the panel does not know"
        label = f" ({self.rubric.label_of(agreed.level)})" if agreed.level <= self.rubric.top else ""
        return f"Agreed: {agreed.level}{label}"

    @property
    def minority(self) -> str | None:
        """The view of those who saw it otherwise."""
        agreed = self.votes.agreed
        return f"Seen otherwise: {agreed.minority}" if agreed and agreed.minority else None

    @property
    def difference(self) -> str:
        """What to talk about: the title, and how far the last votes are apart."""
        return f"{self.title}: {self.rounds[-1].spread}" if self.rounds else self.title


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
            return NONE_KEPT
        return f"The panel voted on {voted} of {plural(all_of_them, 'criterion', 'criteria')}."

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
        return "Nothing: wherever the votes were shown, people gave the same level, or have agreed since."

    @property
    def alpha(self) -> str:
        """Agreement over all criteria, with its name; or why there is none."""
        measure, over = self.summary.alpha, self.summary.compared
        if measure.value is None:
            return f"{measure.metric}: none. {measure.reason}"
        return f"{measure.metric}: {number(measure.value)}, over {over} criteria. {ALPHA_MEANS}"


def tell_open(poll: Poll) -> str:
    """That a vote is open, and how many have voted; never what."""
    have = "person has" if poll.voted == 1 else "people have"
    return (
        f"Round {poll.round} is open: {poll.voted} {have} voted. The votes can be seen once they are shown."
    )


def number(value: Fraction) -> str:
    """A measure of agreement with two decimals, half up; ``1`` and ``0`` only where exactly so."""
    if value.denominator == 1:
        return str(value)
    cents = max(int(abs(value) * 100 + Fraction(1, 2)), 1)
    if abs(value) < 1:
        cents = min(cents, 99)
    return f"{'-' if value < 0 else ''}{cents // 100}.{cents % 100:02}"


def _told(levels: Mapping[int, int], abstained: int = 0) -> str:
    told = [f"{count} gave {level}" for level, count in levels.items() if count]
    told += [f"{abstained} abstained"] if abstained else []
    return ", ".join(told) or "nobody gave a level"
