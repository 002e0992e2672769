"""A sheet of the interview as a form: what its fields are called, hold, and say back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from dsds_audit.interview.questions import Choice, Question, Value
from dsds_audit.interview.route import split_id
from dsds_audit.interview.sheets import Answers, Problems, Sheet, holds_words
from dsds_audit.speech import mark, say_in, series_of
from dsds_audit.web.visits import Form

Box = Literal["text", "date", "number", "select"]
_GONE = str.maketrans("", "", "\r\n\0")


@dataclass(frozen=True, slots=True)
class Column:
    """One field of an item: its name, its label, what kind of field it is; ``none`` words no choice.

    The label and ``none`` are in English, and said where they are shown.
    """

    name: str
    label: str
    kind: Box = "text"
    none: str = ""


COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "evidence": (
        Column("what", mark("What is it?")),
        Column("where", mark("Where is it?")),
        Column("date", mark("Its date"), "date"),
    ),
    "barriers": (
        Column("what", mark("In a few words")),
        Column("driver", mark("Where does it lie?"), "select", mark("something else, or we don't know")),
    ),
    "people": (
        Column("role", mark("Role"), "select", mark("Choose a role")),
        Column("name", mark("Name or initials (optional)")),
    ),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a row: its name in the form, what it is, and what stands in it."""

    name: str
    column: Column
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """An item of a list, or the blank one at its end; ``removal`` names the tick that takes it away."""

    number: int
    cells: tuple[Cell, ...]
    removal: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A question as it stands in a form: what was typed where that is not kept, else what is on record.

    ``on_record`` tells what the record holds, where something else stands in the form.
    """

    question: Question
    name: str
    value: str = ""
    chosen: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = ()
    on_record: str = ""

    @property
    def kind(self) -> str:
        """The kind of its question."""
        return self.question.kind


def field_of(question_id: str) -> str:
    """What the field of a question is called: ``level``, ``populations.relevant-staff``."""
    return split_id(question_id)[1]


def answers_in(form: Form, sheet: Sheet) -> Answers:
    """What a form says, to each of the questions that it says it asked."""
    asked = {question.id: question for question in sheet.questions}
    names = dict.fromkeys(name for name in form.get("asked", ()) if _is_of(name, sheet))
    return {name: _answer(form, name, asked.get(name)) for name in names}


def entries_of(
    shown: Sequence[Question], typed: Answers, problems: Problems, sheet: Sheet
) -> tuple[Entry, ...]:
    """The questions to show; ``typed`` are answers that are not kept, ``sheet`` is what is on record."""
    recorded = {question.id: question for question in sheet.questions}
    return tuple(
        replace(
            _entry(question, typed.get(question.id, question.current), question.id in typed),
            problems=problems.get(question.id, ()),
            on_record=_standing(recorded.get(question.id), typed),
        )
        for question in shown
    )


def words_left(typed: Answers, shown: Sequence[Question]) -> tuple[str, ...]:
    """Texts that were typed, are not kept, and belong to no question that is shown."""
    known = {question.id for question in shown}
    values = [value for name, value in typed.items() if name not in known and holds_words(name)]
    items = [item for value in values for item in (value if isinstance(value, tuple) else (value,))]
    lines = (str(item) if not isinstance(item, Mapping) else _line(item, {}) for item in items if item)
    return tuple(line for line in lines if line.strip())


def _is_of(question_id: str, sheet: Sheet) -> bool:
    return split_id(question_id)[0] == sheet.name or question_id in sheet.asked


def _answer(form: Form, question_id: str, question: Question | None) -> Value:
    field, kind = field_of(question_id), question.kind if question else _kind_of(question_id)
    if kind == "checks":
        return tuple(form.get(field, ()))
    if kind in COLUMNS:
        return _items(form, field, kind, question.current if question else ())
    text = _sent(form, field)
    return _kept(text, "" if question is None else question.current, lines=kind == "text")


def _kind_of(question_id: str) -> str:
    part = field_of(question_id)
    return part if part in COLUMNS else "text"


def _items(form: Form, field: str, kind: str, current: Value) -> tuple[Mapping[str, Any], ...]:
    """The items of a list as they were typed; a row with nothing in it, or ticked to go, is none."""
    recorded = [_texts(item) for item in current] if isinstance(current, tuple) else []
    pattern = re.compile(rf"{re.escape(field)}\.([0-9]{{1,4}})\.[a-z]+")
    numbers = sorted({int(match[1]) for name in form if (match := pattern.fullmatch(name))})
    items = []
    for number in numbers:
        if f"{field}.{number}.remove" in form:
            continue
        old = recorded[number] if number < len(recorded) else {}
        texts = {
            column.name: _kept(_sent(form, f"{field}.{number}.{column.name}"), old.get(column.name, ""))
            for column in COLUMNS[kind]
        }
        if filled := {name: text for name, text in texts.items() if str(text).strip()}:
            needed = COLUMNS[kind][0].name
            items.append({needed: "", **filled})
    return tuple(items)


def _kept(text: str, recorded: Value, *, lines: bool = False) -> str:
    """What was sent; what is on record where a browser has only changed its line breaks."""
    old = "" if recorded is None else str(recorded)
    if lines:
        return old if _lines(text) == _lines(old) else _lines(text)
    return old if text.translate(_GONE).strip() == old.translate(_GONE).strip() else text


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def _sent(form: Form, name: str) -> str:
    return (form.get(name) or ("",))[-1]


def _entry(question: Question, value: Value, typed: bool) -> Entry:
    entry = Entry(question, field_of(question.id))
    chosen = value if isinstance(value, tuple) else () if value is None else (value,)
    if question.kind in COLUMNS:
        options = tuple((choice.value, _option(choice, question.kind)) for choice in question.choices)
        return replace(entry, rows=_rows(question, chosen), options=options)
    if question.kind in ("checks", "level", "confirm"):
        if question.kind == "checks" and not typed:
            chosen = tuple(choice.value for choice in question.choices if choice.current)
        return replace(entry, chosen=tuple(str(one) for one in chosen))
    return replace(entry, value="" if value is None else str(value))


def _standing(recorded: Question | None, typed: Answers) -> str:
    """What the record holds, where something else was typed; empty where it is the same."""
    if recorded is None or recorded.id not in typed:
        return ""
    return _on_record(recorded) if _words(typed[recorded.id]) != _words(recorded.current) else ""


def _rows(question: Question, items: tuple[Any, ...]) -> tuple[Row, ...]:
    """The items, and a blank row for one more."""
    listed = [_texts(item) for item in items]
    field = field_of(question.id)
    return tuple(
        Row(
            number + 1,
            tuple(
                Cell(f"{field}.{number}.{column.name}", column, texts.get(column.name, ""))
                for column in COLUMNS[question.kind]
            ),
            f"{field}.{number}.remove" if number < len(listed) else "",
        )
        for number, texts in enumerate([*listed, {}])
    )


def _texts(item: Any) -> Mapping[str, str]:
    """An item, typed or on record, as texts."""
    return {name: str(text) for name, text in dict(item).items() if text is not None}


def _option(choice: Choice, kind: str) -> str:
    """What a choice is called; of a role also that it has no vote."""
    return f"{choice.label} ({choice.meaning})" if kind == "people" and choice.meaning else choice.label


def _words(value: Value) -> object:
    if isinstance(value, tuple) and value and not isinstance(value[0], str):
        return [_texts(item) for item in value]
    return "" if value is None or value == () else value if isinstance(value, tuple) else str(value)


def _on_record(question: Question) -> str:
    """What the record holds, in one line."""
    labels = {choice.value: choice.label for choice in question.choices}
    value = question.current
    if isinstance(value, tuple):
        items = [
            labels.get(str(one), str(one)) if isinstance(one, str) else _line(one, labels) for one in value
        ]
        return series_of(items) or say_in("on record", "nothing")
    return labels.get(str(value), str(value)) if value is not None else say_in("on record", "nothing")


def _line(item: Any, labels: Mapping[str, str]) -> str:
    if isinstance(item, str):
        return labels.get(item, item)
    return " · ".join(labels.get(text, text) for text in _texts(item).values())
