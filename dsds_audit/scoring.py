"""Ratings into scores: sums of counts, kept exact, a range wherever something is unknown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from dsds_audit.assessment import Assessment, Rating
from dsds_audit.rubric import Criterion, Practice, Rubric

Status = Literal["in_place", "partially_in_place", "not_in_place", "undetermined", "not_applicable"]
Standing = Literal[
    "rated", "unanswered", "unconfirmed", "dont_know", "not_applicable", "not_permitted", "reason_missing"
]


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """Levels reached on one criterion: from ``low`` to ``high`` out of ``top``.

    ``level`` is the level rated, None where none is; ``standing`` says how the criterion stands in the
    record; a criterion that does not apply has no low, no high and no weight.
    """

    id: str
    standing: Standing
    level: int | None
    low: int
    high: int
    top: int
    target: int

    @property
    def applies(self) -> bool:
        """Whether it counts at all."""
        return self.standing != "not_applicable"

    @property
    def status(self) -> Status:
        """In place at the top of the scale, not in place at its bottom, partially in between."""
        if not self.applies:
            return "not_applicable"
        return _status([self])


@dataclass(frozen=True)
class PracticeScore:
    """Points reached out of those possible over the criteria of one practice that apply."""

    id: str
    weight: Fraction
    criteria: tuple[CriterionScore, ...]

    @cached_property
    def applicable(self) -> tuple[CriterionScore, ...]:
        """The criteria that apply."""
        return tuple(criterion for criterion in self.criteria if criterion.applies)

    @cached_property
    def possible(self) -> int:
        """Points that can be reached; 0 where nothing applies."""
        return sum(criterion.top for criterion in self.applicable)

    @cached_property
    def low_points(self) -> int:
        """Points reached if everything unknown is at the bottom."""
        return sum(criterion.low for criterion in self.applicable)

    @cached_property
    def high_points(self) -> int:
        """Points reached if everything unknown is at the top."""
        return sum(criterion.high for criterion in self.applicable)

    @cached_property
    def low(self) -> Fraction | None:
        """Percent, 0 to 100, exact; None where nothing applies."""
        return Fraction(100 * self.low_points, self.possible) if self.possible else None

    @cached_property
    def high(self) -> Fraction | None:
        """Percent, 0 to 100, exact; None where nothing applies."""
        return Fraction(100 * self.high_points, self.possible) if self.possible else None

    @cached_property
    def percent(self) -> Fraction | None:
        """The percentage where it is one number, else None."""
        return self.low if self.low == self.high else None

    @cached_property
    def rated(self) -> int:
        """How many criteria have a level."""
        return sum(criterion.standing == "rated" for criterion in self.criteria)

    @cached_property
    def asked(self) -> int:
        """How many criteria apply."""
        return len(self.applicable)

    @cached_property
    def status(self) -> Status:
        """The one rule over the criteria that apply."""
        return _status(self.applicable)


@dataclass(frozen=True)
class Scorecard:
    """All scores of one assessment, with the thresholds (percent) that they are held against."""

    practices: tuple[PracticeScore, ...]
    total_threshold: Fraction
    practice_threshold: Fraction

    @cached_property
    def criteria(self) -> Mapping[str, CriterionScore]:
        """Every criterion's score by full id, in rubric order."""
        return {criterion.id: criterion for practice in self.practices for criterion in practice.criteria}

    @cached_property
    def applicable(self) -> tuple[PracticeScore, ...]:
        """The practices of which something applies."""
        return tuple(practice for practice in self.practices if practice.possible)

    @cached_property
    def low(self) -> Fraction | None:
        """Weighted mean of the practices' low ends, percent, exact; None where nothing applies."""
        return _mean([(practice.low, practice.weight) for practice in self.applicable])

    @cached_property
    def high(self) -> Fraction | None:
        """Weighted mean of the practices' high ends, percent, exact; None where nothing applies."""
        return _mean([(practice.high, practice.weight) for practice in self.applicable])

    @cached_property
    def percent(self) -> Fraction | None:
        """The percentage where it is one number, else None."""
        return self.low if self.low == self.high else None

    @cached_property
    def out_of_reach(self) -> Fraction | None:
        """What even the high end leaves of 100 percent, exact; None where nothing applies."""
        return None if self.high is None else 100 - self.high

    @cached_property
    def rated(self) -> int:
        """How many criteria have a level."""
        return sum(practice.rated for practice in self.practices)

    @cached_property
    def asked(self) -> int:
        """How many criteria apply."""
        return sum(practice.asked for practice in self.practices)

    @cached_property
    def in_place(self) -> int:
        """How many practices are certainly in place, of those that apply."""
        return sum(practice.status == "in_place" for practice in self.practices)

    @cached_property
    def status(self) -> Status:
        """The one rule over everything that applies."""
        return _status([criterion for practice in self.practices for criterion in practice.applicable])

    @cached_property
    def adequate(self) -> bool | None:
        """Whether total and every applicable practice reach their thresholds; None while that is open."""
        ends = [(self.low, self.high, self.total_threshold)]
        ends += [(practice.low, practice.high, self.practice_threshold) for practice in self.applicable]
        known = [(low, high, least) for low, high, least in ends if low is not None and high is not None]
        if not known:
            return None
        if all(low >= least for low, _, least in known):
            return True
        return False if any(high < least for _, high, least in known) else None


