"""How a number came about: which ratings, which rule, which rubric."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from dsds_audit.assessment import Assessment, Evidence, Rating
from dsds_audit.display import STANDING_LABELS, STATUS_LABELS, exact, exact_range, plural
from dsds_audit.errors import AssessmentError, Problem, did_you_mean
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import CriterionScore, PracticeScore, Scorecard, score


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
        yield f"{indent}{self.subject}: {self.result}"
        yield from (f"{indent}  {sentence}" for sentence in self.because)
        for part in self.parts:
            yield from part.lines(depth + 1)


def explain(rubric: Rubric, assessment: Assessment, subject: str | None = None) -> Explanation:
    """How the overall score came about, or the score of one practice or criterion (by full id).

    Raises AssessmentError (AUD072) for an id that the rubric does not have.
    """
    card = score(rubric, assessment)
    if subject is None:
        return _explain_overall(rubric, assessment, card)
    for practice in card.practices:
        if practice.id == subject:
            return _explain_practice(rubric, assessment, practice)
    if subject in card.criteria:
        return _explain_criterion(rubric, assessment, card.criteria[subject])
    known = [*(practice.id for practice in card.practices), *card.criteria]
    message = f"{subject} is no practice or criterion of {rubric.ref}.{did_you_mean(subject, known)}"
    raise AssessmentError(Problem("AUD072", f"{message} Please name one of: {', '.join(known[:40])}."))


def _explain_overall(rubric: Rubric, assessment: Assessment, card: Scorecard) -> Explanation:
    parts = tuple(_explain_practice(rubric, assessment, practice) for practice in card.practices)
    if card.low is None or card.high is None:
        return Explanation("overall", STATUS_LABELS["not_applicable"], ("No criterion applies.",), parts)
    ends = {"low": card.low} if card.low == card.high else {"low end": card.low, "high end": card.high}
    sums = [_mean_sentence(card, name, value) for name, value in ends.items()]
    evidenced = score(rubric, assessment, evidenced=True)
    shown = exact_range(evidenced.low, evidenced.high)
    because = (
        *sums,
        _adequacy_sentence(card),
        f"{card.in_place} of {plural(len(card.applicable), 'practice')} in place; "
        f"everything together is {STATUS_LABELS[card.status]}: {_STATUS_RULE}",
        f"Counting only what fresh evidence shows: {shown} percent ({card.rated} of {card.asked} rated).",
        f"Rubric {rubric.ref}, {rubric.digest}.",
    )
    result = f"{exact_range(card.low, card.high)} percent, {card.rated} of {card.asked} criteria rated"
    return Explanation("overall", result, because, parts)


_STATUS_RULE = (
    "in place means everything below is, not in place that nothing is, anything between is partially."
)


def _mean_sentence(card: Scorecard, name: str, value: Fraction) -> str:
    terms, weights = [], []
    for practice in card.applicable:
        end = practice.high if name == "high end" else practice.low
        weights.append(exact(practice.weight))
        weight = "" if practice.weight == 1 else f" × {exact(practice.weight)}"
        terms.append(f"{exact(end or Fraction(0))}{weight}")
    total = exact(sum((practice.weight for practice in card.applicable), Fraction(0)))
    label = "Mean of the practices" if name == "low" else f"Mean of the practices, {name}"
    return f"{label}, weighted {' : '.join(weights)}: ({' + '.join(terms)}) / {total} = {exact(value)}."


def _adequacy_sentence(card: Scorecard) -> str:
    verdict = {True: "Adequate", False: "Not adequate", None: "Adequacy is open"}[card.adequate]
    return (
        f"{verdict}: adequate needs {exact(card.total_threshold)} percent in total and "
        f"{exact(card.practice_threshold)} percent in every practice that applies."
    )


def _explain_practice(rubric: Rubric, assessment: Assessment, practice: PracticeScore) -> Explanation:
    parts = tuple(_explain_criterion(rubric, assessment, criterion) for criterion in practice.criteria)
    if not practice.possible:
        return Explanation(
            practice.id, STATUS_LABELS["not_applicable"], ("No criterion of it applies.",), parts
        )
    reached = str(practice.low_points)
    if practice.low_points != practice.high_points:
        reached += f" to {practice.high_points}"
    because = (
        f"{reached} of {practice.possible} points ({practice.asked} criteria × {rubric.top}) "
        f"= {exact_range(practice.low, practice.high)} percent.",
        f"Status: {STATUS_LABELS[practice.status]}.",
    )
    result = f"{exact_range(practice.low, practice.high)} percent, {practice.rated} of {practice.asked} rated"
    return Explanation(practice.id, result, because, parts)


def _explain_criterion(rubric: Rubric, assessment: Assessment, criterion: CriterionScore) -> Explanation:
    rating = assessment.ratings.get(criterion.id)
    if criterion.level is None:
        result = STANDING_LABELS[criterion.standing]
        if criterion.applies:
            result += f": 0 to {rubric.top} points, {STATUS_LABELS[criterion.status]}"
    else:
        label = rubric.label_of(criterion.level)
        result = f"level {criterion.level} of {rubric.top}, {label}; target {criterion.target}"
    return Explanation(criterion.id, result, tuple(_record(rubric, criterion.id, rating)))


def _record(rubric: Rubric, name: str, rating: Rating | None) -> Iterator[str]:
    if rating is None:
        return
    if rating.not_applicable:
        yield f"Reason: {rating.not_applicable}"
    if rating.checks is not None:
        for check in rubric.criteria[name].checks:
            yield f"[{'x' if check.id in rating.checks else ' '}] {check.text}"
    yield from (f"Evidence: {_evidence(evidence)}" for evidence in rating.evidence)
    if rating.note:
        yield f"Note: {rating.note}"


def _evidence(evidence: Evidence) -> str:
    parts = (evidence.what, evidence.where, evidence.date and evidence.date.isoformat())
    return ", ".join(part for part in parts if part)
