"""What a site claims: one site's ratings on one date against one rubric version."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from dsds_audit.speech import mark
from dsds_audit.values import (
    Date,
    Digest,
    Format,
    FullId,
    Id,
    Name,
    Percent,
    RubricRef,
    Step,
    Text,
    Truth,
    Word,
    whole,
)

Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]
RatingKind = Literal["level", "dont_know", "not_applicable"]


class Evidence(Word):
    """What would convince a colleague: what it is, where it is, and its date."""

    what: Text
    where: Text | None = None
    date: Date | None = None


class Barrier(Word):
    """What stands in the way of a criterion, and the implementation driver it lies in."""

    what: Text
    driver: Id | None = None


class Rating(Word):
    """What a site claims for a criterion: exactly one of a level, *don't know*, *does not apply*.

    ``checks`` lists the checks that hold: None means they were not gone through, an empty tuple that none
    holds. Only the level scores. ``not_applicable`` is the reason, which may be empty: it then loads, scores
    as unknown and is a finding.
    """

    level: Step | None = None
    dont_know: Truth = False
    not_applicable: Reason | None = None
    checks: Annotated[tuple[Id, ...], Field(max_length=50)] | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=100)] = ()
    note: Text | None = None
    barriers: Annotated[tuple[Barrier, ...], Field(max_length=100)] = ()

    @model_validator(mode="before")
    @classmethod
    def _claim_without_reason(cls, data: Any) -> Any:
        if not isinstance(data, Mapping) or data.get("not_applicable", "") not in (None, True, "true"):
            return data
        alone = data.get("level") is None and not data.get("dont_know")
        return {**data, "not_applicable": "" if alone else None}

    @model_validator(mode="after")
    def _exactly_one(self) -> "Rating":
        if (self.level is not None) + self.dont_know + (self.not_applicable is not None) != 1:
            raise PydanticCustomError(
                "not_exactly_one",
                mark("a rating holds exactly one of level, dont_know: true, not_applicable: reason"),
            )
        return self

    @property
    def kind(self) -> RatingKind:
        """Which of the three claims it makes."""
        if self.level is not None:
            return "level"
        return "dont_know" if self.dont_know else "not_applicable"


class Participant(Word):
    """Someone in the room and their role; the name is for the site's own use and reaches no report."""

    role: Id
    name: Name | None = None


class OwnThresholds(Word):
    """Percentages that count as adequate for this site, where they differ from the rubric's."""

    total: Percent | None = None
    practice: Percent | None = None


class Progress(Word):
    """How far an unfinished interview is.

    ``position`` is the id of the question to ask next. ``carried`` are criteria whose ratings stand there
    from the assessment of ``carried_from`` and count as unanswered until confirmed; ``skipped`` are left for
    later; ``ticked`` holds the checks ticked for a criterion whose rating has yet to be given or agreed to;
    ``detour`` says that the review was left to change one line, and comes next.
    """

    position: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+(/[a-z0-9-]+)?$", max_length=200)]
    quick: Truth = False
    skipped: tuple[FullId, ...] = ()
    carried: tuple[FullId, ...] = ()
    carried_from: Date | None = None
    ticked: Mapping[FullId, tuple[Id, ...]] = Field(default_factory=dict)
    detour: Truth = False


class Earlier(Word):
    """What a record held under an earlier version of its rubric and does not hold as it was now.

    Kept when an assessment is carried to a newer version, so that nothing is ever dropped. ``interview`` is
    how far it was, where it was unfinished then.
    """

    rubric: RubricRef
    digest: Digest | None = None
    ratings: Mapping[FullId, Rating] = Field(default_factory=dict)
    targets: Mapping[FullId, Step] = Field(default_factory=dict)
    populations: Mapping[Id, Text] = Field(default_factory=dict)
    administration: Mapping[Id, Truth] = Field(default_factory=dict)
    participants: Annotated[tuple[Participant, ...], Field(max_length=1000)] = ()
    interview: Progress | None = None


class Assessment(Word):
    """One site's ratings; its identity is (site, program, rubric id, date).

    ``administration`` says of the rubric's statements on how an assessment is run whether each held; one that
    is not named was not answered. ``earlier`` is what earlier versions of the rubric asked for.
    """

    format: Format = 1
    site: Name
    program: Name | None = None
    group: Name | None = None
    date: Date
    rubric: RubricRef
    digest: Digest | None = None
    thresholds: OwnThresholds | None = None
    targets: Mapping[FullId, Step] = Field(default_factory=dict)
    populations: Mapping[Id, Text] = Field(default_factory=dict)
    facilitator: Name | None = None
    invited: Annotated[int, Field(strict=True, ge=1, le=10_000), BeforeValidator(whole)] | None = None
    participants: Annotated[tuple[Participant, ...], Field(max_length=1000)] = ()
    ratings: Mapping[FullId, Rating] = Field(default_factory=dict)
    administration: Mapping[Id, Truth] = Field(default_factory=dict)
    earlier: Annotated[tuple[Earlier, ...], Field(max_length=50)] = ()
    interview: Progress | None = None

    @property
    def identity(self) -> tuple[str, str | None, str, Date]:
        """What makes two files the same assessment: site, program, rubric id, date."""
        return (self.site, self.program, self.rubric.partition("@")[0], self.date)

    @property
    def finished(self) -> bool:
        """Whether no interview is under way on it."""
        return self.interview is None

    @property
    def claims(self) -> Mapping[str, Rating]:
        """The ratings that count: those carried over and not yet confirmed do not."""
        carried = set(self.interview.carried) if self.interview else set()
        return {key: rating for key, rating in self.ratings.items() if key not in carried}
