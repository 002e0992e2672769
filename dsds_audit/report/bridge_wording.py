"""What a bridge is called in sentences, the same in every format."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from dsds_audit.bridge import STEPS, Bridge, Ends, Span, StepKind
from dsds_audit.display import STATUS_LABELS, percent_range, plural, points, whole_percent
from dsds_audit.report.text import short_date
from dsds_audit.scoring import Scorecard

STEP_LABELS: Mapping[StepKind, str] = {
    "rubric": "The rubric",
    "applicability": "What applies",
    "unknowns": "What is known",
    "levels": "The levels",
}
STEP_MEANINGS: Mapping[StepKind, str] = {
    "rubric": "What it asks, how it is worded, what it weighs. The site has not changed by this.",
    "applicability": "What began to apply, or no longer applies. The site has not changed by this.",
    "unknowns": "What is known now and was not, or the other way round. The site has not changed by this.",
    "levels": "What was known both times and stands at another level. Only this is a change of the site.",
}
ROUNDING = (
    "Scores are in whole percent, steps in percentage points to a tenth; unrounded they add up exactly. "
    "Where something is unknown, the low end takes it for the bottom of the scale, the high end for its top."
)
_MOST = 6


@dataclass(frozen=True, slots=True)
class StepWording:
    """One step of a bridge: its name, what it means, what it adds at either end, and what it touched."""

    kind: StepKind
    label: str
    meaning: str
    low: str
    high: str
    touched: tuple[str, ...]


@dataclass(frozen=True)
class BridgeWording:
    """Sentences about a bridge; a change is told in percentage points, to a tenth."""

    bridge: Bridge

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The title of every practice and criterion of both rubrics by full id; the later one's go first."""
        both = (self.bridge.earlier_rubric, self.bridge.rubric)
        practices = {practice.id: practice.title for rubric in both for practice in rubric.practices}
        return practices | {name: c.title for rubric in both for name, c in rubric.criteria.items()}

    @property
    def dates(self) -> tuple[str, str]:
        """The two dates; the word "then" or "now" where they are of one day."""
        then, now = self.bridge.earlier.date, self.bridge.later.date
        return ("then", "now") if then == now else (short_date(then), short_date(now))

    @property
    def title(self) -> str:
        """From when to when."""
        then, now = self.dates
        return f"What really changed, from {then} to {now}"

    @cached_property
    def conclusion(self) -> str:
        """How much of the change is the site, in one sentence."""
        whole, site = self.bridge.total.change, self.bridge.total.steps["levels"]
        if whole.low is None:
            return "Nothing applied at one of the two dates, so there is no change of the total to tell."
        if not any((whole.low, whole.high, site.low, site.high)):
            return "The total stayed as it was, and so did the site's levels, on balance."
        by = f"{change(whole.low)} points"
        if whole.low != whole.high:
            by += f" at the low end and {change(whole.high)} at the high end"
        return f"The total changed by {by}, the site itself by {change(site.low)}."

    @cached_property
    def steps(self) -> tuple[StepWording, ...]:
        """The four steps of the total."""
        return tuple(
            StepWording(
                kind,
                STEP_LABELS[kind],
                STEP_MEANINGS[kind],
                change(ends.low),
                change(ends.high),
                tuple(self._touched(kind)),
            )
            for kind, ends in self.bridge.total.steps.items()
        )

    def ends(self, span: Span, stage: int) -> tuple[str, str]:
        """Both ends of a score at a stage, in whole percent."""
        at, threshold = span.stages[stage], self._threshold(span, stage)
        return _percent(at.low, threshold), _percent(at.high, threshold)

    def score(self, span: Span, stage: int) -> str:
        """A score at a stage: ``75 %`` or ``50 to 75 %``."""
        at = span.stages[stage]
        return percent_range(at.low, at.high, [self._threshold(span, stage)])

    def points(self, ends: Ends) -> str:
        """``+12.5``, or ``0 at the low end and +25 at the high end`` where they differ."""
        low, high = change(ends.low), change(ends.high)
        return low if ends.low == ends.high else f"{low} at the low end and {high} at the high end"

    def short(self, ends: Ends) -> str:
        """A change in a narrow column: ``+12.5``, or ``0 to +25`` where the ends differ."""
        low, high = change(ends.low), change(ends.high)
        return low if ends.low == ends.high else f"{low} to {high}"

    @cached_property
    def beside(self) -> tuple[tuple[str, str], ...]:
        """What stands beside the steps without points: evidence, and who was in the room."""
        return (
            ("Fresh evidence gained", self.listed(self.bridge.gained) or "none"),
            ("Fresh evidence lost", self.listed(self.bridge.lost) or "none"),
            ("In the room", "; ".join(self._room()) or "not recorded"),
        )

    @cached_property
    def result(self) -> str:
        """Where it came from, where it is, whether that is adequate, and what of it is the site."""
        (then, now), total = self.dates, self.bridge.total
        adequate = {True: "yes", False: "no", None: "not known yet"}[self.bridge.cards[-1].adequate]
        site = total.steps["levels"]
        told = f"; the site itself {self.short(site)} points" if site.low is not None else ""
        was, is_now = f"{self.score(total, 0)} ({then})", f"{self.score(total, -1)} ({now})"
        return f"{was} → {is_now}, adequate: {adequate}{told}."

    def moving(self, span: Span) -> tuple[StepKind, ...]:
        """The steps that have anything to show for a score: points, or none because there is no number.

        The levels always have: that they did not move is news.
        """
        nothing = Ends(Fraction(0), Fraction(0))
        return tuple(kind for kind, ends in span.steps.items() if kind == "levels" or ends != nothing)

    def still(self, span: Span) -> str:
        """Which steps are left out because they have nothing to show; empty where there are none."""
        names = [STEP_LABELS[kind].lower() for kind in STEPS if kind not in self.moving(span)]
        return f"No points: {', '.join(names)}." if names else ""

    def listed(self, names: Sequence[str]) -> str:
        """The titles of some practices and criteria; of many the first few."""
        return few([self.titles[name] for name in names])

    def _touched(self, kind: StepKind) -> Iterator[str]:
        if kind == "rubric":
            yield from (f"{self.titles[name]}: weighs otherwise" for name in self.bridge.reweighted)
        cards = self.bridge.cards
        index = STEPS.index(kind)
        for name in self.bridge.touched[kind]:
            then, now = (_level(card, name) for card in cards[index : index + 2])
            retired = name not in self.bridge.rubric.criteria
            told = "no longer asked" if retired else f"from {then} to {now}" if then != now else now
            yield f"{self.titles[name]}: {told}"

    def _room(self) -> Iterator[str]:
        for role in self.bridge.panel:
            if role.then != role.now:
                yield f"{role.label} {role.then} then, {role.now} now"
        same = sum(role.then == role.now for role in self.bridge.panel)
        if same:
            yield f"{plural(same, 'role')} with as many people as before"

    def _threshold(self, span: Span, stage: int) -> Fraction:
        card = self.bridge.cards[stage]
        return card.total_threshold if span.subject is None else card.practice_threshold


def few(texts: Sequence[str]) -> str:
    """Some texts in one; of many the first few and how many more there are."""
    rest = len(texts) - _MOST
    return "; ".join([*texts[:_MOST], f"and {rest} more"] if rest > 0 else texts)


def change(value: Fraction | None) -> str:
    """Percentage points with their sign, to a tenth; ``–`` where there is no number."""
    if value is None:
        return "–"
    shown = points(abs(value))
    if shown.startswith("less"):
        return f"{'+' if value > 0 else '-'}(under 0.1)"
    return f"{'+' if value > 0 else '-' if value < 0 else ''}{shown}"


def _percent(value: Fraction | None, threshold: Fraction) -> str:
    return STATUS_LABELS["not_applicable"] if value is None else f"{whole_percent(value, [threshold])} %"


def _level(card: Scorecard, name: str) -> str:
    criterion = card.criteria.get(name)
    if criterion is None:
        return "not asked"
    if not criterion.applies:
        return "does not apply"
    return "not known" if criterion.level is None else str(criterion.level)
