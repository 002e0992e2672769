"""Which ratings and targets of an older rubric version count under a newer one, as columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dsds_audit.crosswalk import Leg
from dsds_audit.rubric import Rubric


@dataclass(frozen=True)
class Way:
    """From the rubric that records were made with to the one they are held against.

    ``ratings`` gives for each new criterion the old one whose rating counts at once, by full ids; what is not
    in it is unknown. ``targets`` gives for each new criterion the old one whose own target it takes, with the
    new level that each old level means; a level that is not in it means nothing.
    """

    old: Rubric
    new: Rubric
    ratings: Mapping[str, str]
    targets: Mapping[str, tuple[str, Mapping[int, int]]]


def way_between(old: Rubric, new: Rubric, legs: Sequence[Leg]) -> Way:
    """The way along legs, which are none where both are the same version.

    Says of every record what ``crosswalk.carry`` does: only what stayed as it was counts at once.
    """
    ratings = {name: name for name in old.criteria}
    targets = {name: (name, {level: level for level in range(old.top + 1)}) for name in old.criteria}
    for leg in legs:
        ratings = {new: ratings[name] for name, new in leg.steady.items() if name in ratings}
        targets = {
            name: (targets[origins[0][0]][0], _levels(leg, targets[origins[0][0]][1]))
            for name, origins in leg.origins.items()
            if len(origins) == 1 and origins[0][0] in targets
        }
    return Way(old, new, ratings, targets)


def _levels(leg: Leg, levels: Mapping[int, int]) -> dict[int, int]:
    """What the old levels mean after one more leg."""
    meant = {old: leg.level(level) for old, level in levels.items()}
    return {old: level for old, level in meant.items() if level is not None}
