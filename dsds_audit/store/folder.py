"""A folder of files: ``<site>/<date>.yaml``, the votes on it beside it, ``<site>/plan.yaml``."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache, partial
from pathlib import Path

from dsds_audit.assessment import Assessment
from dsds_audit.assessment_files import parse_assessment, render_assessment
from dsds_audit.atomic import make_folder, remove_leftovers, write_atomically
from dsds_audit.errors import AssessmentError, AuditError
from dsds_audit.names import folded
from dsds_audit.plan import Plan
from dsds_audit.rubric import Rubric
from dsds_audit.schemas import plan_schema, render_schema
from dsds_audit.store import Damaged, Stored, StoredPlan
from dsds_audit.store.choice import Found, any_among, find_among, found_among, latest_among, site_of
from dsds_audit.store.conflicts import keep_both
from dsds_audit.store.held_locks import HeldLocks
from dsds_audit.store.journals import address_journal, append_to_journal, journal_of, read_journal
from dsds_audit.store.locks import hold_identity, hold_saving
from dsds_audit.store.names import same_identity
from dsds_audit.store.paths import assessment_paths, file_errors, inside_of, revision_of
from dsds_audit.store.places import names_for, new_path, next_path, renamed
from dsds_audit.store.plans import (
    change_plan_file,
    find_plan_file,
    make_plan_file,
    read_plan_file,
    rename_plan,
)
from dsds_audit.store.schema_files import SchemaFiles
from dsds_audit.store.site_index import SiteIndex
from dsds_audit.votes import Entry
from dsds_audit.yaml.files import parse_yaml, read_bytes, top_text


class FolderStore:
    """A workspace: a folder with one folder for each site.

    What a file holds decides which site it is of; the names of folders and files are only a convenience.
    ``schema`` makes the JSON Schema of a rubric's assessments, for editors. What so many files hold is
    ``remembered``, by their very bytes, for whoever asks again and again.
    """

    def __init__(
        self,
        folder: Path,
        rubric_of: Callable[[str], Rubric],
        schema: Callable[[Rubric], str] | None = None,
        *,
        remembered: int = 0,
    ) -> None:
        """Use a folder, which need not be there yet; ``rubric_of`` finds a rubric by ``id@version``."""
        self.folder = folder
        self._rubric_of = rubric_of
        self._parsed = lru_cache(remembered)(partial(parse_assessment, rubric_of=rubric_of))
        self._schema = schema
        self._schemas = SchemaFiles(folder)
        self._locks = HeldLocks(partial(hold_identity, folder))
        self._index: SiteIndex | None = None

    def all_assessments(self) -> Iterator[Stored | Damaged]:
        """Every assessment in the workspace, by path; raises StoreError (AUD050)."""
        return self._entries()

    def find(self, site: str) -> list[Stored]:
        """All assessments of a site, newest first; raises AssessmentError where one of them is damaged."""
        return find_among(self._entries(site), site)

    def latest(
        self,
        site: str,
        program: str | None = None,
        rubric_id: str | None = None,
        as_of: dt.date | None = None,
    ) -> Stored:
        """The newest finished assessment of a site; raises StoreError (AUD053, AUD054, AUD055)."""
        entries = list(self._entries(site))
        if found_among(entries, site) == Found():  # To say what there is instead, all has to be read.
            entries = list(self.all_assessments())
        return latest_among(entries, site, program, rubric_id, as_of, str(self.folder))

    @contextmanager
    def lock(self, assessment: Assessment) -> Iterator[None]:
        """Keep others from interviewing on this assessment; raises ConflictError (AUD052)."""
        with file_errors(self.folder):
            make_folder(self.folder)
        with self._locks.holding(assessment):
            yield

    @contextmanager
    def saving_many(self) -> Iterator[None]:
        """Which site a file is of is read once, not for each save."""
        self._index = SiteIndex(self.folder, _site_in)
        try:
            yield
        finally:
            self._index = None

    def save(self, assessment: Assessment, rubric: Rubric, previous: Stored | None = None) -> Stored:
        """Write an assessment's file; it is on the disk when this returns.

        Raises ConflictError (AUD051) where the file is no longer the one that was read, and then writes a
        copy beside it, and StoreError (AUD050) where it cannot be written.
        """
        with file_errors(self.folder):
            make_folder(self.folder)
            with hold_saving(self.folder):
                schema = self._assessment_schema(rubric)
                if previous is None:
                    stored = self._save_new(assessment, rubric, schema)
                else:
                    stored = self._save_over(assessment, rubric, schema, previous)
                if self._index:
                    self._index.note(assessment.site, Path(stored.place))
                return stored

    def plan(self, site: str) -> StoredPlan | None:
        """The plan of a site; raises PlanError, StoreError (AUD050, AUD080)."""
        path = find_plan_file(self.folder, site)
        return read_plan_file(self.folder, path) if path else None

    def change_plan(self, site: str, change: Callable[[Plan], Plan]) -> StoredPlan:
        """Change the plan that a site has now, or begin one; it is on the disk when this returns.

        Raises what ``change`` raises, PlanError, StoreError (AUD050, AUD053, AUD080).
        """
        if not self.folder.exists():
            any_among((), site, str(self.folder))
        with file_errors(self.folder), hold_saving(self.folder):
            path = find_plan_file(self.folder, site)
            if path:
                return change_plan_file(self.folder, path, change)
            entry = any_among(list(self.all_assessments()), site, str(self.folder))
            empty = Plan(site=site_of(entry) or site)
            return make_plan_file(self.folder, Path(entry.place).parent, empty, change, self._plan_schema())

    def votes(self, stored: Stored) -> tuple[Entry, ...]:
        """What happened in the votes on an assessment; raises StoreError (AUD050, AUD083, AUD084)."""
        return read_journal(self.folder, stored)

    def append_votes(self, stored: Stored, entries: Sequence[Entry]) -> None:
        """Add to the votes on an assessment; on the disk when this returns.

        Raises StoreError (AUD050, AUD083, AUD084), and then the journal is as it was.
        """
        if entries:
            with file_errors(self.folder), hold_saving(self.folder):
                append_to_journal(self.folder, stored, entries)

    def _save_new(self, assessment: Assessment, rubric: Rubric, schema: str | None) -> Stored:
        known = list(self._known_to(assessment.site))
        self._refuse_double(assessment, rubric, schema, known)
        path = new_path(self.folder, assessment, known)
        make_folder(inside_of(self.folder, path.parent))
        content = render_assessment(assessment, rubric, None, schema)
        write_atomically(inside_of(self.folder, path), content, new=True)
        return _stored(path, content, assessment, rubric)

    def _save_over(
        self, assessment: Assessment, rubric: Rubric, schema: str | None, previous: Stored
    ) -> Stored:
        path = Path(previous.place)
        target = inside_of(self.folder, path)
        current = read_bytes(target) if target.is_file() else b""
        if revision_of(current) != previous.revision:
            if self._holds(current, assessment, rubric):  # An earlier try got further than it could tell.
                return _stored(path, current, assessment, rubric)
            keep_both(self.folder, path, assessment, rubric, schema)
        content = render_assessment(assessment, rubric, current, schema)
        fitting = path
        if not same_identity(previous.assessment, assessment):
            known = [entry for entry in self._known_to(assessment.site) if entry.place != previous.place]
            self._refuse_double(assessment, rubric, schema, known)
            address_journal(self.folder, journal_of(path), previous.assessment, assessment)
            fitting = next_path(self.folder, path, previous.assessment, assessment, known)
        with (
            self._locks.moving(previous.assessment, assessment),
            renamed(self.folder, path, fitting) as target,
        ):
            remove_leftovers(target.parent)
            write_atomically(target, content)
        before, after = previous.assessment.site, assessment.site
        if folded(before) != folded(after) and not found_among(self._entries(before), before).sound:
            rename_plan(self.folder, before, after, fitting.parent)
        return _stored(fitting, content, assessment, rubric)

    def _refuse_double(
        self, assessment: Assessment, rubric: Rubric, schema: str | None, known: list[Stored | Damaged]
    ) -> None:
        """Raise ConflictError where there is an assessment of the same identity already."""
        for entry in known:
            if isinstance(entry, Stored) and same_identity(entry.assessment, assessment):
                keep_both(self.folder, Path(entry.place), assessment, rubric, schema)

    def _assessment_schema(self, rubric: Rubric) -> str | None:
        make = self._schema
        return self._schemas.write(f"{rubric.id}-{rubric.version}", lambda: make(rubric)) if make else None

    def _plan_schema(self) -> str | None:
        return self._schemas.write("plan", lambda: render_schema(plan_schema())) if self._schema else None

    def _entries(self, site: str | None = None) -> Iterator[Stored | Damaged]:
        """Every assessment, but for those that say they are of another site than the one that is wanted."""
        for path in self._paths(site):
            found = self._read(path, site)
            if found is not None:
                yield found

    def _known_to(self, site: str) -> Iterator[Stored | Damaged]:
        """What a new assessment of a site may meet: all that is of the site, or lies where it may go."""
        names = names_for(site)
        for path in self._paths(site):
            found = self._read(path, None if names.fullmatch(folded(path.parent.name)) else site)
            if found is not None:
                yield found

    def _paths(self, site: str | None) -> Iterator[Path]:
        """The files that may be of a site, or all."""
        return assessment_paths(self.folder) if site is None or not self._index else self._index.paths(site)

    def _read(self, path: Path, site: str | None) -> Stored | Damaged | None:
        """What a file holds; None where it is plainly no assessment, or plainly not of the wanted site."""
        try:
            content = read_bytes(path)
        except AuditError as error:
            return Damaged(str(path), None, AssessmentError(error.problems))
        if site is not None and _is_of_another(content, site):
            return None
        try:
            assessment = self._parsed(content, str(path))
        except AssessmentError as error:
            return _damaged(path, content, error)
        return Stored(str(path), revision_of(content), assessment)

    def _holds(self, content: bytes, assessment: Assessment, rubric: Rubric) -> bool:
        try:
            found = parse_assessment(content, "", self._rubric_of)
        except AuditError:
            return False
        return found == assessment.model_copy(update={"digest": rubric.digest})


def _is_of_another(content: bytes, site: str) -> bool:
    """Whether a file names another site, read no further than there; False where that cannot be told."""
    named = top_text(content, "site")
    return named is not None and folded(named).strip() != folded(site).strip()


def _site_in(path: Path) -> str | None:
    """The site that a file says it is of; None where it does not, or cannot be read."""
    with suppress(AuditError):
        return top_text(read_bytes(path), "site")
    return None


def _stored(path: Path, content: bytes, assessment: Assessment, rubric: Rubric) -> Stored:
    return Stored(str(path), revision_of(content), assessment.model_copy(update={"digest": rubric.digest}))


def _damaged(path: Path, content: bytes, error: AssessmentError) -> Damaged | None:
    try:
        data = parse_yaml(content, str(path)).data
    except AuditError:
        return Damaged(str(path), None, error)
    if isinstance(data, dict) and not data.keys() & {"site", "rubric", "ratings"}:
        return None
    site = data.get("site") if isinstance(data, dict) else None
    return Damaged(str(path), site if isinstance(site, str) else None, error)
