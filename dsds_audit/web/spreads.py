"""Votes that everybody may see, as bars over the levels."""

from dataclasses import dataclass
from fractions import Fraction

from dsds_audit.consensus import Tally
from dsds_audit.report.vote_wording import RWG_MEANS, RoundWording
from dsds_audit.speech import mark, say, say_many

_AGREEMENT_MEANS = mark("Percent agreement is the share of all pairs of people who gave the same level.")


def tell_measures() -> str:
    """What the measures of agreement mean."""
    return f"{say(_AGREEMENT_MEANS)} {say(RWG_MEANS)}"


@dataclass(frozen=True, slots=True)
class Bar:
    """How many gave one level; ``share`` is the percentage of all who voted."""

    label: str
    people: str
    share: Fraction


@dataclass(frozen=True)
class ShownRound:
    """One round whose votes everybody may see."""

    words: RoundWording

    @property
    def bars(self) -> tuple[Bar, ...]:
        """Every level of the scale, lowest first, then those who abstained."""
        tally, rubric = self.words.tally, self.words.rubric
        levels = [(f"{level} {rubric.label_of(level)}", people) for level, people in tally.levels.items()]
        given = (*levels, (say("abstained"), tally.abstained))
        return tuple(_bar(label, people, tally) for label, people in given)

    @property
    def agreement(self) -> str:
        """How far people agree, by the names of the measures; or why that cannot be told."""
        return say(
            "{round}: {agreement}.",
            round=self.words.name,
            agreement=self.words.agreement.removesuffix("."),
        )


def _bar(label: str, people: int, tally: Tally) -> Bar:
    return Bar(
        label,
        say_many("{count} person", "{count} people", people),
        Fraction(100 * people, max(tally.voters, 1)),
    )
