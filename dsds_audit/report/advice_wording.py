"""When to do what is advised, and what becomes of the total."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from dsds_audit.actions import Recommendation, When
from dsds_audit.display import STATUS_LABELS, effort_name, percent_of, whole_percent
from dsds_audit.report.facts import Facts
from dsds_audit.report.text import long_date
from dsds_audit.report.wording import Wording
from dsds_audit.speech import Labels, mark, say, series_of

WAVE_LABELS = Labels({"now": "Now", "next": "Next", "later": "Later"})
_WAVES: tuple[tuple[When, str], ...] = (
    ("now", mark("Begin with these: few enough to get done.")),
    ("next", mark("Take these up when the first are under way; their dates are the earliest possible.")),
    ("later", mark("These can wait.")),
)


@dataclass(frozen=True)
class AdviceWording:
    """Sentences about what one assessment's recommendations are good for."""

    facts: Facts

    @cached_property
    def words(self) -> Wording:
        """What the facts are called."""
        return Wording(self.facts)

    @property
    def waves(self) -> tuple[tuple[When, str], ...]:
        """When to do what, and what that means."""
        return tuple((when, say(intro)) for when, intro in _WAVES)

    def wave(self, when: When) -> str:
        """When to do it, in a word."""
        return WAVE_LABELS[when]

    def total(self, low: Fraction | None) -> str:
        """A total that was computed for later: ``at least 71 %`` while something stays unknown."""
        card = self.facts.card
        if low is None:
            return STATUS_LABELS["not_applicable"]
        percent = percent_of(whole_percent(low, [card.total_threshold]))
        if card.rated != card.asked:
            percent = say("at least {percent}", percent=percent)
        return f"{percent} ({self.words.rated(card)})"

    def outcome(self, advice: Recommendation) -> str:
        """What the total becomes, by itself and after everything that is recommended before it."""
        alone, then = self.total(advice.low_alone), self.total(advice.low_then)
        if self.words.rank(advice) == 1:
            return say("Once it is done, the total is {percent}.", percent=alone)
        return say(
            "Once it is done, the total is {alone} by itself, {then} after everything above.",
            alone=alone,
            then=then,
        )

    def effort(self, advice: Recommendation) -> str:
        """Which practice it belongs to, how far it is to the target, at which effort, and by when."""
        parts = {
            "practice": self.facts.rubric.practice_of(advice.criterion).short,
            "rise": self.words.rise(advice),
            "effort": advice.cost,
        }
        if not advice.due:
            return say("{practice}. To rise {rise}; effort {effort}.", **parts)
        return say(
            "{practice}. To rise {rise}; effort {effort}; could be done by {date}.",
            **parts,
            date=long_date(advice.due),
        )

    @property
    def efforts(self) -> str:
        """What the sizes of efforts mean."""
        return series_of(
            say(
                "{effort} means {meaning} ({points})",
                effort=effort_name(effort.id),
                meaning=effort.label,
                points=effort.cost,
            )
            for effort in self.facts.rubric.efforts
        )
