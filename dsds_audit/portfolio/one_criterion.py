"""One criterion in every group: how many sites stand on which level."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dsds_audit.portfolio.groups import RowGroup
from dsds_audit.portfolio.suppression import withheld_because
from dsds_audit.portfolio.table import Portfolio, Whole


@dataclass(frozen=True, slots=True)
class LevelCounts:
    """How many sites stand on each level, from 0; of how many nobody knows, to how many it does not apply."""

    levels: tuple[int, ...]
    unknown: int
    does_not_apply: int


@dataclass(frozen=True, slots=True)
class GroupLevels:
    """A group by name with its counts; where they are None, ``withheld`` says why."""

    name: str
    counts: LevelCounts | None
    withheld: str | None


@dataclass(frozen=True, eq=False)
class CriterionFacts:
    """One criterion (by full id), whose levels stand in this column of the portfolio's ``level``.

    ``rows`` are the places of the latest assessment of each site and program, in the portfolio's order.
    """

    criterion: str
    column: int
    overall: GroupLevels
    groups: tuple[GroupLevels, ...]
    rows: Whole


def describe_criterion(
    portfolio: Portfolio,
    criterion: str,
    overall: RowGroup,
    groups: Sequence[RowGroup],
    hidden: Sequence[bool],
    smallest: int,
) -> CriterionFacts:
    """The levels of a criterion of the rubric, overall and by group.

    ``hidden`` says of overall, followed by each group, whether it is withheld. Raises ValueError where the
    rubric has no such criterion.
    """
    column = list(portfolio.rubric.criteria).index(criterion)
    whole, *parts = (
        GroupLevels(group.name, None, withheld_because(smallest))
        if out
        else GroupLevels(group.name, _count(portfolio, column, group.counted), None)
        for group, out in zip((overall, *groups), hidden, strict=True)
    )
    return CriterionFacts(criterion, column, whole, tuple(parts), overall.counted)


def _count(portfolio: Portfolio, column: int, rows: Whole) -> LevelCounts:
    level, applies = portfolio.level[rows, column], portfolio.applies[rows, column]
    known = ~np.isnan(level)
    levels = np.bincount(level[known].astype(np.int64), minlength=portfolio.rubric.top + 1)
    unknown = int(np.count_nonzero(applies & ~known))
    return LevelCounts(tuple(levels.tolist()), unknown, int(np.count_nonzero(~applies)))
