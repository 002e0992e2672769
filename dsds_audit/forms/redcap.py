"""The form of a rubric as a REDCap data dictionary."""

import csv
import io
import re
from collections.abc import Iterator, Mapping

from dsds_audit.forms.questions import (
    DIGEST,
    NONE_HOLDS,
    RESPONDENT,
    RUBRIC,
    Kind,
    Question,
    form_questions,
)
from dsds_audit.forms.redcap_names import FORM, RECORD, variable_of
from dsds_audit.report.text import plain
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say
from dsds_audit.translation import language_notes

VARIABLE, FORM_NAME, HEADER, TYPE = "Variable / Field Name", "Form Name", "Section Header", "Field Type"
LABEL, CHOICES, NOTE = "Field Label", "Choices, Calculations, OR Slider Labels", "Field Note"
VALIDATION, LEAST = "Text Validation Type OR Show Slider Number", "Text Validation Min"
IDENTIFIER, SHOWN_IF = "Identifier?", "Branching Logic (Show field only if...)"
REQUIRED, ANNOTATION = "Required Field?", "Field Annotation"
COLUMNS = (
    *(VARIABLE, FORM_NAME, HEADER, TYPE, LABEL, CHOICES, NOTE, VALIDATION, LEAST, "Text Validation Max"),
    *(IDENTIFIER, SHOWN_IF, REQUIRED, "Custom Alignment", "Question Number (surveys only)"),
    *("Matrix Group Name", "Matrix Ranking?", ANNOTATION),
)
_TYPES: Mapping[Kind, Mapping[str, str]] = {
    "text": {TYPE: "text"},
    "long_text": {TYPE: "notes"},
    "date": {TYPE: "text", VALIDATION: "date_ymd"},
    "whole": {TYPE: "text", VALIDATION: "integer", LEAST: "0"},
    "one": {TYPE: "radio"},
    "many": {TYPE: "checkbox"},
}
_ABOUT_LANGUAGE = "about_language"
_NAMES_PEOPLE = (RESPONDENT, "facilitator")
# What REDCap would take for a tag, a variable, a field or the end of a choice; a spreadsheet for a formula.
_LIVE = re.compile(r"[&<>\[\]{}|]|^[=+\-@]")


def write_data_dictionary(rubric: Rubric) -> bytes:
    """The empty form as the CSV file that REDCap takes under Data Dictionary: a row a question, in UTF-8.

    Labels are shown as the rubric words them, on one line. What REDCap or a spreadsheet would take for more
    than a letter is written as HTML writes it, ``&#x3D;`` for an equals sign, which REDCap shows as one.
    """
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows({FORM_NAME: FORM, **row} for row in _rows(rubric))
    return text.getvalue().encode()


def _rows(rubric: Rubric) -> Iterator[dict[str, str]]:
    yield {VARIABLE: RECORD, TYPE: "text", LABEL: say("Record")}
    if notes := language_notes(rubric):
        yield {VARIABLE: _ABOUT_LANGUAGE, TYPE: "descriptive", LABEL: _as_is(" ".join(notes))}
    section = ""
    for question in form_questions(rubric):
        header = question.section if question.section != section else ""
        yield {**_row(question), HEADER: _as_is(header)}
        if not section:
            yield _hidden(RUBRIC, say("Rubric"), rubric.ref)
            yield _hidden(DIGEST, say("Its digest"), rubric.digest)
        section = question.section


def _row(question: Question) -> dict[str, str]:
    alone = any(value == NONE_HOLDS for value, _ in question.choices)
    return {
        **_TYPES[question.kind],
        VARIABLE: variable_of(question.name),
        LABEL: _as_is(question.label),
        NOTE: _as_is(question.hint),
        CHOICES: " | ".join(f"{value}, {_as_is(label)}" for value, label in question.choices),
        REQUIRED: "y" if question.required else "",
        IDENTIFIER: "y" if question.name in _NAMES_PEOPLE else "",
        SHOWN_IF: _condition(question),
        ANNOTATION: say("Ticked alone: {tag}", tag=f"@NONEOFTHEABOVE='{NONE_HOLDS}'") if alone else "",
    }


def _condition(question: Question) -> str:
    if question.shown_if:
        name, value = question.shown_if
        return f"[{variable_of(name)}] = '{value}'"
    return f"[{variable_of(question.after)}] <> ''" if question.after else ""


def _hidden(name: str, label: str, value: str) -> dict[str, str]:
    """A question that nobody sees and that answers itself."""
    tags = say("Not asked: {tags}", tags=f"@HIDDEN @DEFAULT='{value}'")
    return {VARIABLE: variable_of(name), TYPE: "text", LABEL: _as_is(label), ANNOTATION: tags}


def _as_is(text: str) -> str:
    """A text of the rubric as REDCap shows it: on one line, and never more than its letters."""
    return _LIVE.sub(lambda found: f"&#x{ord(found[0]):X};", plain(" ".join(text.split())))
