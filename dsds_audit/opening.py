"""Which interview is opened for a site: resumed, opened again, from the last answers, or anew."""

import datetime as dt
from dataclasses import dataclass, replace

from dsds_audit.assessment import Assessment
from dsds_audit.desk import Desk
from dsds_audit.errors import Problem, StoreError, nearest
from dsds_audit.interview import Interview, begin, begin_from_last, reopen
from dsds_audit.interview.questions import Choice
from dsds_audit.speech import say, sort_key
from dsds_audit.store import Stored
from dsds_audit.store.names import same_identity


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked for; ``ref`` names a rubric, with or without its version."""

    site: str | None
    program: str | None = None
    ref: str | None = None
    quick: bool = False
    from_last: bool = False
    correct: bool = False
    new: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """A site that nobody has assessed yet: the known one that is nearest to it, if any, and the others."""

    site: str
    near: str
    others: tuple[str, ...]

    @property
    def meanings(self) -> tuple[Choice, ...]:
        """The sites that may be meant, the nearest first, with the new one after it."""
        meant = Choice(self.near, say("{site}: that is what I meant", site=self.near))
        near = (meant,) if self.near else ()
        new = Choice("", say("Begin with {site}, a new site", site=self.site))
        return (*near, new, *(Choice(name, name) for name in self.others))

    def chosen(self, value: str) -> str:
        """The site that one of the meanings stands for; the new one where it is no known site."""
        return value if value and value in (self.near, *self.others) else self.site


def unknown_site(desk: Desk, site: str) -> Unknown | None:
    """What may be meant by a site that is not known; None where it is, or where there is no other."""
    if desk.store.find(site):
        return None
    known = sorted({kept.assessment.site for kept in desk.of_site(None, None, None)}, key=sort_key)
    near = nearest(site, known)
    return Unknown(site, near, tuple(name for name in known if name != near)) if known else None


def resume(desk: Desk, wishes: Wishes, stored: Stored) -> Interview:
    """An interview where it was left, with the rubric it was begun with; raises StoreError (AUD056)."""
    assessment = stored.assessment
    if wishes.ref and "@" in wishes.ref and wishes.ref != assessment.rubric:
        message = say(
            "was begun with {rubric}. Please leave --rubric out, or add --new.", rubric=assessment.rubric
        )
        raise StoreError(Problem("AUD056", message, stored.place))
    if wishes.quick and assessment.interview:
        progress = assessment.interview.model_copy(update={"quick": True})
        assessment = assessment.model_copy(update={"interview": progress})
    return Interview(desk.catalogue.load(assessment.rubric), assessment)


def begin_anew(desk: Desk, wishes: Wishes, last: Stored | None, date: dt.date) -> Interview:
    """A new interview, with what the site's last assessment says of who is assessed; raises AuditError."""
    before = last.assessment if last else None
    rubric = desk.rubric_for(wishes.ref, last)
    interview = begin(
        rubric,
        date,
        site=before.site if before else wishes.site or "",
        program=wishes.program or (before and before.program) or "",
        group=(before and before.group) or "",
        quick=wishes.quick,
    )
    if before and before.rubric.partition("@")[0] == rubric.id:
        known = {population.id for population in rubric.populations}
        people = {name: text for name, text in before.populations.items() if name in known}
        named = interview.assessment.model_copy(update={"populations": people})
        interview = replace(interview, assessment=named)
    return interview


def begin_from(desk: Desk, wishes: Wishes, last: Stored, date: dt.date) -> Interview:
    """An interview from the last answers, along the crosswalks to a later version; raises AuditError."""
    rubric = desk.rubric_for(wishes.ref, last)
    legs = desk.catalogue.legs(last.assessment.rubric, rubric.ref)
    return begin_from_last(rubric, last.assessment, date, quick=wishes.quick, legs=legs)


def correct(desk: Desk, stored: Stored) -> Interview:
    """A finished assessment taken up again, at its review; raises RubricError."""
    return reopen(desk.catalogue.load(stored.assessment.rubric), stored.assessment)


def is_later(finished: Assessment, unfinished: Assessment) -> bool:
    """Whether one was held after the other, of the same program and with the same rubric."""
    of_that_day = finished.model_copy(update={"date": unfinished.date})
    return finished.date > unfinished.date and same_identity(of_that_day, unfinished)
