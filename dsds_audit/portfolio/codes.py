"""The codes that ratings have on an engine, and the columns that hold them.

A code is a level, or what ``unknown`` or ``not_applicable`` say.
"""

import numpy as np
from numpy.typing import NDArray

from dsds_audit.packing import CODES
from dsds_audit.portfolio.engines import column_of
from dsds_audit.portfolio.rows import Rows
from dsds_audit.rubric import Rubric

NO_TARGET = -1


def unknown(rubric: Rubric) -> int:
    """The code of what has no level, for whatever reason, and counts."""
    return rubric.top + 1


def not_applicable(rubric: Rubric) -> int:
    """The code of what does not apply, where the rubric permits that and a reason is given."""
    return rubric.top + 2


def code_of(name: str) -> str:
    """The column of a criterion's code, by the full id it has in the rubric that rows were made with."""
    return f"{column_of(name)} code"


def own_target_of(name: str) -> str:
    """The column of a site's own target for a criterion, by its full id."""
    return f"{column_of(name)} own target"


def not_permitted_of(name: str) -> str:
    """The column that is 1 where a criterion, by its full id, does not apply though that is not permitted."""
    return f"{column_of(name)} not permitted"


def codes_of(rows: Rows) -> NDArray[np.uint8]:
    """The code of every criterion, rows x criteria: whatever has no level and counts is unknown."""
    rubric = rows.rubric
    permitted = np.array([criterion.not_applicable for criterion in rubric.criteria.values()])
    codes = np.full(rows.packed.shape, unknown(rubric), dtype=np.uint8, order="F")
    np.copyto(codes, rows.packed, where=rows.packed <= rubric.top)
    codes[(rows.packed == CODES["not_applicable"]) & permitted] = not_applicable(rubric)
    return codes
