"""What the facts are called in sentences, the same in every format."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from dsds_audit.actions import Recommendation
from dsds_audit.display import (
    STATUS_LABELS,
    exact,
    percent_of,
    percent_range,
    side_by_side,
)
from dsds_audit.report.facts import Facts
from dsds_audit.report.part_wording import PartWording
from dsds_audit.report.text import capitalized, long_date
from dsds_audit.scoring import PracticeScore, Scorecard
from dsds_audit.speech import say, say_many, series_of

_MOST_NAMED = 6  # practices in one sentence


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


def title_of(facts: Facts) -> str:
    """What a document calls itself: site, rubric and date."""
    return say(
        "{site}: {rubric}, {date}",
        site=facts.assessment.site,
        rubric=facts.rubric.title,
        date=long_date(facts.assessment.date),
    )


@dataclass(frozen=True)
class Wording(PartWording):
    """Sentences about one assessment's facts; numbers are shown by the rules of display.py."""

    def status(self, status: str) -> str:
        """A status in words."""
        return STATUS_LABELS[status]

    @cached_property
    def headline(self) -> str:
        """``Partially in place, with 2 of 4 practices fully in place``."""
        card = self.facts.card
        if card.status == "not_applicable":
            return say("Nothing applies")
        return say_many(
            "{status}, with {in_place} of {count} practice fully in place",
            "{status}, with {in_place} of {count} practices fully in place",
            len(card.applicable),
            status=capitalized(STATUS_LABELS[card.status]),
            in_place=card.in_place,
        )

    def percent(self, scored: Scorecard | PracticeScore) -> str:
        """``75 %``, ``50 to 75 %`` or ``does not apply``."""
        return percent_range(scored.low, scored.high, [self._threshold(scored)])

    def rated(self, scored: Scorecard | PracticeScore) -> str:
        """``3 of 4 rated``."""
        return say("{rated} of {asked} rated", rated=scored.rated, asked=scored.asked)

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
        return percent_of(exact(self._threshold(scored)))

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
        if shown == 1:
            rest = say_many(
                "1 of {count} rating rests on evidence that was fresh on the day.",
                "1 of {count} ratings rests on evidence that was fresh on the day.",
                rated,
            )
        else:
            rest = say_many(
                "{shown} of {count} rating rest on evidence that was fresh on the day.",
                "{shown} of {count} ratings rest on evidence that was fresh on the day.",
                rated,
                shown=shown,
            )
        return f"{rest} {say('The others count here as anything from nothing up to what is claimed.')}"

    def shown_of(self, practice: PracticeScore) -> str:
        """How much of a practice's score fresh evidence shows."""
        evidenced = self._evidenced(practice)
        if evidenced.low is None:
            return STATUS_LABELS["not_applicable"]
        shown = sum(criterion.id in self.facts.shown for criterion in practice.criteria)
        return say_many(
            "{percent} ({shown} of {count} rating shown)",
            "{percent} ({shown} of {count} ratings shown)",
            practice.rated,
            percent=self.percent(evidenced),
            shown=shown,
        )

    @cached_property
    def verdict(self) -> str:
        """Whether the site is adequate, in one or two words."""
        if self.facts.card.low is None:
            return say("nothing to hold against it")
        return {True: say("yes"), False: say("no"), None: say("not known yet")}[self.facts.card.adequate]

    @cached_property
    def verdict_why(self) -> str:
        """Which scores stand in the way of adequate, or that none does."""
        card = self.facts.card
        needs = say(
            "Adequate needs {total} in total and {practice} in every practice that applies.",
            total=percent_of(exact(card.total_threshold)),
            practice=percent_of(exact(card.practice_threshold)),
        )
        return f"{needs} {self._standing_in_the_way()}"

    def _standing_in_the_way(self) -> str:
        card = self.facts.card
        if card.low is None:
            return say("Nothing applies.")
        if card.adequate:
            return say("All of that is reached.")
        if card.adequate is False:
            return say("Out of reach as rated: {scores}.", scores=series_of(self._short_of("high")))
        return say("What is unknown decides about {scores}.", scores=series_of(self._short_of("low")))

    def _short_of(self, end: str) -> Iterator[str]:
        """The scores below their threshold at one end of the range; very many practices are only counted."""
        card = self.facts.card
        if self._is_short(card, end):
            yield f"{say('the total')}, {self.score(card)}"
        short = [practice for practice in card.applicable if self._is_short(practice, end)]
        if len(short) > _MOST_NAMED:
            yield say_many("{count} practice", "{count} practices", len(short))
        else:
            yield from (f"{self.title(practice.id)}, {self.score(practice)}" for practice in short)

    def _is_short(self, scored: Scorecard | PracticeScore, end: str) -> bool:
        value = scored.low if end == "low" else scored.high
        return value is not None and value < self._threshold(scored)

    def _evidenced(self, scored: Scorecard | PracticeScore) -> Scorecard | PracticeScore:
        if isinstance(scored, Scorecard):
            return self.facts.evidenced
        return next(practice for practice in self.facts.evidenced.practices if practice.id == scored.id)

    def _threshold(self, scored: Scorecard | PracticeScore) -> Fraction:
        card = self.facts.card
        return card.total_threshold if isinstance(scored, Scorecard) else card.practice_threshold

    def rank(self, advice: Recommendation) -> int:
        """The place of a recommendation in the order, from 1."""
        return self.facts.recommendations.index(advice) + 1
