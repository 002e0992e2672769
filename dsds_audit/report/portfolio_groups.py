"""What a group of a portfolio is called, the same in every format."""

from dataclasses import dataclass
from functools import cached_property

from dsds_audit.display import STATUS_LABELS
from dsds_audit.portfolio.distributions import Distribution, Ends
from dsds_audit.portfolio.group_facts import GroupFacts, GroupStatistics
from dsds_audit.portfolio.statuses import StatusCounts
from dsds_audit.report.charts.group_bands import Middle
from dsds_audit.report.portfolio_numbers import brief, percent, percents, thousands, whole_number
from dsds_audit.report.portfolio_rows import VERDICT_LABELS, HeatCell
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import Status
from dsds_audit.speech import say, say_many

_TENTHS = tuple(f"{tenth * 10}–" for tenth in range(10))
_SHOWN: tuple[Status, ...] = (
    "in_place",
    "partially_in_place",
    "not_in_place",
    "undetermined",
    "not_applicable",
)


@dataclass(frozen=True, slots=True)
class Box:
    """Where a distribution stands on a line from 0 to 100 percent: from the left, and how wide."""

    kind: str
    whisker: tuple[float, float]
    box: tuple[float, float]
    median: float


@dataclass(frozen=True, slots=True)
class Tenth:
    """How many sites lie in a tenth, as claimed at least and at most, and the bars' heights in percent."""

    name: str
    low: int
    high: int
    low_height: float
    high_height: float


