"""A form in a terminal: one blank after the other, and all of them to look over before they are taken."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dsds_audit.dialogues.forms import Blank, Fault, Form, Values, is_missing, one_line
from dsds_audit.interview import Back
from dsds_audit.interview.questions import Choice
from dsds_audit.speech import mark, say
from dsds_audit.terminal.lists import today_for
from dsds_audit.terminal.page import ROOM_BELOW, Line, notice_of
from dsds_audit.terminal.prompts import choose, screen_size, type_text
from dsds_audit.terminal.ways import Left, Quit, Ways

_TAKE = "take it"
_QUIT: Ways = {"c-c": (mark("leave unsaved"), Quit())}
_WAYS: Ways = {"c-b": (mark("back"), Back()), **_QUIT}


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was left: what stands in its blanks, and whether the person wants that taken."""

    values: Values
    taken: bool


def fill_in(form: Form, fault: Fault, today: dt.date, *, looked_over: bool = False) -> Filled:
    """Ask for every blank, then show them all; with ``looked_over`` show them all at once.

    ``fault`` is asked after each; a needed blank that nobody has come to yet is given to it as an ellipsis.
    Quitting, or a terminal that goes away, leaves a form that is not to be taken, with all that was typed.
    """
    values = form.values
    at = len(form.blanks) if looked_over else 0
    straight = not looked_over  # on to the next blank; from the overview it is back to the overview
    try:
        while True:
            if at == len(form.blanks):
                straight = False
                at = _look_over(form, values, fault)
                if at == len(form.blanks):
                    return Filled(values, True)
            on = _fill(form, form.blanks[at], values, fault, today)
            at = (at + 1 if on else max(at - 1, 0)) if straight else len(form.blanks)
    except (KeyboardInterrupt, EOFError, OSError):
        return Filled(values, False)


def pick(title: str, about: Sequence[str], prompt: str, choices: Sequence[Choice]) -> str | None:
    """The value of one of the choices; None where the person leaves."""
    try:
        taken = choose(notice_of(title, about, screen_size()), prompt, choices, _QUIT)
    except (KeyboardInterrupt, EOFError, OSError):
        return None
    return taken if isinstance(taken, str) else None


def _look_over(form: Form, values: Values, fault: Fault) -> int:
    """The place of the blank to change, or the number of blanks where all is to be taken."""
    page = _page(form, say("Is this right?"), ())
    lines = [Choice(str(at), _told(blank, values)) for at, blank in enumerate(form.blanks)]
    default = None
    while True:
        taken = choose(page, "", (Choice(_TAKE, form.taking), *lines), _WAYS, default)
        if isinstance(taken, str) and taken != _TAKE:
            return int(taken)
        if not isinstance(taken, str):
            return len(form.blanks) - 1
        empty = form.missing(values)
        complaint = is_missing(empty) if empty else fault(values)
        if not complaint:
            return len(form.blanks)
        default = str(form.blanks.index(empty)) if empty else None
        page = _page(form, say("Is this right?"), (f"! {complaint}",))


def _fill(form: Form, blank: Blank, values: dict[str, str], fault: Fault, today: dt.date) -> bool:
    """Fill one blank with something that fits; False where the person goes back instead."""
    complaint = ""
    while True:
        page = _page(form, blank.prompt, [f"! {complaint}"] if complaint else ())
        taken = _typed(page, blank, values[blank.name])
        typed = str(taken.draft) if isinstance(taken, Left) else taken
        # A text of several lines stands in one line here, and stays as it was where nobody changed it.
        if typed != one_line(values[blank.name]):
            values[blank.name] = today_for(typed, today) if blank.date else typed
        if isinstance(taken, Left):
            if isinstance(taken.way, Quit):
                raise KeyboardInterrupt
            return False
        if blank.needed and not values[blank.name]:
            complaint = say("This cannot stay empty.")
        elif not (complaint := fault(form.with_stand_ins(values))):
            return True


def _typed(page: list[Line], blank: Blank, value: str) -> str | Left:
    if not blank.choices:
        return type_text(page, one_line(value), _WAYS, anew=blank.date)
    chosen = value if value != blank.value else None  # What only stands there, nobody has chosen yet.
    marked = [replace(choice, current=choice.value == chosen) for choice in blank.choices]
    standing = value if value in {choice.value for choice in blank.choices} else None
    taken = choose(page, "", marked, _WAYS, standing)
    return taken if isinstance(taken, str) else Left(taken, value)


def _page(form: Form, asked: str, further: Sequence[str]) -> list[Line]:
    """What stands above a prompt; on a short screen what the form says about itself gives way."""
    size = screen_size()
    foot = notice_of(asked, further, size)
    page = [*notice_of(form.title, form.about, size), *foot]
    return page if len(page) <= size[1] - ROOM_BELOW else [*notice_of(form.title, (), size), *foot]


def _told(blank: Blank, values: Values) -> str:
    value = values[blank.name]
    labels = {choice.value: choice.label for choice in blank.choices}
    said = labels.get(value, value) or say("not given")
    return say("{label}: {text}", label=blank.label, text=said)
