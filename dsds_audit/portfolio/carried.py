"""Which ratings and targets of an older rubric version count under a newer one, as columns."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import narwhals.stable.v2 as nw

from dsds_audit.crosswalk import Leg
from dsds_audit.portfolio.codes import (
    NO_TARGET,
    code_of,
    not_applicable,
    not_permitted_of,
    own_target_of,
    unknown,
)
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


def carry_codes(way: Way, columns: Sequence[str], known: Collection[str]) -> Iterator[nw.Expr]:
    """The codes of the newer rubric's criteria, in these columns, from those of the older one's.

    What does not apply counts so where the newer one permits it, whatever the older one said.
    """
    nothing = nw.lit(unknown(way.new))
    for (name, criterion), column in zip(way.new.criteria.items(), columns, strict=True):
        old = way.ratings.get(name)
        rating = nw.col(code_of(old)) if old else nothing
        if old and way.old.criteria[old].not_applicable and not criterion.not_applicable:
            rating = nw.when(rating == not_applicable(way.new)).then(nothing).otherwise(rating)
        if old and criterion.not_applicable and not_permitted_of(old) in known:
            claimed = nw.col(not_permitted_of(old)) == 1
            rating = nw.when(claimed).then(nw.lit(not_applicable(way.new))).otherwise(rating)
        yield rating.cast(nw.Int16).alias(column)


def carry_targets(way: Way, columns: Sequence[str], known: Collection[str]) -> Iterator[nw.Expr]:
    """The own targets for the newer rubric's criteria, NO_TARGET for none."""
    for name, column in zip(way.new.criteria, columns, strict=True):
        old, levels = way.targets.get(name, ("", {}))
        own = nw.lit(NO_TARGET)
        for level, meant in levels.items() if own_target_of(old) in known else ():
            own = nw.when(nw.col(own_target_of(old)) == level).then(nw.lit(meant)).otherwise(own)
        yield own.cast(nw.Int16).alias(column)


def _levels(leg: Leg, levels: Mapping[int, int]) -> dict[int, int]:
    """What the old levels mean after one more leg."""
    meant = {old: leg.level(level) for old, level in levels.items()}
    return {old: level for old, level in meant.items() if level is not None}
