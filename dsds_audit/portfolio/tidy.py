"""The tidy form: one row an assessment, one column a criterion, by the names of its columns.

A criterion's own column holds its level and is empty where there is none; ``<criterion>.standing`` says how
it stands (``rated``, ``unanswered``, ``dont_know``, ``not_applicable`` and so on), ``<criterion>.target`` the
site's own target where it has one. So a mean over a criterion's column is a mean of levels, in any program.
"""

from dsds_audit.rubric import Rubric

SITE, PROGRAM, GROUP, DATE, RUBRIC = "site", "program", "group", "date", "rubric"
PLACE = "place"  # Where the record is, as messages name it.
PARTICIPANTS = "participants"  # How many people took part; empty where nobody is recorded.
EVIDENCED = "evidenced"  # How many levels had evidence that was fresh at the assessment's own date.
TOTAL_THRESHOLD, PRACTICE_THRESHOLD = "total_threshold", "practice_threshold"  # The site's own, else empty.

IDENTITY = (SITE, PROGRAM, GROUP, DATE, RUBRIC)
RECORD = (PLACE, PARTICIPANTS, EVIDENCED, TOTAL_THRESHOLD, PRACTICE_THRESHOLD)


def standing_column(criterion: str) -> str:
    """The column that says how a criterion, by its full id, stands."""
    return f"{criterion}.standing"


def target_column(criterion: str) -> str:
    """The column of a site's own target for a criterion, by its full id."""
    return f"{criterion}.target"


def tidy_columns(rubric: Rubric) -> tuple[str, ...]:
    """Every column of the tidy form for a rubric, in order; only a row's ``site``, ``date``, ``rubric`` and
    the criteria's own columns must be there when a table is read."""
    names = [
        column
        for criterion in rubric.criteria
        for column in (criterion, standing_column(criterion), target_column(criterion))
    ]
    return (*IDENTITY, *RECORD, *names)
