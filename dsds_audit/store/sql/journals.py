"""Votes in a database: one row a line of the journal, in the order appended."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, insert, select

from dsds_audit.assessment import Assessment
from dsds_audit.errors import Problem, StoreError
from dsds_audit.speech import say
from dsds_audit.store import Stored
from dsds_audit.store.journal_lines import (
    Journal,
    Subject,
    parse_journal,
    parse_subjects,
    render_entries,
    render_heading,
    whole_lines,
)
from dsds_audit.store.sql.rows import identity_of
from dsds_audit.store.sql.tables import assessments, vote_lines
from dsds_audit.votes import Entry

_Row = tuple[int, bytes]
_MARK = b'"votes_of"'


def read_votes(connection: Connection, stored: Stored, label: str) -> tuple[Entry, ...]:
    """The entries about an assessment's questions, in order; raises StoreError (AUD083, AUD084)."""
    row = _row_of(connection, stored, label)
    if row is None:
        return ()
    lines = select(vote_lines.c.line).where(vote_lines.c.assessment == row[0]).order_by(vote_lines.c.position)
    content = b"".join(connection.scalars(lines))
    journal = parse_journal(content, _place_of(stored)) if content else Journal((), ())
    _refuse_another(row, journal.subjects, stored)
    return journal.entries_of(stored.assessment.rubric)


def append_entries(connection: Connection, stored: Stored, entries: Sequence[Entry], label: str) -> None:
    """Add entries; raises StoreError (AUD084) where they belong elsewhere or their assessment is gone."""
    row = _row_of(connection, stored, label, hold=True)
    if row is None:
        message = say(
            "is not there any more, so no votes can be kept with it. Please open the assessment anew."
        )
        raise StoreError(Problem("AUD084", message, stored.place))
    subjects = _subjects_of(connection, row[0], stored)
    _refuse_another(row, subjects, stored)
    last = subjects[-1] if subjects else None
    own = stored.assessment
    fits = last is not None and last.is_identity_of(own) and last.rubric == own.rubric
    add_lines(connection, row[0], (b"" if fits else render_heading(own)) + render_entries(entries))


def address_lines(connection: Connection, row_id: int, after: Assessment) -> None:
    """Say in an assessment's journal, where it has one, that it becomes another."""
    any_line = select(vote_lines.c.position).where(vote_lines.c.assessment == row_id).limit(1)
    if connection.scalar(any_line) is not None:
        add_lines(connection, row_id, render_heading(after))


def add_lines(connection: Connection, row_id: int, content: bytes) -> None:
    """Add whole lines behind those of an assessment, whose row nobody else holds."""
    last = select(func.max(vote_lines.c.position)).where(vote_lines.c.assessment == row_id)
    found = connection.scalar(last)
    first = 0 if found is None else found + 1
    values = [
        {"assessment": row_id, "position": position, "heading": _MARK in line, "line": line}
        for position, line in enumerate(whole_lines(content).splitlines(keepends=True), start=first)
    ]
    if values:
        connection.execute(insert(vote_lines), values)


def _row_of(connection: Connection, stored: Stored, label: str, *, hold: bool = False) -> _Row | None:
    """The number and the identity of the row that an assessment stands in; None where there is none."""
    name = stored.place.removeprefix(f"{label}:")
    found = select(assessments.c.id, assessments.c.identity).where(assessments.c.name == name)
    row = connection.execute(found.with_for_update() if hold else found).one_or_none()
    return (row.id, row.identity) if row else None


def _subjects_of(connection: Connection, row_id: int, stored: Stored) -> tuple[Subject, ...]:
    own = (vote_lines.c.assessment == row_id) & vote_lines.c.heading
    headings = select(vote_lines.c.line).where(own).order_by(vote_lines.c.position)
    content = b"".join(connection.scalars(headings))
    return parse_subjects(content, _place_of(stored)) if content else ()


def _refuse_another(row: _Row, subjects: Sequence[Subject], stored: Stored) -> None:
    wanted = stored.assessment
    fits = any(subject.is_identity_of(wanted) for subject in subjects)
    if fits or (not subjects and row[1] == identity_of(wanted)):
        return
    message = say(
        "holds the votes of another assessment, and not those of {site}, {date}. Please open "
        "the assessment anew.",
        site=wanted.site,
        date=wanted.date,
    )
    raise StoreError(Problem("AUD084", message, _place_of(stored)))


def _place_of(stored: Stored) -> str:
    return f"{stored.place.rpartition('.')[0]}.votes.jsonl"
