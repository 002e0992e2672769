"""Assessments as records that REDCap imports."""

import csv
import io
import re
from collections.abc import Mapping, Sequence

from dsds_audit.assessment import Assessment
from dsds_audit.forms.filling import answers_of
from dsds_audit.forms.redcap_columns import Column, record_columns
from dsds_audit.forms.redcap_names import COMPLETE, RECORD
from dsds_audit.rubric import Rubric
from dsds_audit.speech import mark, say

# What a spreadsheet would take for a formula; and what looks like one that was guarded already.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUL = "\0"
_NOTHING = mark("U+0000, which stands for nothing")
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
        lost = (
            *lost,
            *(f"{name}: {say(_NOTHING)}" for name in answers if _NUL in answers[name]),
        )
        losses += (f"{assessment.site}, {assessment.date}: {loss}" for loss in lost)
        writer.writerow(
            [number, *(_cell(column, answers) for column in columns), _STATES[assessment.finished]]
        )
    return text.getvalue().encode(), tuple(losses)


def _cell(column: Column, answers: Mapping[str, str]) -> str:
    text = answers.get(column.question, "")
    if column.value is not None:
        return str(int(column.value in text.split()))
    shown = text.replace(_NUL, "\N{REPLACEMENT CHARACTER}")
    return f"'{shown}" if _FORMULA.match(shown) else shown
