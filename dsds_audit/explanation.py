"""How a number came about: which ratings, which rule, which rubric."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dsds_audit.assessment import Assessment, Barrier, Evidence, Rating
from dsds_audit.display import (
    STANDING_LABELS,
    STATUS_LABELS,
    exact_range,
)
from dsds_audit.errors import AssessmentError, Problem, did_you_mean
from dsds_audit.explanation_wording import (
    adequacy_sentence,
    administration_sentence,
    both_scores,
    mean_sentences,
    points_of,
    status_sentence,
)
from dsds_audit.findings import Finding, find_findings
from dsds_audit.names import folded
from dsds_audit.rubric import Rubric, criterion_of
from dsds_audit.scored import Scored
from dsds_audit.scoring import CriterionScore, PracticeScore
from dsds_audit.speech import say


@dataclass(frozen=True, slots=True)
class Explanation:
    """A result, the rule it follows, and the parts it is made of.

    ``subject`` names what is explained, ``result`` what came out, ``because`` are sentences in order.
    """

    subject: str
    result: str
    because: tuple[str, ...]
    parts: tuple["Explanation", ...] = ()

    def lines(self, depth: int = 0) -> Iterator[str]:
        """The explanation as indented lines of text."""
        indent = "  " * depth
        yield indent + say("{subject}: {result}", subject=self.subject, result=self.result)
        yield from (f"{indent}  {sentence}" for sentence in self.because)
        for part in self.parts:
            yield from part.lines(depth + 1)


@dataclass(frozen=True)
class _Case(Scored):
    """An assessment with everything its explanation draws on; each is computed when first asked for."""

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return find_findings(self.rubric, self.assessment)

    def shown_of(self, practice: PracticeScore) -> PracticeScore:
        """The same practice as fresh evidence shows it."""
        return next(other for other in self.evidenced.practices if other.id == practice.id)

    def is_shown(self, criterion: CriterionScore) -> bool:
        """Whether fresh evidence shows a criterion's level, or there is none to show."""
        return not criterion.level or criterion.id in self.shown


def explain(rubric: Rubric, assessment: Assessment, subject: str | None = None) -> Explanation:
    """How the overall score came about, or the score of one practice or criterion, by full id or by title.

    Both scores are explained: as claimed, and as fresh evidence shows it on the date of the assessment.
    Raises AssessmentError (AUD072) for what the rubric does not have, or has twice.
    """
    case = _Case(rubric, assessment)
    if subject is None:
        return _explain_overall(case)
    name = _find(rubric, subject)
    if name in case.card.criteria:
        return _explain_criterion(case, case.card.criteria[name])
    return _explain_practice(case, next(p for p in case.card.practices if p.id == name))


def _find(rubric: Rubric, subject: str) -> str:
    """The id of the practice or criterion that is meant by an id or a title."""
    practices = [
        (practice.id, title) for practice in rubric.practices for title in {practice.title, practice.short}
    ]
    titles = [*practices, *((name, criterion.title) for name, criterion in rubric.criteria.items())]
    known = list(dict.fromkeys(name for name, _ in titles))
    if subject in known:
        return subject
    found = [name for name, title in titles if folded(title) == folded(subject)]
    if len(found) == 1:
        return found[0]
    if found:
        message = say(
            "{title} is the title of several. Please name one of: {ids}.", title=subject, ids=", ".join(found)
        )
        raise AssessmentError(Problem("AUD072", message))
    hint = did_you_mean(subject, [*known, *(title for _, title in titles)])
    message = say(
        "{subject} is no practice or criterion of {rubric}.{hint} Please name one of: {ids}.",
        subject=subject,
        rubric=rubric.ref,
        hint=hint,
        ids=", ".join(known[:40]),
    )
    raise AssessmentError(Problem("AUD072", message))


def _explain_overall(case: _Case) -> Explanation:
    card, rubric = case.card, case.rubric
    parts = tuple(_explain_practice(case, practice) for practice in card.practices)
    if card.low is None:
        nothing = (say("No criterion applies."),)
        return Explanation(say("overall"), STATUS_LABELS["not_applicable"], nothing, parts)
    because = (
        *mean_sentences(case),
        adequacy_sentence(card),
        status_sentence(card),
        *administration_sentence(case),
        say("Rubric {rubric}, {digest}.", rubric=rubric.ref, digest=rubric.digest),
    )
    both = both_scores(card, case.evidenced, card.total_threshold)
    result = say("{score}, {rated} of {asked} criteria rated", score=both, rated=card.rated, asked=card.asked)
    return Explanation(say("overall"), result, because, parts)


