"""How far ranks move when the score is added up in another way."""

from dataclasses import dataclass

import numpy as np

from dsds_audit.portfolio.ranks import Ranks, rank_intervals, spread_out
from dsds_audit.portfolio.rules import SCORE, Rule, ends_under, other_rules
from dsds_audit.portfolio.swapped import count_swapped
from dsds_audit.portfolio.table import Floats, Portfolio, Whole


@dataclass(frozen=True, eq=False)
class RuleEffect:
    """Ranks under another rule, beside those by the score.

    ``best`` and ``worst`` are columns of the portfolio as in ``Ranks``. A row's move is how far the middle of
    its interval goes, in ranks. ``swapped`` of the pairs that are certainly in order by the score are as
    certainly in the opposite order by this rule; ``swapped_share`` is their percentage, None without any.
    """

    rule: Rule
    best: Whole
    worst: Whole
    median_move: float
    largest_move: float
    swapped: int
    swapped_share: float | None


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """How much ranks owe to the rule; without ranked rows there are no effects.

    For every row of the portfolio: ``best`` and ``worst`` are its best and worst rank by any of the rules,
    the score's included; ``furthest`` is the furthest move of the middle of its interval, downwards below
    zero (NaN without a rank), and ``furthest_by`` the place of its rule among ``effects``, the first of
    equals (-1 where nothing moves). ``median_move`` and ``largest_move`` are of the furthest moves.
    """

    effects: tuple[RuleEffect, ...]
    best: Whole
    worst: Whole
    furthest: Floats
    furthest_by: Whole
    median_move: float | None
    largest_move: float | None


def find_sensitivity(portfolio: Portfolio, ranks: Ranks) -> Sensitivity:
    """Rank again by every other rule and tell how far each row moves."""
    rows = ranks.rows
    rules = other_rules(portfolio.rubric) if ranks.of else ()
    effects = tuple(_effect(portfolio, ranks, rule) for rule in rules)
    furthest = np.full(len(portfolio), np.nan)
    by = np.full(len(portfolio), -1, dtype=np.int64)
    if not effects:
        return Sensitivity((), ranks.best, ranks.worst, furthest, by, None, None)
    moves = np.stack([_moves(ranks, effect.best, effect.worst) for effect in effects])
    chosen = np.abs(moves).argmax(axis=0)
    furthest[rows] = moves[chosen, np.arange(ranks.of)]
    by[rows] = np.where(furthest[rows] == 0, -1, chosen)
    distances = np.abs(furthest[rows])
    return Sensitivity(
        effects,
        np.min([ranks.best, *(effect.best for effect in effects)], axis=0),
        np.max([ranks.worst, *(effect.worst for effect in effects)], axis=0),
        furthest,
        by,
        float(np.median(distances)),
        float(distances.max()),
    )


def _effect(portfolio: Portfolio, ranks: Ranks, rule: Rule) -> RuleEffect:
    rows = ranks.rows
    ends = ends_under(portfolio, rows, rule)
    best, worst = (spread_out(column, rows, len(portfolio)) for column in rank_intervals(*ends))
    distances = np.abs(_moves(ranks, best, worst))
    swapped = count_swapped(*ends_under(portfolio, rows, SCORE), *ends)
    return RuleEffect(
        rule,
        best,
        worst,
        float(np.median(distances)),
        float(distances.max()),
        swapped,
        100 * swapped / ranks.certain_pairs if ranks.certain_pairs else None,
    )


def _moves(ranks: Ranks, best: Whole, worst: Whole) -> Floats:
    """How many ranks the middle of each ranked row's interval goes up; down is below zero."""
    rows = ranks.rows
    return np.asarray((ranks.best[rows] + ranks.worst[rows] - best[rows] - worst[rows]) / 2)
