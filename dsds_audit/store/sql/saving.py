"""An assessment saved into a database: in place of what was read, as a new one, or beside a newer one."""

from dataclasses import asdict

from sqlalchemy import Connection, exists, insert, select, update

from dsds_audit.assessment import Assessment
from dsds_audit.assessment_files import parse_assessment, render_assessment
from dsds_audit.errors import AuditError, ConflictError, Problem
from dsds_audit.names import folded
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say
from dsds_audit.store import Stored
from dsds_audit.store.names import same_identity
from dsds_audit.store.paths import revision_of
from dsds_audit.store.sql.engines import CONFLICTS, NAMES, take_turns
from dsds_audit.store.sql.journals import address_lines
from dsds_audit.store.sql.places import free_conflict_name, free_name
from dsds_audit.store.sql.plans import rename_plan
from dsds_audit.store.sql.rows import Row, identity_of, row_of, site_key_of
from dsds_audit.store.sql.tables import assessments, conflicts

_HELD = (assessments.c.id, assessments.c.name, assessments.c.digest, assessments.c.content)


def insert_assessment(
    connection: Connection, assessment: Assessment, rubric: Rubric, label: str
) -> Stored | ConflictError:
    """Keep a new assessment; where there is one of its identity, keep both and say so."""
    take_turns(connection, NAMES)
    same = select(*_HELD).where(assessments.c.identity == identity_of(assessment))
    there = connection.execute(same).one_or_none()
    if there:
        if _holds(there.content, assessment, rubric):  # An earlier try got further than it could tell.
            return _stored(there.name, there.digest, assessment, rubric, label)
        return _keep_both(connection, there.name, there.content, assessment, rubric, label)
    row = _row(free_name(connection, assessment), assessment, rubric, None)
    connection.execute(insert(assessments), asdict(row))
    return _stored(row.name, row.digest, assessment, rubric, label)


def replace_assessment(
    connection: Connection, assessment: Assessment, rubric: Rubric, previous: Stored, label: str
) -> Stored | ConflictError:
    """Keep an assessment in place of the previous one; where that is gone, keep both and say so."""
    moves = not same_identity(previous.assessment, assessment)
    if moves:
        take_turns(connection, NAMES)
    name = previous.place.removeprefix(f"{label}:")
    found = select(*_HELD).where(assessments.c.name == name).with_for_update()
    there = connection.execute(found).one_or_none()
    if there is None or there.digest != previous.revision:
        theirs = there.content if there else None
        if there and _holds(there.content, assessment, rubric):
            return _stored(name, there.digest, assessment, rubric, label)
        return _keep_both(connection, name, theirs, assessment, rubric, label)
    if moves:
        double = _double_of(connection, assessment, there.id)
        if double:
            return _keep_both(connection, double, None, assessment, rubric, label)
        address_lines(connection, there.id, assessment)
        name = _next_name(connection, name, previous.assessment, assessment)
    row = _row(name, assessment, rubric, there.content)
    connection.execute(update(assessments).where(assessments.c.id == there.id), asdict(row))
    if moves:
        _take_plan_along(connection, previous.assessment.site, assessment.site)
    return _stored(name, row.digest, assessment, rubric, label)


def _next_name(connection: Connection, name: str, before: Assessment, after: Assessment) -> str:
    """Its own name while site and date stay."""
    stays = folded(before.site) == folded(after.site) and before.date == after.date
    return name if stays else free_name(connection, after)


def _double_of(connection: Connection, assessment: Assessment, own: int) -> str | None:
    same = assessments.c.identity == identity_of(assessment)
    return connection.scalar(select(assessments.c.name).where(same, assessments.c.id != own))


def _take_plan_along(connection: Connection, before: str, after: str) -> None:
    left = connection.scalar(select(exists().where(assessments.c.site_key == site_key_of(before))))
    if folded(before) != folded(after) and not left:
        rename_plan(connection, before, after)


def _keep_both(
    connection: Connection,
    name: str,
    theirs: bytes | None,
    assessment: Assessment,
    rubric: Rubric,
    label: str,
) -> ConflictError:
    """Keep ours beside theirs, under a name that tells so."""
    try:
        content = render_assessment(assessment, rubric, theirs)
    except AuditError:
        content = render_assessment(assessment, rubric)
    take_turns(connection, CONFLICTS)
    kept = free_conflict_name(connection, name)
    values = {"name": kept, "content": content, "digest": revision_of(content)}
    connection.execute(insert(conflicts), values)
    message = say(
        "someone else has changed, moved or made it since it was read, so it was left alone. Yours is kept "
        "beside it as {copy}. Please take both into a folder with dsds-audit copy, compare the two there, "
        "and give again what is missing.",
        copy=kept,
    )
    return ConflictError(Problem("AUD051", message, f"{label}:{name}"))


def _row(name: str, assessment: Assessment, rubric: Rubric, previous: bytes | None) -> Row:
    content = render_assessment(assessment, rubric, previous)
    return row_of(name, content, assessment.model_copy(update={"digest": rubric.digest}), rubric)


def _holds(content: bytes, assessment: Assessment, rubric: Rubric) -> bool:
    try:
        found = parse_assessment(content, "", lambda _: rubric)
    except AuditError:
        return False
    return found == assessment.model_copy(update={"digest": rubric.digest})


def _stored(name: str, digest: str, assessment: Assessment, rubric: Rubric, label: str) -> Stored:
    return Stored(f"{label}:{name}", digest, assessment.model_copy(update={"digest": rubric.digest}))
