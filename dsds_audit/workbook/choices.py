"""The words of the drop-downs, and what they stand for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from dsds_audit.assessment import Rating
from dsds_audit.names import folded
from dsds_audit.rubric import Rubric
from dsds_audit.speech import mark, say

TRUE, FALSE = "true", "false"  # As a spreadsheet's own TRUE and FALSE come.
_TRUTHS: Mapping[str, str] = {"holds": TRUE, "yes": TRUE, "does not hold": FALSE, "no": FALSE}
DONT_KNOW, NOT_APPLICABLE = mark("don't know"), mark("does not apply")
_DONT_KNOW, _NOT_APPLICABLE = "dont_know", "not_applicable"


@lru_cache(maxsize=1024)
def normalized(text: str) -> str:
    """A choice as it is compared: case, width and the kind of blanks and apostrophes make no difference."""
    return " ".join(folded(text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


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


def check_choices() -> Choices:
    """Whether a check holds."""
    return make_choices([(TRUE, say("holds")), (FALSE, say("does not hold"))], _TRUTHS)


def yes_or_no() -> Choices:
    """Whether a statement holds."""
    return make_choices([(TRUE, say("yes")), (FALSE, say("no"))], _TRUTHS)


def level_choices(rubric: Rubric, not_applicable: bool) -> Choices:
    """The levels of the scale, *don't know* and, where it is offered, *does not apply*.

    A level is understood by its number, its label, or both; what stands for one in English, too.
    """
    levels = [
        (str(step.level), say("{name}: {text}", name=step.level, text=step.label)) for step in rubric.scale
    ]
    labels = [normalized(step.label) for step in rubric.scale]
    others = {f"{step.level}: {step.label}": str(step.level) for step in rubric.scale}
    others |= {s.label: str(s.level) for s in rubric.scale if labels.count(normalized(s.label)) == 1}
    claims = [(_DONT_KNOW, say(DONT_KNOW)), (_NOT_APPLICABLE, say(NOT_APPLICABLE))]
    offered = make_choices([*levels, *(claims if not_applicable else claims[:1])], others)
    apart = {normalized(text): _NOT_APPLICABLE for text in (NOT_APPLICABLE, say(NOT_APPLICABLE))}
    return Choices(offered.words, {normalized(DONT_KNOW): _DONT_KNOW, **offered._meanings, **apart})


def word_of_claim(choices: Choices, rating: Rating) -> str:
    """The words of a drop-down of levels that stand for what a rating claims."""
    return choices.words[str(rating.level) if rating.level is not None else rating.kind]


def claim_of(meaning: str, reason: str | None) -> dict[str, object]:
    """The fields of a rating that a meaning of a drop-down of levels stands for."""
    if meaning == _NOT_APPLICABLE:
        return {"not_applicable": reason or ""}
    return {"dont_know": True} if meaning == _DONT_KNOW else {"level": int(meaning)}
