"""The cells of a workbook's rows as values, what cannot be understood told by its cell."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dsds_audit.speech import say
from dsds_audit.workbook.choices import FALSE, TRUE
from dsds_audit.workbook.collecting import Form, Found, Given
from dsds_audit.workbook.extent import FORMULA
from dsds_audit.workbook.ledger import Ledger
from dsds_audit.workbook.rows import ANSWER, Field
from dsds_audit.workbook.values import date_of, number_of, text_of

Path = tuple[str | int, ...]
_SHOWN = 40  # characters


class Typed:
    """The rows that count, by their keys; remembers which cell each value of the assessment came from."""

    def __init__(self, form: Form, rows: Mapping[str, Sequence[Found]], ledger: Ledger) -> None:
        """Take the rows and the ledger that problems go into."""
        self.form, self.ledger = form, ledger
        self._rows = rows
        self._places: dict[Path, Given] = {}

    def told(self, key: str) -> bool:
        """Whether anything stands in the row of a question."""
        rows = self._rows.get(key)
        return bool(rows and rows[0].line)

    def label(self, key: str) -> Given | None:
        """Where the text of a question stands."""
        rows = self._rows.get(key)
        return rows[0].label if rows else None

    def cell(self, key: str, column: str = ANSWER) -> Given | None:
        """The cell of a question that was filled in; None where it was not."""
        rows = self._rows.get(key)
        return rows[0].line.get(column) if rows else None

    def value(self, key: str, column: str, path: Path) -> Any:
        """What a question was answered; None where it was not, or not in a way that is understood."""
        given = self.cell(key, column)
        return None if given is None else self._value(given, self.form.rows[key].fields[column], path)

    def items(self, key: str, names: Mapping[str, str], path: Path) -> list[dict[str, Any]]:
        """The items of a list, by the names that the columns' values have; the first one must be there."""
        found: list[dict[str, Any]] = []
        for row in self._rows.get(key, ()):
            if not row.line:
                continue
            fields = self.form.rows[key].fields
            at = (*path, len(found))
            item = {
                name: self._value(row.line[column], fields[column], (*at, name))
                for column, name in names.items()
                if column in row.line
            }
            if ANSWER not in row.line:
                other = next(iter(row.line.values()))
                message = (
                    say("the role is missing beside this. Please fill it in, or clear this cell.")
                    if names[ANSWER] == "role"
                    else say("what it is is missing beside this. Please fill it in, or clear this cell.")
                )
                self.ledger.object_to("AUD151", other, message)
            found.append({name: value for name, value in item.items() if value is not None})
        return found

    def object_to_value(self, path: Sequence[str | int], message: str) -> None:
        """Tell what is wrong with a value by the cell it came from, or the nearest that is known."""
        near: dict[Path, Given] = {}
        for at, given in self._places.items():
            near.setdefault(at[:-1], given)
        near |= self._places
        steps = tuple(path)
        while steps and steps not in near:
            steps = steps[:-1]
        self.ledger.object_to("AUD148", near.get(steps), message)

    def _value(self, given: Given, field: Field, path: Path) -> Any:
        self._places[path] = given
        if given.computed:
            message = (
                say("this holds a formula. Please type the answer itself.")
                if given.computed == FORMULA
                else say("this holds an error. Please type the answer itself.")
            )
            self.ledger.object_to("AUD149", given, message)
            return None
        value = _understood(given.value, field)
        if value is None:
            message = say("{text} is not understood here.", text=_shown(given.value))
            message = f"{message} {_way_out(field)}"
            self.ledger.object_to("AUD148", given, message)
        return value


def _understood(value: Any, field: Field) -> Any:
    """What a value means in a cell; None where nothing that is understood."""
    if field.kind in _KINDS:
        return _KINDS[field.kind](value)
    text = text_of(value)
    meaning = field.choices.meaning_of(text) if field.choices else text
    return _TRUTHS.get(meaning or "") if field.kind == "truth" else meaning


_KINDS: Mapping[str, Callable[[Any], Any]] = {"date": date_of, "number": number_of}
_TRUTHS: Mapping[str, bool] = {TRUE: True, FALSE: False}


def _way_out(field: Field) -> str:
    if field.kind == "date":
        return say("Please write year, month and day, such as 2026-03-31.")
    if field.choices is None:
        return say("Please write a whole number in digits.")
    words = [say("“{text}”", text=word) for word in field.choices.words.values()]
    listed = ", ".join(words[:12]) + (", …" if len(words) > 12 else "")
    return say("Please choose one of the list: {choices}.", choices=listed)


def _shown(value: Any) -> str:
    text = " ".join(text_of(value).split())
    return say("“{text}”", text=text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…")
