"""A portfolio: many sites' assessments as a table, with their scores."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from dsds_audit.errors import Problem
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import Status

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Names = NDArray[Any]  # of str
Truths = NDArray[np.bool_]

# Statuses are kept as their place in this order.
STATUSES: tuple[Status, ...] = (
    "in_place",
    "partially_in_place",
    "not_in_place",
    "undetermined",
    "not_applicable",
)


@dataclass(frozen=True, eq=False)
class Portfolio:
    """Assessments held against one rubric version, each with its scores; place i of every column is row i.

    Rows are sorted by site, program and date, ties by place. ``practices`` columns have a column for each
    practice and ``criteria`` ones a column for each criterion, in rubric order. NaN (of dates NaT) stands for
    what is not there: no level, no score because nothing applies, no panel recorded, no earlier assessment.
    Percentages run from 0 to 100, unrounded.

    ``made_with`` is the ``id@version`` that a record was made with; it was carried where that is not
    ``rubric``. ``level`` is NaN where a criterion has none, and ``applies`` says whether it counts at all.
    ``adequate`` is 1, 0, or NaN while that is open. ``percentile`` is the place of a row's low end among the
    low ends of its group, from 0 to 100: the share of the others that are lower, with half of those that tie;
    NaN in a group of one. The ``previous`` columns are of the assessment before it of the same site, program
    and rubric, carried to the same version. ``problems`` tells what was wrong with the tables that were read.
    """

    rubric: Rubric
    site: Names
    program: Names  # "" for none
    group: Names  # "" for none
    date: NDArray[np.datetime64]
    made_with: Names
    place: Names
    participants: Floats
    evidenced: Floats
    level: Floats  # rows x criteria
    applies: Truths  # rows x criteria
    target: Whole  # rows x criteria
    total_threshold: Floats
    practice_threshold: Floats
    low: Floats
    high: Floats
    status: Whole  # place in STATUSES
    practice_low: Floats  # rows x practices
    practice_high: Floats
    practice_status: Whole
    rated: Whole
    asked: Whole
    adequate: Floats
    percentile: Floats
    previous_date: NDArray[np.datetime64]
    previous_low: Floats
    previous_high: Floats
    left_out: tuple["LeftOut", ...] = ()
    problems: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.site)


LeftOutReason = Literal["double", "no_crosswalk", "unfinished", "earlier", "unreadable"]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Records that are not in a portfolio, and why; ``places`` names at most the first hundred of them.

    ``double``: the same assessment stands elsewhere, too; ``no_crosswalk``: no crosswalk leads from its
    rubric version to the one compared with; ``unfinished``: its interview goes on; ``earlier``: the site's
    latest lies before the day asked for; ``unreadable``: it has problems, which are told by themselves.
    """

    reason: LeftOutReason
    count: int
    places: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
