"""The order in which an interview asks: which questions there are, and which comes next.

A question's id is the position that an assessment stores: ``site``, ``populations.relevant-staff``,
``access.fidelity/level``, ``administration``, ``review``.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from dsds_audit.assessment import Assessment, Progress
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import target_of

INTAKE = ("site", "program", "group", "date")
PARTS = ("confirm", "checks", "level", "reason", "note", "evidence", "barriers")
ADMINISTRATION = "administration"
REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Route:
    """The questions that an assessment's answers leave to ask, in order.

    ``ranks`` numbers every question the rubric could ever ask, so that a position keeps its place even when
    an answer has taken its question away.
    """

    ids: tuple[str, ...]
    ranks: Mapping[str, int]
    opening: str

    def at(self, position: str) -> str:
        """The question at a position; the next one still asked where it has gone; never fails."""
        if position in self.ranks:
            return self._first_from(self.ranks[position])
        start = f"{split_id(position)[0]}/{PARTS[0]}"
        return self.at(start) if start in self.ranks else self.opening

    def after(self, position: str) -> str:
        """The question after a position; the review has none after it."""
        return self._first_from(self.ranks[position] + 1)

    def before(self, position: str) -> str:
        """The question before a position; the first has none before it."""
        place = bisect_left(self.ids, self.ranks[position], key=self.ranks.__getitem__)
        return self.ids[max(place - 1, 0)]

    def start_of(self, criterion: str) -> str:
        """The first question of a criterion, by its full id."""
        return self.at(f"{criterion}/{PARTS[0]}")

    def past(self, criterion: str) -> str:
        """The first question after those of a criterion."""
        return self.after(f"{criterion}/{PARTS[-1]}")

    def open_from(self, position: str, answered: Collection[str]) -> str:
        """The question at a position, or the next one of no criterion that is ``answered``."""
        place = self.ids.index(self.at(position))
        return next(name for name in self.ids[place:] if split_id(name)[0] not in answered)

    def _first_from(self, rank: int) -> str:
        place = bisect_left(self.ids, rank, key=self.ranks.__getitem__)
        return self.ids[min(place, len(self.ids) - 1)]


def plan_route(rubric: Rubric, assessment: Assessment) -> Route:
    """The route of an interview; it follows from the rubric and the answers so far alone."""
    intake = _intake(rubric)
    ending = (ADMINISTRATION, REVIEW) if rubric.administration else (REVIEW,)
    every = [*intake, *(f"{name}/{part}" for name in rubric.criteria for part in PARTS), *ending]
    asked = [f"{name}/{part}" for name in rubric.criteria for part in _parts(rubric, assessment, name)]
    claims = assessment.claims
    opening = next((name for name in asked if split_id(name)[0] not in claims), REVIEW)
    ids = (*intake, *asked, *ending)
    return Route(ids, {name: rank for rank, name in enumerate(every)}, opening if assessment.site else "site")


def split_id(question_id: str) -> tuple[str, str]:
    """A question's criterion (empty for the intake and the end) and the part asked about."""
    criterion, slash, part = question_id.partition("/")
    return (criterion, part) if slash else ("", question_id)


def progress_of(assessment: Assessment) -> Progress:
    """How far the interview is; of a finished one, as if it stood at the review."""
    return assessment.interview or Progress(position=REVIEW)


def is_sent_in(assessment: Assessment, criterion: str) -> bool:
    """Whether what stands there of a criterion is what several people sent in, and no level is agreed on."""
    progress = progress_of(assessment)
    carried_over = progress.carried_from is not None or bool(assessment.earlier)
    return criterion in progress.carried and not carried_over


def is_below_target(rubric: Rubric, assessment: Assessment, criterion: str) -> bool:
    """Whether a criterion has a level, and that is below its target."""
    level = assessment.ratings[criterion].level
    return level is not None and level < target_of(rubric, assessment, criterion)


def _intake(rubric: Rubric) -> tuple[str, ...]:
    populations = (f"populations.{population.id}" for population in rubric.populations)
    panel = ("participants", "invited") if rubric.panel else ()
    return (*INTAKE, *populations, "facilitator", *panel)


def _parts(rubric: Rubric, assessment: Assessment, criterion: str) -> Iterator[str]:
    """The parts asked of one criterion; what is on record can always be seen and changed."""
    progress = progress_of(assessment)
    rating = assessment.ratings.get(criterion)
    carried = criterion in progress.carried
    if carried and rating and not is_sent_in(assessment, criterion):
        yield "confirm"
    if rubric.criteria[criterion].checks and not progress.quick:
        yield "checks"
    yield "level"
    if rating is None or carried:
        return
    if rating.kind == "not_applicable":
        yield "reason"
    if progress.quick:
        return
    if rating.level is not None or rating.dont_know or rating.note:
        yield "note"
    if rating.level or rating.evidence:
        yield "evidence"
    if rating.barriers or is_below_target(rubric, assessment, criterion):
        yield "barriers"
