"""The answers of one filled-in form as values, what cannot be understood told by its question."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from dsds_audit.errors import Problem, did_you_mean
from dsds_audit.forms.questions import Kind, Question, questions_by_name
from dsds_audit.rubric import Rubric
from dsds_audit.speech import current_speech, say, say_many

Path = tuple[str | int, ...]
_DATE = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[T ][0-9]{1,2}:[0-9]{2}.{0,30})?")
_WHOLE = re.compile(r"([0-9]{1,9})(?:\.0{1,9})?")
_MOST_TOLD = 25
_SHOWN = 60  # characters


class Typed:
    """The answers of one form by the names of their questions, with what is wrong or should be known.

    A blank answer is none. ``place`` names the form in problems and notes.
    """

    def __init__(self, rubric: Rubric, answers: Mapping[str, str], place: str) -> None:
        """Take the answers as text; several values of one question are separated by blanks."""
        self.questions = questions_by_name(rubric)
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self._place = place
        self._given = {name: text for name, text in answers.items() if text.strip()}
        self._places: dict[Path, str] = {}

    def told(self, *names: str) -> bool:
        """Whether any of these questions was answered, be it understood or not."""
        return any(name in self._given for name in names)

    def text(self, name: str) -> str:
        """What stands under a name, without the blanks around it; empty where nothing does."""
        return self._given.get(name, "").strip()

    def value(self, name: str, path: Path = ()) -> Any:
        """The value of an answer: a text, a day, a number, a choice, or a tuple of choices.

        None where there is none or it is not understood (AUD158). ``path`` is where it stands in the
        assessment.
        """
        if name not in self._given or name not in self.questions:
            return None
        self._places[path] = name
        self._places.setdefault(path[:-1], name)
        question, text = self.questions[name], self._given[name]
        value = _READ[question.kind](question, text)
        if value is None:
            message = say("{text} is not understood here.", text=shown(text))
            self.object_to("AUD158", name, f"{message} {_way_out(question)}")
        return value

    def object_to(self, code: str, name: str, message: str) -> None:
        """Add a problem of a question."""
        self.problems.append(Problem(code, f"{name}: {message}", self._place))

    def object_to_value(self, path: Sequence[str | int], message: str) -> None:
        """Add a problem of a value by where it stands in the assessment, or of the nearest that is known."""
        steps = tuple(path)
        while steps and steps not in self._places:
            steps = steps[:-1]
        self.object_to("AUD158", self._places.get(steps, str(path[0]) if path else say("the form")), message)

    def note_unknown(self, known: Sequence[str]) -> None:
        """Name every answer to a question that is none of ours, nor one of ``known`` (AUD160)."""
        others = [name for name in self._given if name not in self.questions and name not in known]
        for name in others[:_MOST_TOLD]:
            message = say(
                "{question} is no question of this form, so {answer} is not taken.",
                question=shown(name),
                answer=shown(self._given[name]),
            )
            hint = _hint(name, tuple(self.questions), current_speech().language)
            way_out = say("Please put what should count into one of the answers, such as a note.")
            self.notes.append(Problem("AUD160", f"{message}{hint} {way_out}", self._place))
        if len(others) > _MOST_TOLD:
            message = say_many(
                "{count} further answer is to no question of this form and is not taken. Please look whether "
                "it is the right form.",
                "{count} further answers are to no question of this form and are not taken. Please look "
                "whether it is the right form.",
                len(others) - _MOST_TOLD,
            )
            self.notes.append(Problem("AUD160", message, self._place))


def shown(text: str) -> str:
    """A typed text in quotes on one line, cut where it is long."""
    line = " ".join(text[: 10 * _SHOWN].split())
    return say("“{text}”", text=line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…")


@lru_cache(maxsize=256)  # One column of an export is unknown in each of its thousands of rows.
def _hint(name: str, known: tuple[str, ...], _: str) -> str:
    return did_you_mean(name, known)


def _read_date(_: Question, text: str) -> dt.date | None:
    """The day of a text with the year first; a time after it says nothing more."""
    match = _DATE.fullmatch(text.strip())
    try:
        return dt.date(int(match[1]), int(match[3]), int(match[4])) if match else None
    except ValueError:
        return None


def _read_whole(_: Question, text: str) -> int | None:
    match = _WHOLE.fullmatch(text.strip())
    return int(match[1]) if match else None


def _read_one(question: Question, text: str) -> str | None:
    value = text.strip()
    number = _WHOLE.fullmatch(value)
    value = number[1] if number else value  # A spreadsheet may have made 1.0 of 1.
    return value if any(value == choice for choice, _ in question.choices) else None


def _read_many(question: Question, text: str) -> tuple[str, ...] | None:
    values = tuple(dict.fromkeys(text.split()))
    return values if set(values) <= {choice for choice, _ in question.choices} else None


def _read_text(_: Question, text: str) -> str:
    return text


_READ: Mapping[Kind, Callable[[Question, str], Any]] = {
    "text": _read_text,
    "long_text": _read_text,
    "date": _read_date,
    "whole": _read_whole,
    "one": _read_one,
    "many": _read_many,
}


def _way_out(question: Question) -> str:
    if question.kind == "date":
        return say("Please write year, month and day, such as 2026-03-31.")
    if question.kind == "whole":
        return say("Please write a whole number in digits.")
    values = [value for value, _ in question.choices]
    listed = ", ".join(values[:12]) + (", …" if len(values) > 12 else "")
    if question.kind == "many":
        return say(
            "Please give one of these values: {values}, several of them with a blank between.", values=listed
        )
    return say("Please give one of these values: {values}.", values=listed)
