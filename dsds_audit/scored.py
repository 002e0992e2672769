"""An assessment beside its scores."""

from dataclasses import dataclass
from functools import cached_property

from dsds_audit.assessment import Assessment
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import Scorecard, score


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
