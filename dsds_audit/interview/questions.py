"""What an interview asks: every question as a value that any shell can show.

A Question holds everything to be shown, in plain text, and nothing of how it is shown.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dsds_audit.assessment import Barrier, Evidence, Participant, Rating

Kind = Literal[
    "text", "date", "number", "people", "confirm", "checks", "level", "evidence", "barriers", "review"
]
Item = Evidence | Barrier | Participant
Items = tuple[Item, ...] | tuple[Mapping[str, Any], ...]
Value = str | int | dt.date | Rating | tuple[str, ...] | Items | Mapping[str, bool] | None

CONFIRM, CONFIRM_ANEW, CHANGE = "confirm", "confirm_anew", "change"
NONE_HELD, CLEAR = "none_held", "clear"
DONT_KNOW, NOT_APPLICABLE = "dont_know", "not_applicable"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several things to choose: what it stands for, its label, and what it means.

    ``current`` is what the record holds, ``suggested`` what the ticks suggest; ``group`` is the heading
    under which it stands, if any; ``open`` says that it still waits for an answer that counts.
    """

    value: str
    label: str
    meaning: str = ""
    group: str = ""
    current: bool = False
    suggested: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Headway:
    """How far the interview is; numbers count from 1, and are 0 outside the criteria."""

    practice: str = ""
    practice_number: int = 0
    practices: int = 0
    criterion_number: int = 0
    criteria: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask.

    ``text`` is the question itself, ``why`` why it matters, ``statement`` the practice it opens, ``prompt``
    the words beside the answer, ``help`` further lines, ``examples`` of an answer; ``current`` the answer on
    record. ``needed`` is the sentence that asks for an answer where one is required, else empty.
    ``destinations`` are the questions one can jump to, each with how it stands. ``caution`` asks once more
    before the review is finished with something open; empty where nothing is. ``proposed`` is the value of
    the choice that stands chosen when the question appears; empty for the first. ``about`` names the site and
    the date of the assessment.
    """

    id: str
    kind: Kind
    title: str
    text: str
    criterion: str = ""
    why: str = ""
    statement: str = ""
    prompt: str = ""
    help: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    current: Value = None
    needed: str = ""
    headway: Headway = Headway()
    destinations: tuple[Choice, ...] = ()
    caution: str = ""
    proposed: str = ""
    about: str = ""

    @property
    def required(self) -> bool:
        """Whether going forward takes an answer."""
        return bool(self.needed)
