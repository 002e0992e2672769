"""Records that REDCap exported as submissions."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from dsds_audit.errors import AssessmentError, Problem, RubricError
from dsds_audit.forms.questions import RUBRIC
from dsds_audit.forms.redcap_columns import Column, record_columns
from dsds_audit.forms.redcap_names import CHECKED, COMPLETE, FORM
from dsds_audit.forms.submissions import LegsOf, RubricOf, Submission, read_any_version
from dsds_audit.forms.tables import Line, Table, read_table
from dsds_audit.forms.typed import shown
from dsds_audit.speech import mark, say

_EVENT = "redcap_event_name"
_REPEATS = ("redcap_repeat_instrument", "redcap_repeat_instance")
_OWN = (
    *(_EVENT, *_REPEATS, COMPLETE, f"{FORM}_timestamp"),
    *("redcap_data_access_group", "redcap_survey_identifier", "redcap_survey_timestamp"),
)
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_RAW = mark(
    "Please export it again as CSV with raw data, which has the names of variables in its first line."
)
_REPEATED = mark(
    "the form is filled in several times in this record, and nobody can tell which time counts. Please give "
    "each time a record of its own."
)
_INCOMPLETE = mark(
    "the form is not marked as complete in REDCap, and is taken as it is. Please look whether somebody is "
    "still at it."
)


@dataclass(frozen=True, slots=True)
class _Record:
    """A row of an export: what REDCap says of it, what was answered by column, and where it is.

    ``computed`` are the columns that hold a formula.
    """

    own: Mapping[str, str]
    answered: Mapping[str, str]
    computed: tuple[str, ...]
    place: str

    @property
    def blank(self) -> bool:
        """Whether nothing was answered; REDCap says of every box whether it is ticked."""
        unticked = all(CHECKED in name and text == "0" for name, text in self.answered.items())
        return unticked and not self.computed


def read_records(content: bytes, name: str, rubric_of: RubricOf, legs_of: LegsOf) -> tuple[Submission, ...]:
    """What the records of a raw export from REDCap say, in its order, but for those without any answer.

    ``content`` is a CSV file, or what a spreadsheet made an Excel workbook of; ``name`` is its file's. The
    places of problems name the record too and, in a longitudinal project, its event. What is wrong with a
    record (AUD166, AUD167) or its answers (as ``read_any_version`` tells) is in its problems; raises
    AssessmentError (AUD165, and as ``read_table`` does) where the file as a whole cannot be read.
    """
    table = read_table(content, name)
    _check_heading(table)
    records = [record for line in table.lines if not (record := _record(table, line)).blank]
    if not records:
        raise _refused(say("holds no record with an answer."), table.place)
    known: dict[str, Mapping[str, Column]] = {}
    read: list[Submission] = []
    for record in records:
        ref = record.answered.get(RUBRIC, "").strip()
        if ref and ref not in known:
            known[ref] = _columns_of(ref, rubric_of)
        read.append(_read(record, known.get(ref, {}), rubric_of, legs_of))
    return (replace(read[0], notes=(*table.notes, *read[0].notes)), *read[1:])


def _check_heading(table: Table) -> None:
    """Object where nobody can tell what the columns are about (AUD165)."""
    if RUBRIC not in table.heading[1:]:
        raise _refused(
            say("has no column {column}, so it is no raw export of our form.", column=RUBRIC), table.place
        )
    named = [title for title in table.heading if title]
    twice = next((title for place, title in enumerate(named) if title in named[:place]), "")
    if twice:
        raise _refused(say("has two columns {column}.", column=shown(twice)), table.place)


def _refused(reason: str, place: str) -> AssessmentError:
    return AssessmentError(Problem("AUD165", f"{reason} {say(_RAW)}", place))


def _record(table: Table, line: Line) -> _Record:
    """A row; its first column is the record's name, whatever that is called."""
    titles = [*table.heading, *[""] * (len(line.cells) - len(table.heading))]
    names = [title or say("column {number}", number=number) for number, title in enumerate(titles, start=1)]
    cells = {name: text for name, text in zip(names, line.cells, strict=False) if text.strip()}
    own = {name: cells[name].strip() for name in _OWN if name in cells}
    named = names[0] in cells and shown(cells[names[0]])
    parts = [say("record {name}", name=named) if named else say("row {number}", number=line.number)]
    parts += [shown(own[_EVENT])] if _EVENT in own else []
    return _Record(
        own,
        {name: _unguarded(text) for name, text in cells.items() if name not in (names[0], *_OWN)},
        tuple(names[index] for index in sorted(line.computed) if index < len(names)),
        f"{table.place}: {', '.join(parts)}",
    )


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
        return Submission(problems=(Problem("AUD166", say(_REPEATED), record.place),), place=record.place)
    read = read_any_version(_answers(record, columns), rubric_of, legs_of, record.place)
    faults = [Problem("AUD167", message, record.place) for message in _faults(record, columns)]
    if faults:
        read = replace(read, assessment=None, problems=(*faults, *read.problems))
    if record.own.get(COMPLETE, "2") != "2":
        read = replace(read, notes=(*read.notes, Problem("AUD168", say(_INCOMPLETE), record.place)))
    return read


def _answers(record: _Record, columns: Mapping[str, Column]) -> dict[str, str]:
    """The answers by the names of their questions; what is no column of ours keeps its own name."""
    asked = {column.question for column in columns.values()}
    answers: dict[str, str] = {}
    for name, text in record.answered.items():
        column = columns.get(name)
        if column is None:
            if CHECKED not in name or text != "0":
                answers[say("column {number}", number=name) if name in asked else name] = text
        elif column.value is None:
            answers[column.question] = text
        elif text.strip() == "1":
            answers[column.question] = f"{answers.get(column.question, '')} {column.value}"
    return answers


def _faults(record: _Record, columns: Mapping[str, Column]) -> Iterator[str]:
    """Boxes of which nobody can tell whether they are ticked, and cells that hold a formula."""
    for name, text in record.answered.items():
        if name in columns and columns[name].value is not None and text.strip() not in ("0", "1"):
            yield f"{name}: {say('{text} is neither 1 nor 0.', text=shown(text))} {say(_RAW)}"
    for name in record.computed:
        message = say("this is a formula, and only what people typed counts. Please type it in.")
        yield f"{name}: {message}"
