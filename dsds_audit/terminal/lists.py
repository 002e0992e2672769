"""Answers that are lists, asked for item by item: evidence, participants, barriers."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dsds_audit.assessment import Barrier, Participant
from dsds_audit.interview import Answer, Forward, Reply
from dsds_audit.interview.claim_wording import describe_evidence
from dsds_audit.interview.questions import CLEAR, Choice, Item, Question
from dsds_audit.speech import Labels, mark, say, say_in
from dsds_audit.terminal.page import Line, page_of
from dsds_audit.terminal.prompts import choose, screen_size, type_text
from dsds_audit.terminal.ways import IN_A_FORM, IN_ITS_FIRST_FIELD, Left, Quit, Way, ways_from

Probe = Callable[[Reply], str]  # the sentence that says why a reply does not fit; empty where it fits
Entry = Mapping[str, str]

_DONE, _ADD, _CHANGE, _REMOVE = "done", "add", "change", "remove"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an item.

    ``chosen`` fields are filled by one of the question's choices; ``none`` words the choice of none of them.
    """

    name: str
    label: str
    prompt: str
    needed: bool = False
    chosen: bool = False
    none: str = ""


_ADDS = Labels({"evidence": "Add evidence", "people": "Add a participant", "barriers": "Add a barrier"})
_PROMPTS = Labels({"evidence": "Evidence", "people": "Participants", "barriers": "Barriers"})
_MISSING = Labels(
    {
        "evidence": "Please type what it is. With nothing to name, press Ctrl-B to give this one up.",
        "people": "Please choose a role. With nobody to add, press Ctrl-B to give this one up.",
        "barriers": "Please type what it is. With nothing to name, press Ctrl-B to give this one up.",
    }
)
_FIELDS: Mapping[str, tuple[Field, ...]] = {
    "evidence": (
        Field("what", mark("What"), mark("What is it?"), needed=True),
        Field("where", mark("Where"), mark("Where is it? Leave it empty if that is plain.")),
        Field(
            "date",
            mark("Date"),
            mark("Its date: year-month-day, such as 2026-03-31, or today. Leave it empty if it has none."),
        ),
    ),
    "people": (
        Field("role", mark("Role"), mark("In which role?"), needed=True, chosen=True),
        Field("name", mark("Name"), mark("What is their name? Leave it empty if it need not be kept.")),
    ),
    "barriers": (
        Field("what", mark("What"), mark("What stands in the way?"), needed=True),
        Field(
            "driver",
            mark("Driver"),
            mark("In which driver does it lie?"),
            chosen=True,
            none=mark("something else, or we don't know"),
        ),
    ),
}


def ask_list(question: Question, complaint: str, probe: Probe, today: dt.date) -> str | Way | Answer | Left:
    """One change to a list, which is saved before the next; Forward when there is nothing more to change.

    Left where the person quits within an item, with what there is of it among the items.
    """
    items = question.current if isinstance(question.current, tuple) else ()
    while True:
        page = page_of(question, screen_size(), complaint=complaint)
        entries, ways = _entries(question, items), ways_from(question)
        taken = choose(page, _PROMPTS[question.kind], entries, ways, question.proposed or None)
        if not isinstance(taken, str):
            return taken
        if taken == CLEAR:
            return Answer((), stay=True)
        if taken == _DONE:
            return Forward()
        place = len(items) if taken == _ADD else int(taken)
        changed = _changed(question, items, place, probe, today)
        if isinstance(changed, Left):
            return changed
        if changed is not None:
            return Answer(changed, stay=True)


def describe_item(question: Question, item: Item) -> str:
    """An item of a list in one line."""
    labels = {choice.value: choice.label for choice in question.choices}
    if isinstance(item, Participant):
        return " · ".join(part for part in (labels.get(item.role, item.role), item.name) if part)
    if isinstance(item, Barrier):
        return " · ".join(part for part in (item.what, labels.get(item.driver or "", item.driver)) if part)
    return describe_evidence(item)


def _entries(question: Question, items: tuple[Any, ...]) -> tuple[Choice, ...]:
    add = Choice(_ADD, _ADDS[question.kind])
    done = Choice(_DONE, say("Go on") if items else say("Go on without"))
    listed = [Choice(str(place), describe_item(question, item)) for place, item in enumerate(items)]
    cleared = Choice(CLEAR, say("None of this stands in the way any more"))
    clear = (cleared,) if question.proposed == CLEAR else ()
    return (*clear, done, add, *listed) if items else (add, done)


