"""When to do what is advised, and what becomes of the total."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from dsds_audit.actions import Recommendation, When
from dsds_audit.display import STATUS_LABELS, whole_percent
from dsds_audit.report.facts import Facts
from dsds_audit.report.wording import Wording

_WAVES: tuple[tuple[When, str], ...] = (
    ("now", "Begin with these: few enough to get done."),
    ("next", "Take these up when the first are under way; their dates are the earliest possible."),
    ("later", "These can wait."),
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
        return _WAVES

    def total(self, low: Fraction | None) -> str:
        """A total that was computed for later: ``at least 71 %`` while something stays unknown."""
        card = self.facts.card
        if low is None:
            return STATUS_LABELS["not_applicable"]
        number = f"{whole_percent(low, [card.total_threshold])} %"
        return f"{number if card.rated == card.asked else f'at least {number}'} ({self.words.rated(card)})"

    def outcome(self, advice: Recommendation) -> str:
        """What the total becomes, by itself and after everything that is recommended before it."""
        alone, then = self.total(advice.low_alone), self.total(advice.low_then)
        if self.words.rank(advice) == 1:
            return f"Once it is done, the total is {alone}."
        return f"Once it is done, the total is {alone} by itself, {then} after everything above."
