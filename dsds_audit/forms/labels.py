"""The labels of choices as the values they stand for, where one can tell."""

import re
from collections.abc import Sequence

from dsds_audit.forms.columns import compared
from dsds_audit.forms.questions import Question
from dsds_audit.forms.xlsform import label_of

_BETWEEN = re.compile(r"[,;|]? ?")


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


def _readings(question: Question, text: str) -> list[tuple[str, ...]]:
    """Up to two ways to read a text as labels, one behind the other where several may be chosen."""
    labels = [(compared(label_of(label)), value) for value, label in question.choices]
    wanted = compared(text)
    if question.kind == "one":
        return [(value,) for label, value in labels if label == wanted][:2]
    return _split(wanted, labels)


def _split(text: str, labels: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Up to two ways to make a text of labels, each used at most once."""
    ways: dict[int, list[tuple[str, ...]]] = {0: [()]}
    for at in range(len(text)):
        for way in ways.get(at, ()):
            for label, value in labels:
                if value not in way and text.startswith(label, at):
                    match = _BETWEEN.match(text, at + len(label))
                    ends = {at + len(label), match.end() if match else at + len(label)}
                    for end in ends:
                        found = ways.setdefault(end, [])
                        if len(found) < 2 and (*way, value) not in found:
                            found.append((*way, value))
    return ways.get(len(text), [])
