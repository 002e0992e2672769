"""An assessment beside its scores."""

from dataclasses import dataclass
from functools import cached_property

from dsds_audit.assessment import Assessment
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import Scorecard, is_evidenced, score


@dataclass(frozen=True)
class Scored:
    """An assessment held against a rubric; each of its scores is computed when first asked for, and once."""

    rubric: Rubric
    assessment: Assessment

    @cached_property
    def card(self) -> Scorecard:
        """The scores as claimed."""
        return score(self.rubric, self.assessment)

    @cached_property
    def evidenced(self) -> Scorecard:
        """The scores that fresh evidence shows, as ranges."""
        return score(self.rubric, self.assessment, evidenced=True)

    @cached_property
    def shown(self) -> frozenset[str]:
        """Full ids of the criteria whose level has evidence that was fresh at the assessment's own date."""
        return frozenset(
            name
            for name, rating in self.assessment.claims.items()
            if rating.level is not None and is_evidenced(self.rubric.criteria[name], rating, self.assessment)
        )
