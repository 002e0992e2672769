"""The rows of one criterion in a workbook as a rating."""

from typing import Any

from dsds_audit.speech import mark, say
from dsds_audit.workbook.choices import claim_of
from dsds_audit.workbook.rows import ANSWER, DATE, MORE
from dsds_audit.workbook.typed import Path, Typed

_EVIDENCE = {ANSWER: "what", MORE: "where", DATE: "date"}
_BARRIER = {ANSWER: "what", MORE: "driver"}


def read_rating(typed: Typed, name: str) -> dict[str, Any] | None:
    """The fields of the rating of a criterion, by its full id; None where nothing is said of it.

    What is said without a level is a problem (AUD151), and so is a reason beside a level.
    """
    path: Path = ("ratings", name)
    words = _words(typed, name, path)
    reason = typed.value(f"{name}/reason", ANSWER, (*path, "not_applicable"))
    meaning = typed.value(f"{name}/level", ANSWER, (*path, "level"))
    level = typed.cell(f"{name}/level")
    if meaning is None:
        if level is None and (words or reason):
            typed.ledger.object_to("AUD151", typed.label(f"{name}/level"), say(_NO_LEVEL))
        return None
    claim = claim_of(meaning, reason)
    if reason and "not_applicable" not in claim:
        typed.ledger.object_to("AUD151", typed.cell(f"{name}/reason"), say(_REASON))
    return {**claim, **words}


_NO_LEVEL = mark(
    "the level is missing, though something is said of this question. Please choose one; “don't know” is a "
    "fair answer."
)
_REASON = mark("this says why it does not apply, but a level is chosen. Please keep one of the two.")


def _words(typed: Typed, name: str, path: Path) -> dict[str, Any]:
    """Ticks, note, evidence and barriers, as far as there are any."""
    said = {
        "checks": _ticks(typed, name, path),
        "note": typed.value(f"{name}/note", ANSWER, (*path, "note")),
        "evidence": typed.items(f"{name}/evidence", _EVIDENCE, (*path, "evidence")),
        "barriers": typed.items(f"{name}/barriers", _BARRIER, (*path, "barriers")),
    }
    return {key: value for key, value in said.items() if value not in (None, [])}


def _ticks(typed: Typed, name: str, path: Path) -> tuple[str, ...] | None:
    """The checks that hold; None where none was gone through. One left open counts as not holding."""
    keys = {check.id: f"{name}.{check.id}" for check in typed.form.rubric.criteria[name].checks}
    ticks = {check: typed.value(key, ANSWER, (*path, "checks", check)) for check, key in keys.items()}
    answered = [check for check in ticks if typed.told(keys[check])]
    if not answered:
        return None
    for check, key in keys.items():
        if check not in answered and (label := typed.label(key)):
            typed.ledger.note("AUD151", label, say(_LEFT_OPEN))
    return tuple(check for check, holds in ticks.items() if holds)


_LEFT_OPEN = mark("this was left open while others were gone through, so it counts as not holding.")
