"""What good looks like: a rubric's practices, criteria, checks and actions.

A rubric holds everything of the method. The engine knows no practice, no weight and no wording.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from dsds_audit.languages import ENGLISH, Language, direction_of
from dsds_audit.values import (
    Date,
    Days,
    Format,
    FullId,
    Id,
    Percent,
    Step,
    Text,
    Truth,
    Version,
    Weight,
    Whole,
    Word,
    digest_of,
    version_numbers,
    whole,
)


class Source(Word):
    """Where a statement comes from: one of the rubric's ``sources``, and the place in it."""

    id: Id
    place: Text | None = None


class Work(Word):
    """A work the rubric draws on, or its own authors where they operationalise."""

    id: Id
    citation: Text


class Level(Word):
    """One step of the scale, with what a site must show to claim it."""

    level: Step
    label: Text
    meaning: Text


class Thresholds(Word):
    """Percentages that count as adequate: of the total, and of every applicable practice."""

    total: Percent
    practice: Percent


class Effort(Word):
    """How much work an action is; ``cost`` has no unit, only its ratios matter."""

    id: Id
    label: Text
    cost: Annotated[int, Field(strict=True, ge=1, le=1000), BeforeValidator(whole)]


class Population(Word):
    """People a site names once, because criteria speak of them."""

    id: Id
    label: Text
    question: Text


class Driver(Word):
    """An implementation driver: where the help for a gap comes from, and where a barrier lies."""

    id: Id
    label: Text
    group: Text


class Role(Word):
    """A part someone takes in the panel; a role that does not vote says so."""

    id: Id
    label: Text
    votes: Truth = True


class Panel(Word):
    """Who makes an assessment valid.

    ``quorum`` is the percentage of the invited that must be exceeded; ``leader`` the role that must be
    present; ``minutes`` how long it usually takes, shortest and longest.
    """

    roles: Annotated[tuple[Role, ...], Field(min_length=1, max_length=50)]
    leader: Id | None = None
    quorum: Percent | None = None
    minutes: tuple[Days, Days] | None = None


class AdministrationCheck(Word):
    """One statement about how an assessment was run."""

    id: Id
    text: Text


FindingRule = Literal[
    "no-evidence",
    "stale-evidence",
    "future-evidence",
    "unmet-requirement",
    "level-differs-from-checks",
    "reason-missing",
    "does-not-apply-forbidden",
    "population-not-named",
    "no-quorum",
    "no-leader",
    "facilitator-voted",
]


class FindingText(Word):
    """The wording of one rule about a record that does not add up."""

    rule: FindingRule
    text: Text
    why: Text
    way_out: Text


class Support(Word):
    """What has been published in favour of an action."""

    text: Text
    source: Source


class Action(Word):
    """What makes a check true; it is done when the check holds."""

    text: Text
    effort: Id
    owner: Text
    days: Days
    support: Support | None = None


class Check(Word):
    """One observable statement under a criterion."""

    id: Id
    text: Text
    source: Source | None = None
    requires: tuple[FullId, ...] = ()
    action: Action | None = None


class Criterion(Word):
    """One thing a practice asks for; what the interview rates.

    ``fresh_for`` is how many days evidence counts; None means it does not age. ``not_applicable`` says
    whether a site may claim that the criterion does not apply to it.
    """

    id: Id
    title: Text
    question: Text
    why: Text
    source: Source | None = None
    critical: Truth = False
    not_applicable: Truth = False
    target: Step | None = None
    driver: Id | None = None
    requires: tuple[FullId, ...] = ()
    evidence: tuple[Text, ...] = ()
    fresh_for: Days | None = None
    checks: Annotated[tuple[Check, ...], Field(max_length=50)] = ()


class Practice(Word):
    """One best practice of the rubric; one spoke of the radar."""

    id: Id
    title: Text
    short: Text
    statement: Text
    source: Source | None = None
    weight: Weight = Decimal(1)
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1, max_length=200)]