def score(rubric: Rubric, assessment: Assessment, *, evidenced: bool = False) -> Scorecard:
    """The scorecard of an assessment.

    With ``evidenced``, a level without evidence that was fresh at the assessment's own date ranges from 0 to
    itself. Rules: docs/scoring.md; all arithmetic is exact.
    """
    claims = assessment.claims
    unconfirmed = assessment.ratings.keys() - claims.keys()
    own = assessment.thresholds
    return Scorecard(
        practices=tuple(
            PracticeScore(
                practice.id,
                Fraction(practice.weight),
                tuple(
                    _score_criterion(rubric, practice, c, assessment, claims, unconfirmed, evidenced)
                    for c in practice.criteria
                ),
            )
            for practice in rubric.practices
        ),
        total_threshold=Fraction(own.total if own and own.total is not None else rubric.thresholds.total),
        practice_threshold=Fraction(
            own.practice if own and own.practice is not None else rubric.thresholds.practice
        ),
    )


def target_of(rubric: Rubric, assessment: Assessment, criterion_id: str) -> int:
    """The level a site aims at: the assessment's own, else the criterion's, else the rubric's."""
    criterion = rubric.criteria[criterion_id]
    default = rubric.target if criterion.target is None else criterion.target
    return assessment.targets.get(criterion_id, default)


def suggested_level(holding: int, checks: int, top: int) -> int:
    """The level that ``holding`` of ``checks`` ticks suggest on a scale from 0 to ``top``.

    All suggest the top and none the bottom; between, the proportion rounded down and kept strictly between
    (0 on a two-level scale). With no checks there is nothing to suggest from: ValueError.
    """
    if not 0 <= holding <= checks or not checks:
        raise ValueError(f"{holding} of {checks} checks")
    if holding in (0, checks):
        return top if holding else 0
    return min(max(top * holding // checks, 1), top - 1)


def is_evidenced(criterion: Criterion, rating: Rating, assessment: Assessment) -> bool:
    """Whether some evidence of a rating was fresh at the assessment's own date.

    Evidence dated after the assessment never counts; where the rubric says how long evidence is fresh, it
    must carry a date.
    """
    for evidence in rating.evidence:
        if evidence.date is None:
            if criterion.fresh_for is None:
                return True
            continue
        age = (assessment.date - evidence.date).days
        if age >= 0 and (criterion.fresh_for is None or age <= criterion.fresh_for):
            return True
    return False


def _score_criterion(
    rubric: Rubric,
    practice: Practice,
    criterion: Criterion,
    assessment: Assessment,
    claims: Mapping[str, Rating],
    unconfirmed: Iterable[str],
    evidenced: bool,
) -> CriterionScore:
    name = f"{practice.id}.{criterion.id}"
    rating = claims.get(name)
    standing = _standing(criterion, rating, name in unconfirmed)
    low, high = 0, rubric.top
    level = rating.level if rating is not None and standing == "rated" else None
    if level is not None and rating is not None:
        low = level if not evidenced or is_evidenced(criterion, rating, assessment) else 0
        high = level
    return CriterionScore(name, standing, level, low, high, rubric.top, target_of(rubric, assessment, name))


def _standing(criterion: Criterion, rating: Rating | None, unconfirmed: bool) -> Standing:
    if rating is None:
        return "unconfirmed" if unconfirmed else "unanswered"
    if rating.level is not None:
        return "rated"
    if rating.dont_know:
        return "dont_know"
    if not criterion.not_applicable:
        return "not_permitted"
    return "not_applicable" if rating.not_applicable else "reason_missing"


def _status(criteria: Iterable[CriterionScore]) -> Status:
    """In place means everything below is, not in place that nothing is, anything between is partially.

    Undetermined only while what is unknown could still change it.
    """
    ranges = [(criterion.low, criterion.high, criterion.top) for criterion in criteria]
    if not ranges:
        return "not_applicable"
    if all(low == top for low, _, top in ranges):
        return "in_place"
    if all(high == 0 for _, high, _ in ranges):
        return "not_in_place"
    neither_end = any(low > 0 and high < top for low, high, top in ranges)
    some_reached = any(low > 0 for low, _, _ in ranges)
    some_missed = any(high < top for _, high, top in ranges)
    return "partially_in_place" if neither_end or (some_reached and some_missed) else "undetermined"


def _mean(values: Iterable[tuple[Fraction | None, Fraction]]) -> Fraction | None:
    known = [(value, weight) for value, weight in values if value is not None]
    total = sum((weight for _, weight in known), Fraction(0))
    return sum((value * weight for value, weight in known), Fraction(0)) / total if total else None
