"""How many sites have which status, of every practice and criterion."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dsds_audit.portfolio.table import STATUSES, Portfolio, Whole
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import Status

Places = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """In how many assessments a practice or criterion (by full id) has each status.

    ``shares`` are the percentages of all of them, what is undetermined and what does not apply included, so
    that they add up to 100; empty where there is no assessment.
    """

    id: str
    counts: Mapping[Status, int]
    shares: Mapping[Status, float]


def count_statuses(portfolio: Portfolio, rows: Whole) -> dict[str, StatusCounts]:
    """The counts over some rows: of every practice, followed by its criteria, in rubric order."""
    practices = _counts(portfolio.practice_status[rows])
    criteria = _counts(criterion_statuses(portfolio, rows))
    counts = dict(zip((p.id for p in portfolio.rubric.practices), practices, strict=True))
    counts |= dict(zip(portfolio.rubric.criteria, criteria, strict=True))
    return {name: _tally(name, counts[name], len(rows)) for name in status_names(portfolio.rubric)}


def status_names(rubric: Rubric) -> tuple[str, ...]:
    """The full ids of every practice, followed by its criteria, in rubric order."""
    return tuple(
        name
        for practice in rubric.practices
        for name in (practice.id, *(f"{practice.id}.{criterion.id}" for criterion in practice.criteria))
    )


def criterion_statuses(portfolio: Portfolio, rows: Whole) -> Places:
    """The status of each criterion (rows x criteria) as its place in STATUSES."""
    level = portfolio.level[rows]
    return np.select(
        [~portfolio.applies[rows], np.isnan(level), level == portfolio.rubric.top, level == 0],
        [_place(status) for status in ("not_applicable", "undetermined", "in_place", "not_in_place")],
        _place("partially_in_place"),
    )


def _place(status: Status) -> np.int8:
    return np.int8(STATUSES.index(status))


def _counts(statuses: Whole | Places) -> list[list[int]]:
    """Of every column, how often each status stands in it."""
    table = [np.count_nonzero(statuses == place, axis=0) for place in range(len(STATUSES))]
    columns: list[list[int]] = np.stack(table, axis=1).tolist()
    return columns


def _tally(name: str, counts: list[int], rows: int) -> StatusCounts:
    shares = {s: 100 * count / rows for s, count in zip(STATUSES, counts, strict=True)} if rows else {}
    return StatusCounts(name, dict(zip(STATUSES, counts, strict=True)), shares)
