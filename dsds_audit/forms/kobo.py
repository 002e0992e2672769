"""Exports of KoboToolbox and ODK Central as submissions."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from dsds_audit.errors import AuditError, Problem, RubricError
from dsds_audit.forms.columns import Column, Headings, is_of_the_tool, last_name
from dsds_audit.forms.gathering import Gathered
from dsds_audit.forms.questions import LANGUAGE, RUBRIC
from dsds_audit.forms.submissions import LegsOf, RubricOf, Submission, read_any_version
from dsds_audit.forms.tables import Line, Table, read_table
from dsds_audit.speech import say
from dsds_audit.workbook.tongue import read_tongue

_KEYS = ("_id", "KEY", "_uuid", "instanceID")
_SENT = ("_submission_time", "SubmissionDate")
_REJECTED: Mapping[str, Sequence[str]] = {
    "ReviewState": ("rejected",),
    "_validation_status": ("not approved", "validation_status_not_approved"),
}


def read_kobo(content: bytes, name: str, rubric_of: RubricOf, legs_of: LegsOf) -> tuple[Submission, ...]:
    """Every submission in an export, each read against its own rubric version and carried to the newest.

    ``content`` is a CSV file, an Excel workbook, or the zip archive of ODK Central, ``name`` its file's.
    Columns go by names, or by labels where these tell questions apart; a question with several choices may
    stand in one column or be split. Raises nothing: what is wrong with the file (AUD163, AUD164, or AUD145
    for a workbook) or with a row (AUD158 to AUD162) is in the problems of a submission.
    """
    try:
        table = read_table(content, name)
    except AuditError as error:
        return (Submission(problems=error.problems, place=name),)
    reader = _Reader(table, rubric_of, legs_of)
    read = [reader.read(line) for line in table.lines]
    if not read:
        message = say("holds no submissions, only a heading. Please export it again once some have come in.")
        return (Submission(problems=(Problem("AUD163", message, table.place),), place=table.place),)
    return (replace(read[0], notes=(*table.notes, *read[0].notes)), *read[1:])


class _Reader:
    """Reads the rows of one table; what its columns are about is made out once for each rubric version."""

    def __init__(self, table: Table, rubric_of: RubricOf, legs_of: LegsOf) -> None:
        self._table, self._rubric_of, self._legs_of = table, rubric_of, legs_of
        self._known: dict[tuple[str, str], tuple[Headings, Sequence[Column]]] = {}
        self._names: dict[str, int] = {}
        for index, title in enumerate(table.heading):
            self._names.setdefault(last_name(title), index)

    def read(self, line: Line) -> Submission:
        """What one row says."""
        key = next((text for name in _KEYS if (text := self._text(line, name))), "")
        place = f"{self._table.place}: {_row(line.number, key[:60])}"
        ref = self._text(line, RUBRIC)
        gathered = self._gathered(ref, line, place)
        answers = gathered.answers() if gathered else {RUBRIC: ref}
        read = read_any_version(answers, self._rubric_of, self._legs_of, place)
        own = gathered.problems if gathered else []
        problems = (*self._faults(line, place), *own, *read.problems)
        assessment = None if problems else read.assessment
        return replace(read, assessment=assessment, problems=problems, at=self._sent(line))

    def _gathered(self, ref: str, line: Line, place: str) -> Gathered | None:
        """The answers of a row; None where its rubric is not known, so that nobody can tell."""
        made = ref, self._text(line, LANGUAGE)
        if ref and made not in self._known:
            tongue = read_tongue(made[1])
            with suppress(RubricError), tongue.spoken():
                headings = Headings(tongue.rubric(self._rubric_of, ref))
                self._known[made] = headings, headings.columns_of(self._table.heading)
        if made not in self._known:
            return None
        headings, columns = self._known[made]
        gathered = Gathered(headings.questions, place)
        for index, (title, column, text) in enumerate(
            zip(self._table.heading, columns, line.cells, strict=False)
        ):
            if index in line.computed:
                message = say("this holds a formula. Please write the answer itself.")
                gathered.object_to("AUD158", title, message)
            elif text.strip() and (column.question or not is_of_the_tool(title)):
                gathered.take(title or say("column {number}", number=index + 1), column, text)
        return gathered

    def _faults(self, line: Line, place: str) -> Iterator[Problem]:
        """Why a row as a whole is not taken."""
        if any(text.strip() for text in line.cells[len(self._table.heading) :]):
            message = say(
                "has more cells than there are columns; answers may have moved. Please export it again."
            )
            yield Problem("AUD163", message, place)
        for name, rejected in _REJECTED.items():
            if self._text(line, name).lower() in rejected:
                message = say(
                    "was not approved ({column}), so it is not taken. Please approve it and export again.",
                    column=name,
                )
                yield Problem("AUD162", message, place)

    def _text(self, line: Line, name: str) -> str:
        index = self._names.get(name, len(line.cells))
        return line.cells[index].strip() if index < len(line.cells) else ""

    def _sent(self, line: Line) -> dt.datetime | None:
        """When it was sent; a time without its zone is in UTC, as both tools have it."""
        text = self._text(line, _SENT[0]) or self._text(line, _SENT[1])
        try:
            moment = dt.datetime.fromisoformat(text)
            return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        except (ValueError, OverflowError):
            return None


def _row(number: int, key: str) -> str:
    return say("row {number} ({key})", number=number, key=key) if key else say("row {number}", number=number)
