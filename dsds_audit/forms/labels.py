"""The labels of choices as the values they stand for, where one can tell."""

import re
from collections.abc import Sequence

from dsds_audit.forms.columns import compared
from dsds_audit.forms.questions import Question
from dsds_audit.forms.xlsform import label_of

_BETWEEN = re.compile(r"[,;|]? ")


def values_of(question: Question, text: str, by_label: bool) -> str | None:
    """The values of the choices that a cell names, with blanks between; None where labels are ambiguous.

    ``by_label`` says that labels are expected rather than values. What is neither stays as it is.
    """
    known = {value for value, _ in question.choices}
    is_values = set(text.split() if question.kind == "many" else [text.strip()]) <= known
    if is_values and not by_label:
        return text
    ways = _readings(question, text)
    if len(ways) == 1:
        return " ".join(ways[0])
    return None if ways else text


def _readings(question: Question, text: str) -> Sequence[tuple[str, ...]]:
    """Up to two ways to read a text as labels, one behind the other where several may be chosen."""
    labels = [(compared(label_of(label)), value) for value, label in question.choices]
    wanted = compared(text)
    if question.kind == "one":
        return [(value,) for label, value in labels if label == wanted][:2]
    ways: dict[int, list[tuple[str, ...]]] = {0: [()]}
    for at in range(len(wanted)):
        for label, value in labels if at in ways else ():
            end = _end_of(label, wanted, at)
            if end is not None:
                found = ways.setdefault(end, [])
                found += [(*way, value) for way in ways[at]][: 2 - len(found)]
    return ways.get(len(wanted), [])


def _end_of(label: str, text: str, at: int) -> int | None:
    """Where the next label may begin, behind this one and what separates them; None where it is not here."""
    if not text.startswith(label, at):
        return None
    end = at + len(label)
    between = _BETWEEN.match(text, end)
    return end if end == len(text) else between.end() if between else None
