"""What became of each criterion from one rubric version to the next: a crosswalk, and where it leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from dsds_audit.rubric import Rubric, criterion_of
from dsds_audit.values import Digest, Format, FullId, Id, Step, Text, Version, Word

Relation = Literal["same", "reworded", "renamed", "split", "merged", "retired", "new"]
Rule = Literal["each", "lowest", "ask"]
Ids = Annotated[tuple[FullId, ...], Field(max_length=200)]


class Passage(Word):
    """What became of one or more criteria, by their full ids in the old version and in the new one.

    Without ``now``, criteria that are the same or reworded keep their ids. ``rule`` is for what was split
    (``each`` part takes the old level, or ``ask``) or merged (the ``lowest`` level, or ``ask``). ``checks``
    says which new checks an old one became, where that is not the one of the same id; none where the list is
    empty. A draft says ``undecided`` where a person has to decide.
    """

    relation: Literal[Relation, "undecided"]
    was: Ids = ()
    now: Ids = ()
    rule: Rule | None = None
    checks: Mapping[FullId, Ids] = Field(default_factory=dict)
    note: Text | None = None

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every old criterion with each new one that it became, by full id."""
        if self.relation in ("same", "reworded") and not self.now:
            return tuple((name, name) for name in self.was)
        return tuple((old, new) for old in self.was for new in self.now)


class Crosswalk(Word):
    """What became of every criterion from one version of a rubric (``was``) to a later one (``now``).

    ``levels`` says which new level an old one means, where the scale has changed; a level that is not in it
    has to be asked for again.
    """

    format: Format = 1
    rubric: Id
    was: Version
    now: Version
    was_digest: Digest | None = None
    now_digest: Digest | None = None
    note: Text | None = None
    levels: Mapping[Step, Step] = Field(default_factory=dict)
    criteria: Annotated[tuple[Passage, ...], Field(min_length=1, max_length=400)]


@dataclass(frozen=True)
class Leg:
    """One crosswalk with the two rubric versions that it joins."""

    old: Rubric
    new: Rubric
    crosswalk: Crosswalk

    @property
    def rescaled(self) -> bool:
        """Whether the levels mean something else than before."""
        return self.old.scale != self.new.scale

    @cached_property
    def ways(self) -> tuple[tuple[str, str, Passage], ...]:
        """Every old criterion with each new one that it became, and the passage that says so."""
        return tuple((old, new, passage) for passage in self.crosswalk.criteria for old, new in passage.pairs)

    @cached_property
    def origins(self) -> Mapping[str, tuple[tuple[str, Passage], ...]]:
        """For each new criterion the old ones that became it; none for a new one."""
        found: dict[str, tuple[tuple[str, Passage], ...]] = dict.fromkeys(self.new.criteria, ())
        for old, new, passage in self.ways:
            found[new] = (*found.get(new, ()), (old, passage))
        return found

    @cached_property
    def successors(self) -> Mapping[str, tuple[str, ...]]:
        """The new full ids that each old criterion or check became; none for a retired one."""
        found: dict[str, tuple[str, ...]] = dict.fromkeys((*self.old.criteria, *self.old.checks), ())
        for old, new, passage in self.ways:
            found[old] = (*found.get(old, ()), new)
            for check in self.old.criteria[old].checks if old in self.old.criteria else ():
                name = f"{old}.{check.id}"
                heirs = passage.checks.get(name, (f"{new}.{check.id}",))
                known = (heir for heir in heirs if heir in self.new.checks and criterion_of(heir) == new)
                found[name] = (*found[name], *known)
        return found

    @cached_property
    def steady(self) -> Mapping[str, str]:
        """The old criteria whose ratings mean what they meant, each with its new id."""
        kept = [way for way in self.ways if way[2].relation in ("same", "renamed") and not self.rescaled]
        return {old: new for old, new, _ in kept}

    def level(self, old: int) -> int | None:
        """The new level that an old one means; None where nobody has said."""
        return self.crosswalk.levels.get(old) if self.rescaled else old
