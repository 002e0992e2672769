"""What a portfolio is called in sentences, the same in every format."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from dsds_audit.display import exact, percent_of
from dsds_audit.names import folded
from dsds_audit.portfolio.changes import CHANGES
from dsds_audit.portfolio.facts import PortfolioFacts
from dsds_audit.report.portfolio_advice import AdviceForMany
from dsds_audit.report.portfolio_criterion import CriterionWording
from dsds_audit.report.portfolio_glances import Glance, glances_of
from dsds_audit.report.portfolio_groups import GroupWording
from dsds_audit.report.portfolio_notes import not_done, reading_of, tell_left_out_records
from dsds_audit.report.portfolio_numbers import brief, percent, thousands, whole_number
from dsds_audit.report.portfolio_sites import CHANGE_LABELS, SiteWording, Standing
from dsds_audit.report.text import capitalized
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say, say_many, sort_key

IN_FULL = 60
"""How many sites are shown cell by cell."""


@dataclass(frozen=True)
class PortfolioWording:
    """Sentences about a portfolio's facts; numbers are shown by the rules of display.py.

    ``asked_for`` names sites that are to be shown over their group, however many sites there are.
    """

    facts: PortfolioFacts
    asked_for: tuple[str, ...] = ()

    @property
    def rubric(self) -> Rubric:
        """The rubric that all are held against."""
        return self.facts.portfolio.rubric

    @cached_property
    def everyone(self) -> GroupWording:
        """All sites as one group."""
        return GroupWording(self.facts.overall, self.rubric)

    @cached_property
    def groups(self) -> tuple[GroupWording, ...]:
        """The groups, or the half-years; none where it is by site."""
        return tuple(GroupWording(group, self.rubric) for group in self.facts.groups)

    @cached_property
    def shown(self) -> tuple[GroupWording, ...]:
        """All sites, then the groups: those whose figures are shown."""
        return tuple(group for group in (self.everyone, *self.groups) if group.shown)

    @cached_property
    def withheld(self) -> str:
        """Which groups' figures are not shown, and why; empty where all are."""
        hidden = [group for group in (self.everyone, *self.groups) if not group.shown]
        if not hidden:
            why = self.facts.groups_withheld
            return say("each group's. {why}", why=why) if why else ""
        named, more, why = (
            ", ".join(group.name for group in hidden[:20]),
            len(hidden) - 20,
            hidden[0].withheld,
        )
        if more > 0:
            return say("{groups} and {more} more. {why}", groups=named, more=more, why=why)
        return say("{groups}. {why}", groups=named, why=why)

    @property
    def group_word(self) -> str:
        """What a group is called."""
        return say("Half-year") if self.facts.by == "date" else say("Group")

    @cached_property
    def sites(self) -> tuple[SiteWording, ...]:
        """The latest assessment of each site and program, by name."""
        standing = Standing(self.facts.ranks, self.facts.sensitivity, self.facts.changes)
        sites = (SiteWording(self.facts.portfolio, row, standing) for row in self.facts.counted.tolist())
        return tuple(sorted(sites, key=lambda site: sort_key(site.site)))

    @cached_property
    def ranked(self) -> tuple[SiteWording, ...]:
        """Those that have a rank, in the order of their intervals; equal ones by name."""
        ranks = self.facts.ranks
        of = {site.row: site for site in self.sites}
        rows = sorted(ranks.rows.tolist(), key=lambda row: (ranks.best[row], ranks.worst[row], row))
        return tuple(of[row] for row in rows)

    @property
    def ranked_count(self) -> str:
        """How many have a rank."""
        return thousands(self.facts.ranks.of)

    @cached_property
    def several_versions(self) -> bool:
        """Whether a site's row has to say which rubric version it was made with."""
        made = self.facts.portfolio.made_with[self.facts.counted]
        return bool((made != self.rubric.ref).any())

    @property
    def in_full(self) -> bool:
        """Whether every site has a row of cells."""
        return len(self.sites) <= IN_FULL

    @cached_property
    def headline(self) -> str:
        """``200 sites in 8 groups``."""
        count = len({site.site for site in self.sites})
        sites = say_many("{number} site", "{number} sites", count, number=thousands(count))
        groups = len(self.groups)
        if groups < 2:
            return sites
        if self.facts.by == "date":
            return say_many(
                "{sites} in {count} half-year", "{sites} in {count} half-years", groups, sites=sites
            )
        return say_many("{sites} in {count} group", "{sites} in {count} groups", groups, sites=sites)

    @property
    def subject(self) -> str:
        """The program where it is one for all, the rubric, and from when to when."""
        programs = {site.program for site in self.sites}
        program = programs.pop() if len(programs) == 1 else ""
        days = sorted({site.day for site in self.sites})
        first, last = days[0], days[-1]
        spans = (
            first if first == last else say("{first_date} to {last_date}", first_date=first, last_date=last)
        )
        return ", ".join(part for part in (program, self.rubric.title, self.rubric.ref, spans) if part)

    @cached_property
    def several_programs(self) -> bool:
        """Whether a site's row has to say which program it is of."""
        return len({site.program for site in self.sites}) > 1

    @cached_property
    def glances(self) -> tuple[Glance, ...]:
        """The headline figures; none where even those of all sites are withheld."""
        return tuple(glances_of(self.everyone)) if self.everyone.shown else ()

    @property
    def left_out(self) -> tuple[str, ...]:
        """What is not in the figures, a sentence a reason."""
        return tuple(map(tell_left_out_records, self.facts.left_out))

    @property
    def reading(self) -> tuple[str, ...]:
        """How to read the figures."""
        return (*reading_of(self.facts), self.thresholds)

    @property
    def not_done(self) -> tuple[str, ...]:
        """What was left alone on purpose."""
        return tuple(not_done(self.facts))

    @property
    def thresholds(self) -> str:
        """What counts as adequate."""
        total, practice = (
            exact(Fraction(held)) for held in (self.rubric.thresholds.total, self.rubric.thresholds.practice)
        )
        return say(
            "Adequate needs {total} in total and {practice} in every practice that applies, unless "
            "a site set "
            "thresholds of its own. It is open while the range leaves it open.",
            total=percent_of(total),
            practice=percent_of(practice),
        )

    @cached_property
    def advice(self) -> AdviceForMany:
        """Gaps, actions, strengths and visits."""
        return AdviceForMany(self.facts)

    @property
    def sensitivity(self) -> Sequence[tuple[str, str, str, str]]:
        """Each other rule: its sentence, the median and the largest move, the pairs that swap."""
        return [
            (
                effect.rule.sentence,
                brief(effect.median_move),
                brief(effect.largest_move),
                "—" if effect.swapped_share is None else percent(effect.swapped_share),
            )
            for effect in self.facts.sensitivity.effects
        ]

    @property
    def certain(self) -> str:
        """How many pairs of sites are certainly in order."""
        ranks = self.facts.ranks
        return say_many(
            "{certain} of {pairs} pairs of sites are certainly in order; the others are tied.",
            "{certain} of {pairs} pairs of sites are certainly in order; the others are tied.",
            ranks.certain_pairs,
            certain=thousands(ranks.certain_pairs),
            pairs=thousands(ranks.pairs),
        )

    @cached_property
    def change_rows(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Of all and of each group, how many made which change."""
        return tuple(
            (group.name, tuple(thousands(group.statistics.changes.counts[kind]) for kind in CHANGES))
            for group in self.shown
        )

    @property
    def change_titles(self) -> tuple[str, ...]:
        """What the changes are called."""
        return tuple(capitalized(CHANGE_LABELS[kind]) for kind in CHANGES)

    @property
    def beyond_error(self) -> str:
        """How many changes exceed the error of measurement; empty where that is not known."""
        if not self.everyone.shown or (beyond := self.everyone.statistics.changes.beyond_error) is None:
            return ""
        return say(
            "By more than the error of measurement, {points} points: {risen} risen, {fallen} fallen.",
            points=whole_number(self.facts.changes.smallest),
            risen=thousands(beyond["risen"]),
            fallen=thousands(beyond["fallen"]),
        )

    @cached_property
    def criterion(self) -> CriterionWording | None:
        """The one criterion that was asked for, if any."""
        return CriterionWording(self.facts.criterion, self.rubric) if self.facts.criterion else None

    @cached_property
    def sites_asked_for(self) -> tuple[SiteWording, ...]:
        """The sites that were asked for by name, once for each program."""
        names = set(map(folded, self.asked_for))
        return tuple(site for site in self.sites if folded(site.site) in names)
