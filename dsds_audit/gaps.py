"""Gaps and strengths: what is below its target, what is in place, what has to be found out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from dsds_audit.assessment import Assessment, Barrier, Rating
from dsds_audit.rubric import Check, Rubric, criterion_of
from dsds_audit.scoring import CriterionScore, Scorecard, Standing, score


@dataclass(frozen=True, slots=True)
class Gap:
    """A criterion below its target.

    ``unmet`` are the full ids of its checks that do not hold: all of them where the checks were not
    ``gone_through``. ``gain`` is what the low end of the overall score gains, in percentage points, when
    this criterion alone reaches its target.
    """

    criterion: str
    level: int
    target: int
    unmet: tuple[str, ...]
    gone_through: bool
    gain: Fraction
    barriers: tuple[Barrier, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A criterion that applies but has no level; ``swing`` is how much of the overall range it makes."""

    criterion: str
    standing: Standing
    swing: Fraction


@dataclass(frozen=True, slots=True)
class Strengths:
    """Full ids of what is certainly in place: whole practices, and criteria."""

    practices: tuple[str, ...]
    criteria: tuple[str, ...]


def find_gaps(rubric: Rubric, assessment: Assessment) -> tuple[Gap, ...]:
    """The criteria rated below their target, largest effect first, then in rubric order."""
    card = score(rubric, assessment)
    gaps = [
        _gap(rubric, assessment.claims[name], criterion, card)
        for name, criterion in card.criteria.items()
        if criterion.level is not None and criterion.level < criterion.target
    ]
    return tuple(sorted(gaps, key=lambda gap: -gap.gain))


def find_strengths(rubric: Rubric, assessment: Assessment) -> Strengths:
    """The practices and criteria in place, in rubric order."""
    card = score(rubric, assessment)
    return Strengths(
        tuple(practice.id for practice in card.practices if practice.status == "in_place"),
        tuple(name for name, criterion in card.criteria.items() if criterion.status == "in_place"),
    )


def find_unknowns(rubric: Rubric, assessment: Assessment) -> tuple[Unknown, ...]:
    """The criteria that apply but have no level, widest effect first, then in rubric order."""
    card = score(rubric, assessment)
    unknowns = [
        Unknown(name, criterion.standing, gain_of(card, {name: criterion.top}))
        for name, criterion in card.criteria.items()
        if criterion.applies and criterion.level is None
    ]
    return tuple(sorted(unknowns, key=lambda unknown: -unknown.swing))


def raised(card: Scorecard, levels: Mapping[str, int]) -> Scorecard:
    """The scorecard with these criteria (by full id) at these levels, all else as it is."""
    touched = {name.partition(".")[0] for name in levels}
    return replace(
        card,
        practices=tuple(
            replace(practice, criteria=tuple(_at(criterion, levels) for criterion in practice.criteria))
            if practice.id in touched
            else practice
            for practice in card.practices
        ),
    )


def gain_of(card: Scorecard, levels: Mapping[str, int]) -> Fraction:
    """What the low end of the overall score gains, in percentage points, with these levels reached."""
    return (raised(card, levels).low or Fraction(0)) - (card.low or Fraction(0))


def holds(rubric: Rubric, claims: Mapping[str, Rating], required: str) -> bool | None:
    """Whether a required check or criterion holds; None where nobody knows.

    A check is looked up among the ticks; where its criterion was not gone through, the level decides at both
    ends of the scale. A criterion holds at the top. What does not apply requires nothing.
    """
    name = criterion_of(required)
    rating = claims.get(name)
    if rating is None or rating.dont_know:
        return None
    if rating.level is None:
        return True if rubric.criteria[name].not_applicable and rating.not_applicable else None
    if required == name:
        return rating.level == rubric.top
    if rating.checks is not None:
        return required.rpartition(".")[2] in rating.checks
    return {rubric.top: True, 0: False}.get(rating.level)


def required_by(rubric: Rubric, criterion_id: str, unmet: tuple[str, ...]) -> tuple[str, ...]:
    """What a criterion and these checks of it (full ids) require from elsewhere, once each."""
    own = rubric.criteria[criterion_id].requires
    needed = [*own, *(required for check in unmet for required in rubric.checks[check].requires)]
    return tuple(
        dict.fromkeys(required for required in needed if not required.startswith(f"{criterion_id}."))
    )


def _gap(rubric: Rubric, rating: Rating, criterion: CriterionScore, card: Scorecard) -> Gap:
    checks = rubric.criteria[criterion.id].checks
    return Gap(
        criterion.id,
        criterion.low,
        criterion.target,
        tuple(f"{criterion.id}.{check.id}" for check in checks if not _ticked(check, rating)),
        rating.checks is not None,
        gain_of(card, {criterion.id: criterion.target}),
        rating.barriers,
    )


def _ticked(check: Check, rating: Rating) -> bool:
    return rating.checks is not None and check.id in rating.checks


def _at(criterion: CriterionScore, levels: Mapping[str, int]) -> CriterionScore:
    level = levels.get(criterion.id)
    if level is None:
        return criterion
    return replace(criterion, standing="rated", level=level, low=level, high=level)
