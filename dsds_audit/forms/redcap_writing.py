"""Assessments as records that REDCap imports."""

import csv
import io
import re
from collections.abc import Sequence

from dsds_audit.assessment import Assessment
from dsds_audit.forms.filling import answers_of
from dsds_audit.forms.redcap_columns import record_columns
from dsds_audit.forms.redcap_names import COMPLETE, RECORD
from dsds_audit.rubric import Rubric

# What a spreadsheet would take for a formula; and what looks like one that was guarded already.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_STATES = {False: "0", True: "2"}


def write_records(assessments: Sequence[Assessment], rubric: Rubric) -> tuple[bytes, tuple[str, ...]]:
    """Assessments against a rubric as the raw CSV that REDCap's Data Import Tool takes, in UTF-8.

    Beside it, in words, what a record cannot hold, by site and date. Records are numbered from 1. A text
    that a spreadsheet would take for a formula gets an apostrophe before it, which ``read_records`` takes off
    again. ValueError where an assessment is against another rubric version.
    """
    columns = tuple(record_columns(rubric))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([RECORD, *(column.name for column in columns), COMPLETE])
    losses: list[str] = []
    for number, assessment in enumerate(assessments, start=1):
        if assessment.rubric != rubric.ref:
            raise ValueError(f"an assessment against {assessment.rubric}, not {rubric.ref}")
        answers, lost = answers_of(assessment, rubric)
        losses += (f"{assessment.site}, {assessment.date}: {loss}" for loss in lost)
        cells = [
            _guarded(answers.get(column.question, ""))
            if column.value is None
            else str(int(column.value in answers.get(column.question, "").split()))
            for column in columns
        ]
        writer.writerow([number, *cells, _STATES[assessment.finished]])
    return text.getvalue().encode(), tuple(losses)


def _guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text
