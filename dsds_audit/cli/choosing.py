"""Which of a site's assessments is meant, and what is said of those that cannot be read."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from dsds_audit.errors import AssessmentError, Problem, StoreError
from dsds_audit.speech import say
from dsds_audit.store import Damaged, Stored
from dsds_audit.store.choice import Found, fits, latest_among

if TYPE_CHECKING:
    from dsds_audit.desk import Desk


@dataclass(frozen=True, slots=True)
class Wish:
    """Which of a site's assessments are asked for: the latest that fits, or all with ``every_date``.

    The latest is a finished one, unless there is none and ``unfinished`` ones will do.
    """

    program: str | None = None
    rubric_id: str | None = None
    as_of: dt.date | None = None
    every_date: bool = False
    unfinished: bool = False

    def fits(self, entry: Stored) -> bool:
        """Whether an assessment is among them, finished or not."""
        return fits(entry, self.program, self.rubric_id, self.as_of)

    def refuse_others(self, entry: Stored) -> Stored:
        """An assessment that was named by its file; raises StoreError (AUD053) where it is not among them."""
        if self.fits(entry):
            return entry
        _, program, rubric_id, date = entry.assessment.identity
        message = say(
            "is an assessment of {date} on {program}, against {rubric}, and not what was asked for. Please "
            "leave out --program, --rubric and --as-of, or name another file.",
            date=date,
            program=program or say("no program"),
            rubric=rubric_id,
        )
        raise StoreError(Problem("AUD053", message, entry.place))


def latest_of(desk: "Desk", found: Found, site: str, wish: Wish) -> Stored:
    """The latest of what was found of a site; raises AuditError as the store's ``latest`` does.

    Where a damaged file may be a later one, that is said on stderr.
    """
    if not found.sound and not found.damaged:
        return desk.store.latest(site)  # There is none, and it says what there is instead.
    entries: list[Stored | Damaged] = [*found.sound, *found.damaged]
    latest = latest_among(
        entries, site, wish.program, wish.rubric_id, wish.as_of, desk.place, unfinished=wish.unfinished
    )
    for place in found.doubts_about(latest, wish.as_of):
        message = say(
            "Note: this is {site} as of {date}. A later assessment may be in {place}, which cannot be read.",
            site=latest.assessment.site,
            date=latest.assessment.date,
            place=place,
        )
        click.echo(message, err=True)
    return latest


def tell_left_out(problems: Sequence[Problem]) -> None:
    """Name in the end what could not be read; raises AssessmentError where there is anything."""
    if problems:
        click.echo(say("Left out:"), err=True)
        raise AssessmentError(problems)
