"""What becomes of an assessment that is carried to a later version of its rubric, in sentences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dsds_audit.assessment import Assessment
from dsds_audit.crosswalk import Carried
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of some things: their ids, and whether they are worth naming one by one."""

    title: str
    names: Sequence[str]
    named: bool = True

    @property
    def told(self) -> str:
        """It in a line: how many there are, and which where they are worth naming."""
        parts = {"fate": self.title, "count": len(self.names), "criteria": ", ".join(self.names)}
        return say("{fate}: {count} ({criteria})" if self.named else "{fate}: {count}", **parts)


@dataclass(frozen=True)
class MigrationWording:
    """Sentences about a record, and what it is carried into; ``rubric`` is the later version."""

    before: Assessment
    carried: Carried
    rubric: Rubric

    @property
    def title(self) -> str:
        """Whose record it is, from which version to which."""
        before = self.before
        return say(
            "{site}, {date}: from {old} to {new}",
            site=before.site,
            date=before.date,
            old=before.rubric,
            new=self.rubric.ref,
        )

    @property
    def fates(self) -> tuple[Fate, ...]:
        """What becomes of every rating, and of what has no place in the new version."""
        return tuple(fate for fate in self._fates() if fate.names)

    def _fates(self) -> Iterator[Fate]:
        carried, earlier = self.carried, self.carried.assessment.earlier[-1]
        waiting = {*carried.to_confirm, *carried.to_ask}
        steady = [name for name in self.rubric.criteria if name not in waiting]
        also = [name for name in earlier.ratings if name not in carried.retired]
        others = [*earlier.populations, *earlier.administration, *(p.role for p in earlier.participants)]
        yield Fate(say("Carried as they were"), steady, named=False)
        yield Fate(say("Carried, to be confirmed before they count"), carried.to_confirm)
        yield Fate(say("To be answered"), carried.to_ask)
        yield Fate(say("No longer asked, kept in the record"), carried.retired)
        yield Fate(say("Kept in the record as they were before, too"), also)
        yield Fate(say("Targets kept in the record, without a place now"), tuple(earlier.targets))
        yield Fate(say("Other things kept in the record, without a place now"), others)
