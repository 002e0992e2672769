"""Which assessments of a portfolio are asked for."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Question:
    """Which assessments are asked for.

    ``every`` means each one, not only the latest of each site and program; ``by`` of "date" means the same.
    Sites whose latest is before ``since`` are left out; what was made after ``as_of`` is as if it were not
    there. ``program`` is compared as names are; ``rubric_id`` is a rubric's id without its version.
    """

    every: bool = False
    since: dt.date | None = None
    as_of: dt.date | None = None
    program: str | None = None
    rubric_id: str | None = None
    by: Literal["group", "site", "date"] = "group"
