"""Whether an assessment fits the rubric it cites."""

from collections.abc import Collection, Iterator

from dsds_audit.assessment import Assessment, Rating
from dsds_audit.errors import Fault, did_you_mean
from dsds_audit.rubric import Rubric
from dsds_audit.speech import mark, say

_UNKNOWN = {
    "population": mark("{id} is no population of the rubric.{hint} Please correct or remove it."),
    "role": mark("{id} is no role of the rubric.{hint} Please correct or remove it."),
    "statement": mark("{id} is no statement of the rubric.{hint} Please correct or remove it."),
    "check": mark("{criterion}: {id} is no check of the rubric.{hint} Please correct or remove it."),
    "driver": mark("{criterion}: {id} is no driver of the rubric.{hint} Please correct or remove it."),
}


def find_misfits(rubric: Rubric, assessment: Assessment) -> Iterator[Fault]:
    """Everything in the assessment that the rubric does not know (AUD010 to AUD012), in file order.

    A claim that a criterion does not apply where the rubric forbids it is no misfit: it loads and scores as
    unknown.
    """
    for name in assessment.targets:
        yield from _unknown_criterion(rubric, name, ("targets", name))
        yield from _off_scale(rubric, name, assessment.targets[name], ("targets", name))
    known = {population.id for population in rubric.populations}
    for name in assessment.populations:
        yield from _unknown("population", name, known, ("populations", name))
    if rubric.panel:
        roles = {role.id for role in rubric.panel.roles}
        for index, person in enumerate(assessment.participants):
            yield from _unknown("role", person.role, roles, ("participants", index, "role"))
    statements = {statement.id for statement in rubric.administration}
    for name in assessment.administration:
        yield from _unknown("statement", name, statements, ("administration", name))
    for name, rating in assessment.ratings.items():
        yield from _rating_misfits(rubric, name, rating)
    if assessment.interview:
        for name in (
            *assessment.interview.skipped,
            *assessment.interview.carried,
            *assessment.interview.ticked,
        ):
            yield from _unknown_criterion(rubric, name, ("interview",))
        for name, ticks in assessment.interview.ticked.items():
            checks = (
                {check.id for check in rubric.criteria[name].checks}
                if name in rubric.criteria
                else set(ticks)
            )
            for check in ticks:
                yield from _unknown("check", check, checks, ("interview", "ticked", name), name)


def _rating_misfits(rubric: Rubric, name: str, rating: Rating) -> Iterator[Fault]:
    path = ("ratings", name)
    if name not in rubric.criteria:
        yield from _unknown_criterion(rubric, name, path)
        return
    if rating.level is not None:
        yield from _off_scale(rubric, name, rating.level, (*path, "level"))
    checks = [check.id for check in rubric.criteria[name].checks]
    for check in rating.checks or ():
        yield from _unknown("check", check, checks, (*path, "checks"), name)
    for index, barrier in enumerate(rating.barriers):
        if barrier.driver is not None:
            place = (*path, "barriers", index, "driver")
            drivers = [driver.id for driver in rubric.drivers]
            yield from _unknown("driver", barrier.driver, drivers, place, name)


def _unknown_criterion(rubric: Rubric, name: str, path: tuple[str | int, ...]) -> Iterator[Fault]:
    if name not in rubric.criteria:
        hint = did_you_mean(name, rubric.criteria)
        message = say(
            "{criterion} is no criterion of {rubric}.{hint} Please correct or remove it.",
            criterion=name,
            rubric=rubric.ref,
            hint=hint,
        )
        yield Fault(path, "AUD010", message)


def _unknown(
    kind: str, name: str, known: Collection[str], path: tuple[str | int, ...], criterion: str = ""
) -> Iterator[Fault]:
    if name in known:
        return
    hint = did_you_mean(name, sorted(known))
    if known and not hint:
        hint = " " + say("Known: {names}.", names=", ".join(sorted(known)))
    yield Fault(path, "AUD011", say(_UNKNOWN[kind], id=name, criterion=criterion, hint=hint))


def _off_scale(rubric: Rubric, name: str, level: int, path: tuple[str | int, ...]) -> Iterator[Fault]:
    if level <= rubric.top:
        return
    parts = {"criterion": name, "level": level, "top": rubric.top}
    if rubric.top <= 10:
        lower = ", ".join(str(step) for step in range(rubric.top))
        message = say(
            "{criterion}: level {level} is not on the scale 0..{top}. Please use {lower} or {top}.",
            **parts,
            lower=lower,
        )
    else:
        message = say(
            "{criterion}: level {level} is not on the scale 0..{top}. "
            "Please use a whole number from 0 to {top}.",
            **parts,
        )
    yield Fault(path, "AUD012", message)
