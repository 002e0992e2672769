"""Which of a workbook's rows count, where some stand twice or are gone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from dsds_audit.speech import mark, say
from dsds_audit.workbook.collecting import Collected, Form, Found, Line
from dsds_audit.workbook.layout import key_of_list
from dsds_audit.workbook.ledger import Ledger
from dsds_audit.workbook.rows import LABEL
from dsds_audit.workbook.values import text_of

_MOST_NAMED = 3
_MIXED = mark(
    "this text belongs to another row, so rows got mixed up and nobody can tell which answer is to which "
    "question. Please undo the sorting, or copy the answers into a new workbook."
)


def settle_lines(form: Form, collected: Collected, ledger: Ledger) -> Mapping[str, list[Found]]:
    """The rows that count by their keys, in order: one of a question, all filled ones of a list.

    A row or sheet that was copied counts once where the copies agree or only one is filled in (else
    AUD150). Rows that are gone are noted, rows that were mixed up a problem (AUD150).
    """
    for given in collected.mixed:
        ledger.object_to("AUD150", given, say(_MIXED))
    by_key: defaultdict[str, list[Found]] = defaultdict(list)
    for found in collected.found:
        by_key[found.key].append(found)
    _note_what_is_gone(form, by_key, ledger)
    return {key: rows if len(rows) == 1 else _settle(key, rows, ledger) for key, rows in by_key.items()}


def _settle(key: str, rows: list[Found], ledger: Ledger) -> list[Found]:
    filled = [row for row in rows if row.line]
    if not key_of_list(key):
        _agree([[row] for row in filled], ledger)
        return filled[:1] or rows[:1]
    copies: dict[str, list[Found]] = {}
    for row in filled:
        copies.setdefault(row.sheet, []).append(row)
    _agree(list(copies.values()), ledger)
    return next(iter(copies.values()), [])


def _agree(copies: Sequence[Sequence[Found]], ledger: Ledger) -> None:
    """Object where copies do not say the same."""
    for other in copies[1:]:
        if [_said(row.line) for row in other] != [_said(row.line) for row in copies[0]]:
            given = next(iter(other[0].line.values()))
            first = next(iter(copies[0][0].line.values())).place
            message = say(
                "this is asked twice and answered otherwise at {place}. Please keep one of the answers.",
                place=first,
            )
            ledger.object_to("AUD150", given, message)


def _said(line: Line) -> dict[str, str]:
    return {column: text_of(given.value) for column, given in line.items()}


def _note_what_is_gone(form: Form, by_key: Mapping[str, object], ledger: Ledger) -> None:
    keys = [key for key in form.asked if key not in by_key]
    if keys:
        texts = {key: form.rows[key].texts.get(LABEL, key) for key in keys}
        gone = [" ".join(text.split()) for text in texts.values()]
        named = ", ".join(say("“{text}”", text=text) for text in gone[:_MOST_NAMED])
        if len(gone) > _MOST_NAMED:
            named = say("{names} and {count} more", names=named, count=len(gone) - _MOST_NAMED)
        message = say(
            "rows are gone: {rows}. What they asked counts as not answered. Please fill in a new workbook "
            "where that is not meant.",
            rows=named,
        )
        ledger.note("AUD150", None, message)
