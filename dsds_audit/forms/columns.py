"""Which question each column of an export of KoboToolbox or ODK is about."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dsds_audit.forms.questions import HIDDEN, Question, questions_by_name
from dsds_audit.forms.xlsform import label_of
from dsds_audit.rubric import Rubric
from dsds_audit.workbook.choices import normalized

_NAMES = re.compile(r"[A-Za-z0-9_]+(?:[/.:-][A-Za-z0-9_]+)*")  # Groups, the question, and a choice of it.
_BETWEEN = re.compile(r"[/.:-]")
_QUOTES = str.maketrans("“”„", '"""')
_OF_THE_TOOL = frozenset(
    (
        *("_id", "_uuid", "uuid", "_submission_time", "_validation_status", "_notes", "_status", "_index"),
        *("_submitted_by", "_tags", "__version__", "_version_", "_xform_id_string", "_geolocation"),
        *("_attachments", "_bamboo_dataset_id", "instanceID", "instanceName", "rootUuid", "deprecatedID"),
        *("start", "end", "today", "username", "deviceid", "phonenumber", "simserial", "subscriberid"),
        *("audit", "SubmissionDate", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent"),
        *("AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion"),
    )
)


@dataclass(frozen=True, slots=True)
class Column:
    """What a column is about: a question by its name, where it is split a choice of it.

    ``by_label`` says that it was found by its label, so that its cells hold labels, too. ``several`` says
    that its label is that of several questions.
    """

    question: str = ""
    choice: str = ""
    by_label: bool = False
    several: bool = False


def last_name(title: str) -> str:
    """The name that a heading ends with, behind the names of groups; empty where it is no name."""
    return _BETWEEN.split(title)[-1] if _NAMES.fullmatch(title) else ""


def is_of_the_tool(title: str) -> bool:
    """Whether the tool itself writes this column, about the submission."""
    return last_name(title) in _OF_THE_TOOL


def compared(label: str) -> str:
    """A label as it is compared: blanks, case and the kind of quotes make no difference."""
    return normalized(label.translate(_QUOTES))


class Headings:
    """The headings that the form of a rubric has in an export, by names or by labels."""

    def __init__(self, rubric: Rubric) -> None:
        """Take the rubric that the form was made from."""
        self.questions = questions_by_name(rubric)
        self._choices = {q.name: {value for value, _ in q.choices} for q in self.questions.values()}
        labels: dict[str, set[Column]] = {}
        for label, column in _labels(rubric, self.questions.values()):
            labels.setdefault(compared(label), set()).add(column)
        self._labels = labels

    def columns_of(self, heading: Sequence[str]) -> tuple[Column, ...]:
        """What each column is about; one without a question is not of this form."""
        return tuple(self._by_name(title) or self._by_label(title) or Column() for title in heading)

    def _by_name(self, title: str) -> Column | None:
        if not _NAMES.fullmatch(title):
            return None
        *groups, last = _BETWEEN.split(title)
        if groups and self._is_split(groups[-1]) and last in self._choices[groups[-1]]:
            return Column(groups[-1], last)
        return Column(last) if last in self.questions or last in HIDDEN else None

    def _is_split(self, name: str) -> bool:
        return name in self.questions and self.questions[name].kind == "many"

    def _by_label(self, title: str) -> Column | None:
        found = self._labels.get(compared(title), set())
        if len(found) > 1:
            return Column(min(column.question for column in found), several=True)
        return next(iter(found), None)


def _labels(rubric: Rubric, questions: Iterable[Question]) -> Iterator[tuple[str, Column]]:
    """The labels that stand above columns, with and without the pages they are on."""
    for question in questions:
        label = label_of(question.label)
        before = [label_of(question.section)]
        if question.criterion:
            before.append(label_of(rubric.criteria[question.criterion].title))
        column = Column(question.name, by_label=True)
        for title in (label, "/".join([*before, label])):
            yield title, column
            if question.kind == "many":
                for value, choice in question.choices:
                    split = Column(question.name, value, by_label=True)
                    yield f"{title}/{label_of(choice)}", split