def _explain_practice(case: _Case, practice: PracticeScore) -> Explanation:
    title = next(stated.title for stated in case.rubric.practices if stated.id == practice.id)
    parts = tuple(_explain_criterion(case, criterion) for criterion in practice.criteria)
    if not practice.possible:
        nothing = (title, say("No criterion of it applies."))
        return Explanation(practice.id, STATUS_LABELS["not_applicable"], nothing, parts)
    shown = case.shown_of(practice)
    claimed = say(
        "Claimed: {points} ({asked} criteria × {top}) = {number} percent.",
        points=points_of(practice),
        asked=practice.asked,
        top=case.rubric.top,
        number=exact_range(practice.low, practice.high),
    )
    status = say("Status: {status}.", status=STATUS_LABELS[practice.status])
    because = (title, claimed, *([_shown_sentence(case, shown)] if practice.low else []), status)
    both = both_scores(practice, shown, case.card.practice_threshold)
    result = say("{score}, {rated} of {asked} rated", score=both, rated=practice.rated, asked=practice.asked)
    return Explanation(practice.id, result, because, parts)


def _shown_sentence(case: _Case, shown: PracticeScore) -> str:
    """What fresh evidence shows of a practice, and which of its levels it does not show."""
    bare = [criterion.id for criterion in shown.criteria if not case.is_shown(criterion)]
    if not bare:
        return say("Shown by fresh evidence: all of it.")
    return say(
        "Shown by fresh evidence: {points} = {number} percent. "
        "Without it, from 0 to the level claimed: {criteria}.",
        points=points_of(shown),
        number=exact_range(shown.low, shown.high),
        criteria=", ".join(bare),
    )


def _explain_criterion(case: _Case, criterion: CriterionScore) -> Explanation:
    rubric = case.rubric
    rating = case.assessment.ratings.get(criterion.id)
    because = [rubric.criteria[criterion.id].title]
    if rating is not None:
        because += _record(rubric, criterion.id, rating)
    if not case.is_shown(criterion):
        bare = say("No fresh evidence shows it: 0 to {level} points are shown.", level=criterion.level)
        because.append(bare)
    because += [
        say("Does not add up: {finding}", finding=finding.text)
        for finding in case.findings
        if criterion_of(finding.place) == criterion.id
    ]
    return Explanation(criterion.id, _result(rubric, criterion), tuple(because))


def _result(rubric: Rubric, criterion: CriterionScore) -> str:
    if criterion.level is not None:
        return say(
            "level {level} of {top}, {label}; target {target}",
            level=criterion.level,
            top=rubric.top,
            label=rubric.label_of(criterion.level),
            target=criterion.target,
        )
    standing = STANDING_LABELS[criterion.standing]
    if not criterion.applies:
        return standing
    status = STATUS_LABELS[criterion.status]
    return say("{standing}: 0 to {top} points, {status}", standing=standing, top=rubric.top, status=status)


def _record(rubric: Rubric, name: str, rating: Rating) -> Iterator[str]:
    if rating.not_applicable:
        yield say("Reason: {reason}", reason=rating.not_applicable)
    if rating.checks is not None:
        for check in rubric.criteria[name].checks:
            yield f"[{'x' if check.id in rating.checks else ' '}] {check.text}"
    yield from (say("Evidence: {evidence}", evidence=_evidence(each)) for each in rating.evidence)
    if rating.note:
        yield say("Note: {note}", note=rating.note)
    yield from (say("Barrier: {barrier}", barrier=_barrier(rubric, each)) for each in rating.barriers)


def _evidence(evidence: Evidence) -> str:
    parts = (evidence.what, evidence.where, evidence.date and evidence.date.isoformat())
    return ", ".join(part for part in parts if part)


def _barrier(rubric: Rubric, barrier: Barrier) -> str:
    labels = {driver.id: driver.label for driver in rubric.drivers}
    driver = labels.get(barrier.driver, barrier.driver) if barrier.driver else None
    if driver is None:
        return barrier.what
    return say("{barrier} (lies in {driver})", barrier=barrier.what, driver=driver)
