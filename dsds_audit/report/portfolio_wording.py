"""What a portfolio is called in sentences, the same in every format."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from dsds_audit.display import exact, plural
from dsds_audit.names import folded
from dsds_audit.portfolio.changes import CHANGES
from dsds_audit.portfolio.facts import PortfolioFacts
from dsds_audit.report.portfolio_advice import AdviceForMany
from dsds_audit.report.portfolio_criterion import CriterionWording
from dsds_audit.report.portfolio_groups import GroupWording
from dsds_audit.report.portfolio_notes import not_done, reading_of, tell_left_out_records
from dsds_audit.report.portfolio_numbers import percent, thousands
from dsds_audit.report.portfolio_sites import CHANGE_LABELS, SiteWording, Standing
from dsds_audit.rubric import Rubric

IN_FULL = 60
"""How many sites are shown cell by cell."""


@dataclass(frozen=True, slots=True)
class Glance:
    """One headline figure: what it is, the figure, how to read it."""

    label: str
    value: str
    note: str


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
            return f"each group's. {self.facts.groups_withheld}" if self.facts.groups_withheld else ""
        named = ", ".join(group.name for group in hidden[:20])
        more = f" and {len(hidden) - 20} more" if len(hidden) > 20 else ""
        return f"{named}{more}. {hidden[0].withheld}"

    @property
    def group_word(self) -> str:
        """What a group is called."""
        return "Half-year" if self.facts.by == "date" else "Group"

    @cached_property
    def sites(self) -> tuple[SiteWording, ...]:
        """The latest assessment of each site and program, by name."""
        standing = Standing(self.facts.ranks, self.facts.sensitivity, self.facts.changes)
        return tuple(SiteWording(self.facts.portfolio, row, standing) for row in self.facts.counted.tolist())

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
        sites = f"{thousands(count)} site{'' if count == 1 else 's'}"
        if len(self.groups) < 2:
            return sites
        word = ("half-year", "half-years") if self.facts.by == "date" else ("group", "groups")
        return f"{sites} in {plural(len(self.groups), *word)}"

    @property
    def subject(self) -> str:
        """The program where it is one for all, the rubric, and from when to when."""
        programs = {site.program for site in self.sites}
        program = programs.pop() if len(programs) == 1 else ""
        days = sorted({site.day for site in self.sites})
        spans = " to ".join(dict.fromkeys((days[0], days[-1])))
        return ", ".join(part for part in (program, self.rubric.title, self.rubric.ref, spans) if part)

    @cached_property
    def several_programs(self) -> bool:
        """Whether a site's row has to say which program it is of."""
        return len({site.program for site in self.sites}) > 1

    @cached_property
    def glances(self) -> tuple[Glance, ...]:
        """The headline figures; none where even those of all sites are withheld."""
        return tuple(self._glances()) if self.everyone.shown else ()

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
        return (
            f"Adequate needs {total} % in total and {practice} % in every practice that applies, unless a "
            "site set thresholds of its own. It is open while the range leaves it open."
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
                f"{effect.median_move:g}",
                f"{effect.largest_move:g}",
                "—" if effect.swapped_share is None else percent(effect.swapped_share),
            )
            for effect in self.facts.sensitivity.effects
        ]

    @property
    def certain(self) -> str:
        """How many pairs of sites are certainly in order."""
        ranks = self.facts.ranks
        certain, pairs = thousands(ranks.certain_pairs), thousands(ranks.pairs)
        return f"{certain} of {pairs} pairs of sites are certainly in order; the others are tied."

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
        return tuple(CHANGE_LABELS[kind].capitalize() for kind in CHANGES)

    @property
    def beyond_error(self) -> str:
        """How many changes exceed the error of measurement; empty where that is not known."""
        if not self.everyone.shown or (beyond := self.everyone.statistics.changes.beyond_error) is None:
            return ""
        smallest = percent(self.facts.changes.smallest).removesuffix(" %")
        return (
            f"By more than the error of measurement, {smallest} points: {thousands(beyond['risen'])} risen, "
            f"{thousands(beyond['fallen'])} fallen."
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

    def _glances(self) -> Iterator[Glance]:
        every = self.everyone
        statistics = every.statistics
        counted = f"over {plural(statistics.counted, 'assessment')}, one a site and program"
        yield Glance("Median of sites", every.median, f"{counted}; {every.rated}")
        yield Glance("Mean of sites", every.mean_of_sites, "every site counts the same")
        pooled, _, panels = every.pooled.partition(" (")
        panels = panels.removesuffix(")") or "nobody told how many they were"
        yield Glance("Pooled over people", pooled, f"every participant counts the same; {panels}")
        yield Glance("Adequate: yes, open, no", every.adequate_counts, "held against each site's thresholds")
        panel, _, unrecorded = every.panel.partition(", ")
        yield Glance("Panel", panel, f"people who took part; {unrecorded or 'recorded everywhere'}")
        carried = f"; {plural(statistics.carried, 'record')} carried by the crosswalk"
        yield Glance(
            "Held against",
            self.rubric.ref,
            f"made with {every.versions}{carried if statistics.carried else ''}",
        )