@dataclass(frozen=True)
class GroupWording:
    """One group; where its figures are withheld nothing but ``name`` and ``withheld`` may be asked for."""

    facts: GroupFacts
    rubric: Rubric

    @property
    def name(self) -> str:
        """The group's name."""
        return self.facts.name

    @property
    def shown(self) -> bool:
        """Whether its figures are shown."""
        return self.facts.statistics is not None

    @property
    def withheld(self) -> str:
        """Why its figures are not shown; empty where they are."""
        return self.facts.withheld or ""

    @cached_property
    def statistics(self) -> GroupStatistics:
        """Its figures; ValueError where they are withheld."""
        if self.facts.statistics is None:
            raise ValueError(f"the figures of {self.name} are withheld")
        return self.facts.statistics

    @property
    def sites(self) -> str:
        """``12 sites``."""
        return say_many("{number} site", "{number} sites", self.statistics.sites, number=self.count)

    @property
    def count(self) -> str:
        """How many sites it has."""
        return thousands(self.statistics.sites)

    @property
    def median(self) -> str:
        """The median of the low ends, and of the high ends."""
        low, high = self.statistics.total.low, self.statistics.total.high
        return percents(low.median if low else None, high.median if high else None)

    @property
    def mean_of_sites(self) -> str:
        """Every site counting the same."""
        return _ends(self.statistics.mean_of_sites)

    @property
    def pooled(self) -> str:
        """Every participant counting the same, with how many sites told how many they were."""
        if self.statistics.pooled_over_people is None:
            return say("no panel recorded")
        return f"{self.pooled_score} ({self.panels})"

    @property
    def pooled_score(self) -> str:
        """Every participant counting the same."""
        return _ends(self.statistics.pooled_over_people)

    @property
    def panels(self) -> str:
        """``10 of 12 panels recorded``."""
        counted, panels = thousands(self.statistics.counted), thousands(self.statistics.with_panel)
        return say("{panels} of {counted} panels recorded", panels=panels, counted=counted)

    @property
    def rated(self) -> str:
        """``160 of 168 rated, 10 of 12 complete``."""
        s = self.statistics
        return say(
            "{rated} of {asked} rated, {complete} of {counted} complete",
            rated=thousands(s.rated),
            asked=thousands(s.asked),
            complete=thousands(s.complete),
            counted=thousands(s.counted),
        )

    @property
    def panel(self) -> str:
        """The median panel, and how many sites recorded none."""
        if not self.unrecorded:
            return self.panel_size
        return say("{panel}, {unrecorded}", panel=self.panel_size, unrecorded=self.unrecorded)

    @property
    def panel_size(self) -> str:
        """The median panel."""
        people = self.statistics.participation.people
        return say("median {people}", people=brief(people.median)) if people else say("none recorded")

    @property
    def unrecorded(self) -> str:
        """How many sites recorded no panel; empty where none did, or all."""
        people, count = self.statistics.participation.people, self.statistics.participation.unrecorded
        if not people or not count:
            return ""
        return say_many("{panels} not recorded", "{panels} not recorded", count, panels=thousands(count))

    @property
    def adequate(self) -> str:
        """``3 yes, 5 no, 4 open``."""
        told = (f"{thousands(count)} {VERDICT_LABELS[kind]}" for kind, count in self._verdicts if count)
        return ", ".join(told) or "—"

    @property
    def adequate_counts(self) -> str:
        """How many are, of how many it is open, how many are not."""
        return " · ".join(thousands(count) for kind, count in self._verdicts if kind != "does_not_apply")

    @property
    def adequate_parts(self) -> tuple[tuple[str, float], ...]:
        """``yes`` and ``open`` with their share of the bar, in percent."""
        total = sum(count for _, count in self._verdicts)
        shares = ((kind, 100 * count / total) for kind, count in self._verdicts if total)
        return tuple((kind, share) for kind, share in shares if kind in ("yes", "open"))

    @property
    def versions(self) -> str:
        """The rubric versions its records were made with."""
        made = self.statistics.made_with
        named = (
            say("{version}: {count}", version=ref.partition("@")[2], count=thousands(count))
            for ref, count in made.items()
        )
        return ", ".join(named)

    @property
    def boxes(self) -> tuple[Box, ...]:
        """How the low ends and the high ends are spread; none where nothing applies."""
        total = self.statistics.total
        return tuple(_box(kind, found) for kind, found in (("low", total.low), ("high", total.high)) if found)

    @cached_property
    def tenths(self) -> tuple[Tenth, ...]:
        """How many sites lie in each tenth, with bars as high as the longest allows."""
        low, high = self.statistics.low_tenths, self.statistics.high_tenths
        most = max([*low, *high, 1])
        return tuple(
            Tenth(name, *pair, *(100 * count / most for count in pair))
            for name, *pair in zip(_TENTHS, low, high, strict=True)
        )

    @property
    def spread(self) -> str:
        """The quartiles in words, for those who do not see the picture."""
        low, high = self.statistics.total.low, self.statistics.total.high
        if low is None or high is None:
            return STATUS_LABELS["not_applicable"]
        return say(
            "half of the low ends lie between {low_from} and {low_to}, half of the high ends between "
            "{high_from} and {high_to}",
            low_from=percent(low.lower_quartile),
            low_to=percent(low.upper_quartile),
            high_from=percent(high.lower_quartile),
            high_to=percent(high.upper_quartile),
        )

    def cell(self, name: str) -> HeatCell:
        """What share of its sites a practice or criterion is certainly in place in."""
        return share_cell(self.statistics.statuses[name])

    def middle(self, practice: str) -> Middle | None:
        """The quartile band and median of a practice: over the low ends, as a site's outline is."""
        if not self.shown or (low := self.statistics.practices[practice].low) is None:
            return None
        return Middle(low.lower_quartile, low.median, low.upper_quartile)

    @property
    def _verdicts(self) -> tuple[tuple[str, int], ...]:
        found = self.statistics.adequate
        return (
            ("yes", found.yes),
            ("open", found.open),
            ("no", found.no),
            ("does_not_apply", found.does_not_apply),
        )


def share_cell(counts: StatusCounts) -> HeatCell:
    """What share of all has a practice or criterion certainly in place, with every other status in words."""
    total = sum(counts.counts.values())
    if counts.counts["not_applicable"] == total:
        return HeatCell("–", STATUS_LABELS["not_applicable"])
    share = counts.shares["in_place"]
    told = (f"{STATUS_LABELS[s]} {percent(counts.shares[s])}" for s in _SHOWN if counts.counts[s])
    words = say_many(
        "{statuses} of {count} assessment",
        "{statuses} of {count} assessments",
        total,
        statuses=", ".join(told),
    )
    return HeatCell(whole_number(share), words, share / 100)


def _box(kind: str, found: Distribution) -> Box:
    return Box(
        kind,
        (found.lower_whisker, found.upper_whisker - found.lower_whisker),
        (found.lower_quartile, max(found.upper_quartile - found.lower_quartile, 0.5)),
        found.median,
    )


def _ends(ends: Ends | None) -> str:
    return percents(ends.low, ends.high) if ends else STATUS_LABELS["not_applicable"]
