"""Where assessments, votes and plans are kept: what every kind of store can do."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from dsds_audit.assessment import Assessment
from dsds_audit.errors import AssessmentError
from dsds_audit.plan import Plan
from dsds_audit.rubric import Rubric
from dsds_audit.votes import Entry


@dataclass(frozen=True)
class Stored:
    """An assessment as it stands in a store.

    ``place`` is what messages name (a file's path); ``revision`` changes whenever what is stored there does.
    """

    place: str
    revision: str
    assessment: Assessment


@dataclass(frozen=True)
class Damaged:
    """What should be an assessment and cannot be read; ``site`` is None where not even that can be."""

    place: str
    site: str | None
    error: AssessmentError


@dataclass(frozen=True)
class StoredPlan:
    """A site's plan as it stands in a store; ``place`` and ``revision`` are as those of an assessment."""

    place: str
    revision: str
    plan: Plan


class Store(Protocol):
    """What a shell asks of a store; sites and programs are compared regardless of case."""

    def all_assessments(self) -> Iterator[Stored | Damaged]:
        """Everything there is, by place; raises StoreError where nothing can be read."""
        ...

    def find(self, site: str) -> list[Stored]:
        """All assessments of a site, newest first, finished or not; none where the site is not known.

        Raises AssessmentError where one of the site's is damaged.
        """
        ...

    def latest(
        self,
        site: str,
        program: str | None = None,
        rubric_id: str | None = None,
        as_of: dt.date | None = None,
    ) -> Stored:
        """The newest finished assessment of a site, of one program, up to a date.

        Raises StoreError where there is none (AUD053), only an unfinished interview (AUD054), or several
        programs to choose from (AUD055).
        """
        ...

    def saving_many(self) -> AbstractContextManager[None]:
        """Meanwhile many assessments are saved or looked for, and what takes long is done once for all."""
        ...

    def save(self, assessment: Assessment, rubric: Rubric, previous: Stored | None = None) -> Stored:
        """Keep an assessment in place of ``previous``, or as a new one; it is safe when this returns.

        Raises ConflictError (AUD051) where someone else has changed what is stored since ``previous`` was
        read: both are then kept. Raises StoreError (AUD050) where it cannot be written.
        """
        ...

    def lock(self, assessment: Assessment) -> AbstractContextManager[None]:
        """Keep others from interviewing on this assessment meanwhile.

        Raises ConflictError (AUD052) where someone has it open already.
        """
        ...

    def plan(self, site: str) -> StoredPlan | None:
        """The plan of a site, of all its programs; None where it has none.

        Raises PlanError where it is damaged, StoreError where there are two (AUD080).
        """
        ...

    def change_plan(self, site: str, change: Callable[[Plan], Plan]) -> StoredPlan:
        """Change what a site's plan holds now, or an empty one where it has none; safe when this returns.

        No one else's change comes between, so ``change`` is given what is there at this moment, perhaps more
        than once; what it raises (PlanError, ConflictError) passes through, and nothing is written then.

        Raises PlanError where the plan is damaged; StoreError where the site is not known (AUD053), where
        there are two plans (AUD080), where it cannot be written (AUD050).
        """
        ...

    def votes(self, stored: Stored) -> tuple[Entry, ...]:
        """Everything that happened in the votes on an assessment, in the order appended; none: empty.

        Of the questions of its own rubric version only: what was voted on before an assessment was carried
        to a later version stays with the earlier one. Raises StoreError where it cannot be read (AUD050,
        AUD083) or is of another assessment (AUD084).
        """
        ...

    def append_votes(self, stored: Stored, entries: Sequence[Entry]) -> None:
        """Add to what happened in the votes on an assessment; safe when this returns, and nothing is lost.

        Where it raises, none of the entries counts as kept. Several may append at once, from any thread.
        Only the place and the assessment of ``stored`` matter, not its revision. Raises StoreError where it
        cannot be written (AUD050), where what is there cannot be added to (AUD083), and where it belongs to
        another assessment or there is none there any more (AUD084).
        """
        ...
