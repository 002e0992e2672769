"""The columns of REDCap's records, each with the question whose answer it holds."""

from collections.abc import Iterator
from dataclasses import dataclass

from dsds_audit.forms.questions import DIGEST, RUBRIC, form_questions
from dsds_audit.forms.redcap_names import CHECKED, variable_of
from dsds_audit.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Column:
    """A column of records: the whole answer to a question, or whether one ``value`` of it is ticked."""

    name: str
    question: str
    value: str | None = None


def record_columns(rubric: Rubric) -> Iterator[Column]:
    """The columns of a rubric's form but for REDCap's own, in the order of its questions."""
    for name in (RUBRIC, DIGEST):
        yield Column(variable_of(name), name)
    for question in form_questions(rubric):
        variable = variable_of(question.name)
        if question.kind == "many":
            for value, _ in question.choices:
                yield Column(f"{variable}{CHECKED}{value}", question.name, value)
        else:
            yield Column(variable, question.name)
