"""What was recorded, as documents carry it: whoever has it can make every number again; no names."""

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from dsds_audit.assessment import Assessment, Participant
from dsds_audit.assessment_files import parse_assessment
from dsds_audit.errors import AssessmentError, Problem
from dsds_audit.findings import is_facilitator
from dsds_audit.report.facts import Facts
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say

NAMELESS = "facilitator"


def record_of(rubric: Rubric, assessment: Assessment) -> dict[str, Any]:
    """The assessment as its file holds it, with the rubric's digest, ratings in rubric order, without names.

    Participants are roles. Who facilitated is left out, too, unless they also took part: then both say
    ``facilitator`` for a name, so that what follows from it still follows.
    """
    nameless = _without_names(assessment).model_copy(update={"digest": rubric.digest})
    record = nameless.model_dump(mode="json", exclude_defaults=True)
    return {**record, "ratings": ratings_of(rubric, assessment)}


def number_of(value: Fraction | None) -> float | None:
    """An exact number as JSON holds it."""
    return None if value is None else float(value)


def version_of(rubric: Rubric) -> dict[str, Any]:
    """Which version of which rubric it is."""
    return {key: getattr(rubric, key) for key in ("id", "version", "digest", "title")}


def assessment_of(record: object, place: str, rubric_of: Callable[[str], Rubric]) -> Assessment:
    """The assessment that a record stands for; ``place`` is what messages name.

    Raises AssessmentError as ``parse_assessment`` does, where it is not sound or its rubric is not there, and
    where the rubric here is another than the one it was made with (AUD097).
    """
    try:
        return parse_assessment(json.dumps(record, default=str).encode(), place, rubric_of)
    except AssessmentError as error:
        raise AssessmentError(_retold(problem, place) for problem in error.problems) from error


def _retold(problem: Problem, place: str) -> Problem:
    """A problem of a text that nobody has seen, told without its line, nor a way out that is none here."""
    if problem.code == "AUD021":
        message = say(
            "was made with a rubric of another content than the one of that name here, so its numbers cannot "
            "be made again. Please put the rubric it was made with into a rubrics folder of your workspace."
        )
        return Problem("AUD097", message, place)
    return replace(problem, line=None) if problem.place == place else problem


def ratings_of(rubric: Rubric, assessment: Assessment) -> dict[str, Any]:
    """The ratings as an assessment's file holds them, in rubric order."""
    recorded = assessment.ratings
    return {
        name: recorded[name].model_dump(mode="json", exclude_defaults=True)
        for name in rubric.criteria
        if name in recorded
    }


def panel_of(facts: Facts) -> dict[str, Any]:
    """Who took part, as roles with how many; who was invited; who is meant by the populations."""
    assessment = facts.assessment
    return {
        "roles": [
            {"role": part.role.id, "label": part.role.label, "votes": part.role.votes, "count": part.count}
            for part in facts.roles
        ],
        "invited": assessment.invited,
        "populations": dict(assessment.populations),
    }


def administration_of(facts: Facts) -> dict[str, Any] | None:
    """How the assessment was run, with its own score in percent; None where the rubric has no list for it."""
    run = facts.administration
    if run is None:
        return None
    return {
        "held": len(run.held),
        "not_held": len(run.not_held),
        "unanswered": len(run.unanswered),
        "low": float(run.low),
        "high": float(run.high),
        "statements": [{"id": made.id, "text": made.text, "held": made.held} for made in run.statements],
    }


def _without_names(assessment: Assessment) -> Assessment:
    led = [is_facilitator(assessment, person) for person in assessment.participants]
    people = tuple(
        Participant(role=person.role, name=NAMELESS if leads else None)
        for person, leads in zip(assessment.participants, led, strict=True)
    )
    earlier = tuple(
        part.model_copy(update={"participants": tuple(Participant(role=p.role) for p in part.participants)})
        for part in assessment.earlier
    )
    facilitator = NAMELESS if any(led) else None
    changed = {"participants": people, "facilitator": facilitator, "earlier": earlier}
    return assessment.model_copy(update=changed)
