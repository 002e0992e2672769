"""The gaps that most sites have, with the actions that would serve most of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from dsds_audit.actions import Reason
from dsds_audit.display import percentage_points
from dsds_audit.portfolio.rules import practice_weights
from dsds_audit.portfolio.table import Floats, Portfolio, Truths, Whole
from dsds_audit.rubric import Action, Effort, Rubric
from dsds_audit.speech import say, say_many


@dataclass(frozen=True, slots=True)
class ServingAction:
    """What makes one check (full id) true; action and effort are None where the rubric has none."""

    check: str
    action: Action | None
    effort: Effort | None


@dataclass(frozen=True, slots=True)
class CommonGap:
    """A criterion (by full id) and how many sites are certainly below their target on it.

    ``below`` of the ``known`` have a level below their target; to ``applies`` it applies at all, so that of
    applies less known nobody can say. ``share`` is below in percent of known. ``mean_gain`` is what the low
    end of the score of those below would gain, in percentage points, if this criterion alone reached its
    target. ``actions`` are those of all its checks, in rubric order: a portfolio does not know which checks
    hold, so some sites will have done some of it.
    """

    criterion: str
    critical: bool
    below: int
    known: int
    applies: int
    share: float
    mean_gain: float
    actions: tuple[ServingAction, ...]
    reasons: tuple[Reason, ...]


def find_common_gaps(portfolio: Portfolio, rows: Whole) -> tuple[CommonGap, ...]:
    """The criteria on which some of these rows are certainly below their target.

    Critical ones first; then those that most sites have, then those with the larger mean gain, then in rubric
    order. Points are compared as they are rounded to nine decimals.
    """
    points = points_of_a_level(portfolio, rows)
    found = [
        _gap(portfolio, rows, place, points)
        for place in range(len(portfolio.rubric.criteria))
        if below_target(portfolio, rows, place).any()
    ]
    return tuple(sorted(found, key=lambda gap: (not gap.critical, -gap.below, -gap.mean_gain)))


def below_target(portfolio: Portfolio, rows: Whole, criterion: int) -> Truths:
    """Which of some rows have a level of a criterion, by its place, that is below their target."""
    return np.asarray(portfolio.level[rows, criterion] < portfolio.target[rows, criterion])


def gains(portfolio: Portfolio, rows: Whole, criterion: int, points: Floats) -> Floats:
    """What the low end of each of some rows gains when a criterion reaches its target; NaN where unknown."""
    practice = practices_of(portfolio.rubric)[criterion]
    missing = portfolio.target[rows, criterion] - portfolio.level[rows, criterion]
    return np.asarray(np.round(missing * points[:, practice], 9))


def points_of_a_level(portfolio: Portfolio, rows: Whole) -> Floats:
    """Percentage points that one level more is worth to each of some rows, in each practice; 0 or NaN where
    the practice does not apply."""
    rubric = portfolio.rubric
    asked = np.zeros((len(rows), len(rubric.practices)))
    for criterion, practice in enumerate(practices_of(rubric)):
        asked[:, practice] += portfolio.applies[rows, criterion]
    weights = practice_weights(rubric) * (asked > 0)
    with np.errstate(invalid="ignore"):
        shares = 100 * weights / weights.sum(axis=1, keepdims=True)
    return np.asarray(shares / (np.maximum(asked, 1) * rubric.top))


def practices_of(rubric: Rubric) -> tuple[int, ...]:
    """The place of the practice that each criterion stands under."""
    return tuple(place for place, practice in enumerate(rubric.practices) for _ in practice.criteria)


def _gap(portfolio: Portfolio, rows: Whole, place: int, points: Floats) -> CommonGap:
    rubric = portfolio.rubric
    name = list(rubric.criteria)[place]
    lacking = below_target(portfolio, rows, place)
    below = int(np.count_nonzero(lacking))
    known = int(np.count_nonzero(~np.isnan(portfolio.level[rows, place])))
    applies = int(np.count_nonzero(portfolio.applies[rows, place]))
    gain = float(np.round(gains(portfolio, rows, place, points)[lacking].mean(), 9))
    critical = rubric.criteria[name].critical
    return CommonGap(
        name,
        critical,
        below,
        known,
        applies,
        100 * below / known,
        gain,
        tuple(_actions(rubric, name)),
        tuple(_reasons(critical, below, known, applies, gain)),
    )


def _actions(rubric: Rubric, name: str) -> Iterator[ServingAction]:
    efforts = {effort.id: effort for effort in rubric.efforts}
    for check in rubric.criteria[name].checks:
        action = check.action
        yield ServingAction(f"{name}.{check.id}", action, efforts[action.effort] if action else None)


def _reasons(critical: bool, below: int, known: int, applies: int, gain: float) -> Iterator[Reason]:
    if critical:
        yield Reason("critical", say("It is critical: it leads the advice whatever its points."))
    served = say_many(
        "It would serve {below} of the {count} site whose level is known.",
        "It would serve {below} of the {count} sites whose level is known.",
        known,
        below=below,
    )
    yield Reason("serves", served)
    if applies > known:
        unknown = say_many("Of {count} more nobody knows.", "Of {count} more nobody knows.", applies - known)
        yield Reason("unknown", unknown)
    points = percentage_points(Fraction(gain))
    gained = say("Reaching the target would add {points} to their score on average.", points=points)
    yield Reason("gain", gained)
