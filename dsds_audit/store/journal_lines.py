"""The text of a journal of votes: one JSON object a line, under headings that say whose votes they are.

A journal is only ever added to. Where its assessment becomes another (a corrected date, a later version of
the rubric), another heading follows; each entry is of the rubric version that the heading above it names.
What comes after the last line's end was cut short while it was written, and counts as not there.
"""

import json
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NoReturn

from pydantic import ValidationError

from dsds_audit.assessment import Assessment
from dsds_audit.errors import Problem, StoreError
from dsds_audit.speech import say
from dsds_audit.store.names import key_of, make_key
from dsds_audit.values import Date, Format, Name, RubricRef, Word
from dsds_audit.votes import Entry, entry_document, parse_entry

_LONGEST = 256 * 1024  # bytes of a line
_MOST_PROBLEMS = 20
_HEADING = b'"votes_of"'


class Subject(Word):
    """The assessment that votes are of."""

    site: Name
    program: Name | None = None
    rubric: RubricRef
    date: Date

    def is_identity_of(self, assessment: Assessment) -> bool:
        """Whether it is that assessment, against whatever version of its rubric."""
        own = make_key(self.site, self.program, self.rubric.partition("@")[0], self.date)
        return own == key_of(assessment)


class Heading(Word):
    """Whose votes the lines below it are."""

    format: Format = 1
    votes_of: Subject


@dataclass(frozen=True, slots=True)
class Journal:
    """What a journal holds: everyone its headings name, and each entry with its rubric's ``id@version``."""

    subjects: tuple[Subject, ...]
    entries: tuple[tuple[str, Entry], ...]

    def entries_of(self, rubric: str) -> tuple[Entry, ...]:
        """The entries about the questions of one rubric version (``id@version``), in their order."""
        return tuple(entry for ref, entry in self.entries if ref == rubric)


def render_heading(assessment: Assessment) -> bytes:
    """The line that says that what follows are the votes of an assessment."""
    site, program, _, date = assessment.identity
    subject = Subject(site=site, program=program, rubric=assessment.rubric, date=date)
    return _line(Heading(votes_of=subject).model_dump(mode="json"))


def render_entries(entries: Iterable[Entry]) -> bytes:
    """The lines of entries."""
    return b"".join(_line(entry_document(entry)) for entry in entries)


def whole_lines(content: bytes) -> bytes:
    """The lines that were written to their end."""
    return content[: content.rfind(b"\n") + 1]


def parse_journal(content: bytes, place: str) -> Journal:
    """What a journal's text holds; raises StoreError (AUD083) with the lines that cannot be read."""
    subjects: list[Subject] = []
    entries: list[tuple[str, Entry]] = []
    problems: list[Problem] = []
    for number, line in _numbered(content):
        try:
            document = _document(line)
            if "votes_of" in document or not subjects:
                subjects.append(Heading.model_validate(document).votes_of)
            else:
                entries.append((subjects[-1].rubric, parse_entry(document)))
        except (ValueError, RecursionError) as error:
            problems.append(_problem(error, place, number))
            if len(problems) == _MOST_PROBLEMS or not subjects:
                break
    if problems:
        raise StoreError(problems)
    return Journal(tuple(subjects), tuple(entries))


def parse_subjects(content: bytes, place: str) -> tuple[Subject, ...]:
    """Only whose votes a journal's text holds, as quickly as may be; raises StoreError (AUD083)."""
    found = b"".join(content[start:end] for start, end in _spans_of_headings(content))
    with suppress(StoreError):
        if found:
            return parse_journal(found, place).subjects
    return parse_journal(content, place).subjects  # With the right line, where something is wrong.


def _spans_of_headings(content: bytes) -> Iterator[tuple[int, int]]:
    at = content.find(_HEADING)
    while at >= 0:
        end = content.find(b"\n", at) + 1 or len(content)
        yield content.rfind(b"\n", 0, at) + 1, end
        at = content.find(_HEADING, end)


def _numbered(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The lines that hold something, counted from 1."""
    lines = whole_lines(content).split(b"\n")
    return ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _line(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, allow_nan=False).encode() + b"\n"


def _document(line: bytes) -> dict[str, Any]:
    if len(line) > _LONGEST:
        raise ValueError(say("it is too long"))
    text = line.removeprefix(BOM_UTF8).decode()
    document = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    if not isinstance(document, dict):
        raise ValueError(say("it is no JSON object"))
    return document


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(say("it says something twice"))
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(say("{word} is no number", word=name))


def _problem(error: ValueError | RecursionError, place: str, line: int) -> Problem:
    message = say(
        "this line of the votes cannot be read: {reason}. Please bring back an unharmed copy of the "
        "file; or keep a copy and take the line out, and all that the other lines hold counts.",
        reason=_why(error),
    )
    return Problem("AUD083", message, place, line)


def _why(error: ValueError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return say("it is nested too deeply")
    if isinstance(error, UnicodeDecodeError):
        return say("it is no UTF-8 text")
    if isinstance(error, json.JSONDecodeError):
        return say("it is no JSON")
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(step) for step in first["loc"])[:80]
        return f"{field or say('it')}: {first['msg'][:200]}"
    return str(error)[:200]
