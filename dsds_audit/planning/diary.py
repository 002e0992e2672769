"""What the diary of an action item keeps of its changes, so that nothing is lost."""

import datetime as dt
from collections.abc import Iterator

from dsds_audit.assessment import Barrier, Evidence
from dsds_audit.plan import ActionItem, Closing, Dropping

UPDATABLE = ("action", "turn", "owner", "due", "aim", "measure", "first_step", "barrier")
_LONGEST = 10_000


def told_update(before: ActionItem, after: ActionItem) -> Iterator[str]:
    """A sentence for each field that differs, with what it held before."""
    for name in UPDATABLE:
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        label = label_of(name).capitalize()
        if old is None:
            yield f"{label} added: {shown(new)}"
        elif new is None:
            yield f"{label} taken away; it was: {shown(old)}"
        elif isinstance(old, dt.date):
            yield f"{label} moved from {shown(old)} to {shown(new)}."
        else:
            yield f"{label} changed from “{shown(old)}” to “{shown(new)}”."


def told_closing(closing: Closing) -> str:
    """All that a closing held, as one text."""
    planned = {True: "It was done as planned.", False: "It was not done as planned.", None: None}
    lines = [
        f"It had been closed on {closing.date}.",
        *(f"Evidence: {_evidence(evidence)}" for evidence in closing.evidence),
        f"Result: {closing.result}",
        f"Learnt: {closing.learnt}",
        planned[closing.as_planned],
        f"Next: {closing.next}" if closing.next else None,
    ]
    return "\n".join(line for line in lines if line)


def told_dropping(dropping: Dropping) -> str:
    """All that a dropping held, as one text."""
    return f"It had been dropped on {dropping.date}: {dropping.reason}"


def parts_of(text: str) -> Iterator[str]:
    """A text as texts of entries: one, or more where it is longer than an entry may be."""
    start = 0
    while start < len(text):
        end = _end_of_part(text, start)
        if text[start:end].strip():
            yield text[start:end]
        start = end


def label_of(name: str) -> str:
    """The name of a field as people read it."""
    return name.replace("_", " ")


def shown(value: object) -> str:
    """A field's value as people read it; a barrier with its driver behind it."""
    if isinstance(value, Barrier):
        return f"{value.what} ({value.driver})" if value.driver else value.what
    return str(value)


def _end_of_part(text: str, start: int) -> int:
    """Where a part ends: inside a word, because blanks at the ends of an entry are not kept.

    Where no word has an inside, the end of the entry stands for the blank.
    """
    end = longest = start + _LONGEST
    while end < len(text) and end > start and (text[end - 1].isspace() or text[end].isspace()):
        end -= 1
    return end if end > start else longest


def _evidence(evidence: Evidence) -> str:
    parts = (evidence.what, evidence.where, evidence.date)
    return ", ".join(str(part) for part in parts if part)
