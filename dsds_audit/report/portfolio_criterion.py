"""One criterion in every group of a portfolio, in words."""

from dataclasses import dataclass

from dsds_audit.portfolio.one_criterion import CriterionFacts, GroupLevels
from dsds_audit.report.portfolio_numbers import thousands
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say


@dataclass(frozen=True)
class CriterionWording:
    """How many sites stand on each level of one criterion."""

    facts: CriterionFacts
    rubric: Rubric

    @property
    def title(self) -> str:
        """What the criterion is called, with its full id."""
        return f"{self.rubric.criteria[self.facts.criterion].title} ({self.facts.criterion})"

    @property
    def levels(self) -> tuple[str, ...]:
        """What the columns are called: every level, then what is not one."""
        steps = (f"{step.level} {step.label}" for step in self.rubric.scale)
        return (*steps, say("Not known"), say("Does not apply"))

    @property
    def shown(self) -> tuple[GroupLevels, ...]:
        """All sites, then the groups: those whose figures are shown."""
        return tuple(found for found in (self.facts.overall, *self.facts.groups) if found.counts)

    @property
    def counts(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Of all and of each group how many stand on each level, are not known, or have it not applying."""
        return tuple(
            (found.name, (*found.counts.levels, found.counts.unknown, found.counts.does_not_apply))
            for found in self.shown
            if found.counts
        )

    @property
    def rows(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The same as words."""
        return tuple((name, tuple(map(thousands, counts))) for name, counts in self.counts)
