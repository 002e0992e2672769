"""The form of a rubric as the JSON of SurveyJS."""

import json
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from dsds_audit.forms.questions import DIGEST, NONE_HOLDS, RUBRIC, Kind, Question, form_questions
from dsds_audit.languages import ENGLISH
from dsds_audit.rubric import Rubric
from dsds_audit.speech import mark, say
from dsds_audit.translation import language_notes

_TYPES: Mapping[Kind, Mapping[str, Any]] = {
    "text": {"type": "text"},
    "long_text": {"type": "comment"},
    "date": {"type": "text", "inputType": "date"},
    "whole": {"type": "text", "inputType": "number", "min": 0, "step": 1},
    "one": {"type": "radiogroup", "showClearButton": True},
    "many": {"type": "checkbox"},
}
_ALONE = mark("“None of these holds” excludes the others. Please keep either it or them.")


def write_surveyjs(rubric: Rubric) -> bytes:
    """The empty form as the JSON that SurveyJS takes, a page a practice, in UTF-8.

    Every text of the rubric is shown as it is worded: after an opening brace stands a mark that nobody sees,
    so that ``{site}`` in a question is not taken for the answer about the site.
    """
    pages = groupby(form_questions(rubric), lambda question: question.section)
    form = {
        **({} if rubric.language == ENGLISH else {"locale": rubric.language}),
        "title": _as_is(rubric.title),
        "description": _as_is(" ".join((rubric.about, *language_notes(rubric)))),
        "calculatedValues": [_constant(RUBRIC, rubric.ref), _constant(DIGEST, rubric.digest)],
        "pages": [
            {"name": f"page_{number}", "title": _as_is(title), "elements": [_element(one) for one in asked]}
            for number, (title, asked) in enumerate(pages, start=1)
        ],
    }
    text = json.dumps(form, ensure_ascii=False, indent=1)
    return (text.replace("<", "\\u003c") + "\n").encode()  # So that it can stand in a page's script.


def _element(question: Question) -> dict[str, Any]:
    element = {**_TYPES[question.kind], "name": question.name, "title": _as_is(question.label)}
    if question.hint:
        element["description"] = _as_is(question.hint)
    if question.choices:
        element["choices"] = [_choice(value, label) for value, label in question.choices]
    if any(value == NONE_HOLDS for value, _ in question.choices):
        element["validators"] = [_none_stands_alone(question.name)]
    if question.required:
        element["isRequired"] = True
    if condition := _condition(question):
        element["visibleIf"] = condition
    return element


def _choice(value: str, label: str) -> dict[str, Any]:
    alone = {"isExclusive": True} if value == NONE_HOLDS else {}
    return {"value": value, "text": _as_is(label), **alone}


def _none_stands_alone(name: str) -> dict[str, str]:
    """What versions need that do not know an exclusive choice."""
    expression = f"{{{name}}} notcontains '{NONE_HOLDS}' or {{{name}.length}} = 1"
    return {"type": "expression", "text": say(_ALONE), "expression": expression}


def _condition(question: Question) -> str:
    if question.shown_if:
        name, value = question.shown_if
        return f"{{{name}}} = '{value}'"
    return f"{{{question.after}}} notempty" if question.after else ""


def _constant(name: str, value: str) -> dict[str, Any]:
    return {"name": name, "expression": f"'{value}'", "includeIntoResult": True}


def _as_is(text: str) -> str:
    """A text of the rubric that SurveyJS shows letter by letter."""
    return text.replace("{", "{\N{WORD JOINER}")
