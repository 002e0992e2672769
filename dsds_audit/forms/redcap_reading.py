"""Records that REDCap exported as assessments."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from dsds_audit.errors import AuditError, Problem, RubricError
from dsds_audit.forms.delimited import read_delimited
from dsds_audit.forms.questions import RUBRIC
from dsds_audit.forms.redcap_columns import Column, record_columns
from dsds_audit.forms.redcap_names import CHECKED, COMPLETE, FORM
from dsds_audit.forms.submissions import LegsOf, RubricOf, Submission, read_any_version
from dsds_audit.forms.typed import shown

_EVENT = "redcap_event_name"
_REPEATS = ("redcap_repeat_instrument", "redcap_repeat_instance")
_OWN = (
    *(_EVENT, *_REPEATS, COMPLETE, f"{FORM}_timestamp"),
    *("redcap_data_access_group", "redcap_survey_identifier", "redcap_survey_timestamp"),
)
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_RAW = "Please export it again as CSV with raw data, which has the names of variables in its first line."
_REPEATED = (
    "the form is filled in several times in this record, and nobody can tell which time counts. Please give "
    "each time a record of its own."
)
_INCOMPLETE = (
    "the form is not marked as complete in REDCap, and is taken as it is. Please look whether somebody is "
    "still at it."
)


@dataclass(frozen=True, slots=True)
class _Record:
    """A row of an export: what REDCap says of it, what was answered by column, and where it is."""

    own: Mapping[str, str]
    answered: Mapping[str, str]
    place: str

    @property
    def blank(self) -> bool:
        """Whether nothing was answered; REDCap says of every box whether it is ticked."""
        return all(CHECKED in name and text == "0" for name, text in self.answered.items())


def read_records(content: bytes, name: str, rubric_of: RubricOf, legs_of: LegsOf) -> tuple[Submission, ...]:
    """What the records of a raw CSV export from REDCap say, in its order; those without any answer are left out.

    ``name`` is the file's; the places of problems name the record too and, of a longitudinal project, its
    event. Raises nothing: what is wrong with the file (AUD165, AUD166), a record (AUD167, AUD168) or its
    answers (as ``read_any_version`` tells) is in the problems.
    """
    read: list[Submission] = []
    known: dict[str, Mapping[str, Column]] = {}
    try:
        for record in _records_in(content, name):
            ref = record.answered.get(RUBRIC, "").strip()
            if ref and ref not in known:
                known[ref] = _columns_of(ref, rubric_of)
            read.append(_read(record, known.get(ref, {}), rubric_of, legs_of))
        if not read:
            raise _refused("holds no record with an answer", name)
    except AuditError as error:
        read.append(Submission(problems=error.problems, place=name))
    return tuple(read)


def _records_in(content: bytes, name: str) -> Iterator[_Record]:
    """The records with any answer; raises AuditError (AUD165, AUD166)."""
    table = read_delimited(content, name)
    first, *others = table.columns
    if RUBRIC not in others:
        message = f"has no column {RUBRIC} after that of the record, so it is no raw export of our form"
        raise _refused(message, name)
    for line, cells in table.rows:
        own = {key: cells[key].strip() for key in _OWN if key in cells}
        parts = [f"record {shown(cells[first])}" if first in cells else f"line {line}", own.get(_EVENT, "")]
        answered = {key: _unguarded(text) for key, text in cells.items() if key not in (first, *_OWN)}
        record = _Record(own, answered, f"{name}: {', '.join(part for part in parts if part)}")
        if not record.blank:
            yield record


def _refused(reason: str, name: str) -> AuditError:
    return AuditError(Problem("AUD166", f"{reason}. {_RAW}", name))


def _unguarded(text: str) -> str:
    """A text without the apostrophe that kept a spreadsheet from taking it for a formula."""
    return text[1:] if _GUARDED.match(text) else text


def _columns_of(ref: str, rubric_of: RubricOf) -> Mapping[str, Column]:
    try:
        return {column.name: column for column in record_columns(rubric_of(ref))}
    except RubricError:  # It is told where the record is read.
        return {}


def _read(record: _Record, columns: Mapping[str, Column], rubric_of: RubricOf, legs_of: LegsOf) -> Submission:
    if any(record.own.get(name) for name in _REPEATS):
        return Submission(problems=(Problem("AUD167", _REPEATED, record.place),), place=record.place)
    read = read_any_version(_answers(record, columns), rubric_of, legs_of, record.place)
    faults = tuple(_faults(record, columns))
    if faults:
        read = replace(read, assessment=None, problems=(*faults, *read.problems))
    if record.own.get(COMPLETE, "2") != "2":
        read = replace(read, notes=(*read.notes, Problem("AUD168", _INCOMPLETE, record.place)))
    return read


def _answers(record: _Record, columns: Mapping[str, Column]) -> dict[str, str]:
    """The answers by the names of their questions; what is no column of ours keeps its own name."""
    asked = {column.question for column in columns.values()}
    answers: dict[str, str] = {}
    for name, text in record.answered.items():
        column = columns.get(name)
        if column is None:
            if CHECKED not in name or text != "0":
                answers[f"column {name}" if name in asked else name] = text
        elif column.value is None:
            answers[column.question] = text
        elif text.strip() == "1":
            answers[column.question] = f"{answers.get(column.question, '')} {column.value}"
    return answers


def _faults(record: _Record, columns: Mapping[str, Column]) -> Iterator[Problem]:
    """The boxes of which nobody can tell whether they are ticked."""
    for name, text in record.answered.items():
        if name in columns and columns[name].value is not None and text.strip() not in ("0", "1"):
            message = f"{name}: {shown(text)} is neither 1 nor 0. {_RAW}"
            yield Problem("AUD168", message, record.place)
