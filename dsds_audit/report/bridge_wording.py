"""What a bridge is called in sentences, the same in every format."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from dsds_audit.bridge import STEPS, Bridge, Ends, Span, StepKind
from dsds_audit.display import STATUS_LABELS, percent_of, percent_range, points, whole_percent
from dsds_audit.report.text import short_date
from dsds_audit.scoring import Scorecard
from dsds_audit.speech import Labels, decimal, mark, say, say_in, say_many, series_of

STEP_LABELS = Labels(
    {
        "rubric": "The rubric",
        "applicability": "What applies",
        "unknowns": "What is known",
        "levels": "The levels",
    }
)
STEPS_INSIDE = Labels(
    {
        "rubric": "the rubric",
        "applicability": "what applies",
        "unknowns": "what is known",
        "levels": "the levels",
    }
)
STEP_MEANINGS = Labels(
    {
        "rubric": "What it asks, how it is worded, what it weighs. The site has not changed by this.",
        "applicability": "What began to apply, or no longer applies. The site has not changed by this.",
        "unknowns": (
            "What is known now and was not, or the other way round. The site has not changed by this."
        ),
        "levels": "What was known both times and stands at another level. Only this is a change of the site.",
    }
)
ROUNDING = mark(
    "Scores are in whole percent, steps in percentage points to a tenth; unrounded they add up exactly. "
    "Where something is unknown, the low end takes it for the bottom of the scale, the high end for its top."
)
_MOST = 6
_LEAST = Fraction(1, 20)  # what is less would be rounded to no tenth at all


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
        return (say("then"), say("now")) if then == now else (short_date(then), short_date(now))

    @property
    def title(self) -> str:
        """From when to when."""
        if self.bridge.earlier.date == self.bridge.later.date:
            return say("What really changed, from then to now")
        earlier, later = self.dates
        return say("What really changed, from {earlier} to {later}", earlier=earlier, later=later)

    @cached_property
    def conclusion(self) -> str:
        """How much of the change is the site, in one sentence."""
        whole, site = self.bridge.total.change, self.bridge.total.steps["levels"]
        if whole.low is None:
            return say("Nothing applied at one of the two dates, so there is no change of the total to tell.")
        if not any((whole.low, whole.high, site.low, site.high)):
            return say("The total stayed as it was, and so did the site's levels, on balance.")
        own = change(site.low)
        if whole.low == whole.high:
            sentence = mark("The total changed by {points} points, the site itself by {site}.")
            return say(sentence, points=change(whole.low), site=own)
        return say(
            "The total changed by {low} points at the low end and {high} at the high end, the site itself by "
            "{site}.",
            low=change(whole.low),
            high=change(whole.high),
            site=own,
        )

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
        if ends.low == ends.high:
            return low
        return say("{low} at the low end and {high} at the high end", low=low, high=high)

    def short(self, ends: Ends) -> str:
        """A change in a narrow column: ``+12.5``, or ``0 to +25`` where the ends differ."""
        low, high = change(ends.low), change(ends.high)
        return low if ends.low == ends.high else say("{low} to {high}", low=low, high=high)

    @cached_property
    def beside(self) -> tuple[tuple[str, str], ...]:
        """What stands beside the steps without points: evidence, and who was in the room."""
        return (
            (say("Fresh evidence gained"), self.listed(self.bridge.gained) or say_in("evidence", "none")),
            (say("Fresh evidence lost"), self.listed(self.bridge.lost) or say_in("evidence", "none")),
            (say("In the room"), series_of(self._room()) or say("not recorded")),
        )

    @cached_property
    def result(self) -> str:
        """Where it came from, where it is, whether that is adequate, and what of it is the site."""
        (then, now), total = self.dates, self.bridge.total
        adequate = {True: say("yes"), False: say("no"), None: say("not known yet")}
        parts = {
            "before": f"{self.score(total, 0)} ({then})",
            "now": f"{self.score(total, -1)} ({now})",
            "verdict": adequate[self.bridge.cards[-1].adequate],
        }
        site = total.steps["levels"]
        if site.low is None:
            return say("{before} → {now}, adequate: {verdict}.", **parts)
        sentence = mark("{before} → {now}, adequate: {verdict}; the site itself {points} points.")
        return say(sentence, **parts, points=self.short(site))

    def moving(self, span: Span) -> tuple[StepKind, ...]:
        """The steps that have anything to show for a score: points, or none because there is no number.

        The levels always have: that they did not move is news.
        """
        nothing = Ends(Fraction(0), Fraction(0))
        return tuple(kind for kind, ends in span.steps.items() if kind == "levels" or ends != nothing)

    def still(self, span: Span) -> str:
        """Which steps are left out because they have nothing to show; empty where there are none."""
        names = ", ".join(STEPS_INSIDE[kind] for kind in STEPS if kind not in self.moving(span))
        return say("No points: {steps}.", steps=names) if names else ""

    def listed(self, names: Sequence[str]) -> str:
        """The titles of some practices and criteria; of many the first few."""
        return few([self.titles[name] for name in names])

    def _touched(self, kind: StepKind) -> Iterator[str]:
        if kind == "rubric":
            yield from (
                say("{title}: weighs otherwise", title=self.titles[n]) for n in self.bridge.reweighted
            )
        cards = self.bridge.cards
        index = STEPS.index(kind)
        for name in self.bridge.touched[kind]:
            then, now = (_level(card, name) for card in cards[index : index + 2])
            retired = name not in self.bridge.rubric.criteria
            title = self.titles[name]
            if retired:
                yield say("{title}: no longer asked", title=title)
            elif then != now:
                yield say("{title}: from {before} to {now}", title=title, before=then, now=now)
            else:
                yield say("{label}: {text}", label=title, text=now)

    def _room(self) -> Iterator[str]:
        for role in self.bridge.panel:
            if role.then != role.now:
                counts = {"before": role.then, "now": role.now}
                yield say("{role} {before} then, {now} now", role=role.label, **counts)
        same = sum(role.then == role.now for role in self.bridge.panel)
        if same:
            yield say_many(
                "{count} role with as many people as before",
                "{count} roles with as many people as before",
                same,
            )

    def _threshold(self, span: Span, stage: int) -> Fraction:
        card = self.bridge.cards[stage]
        return card.total_threshold if span.subject is None else card.practice_threshold


def few(texts: Sequence[str]) -> str:
    """Some texts in one; of many the first few and how many more there are."""
    rest = len(texts) - _MOST
    return series_of(
        [*texts[:_MOST], say_many("and {count} more", "and {count} more", rest)] if rest > 0 else texts
    )


def change(value: Fraction | None) -> str:
    """Percentage points with their sign, to a tenth; ``–`` where there is no number."""
    if value is None:
        return "–"
    sign = "+" if value > 0 else "-" if value < 0 else ""
    if 0 < abs(value) < _LEAST:
        return sign + say("(under {number})", number=decimal("0.1"))
    return f"{sign}{points(abs(value))}"


def _percent(value: Fraction | None, threshold: Fraction) -> str:
    return STATUS_LABELS["not_applicable"] if value is None else percent_of(whole_percent(value, [threshold]))


def _level(card: Scorecard, name: str) -> str:
    criterion = card.criteria.get(name)
    if criterion is None:
        return say("not asked")
    if not criterion.applies:
        return STATUS_LABELS["not_applicable"]
    return say("not known") if criterion.level is None else str(criterion.level)
