"""The store of a team: every assessment, plan and vote of a workspace in one database."""

import datetime as dt
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial

from sqlalchemy import ColumnElement, select

from dsds_audit.assessment import Assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import ConflictError, Problem, StoreError
from dsds_audit.plan import Plan
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say
from dsds_audit.store import Damaged, Stored, StoredPlan
from dsds_audit.store.choice import find_among, latest_among, unknown_site
from dsds_audit.store.held_locks import HeldLocks
from dsds_audit.store.sql.engines import Connections
from dsds_audit.store.sql.journals import append_entries, read_votes
from dsds_audit.store.sql.locks import hold_assessment
from dsds_audit.store.sql.plans import change_plan, read_plan
from dsds_audit.store.sql.rows import read_content, read_row, site_key_of
from dsds_audit.store.sql.rubrics import keep_rubric
from dsds_audit.store.sql.saving import insert_assessment, replace_assessment
from dsds_audit.store.sql.tables import assessments
from dsds_audit.votes import Entry

_BATCH = 1000
_MOST_SITES = 1000


class SqlStore:
    """A workspace in a database, PostgreSQL or SQLite; several may use it at once, from any machine.

    Whatever it is asked raises StoreError where the database cannot be reached (AUD107) or refuses (AUD113);
    asked again, it connects anew.
    """

    def __init__(self, connections: Connections, catalogue: Catalogue) -> None:
        """Use a database that is prepared; ``catalogue`` finds the rubrics, those in the database too."""
        self.connections = connections
        self.catalogue = catalogue
        self.label = connections.label
        self._locks = HeldLocks(partial(hold_assessment, connections))
        self._kept: set[str] = set()
        weakref.finalize(self, connections.close)

    def __repr__(self) -> str:
        """The database's name alone, for its address may hold a password."""
        return f"SqlStore({self.label!r})"

    def close(self) -> None:
        """Let go of all connections; the next use makes new ones."""
        self.connections.close()

    def all_assessments(self) -> Iterator[Stored | Damaged]:
        """Every assessment, by name; raises StoreError."""
        last = ""
        while batch := self._entries(assessments.c.name > last, _BATCH):
            yield from batch
            last = batch[-1].place.removeprefix(f"{self.label}:")

    def find(self, site: str) -> list[Stored]:
        """All assessments of a site, newest first; raises AssessmentError where one of them is damaged."""
        return find_among(self._entries_of(site), site)

    def latest(
        self,
        site: str,
        program: str | None = None,
        rubric_id: str | None = None,
        as_of: dt.date | None = None,
    ) -> Stored:
        """The newest finished assessment of a site; raises StoreError (AUD053, AUD054, AUD055)."""
        entries = self._entries_of(site)
        if not entries:
            raise self._unknown(site)
        return latest_among(entries, site, program, rubric_id, as_of, self.label)

    def saving_many(self) -> AbstractContextManager[None]:
        """Nothing here takes longer for many."""
        return nullcontext()

    def save(self, assessment: Assessment, rubric: Rubric, previous: Stored | None = None) -> Stored:
        """Keep an assessment; it is on the server's disk when this returns.

        Raises ConflictError (AUD051) where it is no longer what was read, and then keeps both; StoreError.
        """
        before = previous.assessment if previous else assessment
        with self._locks.moving(before, assessment), self.connections.writing() as connection:
            if rubric.ref not in self._kept:
                keep_rubric(connection, self.catalogue, rubric)
            if previous is None:
                saved = insert_assessment(connection, assessment, rubric, self.label)
            else:
                saved = replace_assessment(connection, assessment, rubric, previous, self.label)
        self._kept.add(rubric.ref)
        if isinstance(saved, ConflictError):
            raise saved
        return saved

    @contextmanager
    def lock(self, assessment: Assessment) -> Iterator[None]:
        """Keep others from interviewing on this assessment; raises ConflictError (AUD052)."""
        with self._locks.holding(assessment):
            yield

    def plan(self, site: str) -> StoredPlan | None:
        """The plan of a site; raises PlanError, StoreError."""
        with self.connections.reading() as connection:
            return read_plan(connection, site, self.label)

    def change_plan(self, site: str, change: Callable[[Plan], Plan]) -> StoredPlan:
        """Change the plan that a site has now, or begin one; it is on the server's disk when this returns.

        Raises what ``change`` raises, PlanError, StoreError (AUD053).
        """
        with self.connections.writing() as connection:
            changed = change_plan(connection, site, change, self.label)
        if changed is None:
            raise self._unknown(site)
        return changed

    def votes(self, stored: Stored) -> tuple[Entry, ...]:
        """What happened in the votes on an assessment; raises StoreError (AUD083, AUD084)."""
        with self.connections.reading() as connection:
            return read_votes(connection, stored, self.label)

    def append_votes(self, stored: Stored, entries: Sequence[Entry]) -> None:
        """Add to the votes on an assessment; on the server's disk when this returns.

        Raises StoreError (AUD084), and then none is kept.
        """
        if entries:
            with self.connections.writing() as connection:
                append_entries(connection, stored, entries, self.label)

    def _entries_of(self, site: str) -> list[Stored | Damaged]:
        return self._entries(assessments.c.site_key == site_key_of(site))

    def _entries(self, wanted: ColumnElement[bool], most: int | None = None) -> list[Stored | Damaged]:
        """What is wanted, by name; where a document does not fit, its file's text tells why."""
        table = assessments.c
        columns = (table.name, table.site, table.digest, table.document)
        rows = select(*columns).where(wanted).order_by(table.name).limit(most)
        with self.connections.reading() as connection:
            return [
                read_row(f"{self.label}:{row.name}", row.digest, row.document, self.catalogue.load)
                or read_content(
                    f"{self.label}:{row.name}",
                    row.site,
                    connection.scalars(select(table.content).where(table.name == row.name)).one(),
                    self.catalogue.load,
                )
                for row in connection.execute(rows).all()
            ]

    def _unknown(self, site: str) -> StoreError:
        names = select(assessments.c.site).distinct().order_by(assessments.c.site)
        with self.connections.reading() as connection:
            known = connection.scalars(names.limit(_MOST_SITES)).all()
        if known:
            return unknown_site(site, known, self.label)
        message = say("holds no assessment of any site yet. Please begin one with dsds-audit interview.")
        return StoreError(Problem("AUD053", message, self.label))
