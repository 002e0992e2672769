"""The data dictionary of a table: what each of its columns means."""

from collections.abc import Iterator
from dataclasses import dataclass

from dsds_audit.display import STANDING_LABELS, percent_of
from dsds_audit.portfolio import tidy
from dsds_audit.portfolio.table import STATUSES
from dsds_audit.rubric import Rubric
from dsds_audit.speech import decimal, mark, say

PERCENT = mark("percent, 0 to 100")


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
    yield Described(tidy.SITE, "VARCHAR", say("The site that was assessed."))
    yield Described(tidy.PROGRAM, "VARCHAR", say("The program or practice; empty for none."))
    yield Described(tidy.GROUP, "VARCHAR", say("The set of sites it belongs to; empty for none."))
    yield Described(tidy.DATE, "DATE", say("The day of the assessment."), say("date, as 2026-03-31"))
    meaning = say(
        "The rubric version that the row is held against; score.made_with says the one it was made with."
    )
    yield Described(tidy.RUBRIC, "VARCHAR", meaning, allowed=rubric.ref)
    yield Described(tidy.PLACE, "VARCHAR", say("Where the record is, as messages name it."))
    yield Described(
        tidy.PARTICIPANTS,
        "INTEGER",
        say("People who took part; empty where none is recorded."),
        say("people"),
    )
    meaning = say("Levels that had evidence which was fresh at the assessment's own date.")
    yield Described(tidy.EVIDENCED, "INTEGER", meaning, say("criteria"), _whole_to(len(rubric.criteria)))
    total, practice = (
        percent_of(decimal(f"{held:f}")) for held in (rubric.thresholds.total, rubric.thresholds.practice)
    )
    meaning = say(
        "What counts as adequate of the total here; empty where that is the rubric's {percent}.",
        percent=total,
    )
    yield Described(tidy.TOTAL_THRESHOLD, "DOUBLE", meaning, say(PERCENT))
    meaning = say(
        "What counts as adequate of every practice here; empty where that is the rubric's {percent}.",
        percent=practice,
    )
    yield Described(tidy.PRACTICE_THRESHOLD, "DOUBLE", meaning, say(PERCENT))


def _ratings(rubric: Rubric) -> Iterator[Described]:
    scale = ", ".join(f"{step.level} {step.label}" for step in rubric.scale)
    standings = ", ".join(f"{word} ({label})" for word, label in STANDING_LABELS.items())
    for name, criterion in rubric.criteria.items():
        meaning = say("{criterion}: the level rated; empty where there is none.", criterion=criterion.title)
        yield Described(name, "UTINYINT", meaning, say("level"), scale)
        meaning = say(
            "{criterion}: how it stands; empty where it has no level and why is not told.",
            criterion=criterion.title,
        )
        yield Described(tidy.standing_column(name), "VARCHAR", meaning, allowed=standings)
        default = rubric.target if criterion.target is None else criterion.target
        meaning = say(
            "{criterion}: the site's own target; empty where that is the rubric's {level}.",
            criterion=criterion.title,
            level=default,
        )
        yield Described(tidy.target_column(name), "UTINYINT", meaning, say("level"), _whole_to(rubric.top))


def _scores(rubric: Rubric) -> Iterator[Described]:
    statuses = ", ".join(STATUSES)
    yield Described(
        "score.low", "DOUBLE", say("Score if all that is unknown is at the bottom."), say(PERCENT)
    )
    yield Described("score.high", "DOUBLE", say("Score if all that is unknown is at the top."), say(PERCENT))
    yield Described("score.status", "VARCHAR", say("Status of the whole."), allowed=statuses)
    yield Described("score.rated", "INTEGER", say("Criteria that have a level."), say("criteria"))
    yield Described("score.asked", "INTEGER", say("Criteria that apply."), say("criteria"))
    meaning = say("Whether the total and every practice reach their thresholds; empty while that is open.")
    yield Described("score.adequate", "VARCHAR", meaning, allowed="yes, no")
    meaning = say("Share of the others of its group whose low end is lower, with half of those that tie.")
    yield Described("score.percentile", "DOUBLE", meaning, say(PERCENT))
    yield Described("score.made_with", "VARCHAR", say("The rubric version that the record was made with."))
    yield Described(
        "score.previous_date", "DATE", say("The day of the site's assessment before this one."), say("date")
    )
    yield Described(
        "score.previous_low", "DOUBLE", say("The low end of the assessment before."), say(PERCENT)
    )
    yield Described(
        "score.previous_high", "DOUBLE", say("The high end of the assessment before."), say(PERCENT)
    )
    for practice in rubric.practices:
        name, title = f"score.{practice.id}", practice.title
        yield Described(
            f"{name}.low", "DOUBLE", say("{practice}: score, low end.", practice=title), say(PERCENT)
        )
        yield Described(
            f"{name}.high", "DOUBLE", say("{practice}: score, high end.", practice=title), say(PERCENT)
        )
        yield Described(
            f"{name}.status", "VARCHAR", say("{practice}: status.", practice=title), allowed=statuses
        )


def _whole_to(most: int) -> str:
    return say("{low} to {high}", low=0, high=most)
