"""A database as the home of a workspace's documents, to be copied from and to."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, Table, insert, select

from dsds_audit.assessment_files import parse_assessment
from dsds_audit.errors import Problem, StoreError
from dsds_audit.plan_files import parse_plan
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say
from dsds_audit.store.homes import KINDS, Held, Kind
from dsds_audit.store.journal_lines import parse_journal, whole_lines
from dsds_audit.store.paths import revision_of
from dsds_audit.store.sql.bulk import insert_rows, name_taken
from dsds_audit.store.sql.engines import CONFLICTS, NAMES, take_turns
from dsds_audit.store.sql.journals import add_lines
from dsds_audit.store.sql.rows import Row, refuse_unstorable, row_of, site_key_of
from dsds_audit.store.sql.rubrics import is_rubric_name, keep_rubric_file
from dsds_audit.store.sql.store import SqlStore
from dsds_audit.store.sql.tables import assessments, conflicts, plans, rubric_files, vote_lines

_TABLES: Mapping[Kind, Table] = {
    "rubric": rubric_files,
    "assessment": assessments,
    "conflict": conflicts,
    "plan": plans,
}
_BATCH = 500
_VOTES = ".votes.jsonl"
Document = tuple[Held, bytes]


@dataclass(frozen=True, slots=True)
class _Known:
    """Documents that were found sound, ready to be written."""

    rows: Sequence[Row]
    rubrics: Sequence[Document]
    conflicts: Sequence[Document]
    plans: Sequence[tuple[bytes, Document]]
    votes: Sequence[Document]


class SqlHome:
    """The documents in a database; each method is a transaction of its own, or several that only read."""

    def __init__(self, store: SqlStore) -> None:
        """Take the store they are in."""
        self.store = store

    def held(self) -> Iterator[Held]:
        """Every document there is, kind by kind, each by name; raises StoreError."""
        for kind, table in _TABLES.items():
            with self.store.connections.reading() as connection:
                found = connection.execute(select(table.c.name, table.c.digest).order_by(table.c.name)).all()
            yield from (Held(kind, name, digest) for name, digest in found)
        with self.store.connections.reading() as connection:
            names = select(assessments.c.name).where(assessments.c.id.in_(select(vote_lines.c.assessment)))
            voted = connection.scalars(names.order_by(assessments.c.name)).all()
        wanted = [Held("votes", _journal_of(name), "") for name in voted]
        yield from (held for held, _ in self.read(wanted))

    def read(self, wanted: Sequence[Held]) -> Iterator[Document]:
        """The documents of these names, as they are now, in the order asked for; raises StoreError."""
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            with self.store.connections.reading() as connection:
                found = {kind: _contents(connection, kind, batch) for kind in {held.kind for held in batch}}
            for held in batch:
                content = found[held.kind].get(held.name)
                if content is not None:
                    yield Held(held.kind, held.name, revision_of(content)), content

    def write(self, documents: Sequence[Document]) -> None:
        """Add documents, all or none, as ``Home`` promises it."""
        known = _checked(documents, self.store.catalogue.load)
        label = self.store.label
        with self.store.connections.writing() as connection:
            take_turns(connection, NAMES)
            for held, content in known.rubrics:
                keep_rubric_file(connection, held.name, content)
            insert_rows(connection, known.rows, label)
            for key, (held, content) in known.plans:
                _insert_plan(connection, key, held.name, content)
            for held, content in known.votes:
                _insert_votes(connection, held.name, content)
            take_turns(connection, CONFLICTS)
            for held, content in known.conflicts:
                _insert_named(connection, conflicts, held.name, content, {})


def _checked(documents: Sequence[Document], rubric_of: Callable[[str], Rubric]) -> _Known:
    """The documents, read; raises the AuditError of the first that is not sound."""
    by_kind: dict[Kind, list[Document]] = {kind: [] for kind in KINDS}
    for held, content in documents:
        refuse_unstorable(held.name, held.name)
        by_kind[held.kind].append((held, content))
    for held, _ in by_kind["rubric"]:
        if not is_rubric_name(held.name):
            message = say(
                "is no name for a rubric: {form}. Please rename the file.", form="rubrics/<id>/<version>.yaml"
            )
            raise StoreError(Problem("AUD110", message, held.name))
    for held, content in by_kind["votes"]:
        parse_journal(content, held.name)
    return _Known(
        rows=[_row(held.name, content, rubric_of) for held, content in by_kind["assessment"]],
        rubrics=by_kind["rubric"],
        conflicts=by_kind["conflict"],
        plans=[(_plan_key(*document), document) for document in by_kind["plan"]],
        votes=by_kind["votes"],
    )


def _row(name: str, content: bytes, rubric_of: Callable[[str], Rubric]) -> Row:
    assessment = parse_assessment(content, name, rubric_of)
    return row_of(name, content, assessment, rubric_of(assessment.rubric))


def _plan_key(held: Held, content: bytes) -> bytes:
    site = parse_plan(content, held.name).site
    refuse_unstorable(held.name, site)
    return site_key_of(site)


def _contents(connection: Connection, kind: Kind, batch: Sequence[Held]) -> dict[str, bytes]:
    names = [held.name for held in batch if held.kind == kind]
    if kind == "votes":
        return _journals(connection, names)
    table = _TABLES[kind]
    found = select(table.c.name, table.c.content).where(table.c.name.in_(names))
    return {row.name: row.content for row in connection.execute(found)}


def _journals(connection: Connection, names: Sequence[str]) -> dict[str, bytes]:
    wanted = [own for name in names for own in _assessments_of(name)]
    lines = (
        select(assessments.c.name, vote_lines.c.line)
        .join_from(assessments, vote_lines)
        .where(assessments.c.name.in_(wanted))
        .order_by(assessments.c.name, vote_lines.c.position)
    )
    grouped = groupby(connection.execute(lines), key=lambda row: str(row.name))
    return {_journal_of(name): b"".join(row.line for row in rows) for name, rows in grouped}


def _insert_named(
    connection: Connection, table: Table, name: str, content: bytes, values: Mapping[str, object]
) -> None:
    digest = revision_of(content)
    there = connection.scalar(select(table.c.digest).where(table.c.name == name))
    if there is None:
        connection.execute(insert(table), {"name": name, "content": content, "digest": digest, **values})
    elif there != digest:
        raise name_taken(name)


def _insert_plan(connection: Connection, key: bytes, name: str, content: bytes) -> None:
    other = connection.scalar(select(plans.c.name).where(plans.c.site_key == key))
    if other is not None and other != name:
        raise name_taken(name)
    _insert_named(connection, plans, name, content, {"site_key": key})


def _insert_votes(connection: Connection, name: str, content: bytes) -> None:
    beside = assessments.c.name.in_(_assessments_of(name))
    own = select(assessments.c.id).where(beside).order_by(assessments.c.name)
    row_id = connection.scalar(own.with_for_update())
    if row_id is None:
        message = say("lies beside no assessment that is there. Please copy the assessment first.")
        raise StoreError(Problem("AUD084", message, name))
    there = _journals(connection, [name]).get(name)
    if there is None:
        add_lines(connection, row_id, content)
    elif there != whole_lines(content):
        raise name_taken(name)


def _journal_of(name: str) -> str:
    return name.rpartition(".")[0] + _VOTES


def _assessments_of(name: str) -> list[str]:
    """The names that the assessment of a journal may have."""
    return [name.removesuffix(_VOTES) + ending for ending in (".yaml", ".yml", ".YAML", ".YML")]
