"""What the diary of an action item keeps of its changes, so that nothing is lost."""

import datetime as dt
from collections.abc import Iterator

from dsds_audit.assessment import Barrier, Evidence
from dsds_audit.plan import ActionItem, Closing, Dropping
from dsds_audit.speech import say, say_in

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
            yield say("{field} added: {value}", field=label, value=shown(new, name))
        elif new is None:
            yield say("{field} taken away; it was: {value}", field=label, value=shown(old, name))
        elif isinstance(old, dt.date):
            yield say("{field} moved from {before} to {after}.", field=label, before=old, after=new)
        else:
            ends = {"before": shown(old, name), "after": shown(new, name)}
            yield say("{field} changed from “{before}” to “{after}”.", field=label, **ends)


def told_closing(closing: Closing) -> str:
    """All that a closing held, as one text."""
    lines = [
        say("It had been closed on {date}.", date=closing.date),
        *(say("Evidence: {evidence}", evidence=_evidence(evidence)) for evidence in closing.evidence),
        say("Result: {result}", result=closing.result),
        say("Learnt: {learnt}", learnt=closing.learnt),
    ]
    if closing.as_planned is not None:
        planned, other = say("It was done as planned."), say("It was not done as planned.")
        lines.append(planned if closing.as_planned else other)
    if closing.next:
        lines.append(say("Next: {next}", next=closing.next))
    return "\n".join(lines)


def told_dropping(dropping: Dropping) -> str:
    """All that a dropping held, as one text."""
    return say("It had been dropped on {date}: {reason}", date=dropping.date, reason=dropping.reason)


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
    return _labels().get(name, name.replace("_", " "))


def turn_word(turn: str) -> str:
    """The turn of an item as a word."""
    return {
        "now": say_in("turn of an action item", "now"),
        "next": say_in("turn of an action item", "next"),
        "later": say_in("turn of an action item", "later"),
    }[turn]


def shown(value: object, name: str = "") -> str:
    """The value of a field, by its name, as people read it; a barrier with its driver behind it."""
    if name == "turn":
        return turn_word(str(value))
    if isinstance(value, Barrier):
        return f"{value.what} ({value.driver})" if value.driver else value.what
    return str(value)


def _labels() -> dict[str, str]:
    return {
        "action": say_in("field of an action item", "action"),
        "turn": say_in("field of an action item", "turn"),
        "owner": say_in("field of an action item", "owner"),
        "due": say_in("field of an action item", "due"),
        "aim": say_in("field of an action item", "aim"),
        "measure": say_in("field of an action item", "measure"),
        "first_step": say_in("field of an action item", "first step"),
        "barrier": say_in("field of an action item", "barrier"),
        "driver": say_in("field of an action item", "driver"),
        "diary": say_in("field of an action item", "diary"),
        "closed": say_in("field of an action item", "closed"),
        "dropped": say_in("field of an action item", "dropped"),
        "evidence": say_in("field of an action item", "evidence"),
        "result": say_in("field of an action item", "result"),
        "learnt": say_in("field of an action item", "learnt"),
        "reason": say_in("field of an action item", "reason"),
        "date": say_in("field of an action item", "date"),
    }


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
