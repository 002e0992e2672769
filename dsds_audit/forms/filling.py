"""An assessment as the answers of a form of another tool, with what no form can hold in words."""

from collections.abc import Iterator

from dsds_audit.assessment import Assessment, Rating
from dsds_audit.forms.questions import (
    BARRIER_ROWS,
    DIGEST,
    EVIDENCE_ROWS,
    NONE_HOLDS,
    RUBRIC,
    name_beside,
    name_of,
)
from dsds_audit.forms.submissions import IDENTITY
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say, say_many


def answers_of(assessment: Assessment, rubric: Rubric) -> tuple[dict[str, str], tuple[str, ...]]:
    """The answers that say the same in a form of its rubric, and in words what no form can hold.

    read_submission makes the same assessment of the answers, but for what the words name; participants come
    back role by role. A rating that waits to be confirmed is no answer.
    """
    answers = {RUBRIC: rubric.ref, DIGEST: rubric.digest}
    plain = {name: getattr(assessment, name) for name in IDENTITY}
    answers |= {name: str(value) for name, value in plain.items() if value is not None}
    answers |= {name_beside("population", key): text for key, text in assessment.populations.items()}
    for key, held in assessment.administration.items():
        answers[name_beside("run", key)] = "yes" if held else "no"
    for role in rubric.panel.roles if rubric.panel else ():
        count = sum(person.role == role.id for person in assessment.participants)
        if count:
            answers[name_beside("people", role.id)] = str(count)
    losses = list(_losses(assessment, rubric))
    for full_id, rating in assessment.claims.items():
        if rating.kind == "not_applicable" and not rubric.criteria[full_id].not_applicable:
            loss = say("its rating, as the form does not offer “does not apply” there")
            losses.append(f"{full_id}: {loss}")
            continue
        answers |= _answers_about(rubric, full_id, rating)
        losses += _losses_about(rubric, full_id, rating)
    return answers, tuple(losses)


def _answers_about(rubric: Rubric, full_id: str, rating: Rating) -> Iterator[tuple[str, str]]:
    yield name_of(full_id), str(rating.level) if rating.level is not None else rating.kind
    if rating.not_applicable:
        yield name_of(full_id, "reason"), rating.not_applicable
    if rating.checks is not None and rubric.criteria[full_id].checks:
        yield name_of(full_id, "checks"), " ".join(map(name_of, rating.checks)) or NONE_HOLDS
    if rating.note:
        yield name_of(full_id, "note"), rating.note
    rows = [
        *((f"evidence_{row}", one) for row, one in enumerate(rating.evidence[:EVIDENCE_ROWS], start=1)),
        *((f"barrier_{row}", one) for row, one in enumerate(rating.barriers[:BARRIER_ROWS], start=1)),
    ]
    for name, one in rows:
        for part, value in one:
            if value is not None:
                text = name_of(value) if part == "driver" else str(value)
                yield name_of(full_id, f"{name}_{part}"), text


def _losses(assessment: Assessment, rubric: Rubric) -> Iterator[str]:
    """What no form has a place for, in words."""
    if assessment.digest not in (None, rubric.digest):
        yield say("that it was rated with another wording of the rubric")
    if assessment.thresholds is not None:
        yield say("thresholds of its own")
    if assessment.targets:
        yield say("targets of its own")
    if assessment.earlier:
        yield say("what earlier versions of the rubric asked for")
    if assessment.interview is not None:
        yield say("how far its interview is")
        if assessment.interview.carried:
            yield say("the ratings that wait to be confirmed")
    if any(person.name for person in assessment.participants):
        yield say("the names of participants")
    if assessment.participants and not rubric.panel:
        yield say("the participants, as the rubric names no roles")


def _losses_about(rubric: Rubric, full_id: str, rating: Rating) -> Iterator[str]:
    if rating.checks == () and not rubric.criteria[full_id].checks:
        yield f"{full_id}: {say('that its checks were gone through, as there are none')}"
    evidence, barriers = len(rating.evidence) - EVIDENCE_ROWS, len(rating.barriers) - BARRIER_ROWS
    if evidence > 0:
        more = say_many("{count} further piece of evidence", "{count} further pieces of evidence", evidence)
        yield f"{full_id}: {more}"
    if barriers > 0:
        yield f"{full_id}: {say_many('{count} further barrier', '{count} further barriers', barriers)}"
