"""The file of an assessment's votes: added to without losing a line, kept beside its assessment."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from dsds_audit.assessment import Assessment
from dsds_audit.atomic import flush_folder, write_atomically
from dsds_audit.errors import AuditError, Problem, StoreError
from dsds_audit.speech import say
from dsds_audit.store import Stored
from dsds_audit.store.journal_lines import (
    Subject,
    parse_journal,
    parse_subjects,
    render_entries,
    render_heading,
    whole_lines,
)
from dsds_audit.store.paths import file_errors, inside_of, is_file, is_taken
from dsds_audit.votes import Entry

MOST_BYTES = 50 * 1024 * 1024


def journal_of(path: Path) -> Path:
    """The name of the journal of an assessment's file: ``2026-09-14.votes.jsonl`` beside it."""
    return path.with_name(f"{path.stem}.votes.jsonl")


def read_journal(workspace: Path, stored: Stored) -> tuple[Entry, ...]:
    """The entries about an assessment's questions, in the order appended; none where there is no journal.

    Raises StoreError where it cannot be read (AUD050, AUD083) or is of another assessment (AUD084).
    """
    path = journal_of(Path(stored.place))
    content = _content_of(workspace, path)
    if not whole_lines(content):
        return ()
    journal = parse_journal(content, str(path))
    _refuse_another(journal.subjects, stored.assessment, path)
    return journal.entries_of(stored.assessment.rubric)


def append_to_journal(workspace: Path, stored: Stored, entries: Sequence[Entry]) -> None:
    """Add entries to an assessment's journal; while the workspace is held by ``hold_saving``.

    They are on the disk when this returns; where it raises, the file is as it was. Raises OSError, and
    StoreError where the journal is not one (AUD083), or is of another assessment (AUD084).
    """
    path = journal_of(Path(stored.place))
    if not is_file(stored.place):
        message = say(
            "is not there any more, so no votes can be kept beside it. Please open the assessment anew."
        )
        raise StoreError(Problem("AUD084", message, stored.place))
    _add(workspace, path, stored.assessment, render_entries(entries))


def address_journal(workspace: Path, path: Path, before: Assessment, after: Assessment) -> None:
    """Say in a journal that its assessment becomes another; while held by ``hold_saving``.

    Only in the journal of ``before``, and not in one that cannot be read. Raises OSError.
    """
    with suppress(AuditError):
        content = whole_lines(_content_of(workspace, path))
        if any(subject.is_identity_of(before) for subject in parse_subjects(content, str(path))):
            _write(inside_of(workspace, path), len(content), render_heading(after))


@contextmanager
def moving_journal(old: Path, new: Path) -> Iterator[None]:
    """A journal under another name, once all is done; under its own again where that fails.

    It has both names meanwhile, so that it is never apart from its assessment, whenever the program is
    killed. Raises OSError, FileExistsError where something has the other name.
    """
    if old == new or not is_taken(old):
        yield
        return
    linked = _link(old, new)
    try:
        yield
    except BaseException:
        with suppress(OSError):  # What went wrong first is what the caller has to hear of.
            new.unlink() if linked else new.rename(old)
        raise
    with suppress(OSError):  # A name too many does no harm.
        if linked:
            old.unlink()
        flush_folder(old.parent)
        flush_folder(new.parent)


def copy_journal(workspace: Path, path: Path, kept: Path) -> bool:
    """Put a copy of an assessment's votes beside a record of it that is kept elsewhere.

    False where there are none, or where others lie there, which stay. Raises OSError, StoreError (AUD050,
    AUD083).
    """
    content = whole_lines(_content_of(workspace, journal_of(path)))
    before = _content_of(workspace, journal_of(kept))
    if not content or not content.startswith(before):
        return False
    write_atomically(inside_of(workspace, journal_of(kept)), content)
    return True


def journal_problems(stored: Stored) -> tuple[Problem, ...]:
    """What is wrong with the journal beside an assessment's file; nothing where it has none."""
    workspace = Path(stored.place).absolute().parent.parent
    try:
        read_journal(workspace, stored)
    except AuditError as error:
        return error.problems
    return ()


def _add(workspace: Path, path: Path, assessment: Assessment, lines: bytes) -> None:
    content = whole_lines(_content_of(workspace, path))
    subjects = parse_subjects(content, str(path))
    _refuse_another(subjects, assessment, path)
    last = subjects[-1] if subjects else None
    if last is None or not last.is_identity_of(assessment) or last.rubric != assessment.rubric:
        lines = render_heading(assessment) + lines
    if len(content) + len(lines) > MOST_BYTES:
        raise _too_large(path)
    _write(inside_of(workspace, path), len(content), lines)


def _content_of(workspace: Path, path: Path) -> bytes:
    """All that a journal's file holds; nothing where it is not there."""
    with file_errors(workspace):
        target = inside_of(workspace, path)
        if not is_taken(target):
            return b""
        if not target.is_file():
            message = say("is no plain file, so no votes can be kept in it. Please move it elsewhere.")
            raise StoreError(Problem("AUD083", message, str(path)))
        with target.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise _too_large(path)
    return content


def _too_large(path: Path) -> StoreError:
    message = say("is larger than 50 MiB, more than votes can be. Please move it elsewhere.")
    return StoreError(Problem("AUD083", message, str(path)))


def _refuse_another(subjects: Sequence[Subject], assessment: Assessment, path: Path) -> None:
    if not subjects or any(subject.is_identity_of(assessment) for subject in subjects):
        return
    other = subjects[-1]
    named = f"{other.site}{f', {other.program}' if other.program else ''}, {other.date}"
    message = say(
        "holds the votes of another assessment ({other}), and not those of {site}, {date}. Please move it "
        "beside its own; or, if that is the same, correct its first line.",
        other=named,
        site=assessment.site,
        date=assessment.date,
    )
    raise StoreError(Problem("AUD084", message, str(path)))


def _link(old: Path, new: Path) -> bool:
    """Give a file a second name, or the other instead, where a file can have only one."""
    try:
        os.link(old, new)
    except FileExistsError:
        raise
    except OSError:  # No hard links here (FAT, some network shares).
        old.rename(new)
        return False
    return True


def _write(path: Path, end: int, content: bytes) -> None:
    """Put the content behind the first bytes of a file, in one go, and on the disk."""
    new = not path.exists()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
    try:
        try:
            os.ftruncate(handle, end)
            _write_all(handle, content)
            os.fsync(handle)
            if new:
                flush_folder(path.parent)
        except BaseException:
            with suppress(OSError):  # What went wrong first is what the caller has to hear of.
                path.unlink() if new else os.ftruncate(handle, end)
            raise
    finally:
        os.close(handle)


def _write_all(handle: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]
