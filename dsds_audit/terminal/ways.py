"""The ways that lead out of a page, by the keys that take them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dsds_audit.interview import Back, Forward, Jump, Skip
from dsds_audit.interview.questions import Question
from dsds_audit.interview.route import REVIEW
from dsds_audit.speech import mark, say


@dataclass(frozen=True, slots=True)
class GoTo:
    """The list of all questions is wanted."""


@dataclass(frozen=True, slots=True)
class Quit:
    """Enough for now."""


Way = Back | Forward | Skip | Jump | GoTo


@dataclass(frozen=True, slots=True)
class Left:
    """A way out taken from a page where something stood that nobody had accepted yet: the draft."""

    way: Way | Quit
    draft: str | tuple[Any, ...]


Ways = Mapping[str, tuple[str, Way | Quit]]  # by key: what it does, in English words and as value

_QUIT: Ways = {"c-c": (mark("save and quit"), Quit())}
IN_A_FORM: Ways = {"c-b": (mark("back"), Back()), **_QUIT}
IN_ITS_FIRST_FIELD: Ways = {"c-b": (mark("give this one up"), Back()), **_QUIT}
_EVERYWHERE: Ways = {
    "c-b": (mark("back"), Back()),
    "c-f": (mark("forward"), Forward()),
    "c-k": (mark("skip for now"), Skip()),
    "c-g": (mark("go to…"), GoTo()),
    "c-r": (mark("review"), Jump(REVIEW)),
    **_QUIT,
}


def ways_from(question: Question) -> Ways:
    """The ways that lead on from a question: only a criterion is skipped, only the review ends it all."""
    if question.id == REVIEW:
        return IN_A_FORM
    return {key: way for key, way in _EVERYWHERE.items() if key != "c-k" or question.criterion}


def key_hints(ways: Ways) -> list[str]:
    """What the keys do, a hint for each."""
    return [f"{key_name(key)} {say(words)}" for key, (words, _) in ways.items()]


def key_name(key: str) -> str:
    """What a key is called."""
    return f"Ctrl-{key[-1].upper()}"
