"""Assessments side by side; whether they are of sites or of dates is only a label."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count
from typing import Literal

from dsds_audit.assessment import Assessment
from dsds_audit.crosswalk import Leg, carry
from dsds_audit.errors import AssessmentError, Problem
from dsds_audit.names import folded
from dsds_audit.rubric import Rubric
from dsds_audit.scored import Scored
from dsds_audit.scoring import Status
from dsds_audit.speech import say
from dsds_audit.values import version_numbers

LegsOf = Callable[[str, str], Sequence[Leg]]


@dataclass(frozen=True)
class Column(Scored):
    """One assessment of a comparison.

    ``assessment`` is held against ``rubric``, which is that of the whole comparison. ``own`` is the record as
    it was made, with the version it was made with: the same two, unless it had to be carried to a newer
    version along ``legs``.
    """

    label: str
    own: Scored
    legs: tuple[Leg, ...] = ()

    @property
    def carried(self) -> bool:
        """Whether it was made with an older version of the rubric."""
        return self.own.rubric.ref != self.rubric.ref

    def status_of(self, name: str) -> Status:
        """The status of a practice or criterion, by its full id."""
        return self._statuses[name]

    @cached_property
    def _statuses(self) -> Mapping[str, Status]:
        practices = {practice.id: practice.status for practice in self.card.practices}
        return practices | {name: criterion.status for name, criterion in self.card.criteria.items()}


@dataclass(frozen=True, slots=True)
class Tally:
    """In how many columns a practice or criterion (by full id) has each status; none is left out."""

    id: str
    counts: Mapping[Status, int]

    @property
    def differs(self) -> bool:
        """Whether two columns certainly stand differently."""
        return len(self.counts.keys() - {"undetermined", "not_applicable"}) > 1


@dataclass(frozen=True)
class Comparison:
    """Assessments held against one version of a rubric, in the order given.

    ``left_out`` are the sites that belong here and whose latest assessment cannot be read.
    """

    rubric: Rubric
    columns: tuple[Column, ...]
    left_out: tuple[str, ...] = ()

    @cached_property
    def tallies(self) -> Mapping[str, Tally]:
        """A tally of every practice, followed by its criteria, in rubric order, by full id."""
        names = [
            name
            for practice in self.rubric.practices
            for name in (practice.id, *(f"{practice.id}.{criterion.id}" for criterion in practice.criteria))
        ]
        return {
            name: Tally(name, Counter(column.status_of(name) for column in self.columns)) for name in names
        }

    @property
    def of_one_site(self) -> bool:
        """Whether all are assessments of one program of one site, so that only dates tell them apart."""
        return are_of_one_site([column.assessment for column in self.columns])


def compare(
    entries: Sequence[tuple[str, Rubric, Assessment]], legs_of: LegsOf, left_out: Sequence[str] = ()
) -> Comparison:
    """Put one or more assessments side by side, each given with its label and the rubric it cites.

    All are held against the newest version among them. ``legs_of`` finds the way from an older version to
    it; what an older record leaves to be confirmed or asked counts as unknown. Raises AssessmentError
    (AUD090) where they cite different rubrics, and what ``legs_of`` raises where no crosswalk leads there.
    """
    common = newest_of([rubric for _, rubric, _ in entries])
    return Comparison(common, tuple(_column(entry, common, legs_of) for entry in entries), tuple(left_out))


def are_of_one_site(assessments: Iterable[Assessment]) -> bool:
    """Whether all are assessments of one program of one site."""
    return len({(folded(each.site), folded(each.program)) for each in assessments}) == 1


def label_all(assessments: Sequence[Assessment], by: Literal["site", "date"]) -> tuple[str, ...]:
    """A label for each: its site or its date, with more of its identity where another has the same.

    No two are alike: what even the whole identity does not tell apart is numbered.
    """
    wanted = [_names_of(assessment, by) for assessment in assessments]
    labels = [names[0] for names in wanted]
    for longer in range(1, 3):
        counts = Counter(labels)
        labels = [
            names[longer] if counts[label] > 1 else label for label, names in zip(labels, wanted, strict=True)
        ]
    taken: list[str] = []
    for label in labels:
        numbered = (f"{label} ({number})" for number in count(2))
        taken.append(next(name for name in chain([label], numbered) if name not in taken))
    return tuple(taken)


def _names_of(assessment: Assessment, by: Literal["site", "date"]) -> tuple[str, str, str]:
    site, program, _, date = assessment.identity
    day = date.isoformat()
    whole = ", ".join(part for part in (site, program, day) if part)
    if by == "site":
        return site, f"{site}, {day}", whole
    return day, f"{site}, {day}", whole


def newest_of(rubrics: Iterable[Rubric]) -> Rubric:
    """The newest version of one rubric; raises AssessmentError (AUD090) where they are different ones."""
    found = list(rubrics)
    ids = sorted({rubric.id for rubric in found})
    if len(ids) > 1:
        message = say(
            "assessments against different rubrics cannot stand side by side: {rubrics}. "
            "Please choose one of them with --rubric.",
            rubrics=", ".join(ids),
        )
        raise AssessmentError(Problem("AUD090", message))
    return max(found, key=lambda rubric: version_numbers(rubric.version))


def _column(entry: tuple[str, Rubric, Assessment], common: Rubric, legs_of: LegsOf) -> Column:
    label, rubric, original = entry
    if rubric.ref == common.ref:
        return Column(common, original, label, Scored(rubric, original))
    legs = tuple(legs_of(rubric.ref, common.ref))
    return Column(common, carry(original, legs).assessment, label, Scored(rubric, original), legs)
