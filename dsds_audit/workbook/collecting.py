"""What people typed into a workbook, by the hidden ids of its rows, wherever these stand now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from dsds_audit.rubric import Rubric
from dsds_audit.workbook.layout import LISTS, MARK, lay_out
from dsds_audit.workbook.opening import Rows
from dsds_audit.workbook.practice_rows import last_row, reason_row
from dsds_audit.workbook.rows import COLUMNS, LABEL, Row
from dsds_audit.workbook.values import cell_name, text_of

_KEY = "key"  # Where the hidden ids stand.
_SEARCHED = 12  # The hidden ids are looked for in so many rows and columns.


@dataclass(frozen=True, slots=True)
class Form:
    """What every workbook of a rubric holds: its rows by their keys, and what each looks like untouched.

    ``labels`` are the texts beside answers, each with the keys of its rows; ``asked`` are the keys of the
    rows that every workbook has to have.
    """

    rubric: Rubric
    rows: Mapping[str, Row]
    untouched: Mapping[str, list[list[str]]]
    labels: Mapping[str, frozenset[str]]
    asked: tuple[str, ...]


class Given(NamedTuple):
    """A cell that holds something: what, and where; ``computed`` says so where it is a formula or error."""

    value: Any
    sheet: str
    row: int
    column: int
    computed: str = ""

    @property
    def place(self) -> str:
        """``Access!D12``."""
        return f"{self.sheet}!{cell_name(self.row, self.column)}"


Line = Mapping[str, Given]
_UNTOUCHED: Line = MappingProxyType({})


class Found(NamedTuple):
    """A row of ours in a workbook: its key, where its label is, and the cells that were filled, by column."""

    key: str
    sheet: str
    row: int
    label_at: int
    line: Line

    @property
    def label(self) -> Given:
        """Its label, to name the row by."""
        return Given("", self.sheet, self.row, self.label_at)


@dataclass(slots=True)
class Collected:
    """The rows of ours, in order; ``mixed`` are those beside a text of another row; ``more`` are filled cells
    that mean nothing to us."""

    found: list[Found] = field(default_factory=list)
    mixed: list[Given] = field(default_factory=list)
    more: list[Given] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Head:
    """Where the hidden ids of a sheet stand: the row of the column names, the column of the row keys."""

    mark: str
    row: int
    column: int


def make_form(rubric: Rubric) -> Form:
    """What is expected of a workbook of this rubric version."""
    sheets = lay_out(rubric)
    rows = {row.key: row for sheet in sheets for row in sheet.rows if row.key}
    rows |= {row.key: row for make in (reason_row, last_row) for row in map(make, rubric.criteria)}
    labels: dict[str, frozenset[str]] = {}
    for row in rows.values():
        if row.fields and not row.varies:
            text = _squeezed(row.texts.get(LABEL, ""))
            labels[text] = labels.get(text, frozenset()) | {row.key}
    untouched: dict[str, list[list[str]]] = {key: [] for key in rows}
    for row in [*(row for sheet in sheets for row in sheet.rows if row.key), *rows.values()]:
        untouched[row.key].append([row.key, *(row.texts.get(name, "") for name in COLUMNS)])
    asked = tuple(key for key, row in rows.items() if row.fields and not key.endswith("/reason"))
    return Form(rubric, rows, untouched, labels, asked)


def find_head(sheet: Rows) -> Head | None:
    """Where the cell is by which a sheet is known as ours; None where it has none."""
    for number, row in enumerate(sheet.rows[:_SEARCHED]):
        for place, value in enumerate(row[:_SEARCHED]):
            if isinstance(value, str) and value.startswith((MARK, LISTS)):
                return Head(value, number, place)
    return None


def collect(form: Form, sheets: Sequence[tuple[Rows, Head]]) -> Collected:
    """All that was filled in on the sheets that have ids."""
    collected = Collected()
    for sheet, head in sheets:
        _collect_sheet(form, sheet, head, collected)
    return collected


def _collect_sheet(form: Form, sheet: Rows, head: Head, collected: Collected) -> None:
    names = [name if name in COLUMNS else "" for name in sheet.rows[head.row]]
    names[head.column] = _KEY
    label_at = names.index(LABEL) if LABEL in names else head.column
    computed = _computed_by_row(sheet)
    for number in range(head.row + 1, len(sheet.rows)):
        cells = sheet.rows[number]
        row = form.rows.get(cells[head.column])
        line = _UNTOUCHED
        if row is None or number in computed or cells not in form.untouched[row.key]:
            line = answers = dict[str, Given]()
            texts = {**row.texts, _KEY: row.key} if row else {}
            formulas = computed.get(number, {})
            for column, value in enumerate(cells):
                if (value == "" or value == texts.get(names[column])) and column not in formulas:
                    continue
                given = Given(value, sheet.sheet, number, column, formulas.get(column, ""))
                _take(form, row, names[column], given, answers, collected)
        if row and row.fields:
            collected.found.append(Found(row.key, sheet.sheet, number, label_at, line))


def _computed_by_row(sheet: Rows) -> Mapping[int, Mapping[int, str]]:
    rows: dict[int, dict[int, str]] = {}
    for (row, column), what in sheet.computed.items():
        rows.setdefault(row, {})[column] = what
    return rows


def _take(
    form: Form, row: Row | None, name: str, given: Given, line: dict[str, Given], collected: Collected
) -> None:
    """Put a filled cell where it belongs: an answer, a text of ours, or more than we know of."""
    if row and name in row.fields:
        if given.computed or text_of(given.value):
            line[name] = given
    elif text_of(given.value):
        _compare(form, row, name, given, collected)


def _compare(form: Form, row: Row | None, name: str, given: Given, collected: Collected) -> None:
    """Note a filled cell that is not the text we wrote there."""
    if row is None or not name:
        collected.more.append(given)
        return
    if row.varies or row.counts or row.counted_on:
        return
    text = _squeezed(text_of(given.value))
    if text == _squeezed(row.texts.get(name, "")):
        return
    others = form.labels.get(text, frozenset())
    if name == LABEL and row.fields and others and row.key not in others:
        collected.mixed.append(given)
    else:
        collected.more.append(given)


def _squeezed(text: str) -> str:
    return " ".join(text.split())
