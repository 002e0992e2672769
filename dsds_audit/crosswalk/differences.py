"""What differs between two versions of a rubric, criterion by criterion, and a crosswalk drafted from it.

What looks like a renamed criterion is only ever a question: a draft that holds one is refused until a person
has decided.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dsds_audit.crosswalk.faults import same_wording
from dsds_audit.crosswalk.passages import Crosswalk, Passage
from dsds_audit.display import percent_of
from dsds_audit.rubric import Criterion, Practice, Rubric
from dsds_audit.speech import say

ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs, named as in the rubric's file; an empty text means that it is not there."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """A criterion that is gone and a new one that is worded much alike.

    ``share`` is the share of their words that both have, above 0 up to 1.
    """

    was: str
    now: str
    share: float


@dataclass(frozen=True, slots=True)
class RubricDiff:
    """Two versions of a rubric side by side.

    ``rubric`` is what differs outside of the criteria. ``same`` are the criteria that are rated by the same
    words and ``reworded`` those that are not, each by full id with what differs; a changed scale rewords
    every criterion. ``gone`` and ``new`` are full ids, ``alike`` pairs of them, each in one pair at most.
    """

    old: Rubric
    new: Rubric
    rubric: tuple[Difference, ...]
    same: Mapping[str, tuple[Difference, ...]]
    reworded: Mapping[str, tuple[Difference, ...]]
    alike: tuple[Likeness, ...]
    gone: tuple[str, ...]
    new_ones: tuple[str, ...]


def compare_rubrics(old: Rubric, new: Rubric) -> RubricDiff:
    """What differs between two versions, in the order of the rubrics."""
    both = [name for name in old.criteria if name in new.criteria]
    differing = {name: _differences(_facts(old.criteria[name]), _facts(new.criteria[name])) for name in both}
    steady = [name for name in both if _rated_alike(old, new, name)]
    gone = tuple(name for name in old.criteria if name not in new.criteria)
    new_ones = tuple(name for name in new.criteria if name not in old.criteria)
    return RubricDiff(
        old,
        new,
        _differences(_head(old), _head(new)),
        {name: differing[name] for name in steady},
        {name: differing[name] for name in both if name not in steady},
        tuple(_alike(old, gone, new, new_ones)),
        gone,
        new_ones,
    )


def draft_crosswalk(diff: RubricDiff) -> Crosswalk:
    """A crosswalk to look over: what keeps its id is settled, what is gone waits for a person to decide."""
    alike = {pair.was: pair for pair in diff.alike}
    partners = {pair.now for pair in diff.alike}
    unsettled = [_question(name, alike.get(name)) for name in diff.gone]
    settled = [
        Passage(relation="same", was=tuple(diff.same)),
        Passage(relation="reworded", was=tuple(diff.reworded)),
        Passage(relation="new", now=tuple(name for name in diff.new_ones if name not in partners)),
    ]
    rescaled = diff.old.scale != diff.new.scale
    return Crosswalk(
        rubric=diff.new.id,
        was=diff.old.version,
        now=diff.new.version,
        was_digest=diff.old.digest,
        now_digest=diff.new.digest,
        note=say("The scale has changed. Please add levels, or every level is asked for again.")
        if rescaled
        else None,
        criteria=(*(passage for passage in settled if passage.was or passage.now), *unsettled),
    )


def _question(name: str, likeness: Likeness | None) -> Passage:
    if likeness is None:
        gone = say("No longer there. Please write retired, or say what it was renamed, split or merged into.")
        return Passage(relation="undecided", was=(name,), note=gone)
    note = say(
        "Perhaps renamed: {percent} of the words are the same. Please write renamed or reworded if it is the "
        "same criterion, else make it retired and new.",
        percent=percent_of(int(likeness.share * 100)),
    )
    return Passage(relation="undecided", was=(name,), now=(likeness.now,), note=note)


def _rated_alike(old: Rubric, new: Rubric, name: str) -> bool:
    return old.scale == new.scale and same_wording(old.criteria[name], new.criteria[name], {})


def _alike(old: Rubric, gone: Iterable[str], new: Rubric, new_ones: Iterable[str]) -> Iterator[Likeness]:
    """The most alike pairs, best first, each criterion once."""
    was = {name: _words(old.criteria[name]) for name in gone}
    now = {name: _words(new.criteria[name]) for name in new_ones}
    pairs = [Likeness(a, b, len(x & y) / len(x | y)) for a, x in was.items() for b, y in now.items() if x & y]
    taken: set[str] = set()
    for pair in sorted(pairs, key=lambda pair: -pair.share):
        ends = {f"was {pair.was}", f"now {pair.now}"}
        if pair.share >= ALIKE and not ends & taken:
            taken |= ends
            yield pair


def _words(criterion: Criterion) -> set[str]:
    texts = (criterion.title, criterion.question, *(check.text for check in criterion.checks))
    return set(re.findall(r"\w+", " ".join(texts).casefold()))


def _head(rubric: Rubric) -> dict[str, str]:
    """Everything outside of the criteria, but for what differs in every version."""
    left_out = {"practices", "vectors", "version", "released", "format"}
    facts = dict(_flat("", rubric.model_dump(exclude=left_out)))
    for practice in rubric.practices:
        facts |= _practice(practice)
    return facts


def _practice(practice: Practice) -> dict[str, str]:
    return dict(_flat(f"practices.{practice.id}", practice.model_dump(exclude={"criteria", "id"})))


def _facts(criterion: Criterion) -> dict[str, str]:
    return dict(_flat("", criterion.model_dump(exclude={"id"})))


def _flat(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every field with its text; what has an id is named by it, so that its place in a list is no matter."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(f"{path}.{key}" if path else str(key), inner)
    elif isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value):
        for index, item in enumerate(value):
            named = item.get("id", item.get("level", item.get("rule", index)))
            yield from _flat(f"{path}.{named}", {key: inner for key, inner in item.items() if key != "id"})
    elif isinstance(value, list | tuple):
        yield path, "; ".join(str(item) for item in value)
    else:
        yield path, "" if value is None else str(value)


def _differences(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Difference, ...]:
    pairs = ((field, old.get(field, ""), new.get(field, "")) for field in dict.fromkeys((*old, *new)))
    return tuple(Difference(field, was, now) for field, was, now in pairs if was != now)