def _changed(
    question: Question, items: tuple[Any, ...], place: int, probe: Probe, today: dt.date
) -> tuple[Any, ...] | Left | None:
    """The items with the one at a place added, changed or removed; None where that was given up."""
    before, after = items[:place], items[place + 1 :]
    if place < len(items):
        named = (describe_item(question, items[place]),)
        page = page_of(question, screen_size(), given=named)
        offered = (Choice(_CHANGE, say("Change it")), Choice(_REMOVE, say("Remove it")))
        taken = choose(page, say("What about it?"), offered, IN_A_FORM)
        if taken == _REMOVE:
            return (*before, *after)
        if taken != _CHANGE:
            return None
    old = items[place].model_dump(mode="json", exclude_none=True) if place < len(items) else {}
    filled = _filled(question, old, lambda item: probe(Answer((*before, item, *after), stay=True)), today)
    if isinstance(filled, Left):
        return replace(filled, draft=(*before, *filled.draft, *after))
    return None if filled is None else (*before, filled, *after)


def today_for(typed: str, today: dt.date) -> str:
    """A date as it was typed, where the word today stands for one, in English or in the language spoken."""
    words = {_as_typed("today"), _as_typed(say_in("typed as a date", "today"))}
    return str(today) if _as_typed(typed) in words else typed


def _as_typed(word: str) -> str:
    """A word without what differs between keyboards."""
    return word.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def _filled(
    question: Question, old: Entry, probe: Callable[[Entry], str], today: dt.date
) -> Entry | Left | None:
    """An item, field by field, back to the one before where wanted; None where it was given up.

    Left where the person quits, with the item as far as it fits.
    """
    fields, item, complaint, at = _FIELDS[question.kind], dict(old), "", 0
    while at < len(fields):
        given = [
            say("{label}: {text}", label=say(field.label), text=_told(question, field, item))
            for field in fields[:at]
        ]
        asked = question if at == 0 else replace(question, why="", help=(), examples=())
        page = page_of(asked, screen_size(), complaint=complaint, given=given, prompt=say(fields[at].prompt))
        name = fields[at].name
        taken = _ask_field(page, question, fields[at], item.get(name, ""))
        typed = taken if isinstance(taken, str) else str(taken.draft)
        before, item[name] = dict(item), today_for(typed, today) if name == "date" else typed
        if isinstance(taken, Left) and isinstance(taken.way, Quit):
            fitting = [_without_blanks(entry, fields) for entry in (item, before)]
            return Left(taken.way, tuple(entry for entry in fitting if not probe(entry))[:1] or _kept(old))
        if isinstance(taken, Left):
            at, complaint = at - 1, ""
            if at < 0:
                return None
            continue
        complaint = probe(_without_blanks(item, fields[: at + 1]))
        if complaint and not item[name]:
            complaint = _MISSING[question.kind]
        at += not complaint
    return _without_blanks(item, fields)


def _ask_field(page: list[Line], question: Question, field: Field, default: str) -> str | Left:
    """What a field is filled with, or how it was left and with what in it."""
    ways = IN_ITS_FIRST_FIELD if field.needed else IN_A_FORM
    if not field.chosen:
        return type_text(page, default, ways, anew=field.name == "date")
    none = (Choice("", say(field.none)),) if field.none else ()
    try:
        taken = choose(page, "", (*none, *question.choices), ways, default or None)
    except KeyboardInterrupt:
        return Left(Quit(), default)
    return taken if isinstance(taken, str) else Left(taken, default)


def _kept(old: Entry) -> tuple[Entry, ...]:
    """The item as it was, where there was one."""
    return (old,) if old else ()


def _told(question: Question, field: Field, item: Entry) -> str:
    value = item.get(field.name, "")
    labels = {choice.value: choice.label for choice in question.choices} if field.chosen else {}
    return labels.get(value, value) or say("not given")


def _without_blanks(item: Entry, fields: Sequence[Field]) -> Entry:
    """The fields filled so far; one that is needed stays though blank, to be found missing."""
    return {field.name: item.get(field.name, "") for field in fields if item.get(field.name) or field.needed}