class VectorScore(Word):
    """What a test vector expects; percentages exact to four decimals; absent means not tested."""

    low: Percent | None = None
    high: Percent | None = None
    adequate: Literal["yes", "no", "open"] | None = None
    practices_in_place: Whole | None = None
    statuses: Mapping[str, str] = Field(default_factory=dict)
    first_actions: tuple[FullId, ...] | None = None


class Vector(Word):
    """Ratings in, scores and first actions out: how an author pins the method down.

    ``ratings`` holds what an assessment's ``ratings`` holds; ``others`` is the level of every criterion that
    ``ratings`` does not name, None leaves them unanswered.
    """

    name: Text
    others: Step | None = None
    ratings: Mapping[str, Any] = Field(default_factory=dict)
    expect: VectorScore


class Rubric(Word):
    """A versioned statement of what good looks like; one version never changes once released.

    ``language`` is the one that its texts are written in.
    """

    format: Format = 1
    id: Id
    version: Version
    language: Language = ENGLISH
    title: Text
    subject: Text
    about: Text
    released: Date | None = None
    license: Text | None = None
    provenance: Text | None = None
    sources: tuple[Work, ...] = ()
    scale: Annotated[tuple[Level, ...], Field(min_length=2, max_length=101)]
    target: Step
    thresholds: Thresholds
    now: Annotated[int, Field(strict=True, ge=1, le=20), BeforeValidator(whole)] = 3
    efforts: Annotated[tuple[Effort, ...], Field(min_length=1, max_length=20)]
    populations: tuple[Population, ...] = ()
    drivers: tuple[Driver, ...] = ()
    panel: Panel | None = None
    administration: tuple[AdministrationCheck, ...] = ()
    findings: tuple[FindingText, ...] = ()
    practices: Annotated[tuple[Practice, ...], Field(min_length=1, max_length=20)]
    vectors: tuple[Vector, ...] = ()

    @property
    def ref(self) -> str:
        """``id@version``, how an assessment names its rubric."""
        return f"{self.id}@{self.version}"

    def is_before(self, other: "Rubric") -> bool:
        """Whether this is an earlier version of the same rubric than another."""
        return self.id == other.id and version_numbers(self.version) < version_numbers(other.version)

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """Whether its texts are read from left to right or from right to left."""
        return direction_of(self.language)

    @property
    def top(self) -> int:
        """The highest level of the scale; levels run from 0 to it without a gap."""
        return len(self.scale) - 1

    @cached_property
    def criteria(self) -> Mapping[str, Criterion]:
        """Every criterion by its full id (``practice.criterion``), in rubric order."""
        return {f"{p.id}.{c.id}": c for p in self.practices for c in p.criteria}

    @cached_property
    def checks(self) -> Mapping[str, Check]:
        """Every check by its full id (``practice.criterion.check``), in rubric order."""
        return {f"{cid}.{check.id}": check for cid, c in self.criteria.items() for check in c.checks}

    @cached_property
    def digest(self) -> str:
        """``sha256:`` and 64 hexadecimal digits over the canonical content without the test vectors.

        Fields left at their default do not count, so a field that a later format adds changes no digest.
        """
        return digest_of(self.model_dump(exclude={"vectors"}, exclude_defaults=True))

    def practice_of(self, criterion_id: str) -> Practice:
        """The practice a criterion's full id stands under; KeyError where there is none."""
        wanted = criterion_id.partition(".")[0]
        for practice in self.practices:
            if practice.id == wanted:
                return practice
        raise KeyError(criterion_id)

    def text_of(self, full_id: str) -> str:
        """The words of a check, without a full stop, or the title of a criterion, by full id."""
        if full_id in self.checks:
            return self.checks[full_id].text.rstrip(".")
        return self.criteria[full_id].title

    def label_of(self, level: int) -> str:
        """The label of a level, as the scale words it."""
        return self.scale[level].label


def criterion_of(full_id: str) -> str:
    """The full id of the criterion that a check's (or its own) full id stands under."""
    return ".".join(full_id.split(".")[:2])
