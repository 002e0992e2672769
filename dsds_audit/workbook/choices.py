"""The words of the drop-downs, and what they stand for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from dsds_audit.assessment import Rating
from dsds_audit.names import folded
from dsds_audit.rubric import Rubric

HOLDS, HOLDS_NOT = "holds", "does not hold"
YES, NO = "yes", "no"
DONT_KNOW, NOT_APPLICABLE = "don't know", "does not apply"
_DONT_KNOW, _NOT_APPLICABLE = "dont_know", "not_applicable"
_TRUTH = {HOLDS: True, YES: True, "true": True, HOLDS_NOT: False, NO: False, "false": False}


@lru_cache(maxsize=1024)
def normalized(text: str) -> str:
    """A choice as it is compared: case, width and the kind of blanks and apostrophes make no difference."""
    return " ".join(folded(text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


def truth_of(text: str) -> bool | None:
    """Whether something holds, by the words of a drop-down; None where the words say neither."""
    return _TRUTH.get(normalized(text))


@dataclass(frozen=True, slots=True)
class Choices:
    """A drop-down: its words, in order, each by what it stands for."""

    words: Mapping[str, str]
    _meanings: Mapping[str, str]

    def meaning_of(self, text: str) -> str | None:
        """What a text stands for, be it the words or the value itself; None where it is none of them."""
        return self._meanings.get(normalized(text))


def make_choices(labels: Iterable[tuple[str, str]], others: Mapping[str, str] | None = None) -> Choices:
    """A drop-down of values with their labels; a label that several have is told apart by its value.

    ``others`` are further words that are understood and not offered.
    """
    pairs = [(value, " ".join(label.split())) for value, label in labels]
    taken = [normalized(label) for _, label in pairs]
    words = {
        value: label if taken.count(normalized(label)) == 1 else f"{label} ({value})"
        for value, label in pairs
    }
    meanings = {normalized(value): value for value in words}
    meanings |= {normalized(text): value for text, value in (others or {}).items()}
    return Choices(words, meanings | {normalized(label): value for value, label in words.items()})


def level_choices(rubric: Rubric, not_applicable: bool) -> Choices:
    """The levels of the scale, *don't know* and, where it is offered, *does not apply*.

    A level is understood by its number, its label, or both.
    """
    levels = [(str(step.level), f"{step.level}: {step.label}") for step in rubric.scale]
    labels = [normalized(step.label) for step in rubric.scale]
    alone = {s.label: str(s.level) for s in rubric.scale if labels.count(normalized(s.label)) == 1}
    claims = [(_DONT_KNOW, DONT_KNOW), (_NOT_APPLICABLE, NOT_APPLICABLE)]
    offered = make_choices([*levels, *(claims if not_applicable else claims[:1])], alone)
    return Choices(offered.words, {**offered._meanings, normalized(NOT_APPLICABLE): _NOT_APPLICABLE})


def word_of_claim(choices: Choices, rating: Rating) -> str:
    """The words of a drop-down of levels that stand for what a rating claims."""
    return choices.words[str(rating.level) if rating.level is not None else rating.kind]


def claim_of(meaning: str, reason: str | None) -> dict[str, object]:
    """The fields of a rating that a meaning of a drop-down of levels stands for."""
    if meaning == _NOT_APPLICABLE:
        return {"not_applicable": reason or ""}
    return {"dont_know": True} if meaning == _DONT_KNOW else {"level": int(meaning)}
