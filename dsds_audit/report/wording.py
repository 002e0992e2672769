"""What the facts are called in sentences, the same in every format."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from dsds_audit.actions import Recommendation
from dsds_audit.assessment import Barrier, Evidence, Rating
from dsds_audit.display import (
    STANDING_LABELS,
    STATUS_LABELS,
    exact,
    percent_range,
    percentage_points,
    plural,
    side_by_side,
)
from dsds_audit.gaps import Gap, Unknown
from dsds_audit.report.facts import Facts
from dsds_audit.report.text import capitalized, long_date
from dsds_audit.rubric import Source
from dsds_audit.scoring import CriterionScore, PracticeScore, Scorecard

_FIND_OUT = {
    "unanswered": "It was not answered: rate it.",
    "unconfirmed": "It was carried over from the last assessment: confirm it or rate it again.",
    "dont_know": "Nobody in the room knew: find out who does.",
    "not_permitted": "It was said not to apply, which the rubric does not permit here: rate it.",
    "reason_missing": "It was said not to apply, without a reason: give the reason or rate it.",
}


def claimed_and_shown(
    claimed: Scorecard | PracticeScore,
    shown: Scorecard | PracticeScore,
    thresholds: Iterable[Fraction] = (),
) -> str:
    """``75 % claimed, 40 to 75 % shown by fresh evidence``: one score both ways, in whole percent.

    ``shown`` is the same score with ``evidenced=True``; neither is rounded across one of the ``thresholds``.
    """
    held = tuple(thresholds)
    ends = (claimed.low, claimed.high), (shown.low, shown.high)
    return side_by_side(*ends, lambda low, high: percent_range(low, high, held))


@dataclass(frozen=True)
class Wording:
    """Sentences about one assessment's facts; numbers are shown by the rules of display.py."""

    facts: Facts

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of every practice and criterion by its full id."""
        practices = {practice.id: practice.title for practice in self.facts.rubric.practices}
        return practices | {name: c.title for name, c in self.facts.rubric.criteria.items()}

    def title(self, name: str) -> str:
        """The title of a practice or criterion, or the text of a check, by its full id."""
        return self.titles[name] if name in self.titles else self.facts.rubric.checks[name].text.rstrip(".")

    def status(self, status: str) -> str:
        """A status in words."""
        return STATUS_LABELS[status]

    @cached_property
    def headline(self) -> str:
        """``Partially in place, with 2 of 4 practices fully in place``."""
        card = self.facts.card
        if card.status == "not_applicable":
            return "Nothing applies"
        count = f"{card.in_place} of {plural(len(card.applicable), 'practice')} fully in place"
        return f"{capitalized(STATUS_LABELS[card.status])}, with {count}"

    def percent(self, scored: Scorecard | PracticeScore) -> str:
        """``75 %``, ``50 to 75 %`` or ``does not apply``."""
        return percent_range(scored.low, scored.high, [self._threshold(scored)])

    def rated(self, scored: Scorecard | PracticeScore) -> str:
        """``3 of 4 rated``."""
        return f"{scored.rated} of {scored.asked} rated"

    def score(self, scored: Scorecard | PracticeScore) -> str:
        """``75 % (4 of 4 rated)``: never a percentage without how much was rated."""
        if scored.low is None:
            return STATUS_LABELS["not_applicable"]
        return f"{self.percent(scored)} ({self.rated(scored)})"

    def claimed_and_shown(self, scored: Scorecard | PracticeScore) -> str:
        """A score both ways, without how much was rated."""
        return claimed_and_shown(scored, self._evidenced(scored), [self._threshold(scored)])

    def both(self, scored: Scorecard | PracticeScore) -> str:
        """``75 % claimed, 40 to 75 % shown by fresh evidence (4 of 4 rated)``."""
        if scored.low is None:
            return STATUS_LABELS["not_applicable"]
        return f"{self.claimed_and_shown(scored)} ({self.rated(scored)})"

    def standing(self, practice: PracticeScore) -> str:
        """A practice's status and score: ``partially in place, 75 % (3 of 3 rated)``."""
        label = STATUS_LABELS[practice.status]
        return f"{label}, {self.score(practice)}" if practice.possible else label

    def threshold(self, scored: Scorecard | PracticeScore) -> str:
        """The threshold a score is held against, in full."""
        return f"{exact(self._threshold(scored))} %"

    @cached_property
    def shown(self) -> str:
        """How much of the total fresh evidence shows; ``shown_why`` says how much was rated."""
        facts = self.facts
        if facts.evidenced.low is None:
            return STATUS_LABELS["not_applicable"]
        return self.percent(facts.evidenced)

    @cached_property
    def shown_why(self) -> str:
        """How many ratings fresh evidence shows, and what becomes of the others."""
        shown, rated = len(self.facts.shown), self.facts.card.rated
        return (
            f"{shown} of {plural(rated, 'rating')} {'rests' if shown == 1 else 'rest'} on evidence that was "
            "fresh on the day. The others count here as anything from nothing up to what is claimed."
        )

    def shown_of(self, practice: PracticeScore) -> str:
        """How much of a practice's score fresh evidence shows."""
        evidenced = self._evidenced(practice)
        if evidenced.low is None:
            return STATUS_LABELS["not_applicable"]
        shown = sum(criterion.id in self.facts.shown for criterion in practice.criteria)
        return f"{self.percent(evidenced)} ({shown} of {plural(practice.rated, 'rating')} shown)"

    @cached_property
    def verdict(self) -> str:
        """Whether the site is adequate, in one or two words."""
        if self.facts.card.low is None:
            return "nothing to hold against it"
        return {True: "yes", False: "no", None: "not known yet"}[self.facts.card.adequate]

    @cached_property
    def verdict_why(self) -> str:
        """Which scores stand in the way of adequate, or that none does."""
        card = self.facts.card
        needs = (
            f"Adequate needs {exact(card.total_threshold)} % in total and {exact(card.practice_threshold)} % "
            "in every practice that applies."
        )
        if card.low is None:
            return f"{needs} Nothing applies."
        if card.adequate:
            return f"{needs} All of that is reached."
        if card.adequate is False:
            return f"{needs} Out of reach as rated: {'; '.join(self._short_of('high'))}."
        return f"{needs} What is unknown decides about {'; '.join(self._short_of('low'))}."

    def _short_of(self, end: str) -> Iterator[str]:
        card = self.facts.card
        named = [("the total", card), *((self.title(practice.id), practice) for practice in card.applicable)]
        for name, scored in named:
            value = scored.low if end == "low" else scored.high  # type: ignore[attr-defined]
            if value < self._threshold(scored):  # type: ignore[arg-type]
                yield f"{name}, {self.score(scored)}"  # type: ignore[arg-type]

    def _evidenced(self, scored: Scorecard | PracticeScore) -> Scorecard | PracticeScore:
        if isinstance(scored, Scorecard):
            return self.facts.evidenced
        return next(practice for practice in self.facts.evidenced.practices if practice.id == scored.id)

    def _threshold(self, scored: Scorecard | PracticeScore) -> Fraction:
        card = self.facts.card
        return card.total_threshold if isinstance(scored, Scorecard) else card.practice_threshold

    def level(self, criterion: CriterionScore) -> str:
        """A criterion's level with its label, or why it has none."""
        if criterion.level is None:
            return STANDING_LABELS[criterion.standing]
        return self.step(criterion.level)

    def step(self, level: int) -> str:
        """``partially in place (1 of 2)``."""
        return f"{self.facts.rubric.label_of(level)} ({level} of {self.facts.rubric.top})"

    def rise(self, part: Gap | Recommendation) -> str:
        """From which level to which target."""
        return f"from {self.step(part.level)} to {self.step(part.target)}"

    def checks(self, name: str, rating: Rating | None) -> str | None:
        """``3 of 4 checks hold``; None where they were not gone through."""
        if rating is None or rating.checks is None:
            return None
        total = len(self.facts.rubric.criteria[name].checks)
        return f"{len(set(rating.checks))} of {plural(total, 'check')} hold"

    def gain(self, value: Fraction) -> str:
        """``12.5 percentage points``."""
        return percentage_points(value)

    def find_out(self, unknown: Unknown) -> str:
        """What to do about a criterion without a level, and how much hangs on it."""
        swing = f"Up to {self.gain(unknown.swing)} of the total hang on it."
        return f"{self.title(unknown.criterion)}. {_FIND_OUT[unknown.standing]} {swing}"

    def freshness(self, criterion: CriterionScore) -> str | None:
        """Whether fresh evidence shows the level; None where there is nothing to show."""
        if criterion.id in self.facts.shown:
            return "fresh evidence"
        if not criterion.level:
            return None
        return "no fresh evidence" if self.facts.assessment.ratings[criterion.id].evidence else "no evidence"

    def doubt(self, criterion: CriterionScore) -> str | None:
        """That no fresh evidence shows the level, where there is something to show."""
        return None if criterion.id in self.facts.shown else self.freshness(criterion)

    def evidence(self, evidence: Evidence) -> str:
        """What it is, where it is, and its date, as far as they are known."""
        date = long_date(evidence.date) if evidence.date else None
        return ", ".join(part for part in (evidence.what, evidence.where, date) if part)

    def driver(self, name: str | None) -> str | None:
        """An implementation driver with its group: ``coaching (competency)``."""
        found = {driver.id: f"{driver.label} ({driver.group})" for driver in self.facts.rubric.drivers}
        return found.get(name) if name else None

    def barrier(self, barrier: Barrier) -> str:
        """What stands in the way, and the driver it lies in."""
        driver = self.driver(barrier.driver)
        return f"{barrier.what} (lies in {driver})" if driver else barrier.what

    def work(self, source: Source) -> str:
        """The work a statement comes from, as short as it can be told, and the place in it."""
        return ", ".join(part for part in (source.id, source.place) if part)

    def rank(self, advice: Recommendation) -> int:
        """The place of a recommendation in the order, from 1."""
        return self.facts.recommendations.index(advice) + 1
