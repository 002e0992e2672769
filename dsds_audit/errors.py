"""What can be wrong, told as place, code, fault and way out."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from dsds_audit.speech import mark, say

_DID_YOU_MEAN = mark("Did you mean {close}?")
_KEPT = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"


def printable(text: str) -> str:
    """A text that cannot steer a terminal: what does not print is shown as its escape."""
    return "".join(c if c.isprintable() or c in _KEPT else ascii(c)[1:-1] for c in text)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    ``place`` is a file, a command or nothing; ``line`` counts from 1, or is None where no line is to
    blame; ``code`` has a paragraph in docs/messages.md; ``message`` says the fault and ends with the
    way out.
    """

    code: str
    message: str
    place: str = ""
    line: int | None = None

    def __str__(self) -> str:
        """``place:line: CODE message``, the form every shell prints, always one line."""
        where = ":".join(str(part) for part in (self.place, self.line) if part not in ("", None))
        text = f"{where}: {self.code} {self.message}" if where else f"{self.code} {self.message}"
        return printable(text)


class AuditError(Exception):
    """Anything a person can mend; holds every problem found, in file order."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        """Take one problem or several; at least one."""
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RubricError(AuditError):
    """A rubric that is missing, not valid, or not the one that was released."""


class AssessmentError(AuditError):
    """An assessment that is missing or not valid."""


class PlanError(AuditError):
    """A plan that is not valid, or a change that does not fit it."""


class StoreError(AuditError):
    """A folder that cannot be read or written."""


class ConflictError(StoreError):
    """A file that someone else has open, or has changed since we read it."""


class AnswerError(AuditError):
    """An answer that does not fit its question."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The closest known word, where one is close; else nothing."""
    words = list(known)
    if len(words) > 500:  # Comparing with more takes longer than a hint is worth.
        return ""
    return next(iter(get_close_matches(word[:200], words, n=1)), "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`` Did you mean X?`` for the closest known word, else nothing."""
    close = nearest(word, known)
    return " " + say(_DID_YOU_MEAN, close=close) if close else ""


def gives_hint(message: str) -> bool:
    """Whether a message holds a hint of ``did_you_mean``, in the language that is spoken."""
    return say(_DID_YOU_MEAN).partition("{close}")[0] in message


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem inside a value, before anyone knows the file.

    ``path`` leads to it from the top; ``subject`` is the name it is about, where it is about one.
    """

    path: tuple[str | int, ...]
    code: str
    message: str
    subject: str = ""
