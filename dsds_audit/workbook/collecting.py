"""What people typed into a workbook, by the hidden ids of its rows, wherever these stand now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dsds_audit.rubric import Rubric
from dsds_audit.workbook.layout import COLUMNS, LABEL, LISTS, MARK, Row, last_row, lay_out, reason_row
from dsds_audit.workbook.opening import Rows
from dsds_audit.workbook.values import cell_name, text_of

_SEARCHED = 12  # The hidden ids are looked for in so many rows and columns.


@dataclass(frozen=True, slots=True)
class Form:
    """What every workbook of a rubric holds: its rows by their keys, and what each looks like untouched.

    ``labels`` are the texts beside answers, each with the keys of its rows.
    """

    rubric: Rubric
    rows: Mapping[str, Row]
    untouched: Mapping[str, list[list[str]]]
    labels: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Given:
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


@dataclass(frozen=True, slots=True)
class Found:
    """A row of ours in a workbook: its key, its sheet, where its label is, and the cells that were filled."""

    key: str
    sheet: str
    label: Given
    line: Line


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
    return Form(rubric, rows, untouched, labels)


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
    label_at = names.index(LABEL) if LABEL in names else head.column
    computed = {row for row, _ in sheet.computed}
    for number in range(head.row + 1, len(sheet.rows)):
        cells = sheet.rows[number]
        key = cells[head.column]
        row = form.rows.get(key) if isinstance(key, str) else None
        line: dict[str, Given] = {}
        if number in computed or row is None or cells not in form.untouched[row.key]:
            for place, value in enumerate(cells):
                if value == "" and number not in computed:
                    continue
                if row and (place == head.column or value == row.texts.get(names[place])):
                    continue
                given = Given(value, sheet.sheet, number, place, sheet.computed.get((number, place), ""))
                _take(form, row, names[place], given, line, collected)
        if row and row.fields:
            label = Given(cells[label_at], sheet.sheet, number, label_at)
            collected.found.append(Found(row.key, sheet.sheet, label, line))


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
