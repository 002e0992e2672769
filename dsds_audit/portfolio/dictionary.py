"""The data dictionary of a table: what each of its columns means."""

from collections.abc import Iterator
from dataclasses import dataclass

from dsds_audit.display import STANDING_LABELS
from dsds_audit.portfolio import tidy
from dsds_audit.portfolio.table import STATUSES
from dsds_audit.rubric import Rubric

PERCENT = "percent, 0 to 100"


@dataclass(frozen=True, slots=True)
class Described:
    """One column: its name, its SQL type, what it means, its unit, the values it may hold (empty for any)."""

    column: str
    type: str
    meaning: str
    unit: str = ""
    allowed: str = ""


def describe_columns(rubric: Rubric) -> tuple[Described, ...]:
    """Every column of a written table, in order: the tidy form, and after it the scores.

    A score that would have the name of a criterion's column is left out.
    """
    form = (*_record(rubric), *_ratings(rubric))
    taken = {each.column for each in form}
    return (*form, *(each for each in _scores(rubric) if each.column not in taken))


def _record(rubric: Rubric) -> Iterator[Described]:
    yield Described(tidy.SITE, "VARCHAR", "The site that was assessed.")
    yield Described(tidy.PROGRAM, "VARCHAR", "The program or practice; empty for none.")
    yield Described(tidy.GROUP, "VARCHAR", "The set of sites it belongs to; empty for none.")
    yield Described(tidy.DATE, "DATE", "The day of the assessment.", "date, as 2026-03-31")
    meaning = (
        "The rubric version that the row is held against; score.made_with says the one it was made with."
    )
    yield Described(tidy.RUBRIC, "VARCHAR", meaning, allowed=rubric.ref)
    yield Described(tidy.PLACE, "VARCHAR", "Where the record is, as messages name it.")
    yield Described(
        tidy.PARTICIPANTS, "INTEGER", "People who took part; empty where none is recorded.", "people"
    )
    meaning = "Levels that had evidence which was fresh at the assessment's own date."
    yield Described(tidy.EVIDENCED, "INTEGER", meaning, "criteria", f"0 to {len(rubric.criteria)}")
    for column, what, default in (
        (tidy.TOTAL_THRESHOLD, "the total", rubric.thresholds.total),
        (tidy.PRACTICE_THRESHOLD, "every practice", rubric.thresholds.practice),
    ):
        meaning = f"What counts as adequate of {what} here; empty where that is the rubric's {default:f} %."
        yield Described(column, "DOUBLE", meaning, PERCENT)


def _ratings(rubric: Rubric) -> Iterator[Described]:
    scale = ", ".join(f"{step.level} {step.label}" for step in rubric.scale)
    standings = ", ".join(f"{word} ({label})" for word, label in STANDING_LABELS.items())
    for name, criterion in rubric.criteria.items():
        meaning = f"{criterion.title}: the level rated; empty where there is none."
        yield Described(name, "UTINYINT", meaning, "level", scale)
        meaning = f"{criterion.title}: how it stands; empty where it has no level and why is not told."
        yield Described(tidy.standing_column(name), "VARCHAR", meaning, allowed=standings)
        default = rubric.target if criterion.target is None else criterion.target
        meaning = f"{criterion.title}: the site's own target; empty where that is the rubric's {default}."
        yield Described(tidy.target_column(name), "UTINYINT", meaning, "level", f"0 to {rubric.top}")


def _scores(rubric: Rubric) -> Iterator[Described]:
    statuses = ", ".join(STATUSES)
    yield Described("score.low", "DOUBLE", "Score if all that is unknown is at the bottom.", PERCENT)
    yield Described("score.high", "DOUBLE", "Score if all that is unknown is at the top.", PERCENT)
    yield Described("score.status", "VARCHAR", "Status of the whole.", allowed=statuses)
    yield Described("score.rated", "INTEGER", "Criteria that have a level.", "criteria")
    yield Described("score.asked", "INTEGER", "Criteria that apply.", "criteria")
    meaning = "Whether the total and every practice reach their thresholds; empty while that is open."
    yield Described("score.adequate", "VARCHAR", meaning, allowed="yes, no")
    meaning = "Share of the others of its group whose low end is lower, with half of those that tie."
    yield Described("score.percentile", "DOUBLE", meaning, PERCENT)
    yield Described("score.made_with", "VARCHAR", "The rubric version that the record was made with.")
    yield Described(
        "score.previous_date", "DATE", "The day of the site's assessment before this one.", "date"
    )
    yield Described("score.previous_low", "DOUBLE", "The low end of the assessment before.", PERCENT)
    yield Described("score.previous_high", "DOUBLE", "The high end of the assessment before.", PERCENT)
    for practice in rubric.practices:
        name, title = f"score.{practice.id}", practice.title
        yield Described(f"{name}.low", "DOUBLE", f"{title}: score, low end.", PERCENT)
        yield Described(f"{name}.high", "DOUBLE", f"{title}: score, high end.", PERCENT)
        yield Described(f"{name}.status", "VARCHAR", f"{title}: status.", allowed=statuses)
