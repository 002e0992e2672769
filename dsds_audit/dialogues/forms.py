"""A form: blanks to fill in, and what stands against what is filled in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from dsds_audit.errors import AuditError
from dsds_audit.interview.questions import Choice
from dsds_audit.report.text import sentences_of
from dsds_audit.speech import say

Values = Mapping[str, str]
Fault = Callable[[Values], str]  # why what stands in the blanks does not fit; nothing where it does

STAND_IN = "…"


@dataclass(frozen=True, slots=True)
class Blank:
    """One thing to fill in: its name, its label, the words that ask for it, and what stands in it.

    One with ``choices`` is filled by the value of one of them; ``needed`` ones cannot stay empty; ``long``
    ones are for sentences rather than for a few words.
    """

    name: str
    label: str
    prompt: str
    value: str = ""
    needed: bool = False
    date: bool = False
    choices: tuple[Choice, ...] = ()
    long: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """What is to be filled in, under a title and a few lines about it; ``taking`` words the end of it."""

    title: str
    about: tuple[str, ...]
    blanks: tuple[Blank, ...]
    taking: str

    @property
    def values(self) -> dict[str, str]:
        """What stands in the blanks."""
        return {blank.name: blank.value for blank in self.blanks}

    def holding(self, values: Values) -> "Form":
        """The form with these values in its blanks."""
        blanks = (replace(blank, value=values.get(blank.name, blank.value)) for blank in self.blanks)
        return replace(self, blanks=tuple(blanks))

    def missing(self, values: Values) -> Blank | None:
        """The first needed blank that is empty; None where all are filled."""
        return next((blank for blank in self.blanks if blank.needed and not values[blank.name]), None)

    def with_stand_ins(self, values: Values) -> dict[str, str]:
        """The values with an ellipsis in each needed blank that is empty."""
        needed = {blank.name for blank in self.blanks if blank.needed}
        return {name: value or (STAND_IN if name in needed else "") for name, value in values.items()}


def is_missing(blank: Blank) -> str:
    """That a needed blank is empty."""
    return say("{label} is missing.", label=blank.label)


def fault_of(attempt: Callable[[Values], object]) -> Fault:
    """What an attempt with the texts of a form says against them."""

    def fault(told: Values) -> str:
        try:
            attempt(told)
        except AuditError as error:
            return " ".join(sentences_of(error))
        return ""

    return fault


def one_line(text: str) -> str:
    """A text of several lines in one."""
    return " ".join(text.splitlines()).strip()
