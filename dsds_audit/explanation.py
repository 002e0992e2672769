"""How a number came about: which ratings, which rule, which rubric."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from dsds_audit.administration import score_administration
from dsds_audit.assessment import Assessment, Barrier, Evidence, Rating
from dsds_audit.display import (
    STANDING_LABELS,
    STATUS_LABELS,
    exact,
    exact_range,
    percent_range,
    plural,
    side_by_side,
)
from dsds_audit.errors import AssessmentError, Problem, did_you_mean
from dsds_audit.findings import Finding, find_findings
from dsds_audit.names import folded
from dsds_audit.rubric import Rubric, criterion_of
from dsds_audit.scored import Scored
from dsds_audit.scoring import CriterionScore, PracticeScore, Scorecard

End = Literal["low", "high"]
_ENDS: tuple[End, ...] = ("low", "high")


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
        message = f"{subject} is the title of several. Please name one of: {', '.join(found)}."
        raise AssessmentError(Problem("AUD072", message))
    hint = did_you_mean(subject, [*known, *(title for _, title in titles)])
    message = f"{subject} is no practice or criterion of {rubric.ref}.{hint}"
    raise AssessmentError(Problem("AUD072", f"{message} Please name one of: {', '.join(known[:40])}."))


def _explain_overall(case: _Case) -> Explanation:
    card, rubric = case.card, case.rubric
    parts = tuple(_explain_practice(case, practice) for practice in card.practices)
    if card.low is None:
        return Explanation("overall", STATUS_LABELS["not_applicable"], ("No criterion applies.",), parts)
    because = (
        *_mean_sentences(case),
        _adequacy_sentence(card),
        f"{card.in_place} of {plural(len(card.applicable), 'practice')} fully in place; "
        f"everything together is {STATUS_LABELS[card.status]}: {_STATUS_RULE}",
        *_administration_sentence(case),
        f"Rubric {rubric.ref}, {rubric.digest}.",
    )
    both = _both(card, case.evidenced, card.total_threshold)
    result = f"{both}, {card.rated} of {card.asked} criteria rated"
    return Explanation("overall", result, because, parts)


_STATUS_RULE = (
    "in place means everything below is, not in place that nothing is, anything between is partially."
)


def _both(claimed: Scorecard | PracticeScore, shown: Scorecard | PracticeScore, threshold: Fraction) -> str:
    """A score as claimed and as fresh evidence shows it: in full, and in brackets as shown elsewhere."""
    ends = (claimed.low, claimed.high), (shown.low, shown.high)
    return side_by_side(*ends, lambda low, high: _in_full(low, high, threshold))


def _in_full(low: Fraction | None, high: Fraction | None, threshold: Fraction) -> str:
    """``66.6666… percent (67 %)``; without brackets where they would say the same."""
    full, whole = exact_range(low, high), percent_range(low, high, [threshold])
    return f"{full} percent" if f"{full} %" == whole else f"{full} percent ({whole})"


def _mean_sentences(case: _Case) -> Iterator[str]:
    """The sums behind both scores; the high end of what evidence shows is that of the claims."""
    card, shown = case.card, case.evidenced
    if card.low == card.high:
        yield _mean_sentence("Mean of the practices", card, "low")
    else:
        for end in _ENDS:
            yield _mean_sentence(f"Mean of the practices, {end} end", card, end)
    if shown.low != card.low:
        yield _mean_sentence("Shown by fresh evidence, low end", shown, "low")
        yield "Its high end is that of the claims. " + _EVIDENCE_RULE.format(date=case.assessment.date)


_EVIDENCE_RULE = "A level without evidence that was fresh on {date} is anything from 0 to itself there."


def _mean_sentence(name: str, card: Scorecard, end: End) -> str:
    weights = [practice.weight for practice in card.applicable]
    terms = [
        _end_of(practice, end) + ("" if practice.weight == 1 else f" × {exact(practice.weight)}")
        for practice in card.applicable
    ]
    shares, total = " : ".join(map(exact, weights)), exact(sum(weights, Fraction(0)))
    return f"{name}, weighted {shares}: ({' + '.join(terms)}) / {total} = {_end_of(card, end)}."


def _end_of(scored: Scorecard | PracticeScore, end: End) -> str:
    """One end of a score in full."""
    value = scored.low if end == "low" else scored.high
    return exact_range(value, value)


def _adequacy_sentence(card: Scorecard) -> str:
    verdict = {True: "Adequate", False: "Not adequate", None: "Adequacy is open"}[card.adequate]
    return (
        f"{verdict}: adequate needs {exact(card.total_threshold)} percent in total and "
        f"{exact(card.practice_threshold)} percent in every practice that applies."
    )


def _administration_sentence(case: _Case) -> Iterator[str]:
    """How the assessment was run, where somebody said so."""
    record = score_administration(case.rubric, case.assessment)
    if record is not None and len(record.unanswered) < len(record.statements):
        count = f"{len(record.held)} of {plural(len(record.statements), 'statement')} held"
        share = exact_range(record.low, record.high)
        yield f"How this assessment was run: {count}, {share} percent. It changes no score."


def _explain_practice(case: _Case, practice: PracticeScore) -> Explanation:
    title = next(stated.title for stated in case.rubric.practices if stated.id == practice.id)
    parts = tuple(_explain_criterion(case, criterion) for criterion in practice.criteria)
    if not practice.possible:
        nothing = (title, "No criterion of it applies.")
        return Explanation(practice.id, STATUS_LABELS["not_applicable"], nothing, parts)
    shown = case.shown_of(practice)
    because = (
        title,
        f"Claimed: {_points(practice)} ({practice.asked} criteria × {case.rubric.top}) "
        f"= {exact_range(practice.low, practice.high)} percent.",
        *([f"Shown by fresh evidence: {_shortfall(case, shown)}"] if practice.low else []),
        f"Status: {STATUS_LABELS[practice.status]}.",
    )
    both = _both(practice, shown, case.card.practice_threshold)
    result = f"{both}, {practice.rated} of {practice.asked} rated"
    return Explanation(practice.id, result, because, parts)


def _points(practice: PracticeScore) -> str:
    """``3 to 5 of 6 points``."""
    reached = str(practice.low_points)
    if practice.low_points != practice.high_points:
        reached += f" to {practice.high_points}"
    return f"{reached} of {practice.possible} points"


def _shortfall(case: _Case, shown: PracticeScore) -> str:
    """What fresh evidence shows of a practice, and which of its levels it does not show."""
    bare = [criterion.id for criterion in shown.criteria if not case.is_shown(criterion)]
    if not bare:
        return "all of it."
    sums = f"{_points(shown)} = {exact_range(shown.low, shown.high)} percent."
    return f"{sums} Without it, from 0 to the level claimed: {', '.join(bare)}."


def _explain_criterion(case: _Case, criterion: CriterionScore) -> Explanation:
    rubric = case.rubric
    rating = case.assessment.ratings.get(criterion.id)
    if criterion.level is None:
        result = STANDING_LABELS[criterion.standing]
        if criterion.applies:
            result += f": 0 to {rubric.top} points, {STATUS_LABELS[criterion.status]}"
    else:
        label = rubric.label_of(criterion.level)
        result = f"level {criterion.level} of {rubric.top}, {label}; target {criterion.target}"
    because = [rubric.criteria[criterion.id].title]
    if rating is not None:
        because += _record(rubric, criterion.id, rating)
    if not case.is_shown(criterion):
        because.append(f"No fresh evidence shows it: 0 to {criterion.level} points are shown.")
    because += [
        f"Does not add up: {finding.text}"
        for finding in case.findings
        if criterion_of(finding.place) == criterion.id
    ]
    return Explanation(criterion.id, result, tuple(because))


def _record(rubric: Rubric, name: str, rating: Rating) -> Iterator[str]:
    if rating.not_applicable:
        yield f"Reason: {rating.not_applicable}"
    if rating.checks is not None:
        for check in rubric.criteria[name].checks:
            yield f"[{'x' if check.id in rating.checks else ' '}] {check.text}"
    yield from (f"Evidence: {_evidence(evidence)}" for evidence in rating.evidence)
    if rating.note:
        yield f"Note: {rating.note}"
    yield from (f"Barrier: {_barrier(rubric, barrier)}" for barrier in rating.barriers)


def _evidence(evidence: Evidence) -> str:
    parts = (evidence.what, evidence.where, evidence.date and evidence.date.isoformat())
    return ", ".join(part for part in parts if part)


def _barrier(rubric: Rubric, barrier: Barrier) -> str:
    labels = {driver.id: driver.label for driver in rubric.drivers}
    driver = labels.get(barrier.driver, barrier.driver) if barrier.driver else None
    return f"{barrier.what} (lies in {driver})" if driver else barrier.what
