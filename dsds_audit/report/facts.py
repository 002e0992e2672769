"""Everything a report is made of, computed once."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from dsds_audit.actions import Recommendation, recommend
from dsds_audit.adequacy import AdequateSet, find_adequate_set
from dsds_audit.administration import Administration, score_administration
from dsds_audit.assessment import Assessment
from dsds_audit.findings import Finding, find_findings
from dsds_audit.gaps import Gap, Strengths, Unknown, find_gaps, find_strengths, find_unknowns
from dsds_audit.plan import ActionItem, Plan
from dsds_audit.plan_effects import items_of
from dsds_audit.rubric import Role, Rubric
from dsds_audit.scored import Scored


@dataclass(frozen=True, slots=True)
class RoleCount:
    """How many took part in a role; names reach no report."""

    role: Role
    count: int


@dataclass(frozen=True)
class Facts(Scored):
    """One assessment held against its rubric.

    Every format renders these, so no two can disagree; each is computed when first asked for, and once.
    ``as_of`` stands for today where a report says how old things are; None leaves that out. ``plan`` is the
    site's, None where it has none or where it is not at hand.
    """

    as_of: dt.date | None = None
    plan: Plan | None = None

    @cached_property
    def items(self) -> tuple[ActionItem, ...]:
        """The action items of the plan about the program assessed."""
        return items_of(self.plan, self.assessment.program)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """What is below its target, largest effect first."""
        return find_gaps(self.rubric, self.assessment)

    @cached_property
    def strengths(self) -> Strengths:
        """What is in place."""
        return find_strengths(self.rubric, self.assessment)

    @cached_property
    def unknowns(self) -> tuple[Unknown, ...]:
        """What has to be found out, widest effect first."""
        return find_unknowns(self.rubric, self.assessment)

    @cached_property
    def recommendations(self) -> tuple[Recommendation, ...]:
        """What to do, in order."""
        return recommend(self.rubric, self.assessment)

    @cached_property
    def adequate_set(self) -> AdequateSet:
        """The least effort that makes the site adequate."""
        return find_adequate_set(self.rubric, self.assessment)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What in the record does not add up."""
        return find_findings(self.rubric, self.assessment)

    @cached_property
    def administration(self) -> Administration | None:
        """How the assessment was run; None where the rubric makes no statements about that."""
        return score_administration(self.rubric, self.assessment)

    def share(self, level: int) -> Fraction:
        """A level in percent of the top of the scale, exact."""
        return Fraction(100 * level, self.rubric.top)

    @cached_property
    def roles(self) -> tuple[RoleCount, ...]:
        """Who took part: roles in the rubric's order, then any others, each with how many."""
        counts: Mapping[str, int] = Counter(person.role for person in self.assessment.participants)
        known = {role.id: role for role in (self.rubric.panel.roles if self.rubric.panel else ())}
        order = [*(name for name in known if name in counts), *(name for name in counts if name not in known)]
        return tuple(RoleCount(known.get(name, Role(id=name, label=name)), counts[name]) for name in order)


def gather_facts(
    rubric: Rubric, assessment: Assessment, *, as_of: dt.date | None = None, plan: Plan | None = None
) -> Facts:
    """The facts of an assessment that fits the rubric (conformity.py checks that it does)."""
    return Facts(rubric, assessment, as_of, plan)
