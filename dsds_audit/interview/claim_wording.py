"""What was claimed for a criterion, in a line."""

from collections.abc import Mapping

from dsds_audit.assessment import Barrier, Evidence, Rating
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say, say_many


def describe_claim(rubric: Rubric, criterion: str, rating: Rating) -> str:
    """A rating in one line: ``partially in place · 1 of 2 checks · 1 piece of evidence``."""
    checks = rubric.criteria[criterion].checks
    label = say("does not apply: {reason}", reason=rating.not_applicable or say("no reason given"))
    if rating.level is not None:
        label = rubric.label_of(rating.level) if rating.level <= rubric.top else str(rating.level)
    if rating.dont_know:
        label = say("don't know")
    ticks = rating.checks if rating.checks or rating.level is not None else None
    ticked = [] if ticks is None or not checks else [count_checks(ticks, criterion, rubric)]
    if rating.evidence:
        ticked.append(
            say_many("{count} piece of evidence", "{count} pieces of evidence", len(rating.evidence))
        )
    return " · ".join([label, *ticked])


def describe_evidence(evidence: Evidence) -> str:
    """Evidence in one line: what, where, date."""
    return " · ".join(str(part) for part in (evidence.what, evidence.where, evidence.date) if part)


def count_checks(ticks: tuple[str, ...], criterion: str, rubric: Rubric) -> str:
    """How many of a criterion's checks are ticked: ``1 of 2 checks``."""
    checks = rubric.criteria[criterion].checks
    held = sum(check.id in ticks for check in checks)
    return say_many("{held} of {count} check", "{held} of {count} checks", len(checks), held=held)


def describe_barrier(barrier: Barrier, drivers: Mapping[str, str]) -> str:
    """A barrier in one line: what, and the driver it lies in."""
    driver = drivers.get(barrier.driver, barrier.driver) if barrier.driver else ""
    return " · ".join(part for part in (barrier.what, driver) if part)
