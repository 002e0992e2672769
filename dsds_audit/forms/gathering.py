"""The cells of one row of an export put together as the answers of a form."""

from collections.abc import Mapping

from dsds_audit.errors import Problem
from dsds_audit.forms.columns import Column
from dsds_audit.forms.labels import values_of
from dsds_audit.forms.questions import Question
from dsds_audit.forms.typed import shown
from dsds_audit.speech import mark, say

_TICKED: Mapping[str, bool] = {"1": True, "1.0": True, "true": True, "0": False, "0.0": False, "false": False}

_BY_NAME = mark("Please export “XML values and headers”.")


class Gathered:
    """Takes cells one by one; what they contradict, or leave open, is in ``problems``."""

    def __init__(self, questions: Mapping[str, Question], place: str) -> None:
        """Take the questions of the form; ``place`` names the row in problems."""
        self.problems: list[Problem] = []
        self._questions, self._place = questions, place
        self._answers: dict[str, str] = {}
        self._split: dict[str, list[str]] = {}

    def answers(self) -> Mapping[str, str]:
        """The answers by the names of their questions; what is about none stands under its heading."""
        return self._answers | {
            name: " ".join(values)
            for name, values in self._split.items()
            if values and self._agrees(name, values)
        }

    def take(self, title: str, column: Column, text: str) -> None:
        """Take a cell that holds something; ``title`` stands above its column."""
        if column.several:
            self.object_to("AUD161", title, f"{say('several questions have this label.')} {say(_BY_NAME)}")
        elif column.choice:
            self._tick(title, column, text)
        elif not column.question:
            self._take_unknown(title, text)
        else:
            self._answer(title, column, text)

    def object_to(self, code: str, title: str, message: str) -> None:
        """Add a problem of a column."""
        self.problems.append(Problem(code, f"{shown(title)}: {message}", self._place))

    def _answer(self, title: str, column: Column, text: str) -> None:
        question = self._questions.get(column.question)
        if question and question.choices:
            values = values_of(question, text, column.by_label)
            if values is None:
                message = say("{text} may stand for several choices.", text=shown(text))
                self.object_to("AUD161", title, f"{message} {say(_BY_NAME)}")
                return
            text = values
        before = self._answers.setdefault(column.question, text)
        if before.strip() != text.strip():
            message = say(
                "this is asked twice, and answered {one} and {other}. Please keep one.",
                one=shown(before),
                other=shown(text),
            )
            self.object_to("AUD161", title, message)

    def _tick(self, title: str, column: Column, text: str) -> None:
        ticked = _TICKED.get(text.strip().lower())
        if ticked is None:
            message = say("{text} is neither 1 nor 0. Please write one of them.", text=shown(text))
            self.object_to("AUD158", title, message)
        elif ticked:
            self._split.setdefault(column.question, []).append(column.choice)

    def _agrees(self, name: str, values: list[str]) -> bool:
        """Whether the split columns may speak; beside one column of the whole answer they only agree."""
        whole = self._answers.get(name)
        if whole is not None and set(whole.split()) != set(values):
            message = say(
                "one column says {one}, others {other}. Please keep one.",
                one=shown(whole),
                other=shown(" ".join(values)),
            )
            self.object_to("AUD161", name, message)
        return whole is None

    def _take_unknown(self, title: str, text: str) -> None:
        name, number = title, 2
        while name in self._answers or name in self._questions:
            name, number = f"{title} ({number})", number + 1
        self._answers[name] = text
