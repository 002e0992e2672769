"""The commonest gaps of a portfolio, the actions that would serve most, and whom to visit, in sentences."""

from dataclasses import dataclass
from functools import cached_property

from dsds_audit.portfolio.common_gaps import CommonGap
from dsds_audit.portfolio.facts import PortfolioFacts
from dsds_audit.portfolio.strengths import Strength
from dsds_audit.report.portfolio_numbers import percent, signed_points, thousands
from dsds_audit.speech import say, say_many


@dataclass(frozen=True)
class GapWording:
    """A criterion on which sites are below their target, with what would serve them."""

    gap: CommonGap
    title: str

    @property
    def sites(self) -> str:
        """``40 of 52 sites (77 %)``: of those whose level is known."""
        below, known = thousands(self.gap.below), thousands(self.gap.known)
        return say(
            "{below} of {known} ({percent})", below=below, known=known, percent=percent(self.gap.share)
        )

    @property
    def unknown(self) -> str:
        """Of how many nobody knows; empty where all is known."""
        missing = self.gap.applies - self.gap.known
        if not missing:
            return ""
        return say_many(
            "of {sites} more nobody knows", "of {sites} more nobody knows", missing, sites=thousands(missing)
        )

    @property
    def summary(self) -> str:
        """How many are below their target, of how many nobody knows, and what each would gain."""
        parts = {"sites": self.sites, "points": self.gain}
        if self.unknown:
            return say(
                "{sites} below target, {unknown}; {points} points each on average",
                **parts,
                unknown=self.unknown,
            )
        return say("{sites} below target; {points} points each on average", **parts)

    @property
    def gain(self) -> str:
        """``+6.3``: percentage points on the low end, on average."""
        return signed_points(self.gap.mean_gain)

    @property
    def actions(self) -> tuple[str, ...]:
        """Each action with its effort and who usually owns it."""
        return tuple(
            say(
                "{action} ({effort}, {owner})",
                action=step.action.text,
                effort=step.effort.label,
                owner=step.action.owner,
            )
            for step in self.gap.actions
            if step.action is not None and step.effort is not None
        )


@dataclass(frozen=True)
class StrengthWording:
    """What some sites have in place and others lack, with whom to visit."""

    strength: Strength
    title: str
    practice: bool
    hosts: tuple[str, ...]

    @property
    def counts(self) -> str:
        """``in place at 12 sites, wanting at 40``."""
        return say_many(
            "in place at {count} site, wanting at {lacking}",
            "in place at {count} sites, wanting at {lacking}",
            self.strength.in_place,
            lacking=thousands(self.strength.lacking),
        )


@dataclass(frozen=True, slots=True)
class VisitWording:
    """Which site could visit which other one, and what for."""

    site: str
    host: str
    title: str


@dataclass(frozen=True)
class AdviceForMany:
    """Sentences about what would serve many sites."""

    facts: PortfolioFacts

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of every practice and criterion by its full id."""
        rubric = self.facts.portfolio.rubric
        practices = {practice.id: practice.short for practice in rubric.practices}
        return practices | {name: criterion.title for name, criterion in rubric.criteria.items()}

    @cached_property
    def gaps(self) -> tuple[GapWording, ...]:
        """The commonest gaps in order."""
        return tuple(GapWording(gap, self.titles[gap.criterion]) for gap in self.facts.gaps)

    @cached_property
    def strengths(self) -> tuple[StrengthWording, ...]:
        """Who does well what others lack."""
        return tuple(
            StrengthWording(
                strength,
                self.titles[strength.id],
                "." not in strength.id,
                tuple(self._named(row) for row in strength.hosts.tolist()),
            )
            for strength in self.facts.strengths
        )

    @cached_property
    def visits(self) -> tuple[VisitWording, ...]:
        """A visit for every site that has a gap which another has in place."""
        visits, sites = self.facts.visits, self.facts.portfolio.site
        criteria = list(self.facts.portfolio.rubric.criteria)
        return tuple(
            VisitWording(str(sites[row]), str(sites[host]), self.titles[criteria[int(visits.criterion[row])]])
            for row in self.facts.counted.tolist()
            if (host := int(visits.host[row])) >= 0
        )

    def _named(self, row: int) -> str:
        portfolio = self.facts.portfolio
        group = str(portfolio.group[row])
        about = ", ".join(part for part in (group, str(portfolio.date[row].astype("datetime64[D]"))) if part)
        return f"{portfolio.site[row]} ({about})"
