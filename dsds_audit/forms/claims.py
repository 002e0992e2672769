"""The answers about one criterion as a rating."""

from collections.abc import Iterator
from typing import Any

from dsds_audit.forms.questions import (
    BARRIER_ROWS,
    DONT_KNOW,
    EVIDENCE_ROWS,
    NONE_HOLDS,
    NOT_APPLICABLE,
    id_of,
    name_of,
)
from dsds_audit.forms.typed import Path, Typed
from dsds_audit.speech import mark, say

_PARTS = {
    "evidence": (EVIDENCE_ROWS, ("what", "where", "date")),
    "barrier": (BARRIER_ROWS, ("what", "driver")),
}


def read_rating(typed: Typed, full_id: str) -> dict[str, Any] | None:
    """The fields of the rating of a criterion, by its full id; None where it was not rated.

    What is said without a level is a problem (AUD159), and so is a reason beside a level.
    """
    name, path = name_of(full_id), ("ratings", full_id)
    words = {
        "checks": _read_checks(typed, full_id, path),
        "note": typed.value(name_of(full_id, "note"), (*path, "note")),
        "evidence": list(_read_rows(typed, full_id, "evidence", (*path, "evidence"))),
        "barriers": list(_read_rows(typed, full_id, "barrier", (*path, "barriers"))),
    }
    given = {key: value for key, value in words.items() if value not in (None, [])}
    reason = typed.value(name_of(full_id, "reason"), (*path, "not_applicable"))
    claim = typed.value(name, (*path, "level"))
    if claim is None:
        if (given or reason) and not typed.told(name):
            typed.object_to("AUD159", name, say(_NO_LEVEL))
        return None
    if claim == NOT_APPLICABLE:
        return {"not_applicable": reason or "", **given}
    if reason:
        typed.object_to("AUD159", name_of(full_id, "reason"), say(_REASON))
    return {**({"dont_know": True} if claim == DONT_KNOW else {"level": int(claim)}), **given}


_NO_LEVEL = mark(
    "the level is missing, though something is said of this question. Please choose one; “don't know” is a "
    "fair answer."
)
_REASON = mark("this says why it does not apply, but a level is chosen. Please keep one of the two.")
_NONE = mark("“none of these holds” is ticked beside others. Please keep either it or them.")


def _read_checks(typed: Typed, full_id: str, path: Path) -> tuple[str, ...] | None:
    """The checks that hold; None where they were not gone through."""
    name = name_of(full_id, "checks")
    values = typed.value(name, (*path, "checks"))
    if values is None:
        return None
    if NONE_HOLDS in values and len(values) > 1:
        typed.object_to("AUD159", name, say(_NONE))
    return tuple(id_of(value) for value in values if value != NONE_HOLDS)


def _read_rows(typed: Typed, full_id: str, kind: str, path: Path) -> Iterator[dict[str, Any]]:
    """The pieces of evidence, or the barriers; what it is must be said of each (AUD159)."""
    count, parts = _PARTS[kind]
    at = 0
    for row in range(1, count + 1):
        names = {part: name_of(full_id, f"{kind}_{row}_{part}") for part in parts}
        if not typed.told(*names.values()):
            continue
        values = {part: typed.value(name, (*path, at, part)) for part, name in names.items()}
        if not typed.told(names["what"]):
            typed.object_to("AUD159", names["what"], say("it is missing what this is. Please add it."))
        if values.get("driver"):
            values["driver"] = id_of(values["driver"])
        yield {part: value for part, value in values.items() if value is not None}
        at += 1
