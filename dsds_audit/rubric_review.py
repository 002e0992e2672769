"""What is weak in a rubric that can be used: what its author should mend."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from pydantic import ValidationError

from dsds_audit.actions import recommend
from dsds_audit.assessment import Assessment
from dsds_audit.conformity import find_misfits
from dsds_audit.errors import Fault
from dsds_audit.rubric import Criterion, Rubric, Vector, criterion_of
from dsds_audit.rubric_faults import Path, each_check, each_criterion
from dsds_audit.scoring import Scorecard, score
from dsds_audit.speech import mark, say, say_in

_QUESTION_MARKS = ("?", "\uff1f", "\u061f", "\u037e")  # also full-width, Arabic, Greek
_CLOSING = " \"'”’»)"
_UNUSED = {
    "sources": mark("{id} is declared among the sources but used nowhere. Please use or remove it."),
    "efforts": mark("{id} is declared among the efforts but used nowhere. Please use or remove it."),
}
_ADEQUATE = {True: "yes", False: "no", None: "open"}


def find_weaknesses(rubric: Rubric) -> Iterator[Fault]:
    """What an author should mend in a rubric that can be used: AUD040 to AUD045."""
    for path, criterion in each_criterion(rubric):
        yield from _criterion_weaknesses(rubric, path, criterion)
    yield from _duplicate_texts(rubric)
    yield from _orphans(rubric)
    for index, vector in enumerate(rubric.vectors):
        yield from _vector_failures(rubric, ("vectors", index), vector)


def _criterion_weaknesses(rubric: Rubric, path: Path, criterion: Criterion) -> Iterator[Fault]:
    if not criterion.question.rstrip(_CLOSING).endswith(_QUESTION_MARKS):
        message = say(
            "“{question}” is no question. Please end it with a question mark.",
            question=criterion.question[:60],
        )
        yield Fault((*path, "question"), "AUD041", message)
    if not criterion.checks:
        message = say(
            "{criterion} has no checks, so nothing can be advised. Please say what can be observed.",
            criterion=criterion.id,
        )
        yield Fault(path, "AUD040", message)
    target = rubric.target if criterion.target is None else criterion.target
    if target == 0:
        message = say(
            "{criterion} has target 0, so its advice is never given. Please raise it.", criterion=criterion.id
        )
        yield Fault(path, "AUD043", message)
    for required in (*criterion.requires, *(r for check in criterion.checks for r in check.requires)):
        other = rubric.criteria[criterion_of(required)]
        aim = rubric.target if other.target is None else other.target
        if criterion_of(required) == required and aim < rubric.top:
            message = say(
                "{criterion} is required in place, but its target is {target}. Please raise it.",
                criterion=required,
                target=aim,
            )
            yield Fault(path, "AUD043", message)
    for index, check in enumerate(criterion.checks):
        if check.action is None:
            message = say(
                "{check} has no action. Please say what would make it true.",
                check=f"{criterion.id}.{check.id}",
            )
            yield Fault((*path, "checks", index), "AUD040", message)


def _duplicate_texts(rubric: Rubric) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for path, text in _texts(rubric):
        key = " ".join(text.casefold().split())
        if key in seen:
            message = say(
                "“{text}” stands at {place} too. Please word them apart.", text=text[:60], place=seen[key]
            )
            yield Fault(path, "AUD042", message)
        else:
            seen[key] = ".".join(str(step) for step in path)


def _texts(rubric: Rubric) -> Iterator[tuple[Path, str]]:
    for path, criterion in each_criterion(rubric):
        yield (*path, "question"), criterion.question
        yield (*path, "why"), criterion.why
    for path, check in each_check(rubric):
        yield (*path, "text"), check.text
        if check.action:
            yield (*path, "action", "text"), check.action.text


def _orphans(rubric: Rubric) -> Iterator[Fault]:
    """What is declared and used nowhere."""
    items = [criterion for _, criterion in each_criterion(rubric)] + [
        check for _, check in each_check(rubric)
    ]
    actions = [check.action for _, check in each_check(rubric) if check.action]
    cited = {item.source.id for item in [*items, *rubric.practices] if item.source}
    cited |= {action.support.source.id for action in actions if action.support}
    used = {"sources": cited, "efforts": {action.effort for action in actions}}
    for name, ids in used.items():
        for index, item in enumerate(getattr(rubric, name)):
            if item.id not in ids:
                yield Fault((name, index), "AUD045", say(_UNUSED[name], id=item.id))


def _vector_failures(rubric: Rubric, path: Path, vector: Vector) -> Iterator[Fault]:
    others = {} if vector.others is None else {name: {"level": vector.others} for name in rubric.criteria}
    record = {
        "site": "vector",
        "date": "2000-01-01",
        "rubric": rubric.ref,
        "ratings": {**others, **vector.ratings},
    }
    try:
        assessment = Assessment.model_validate(record)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(step) for step in fault["loc"])
        message = say(
            "the vector “{vector}” is not valid: {place}: {fault}. Please mend it.",
            vector=vector.name,
            place=where,
            fault=fault["msg"],
        )
        yield Fault(path, "AUD044", message)
        return
    misfits = list(find_misfits(rubric, assessment))
    if misfits:
        for misfit in misfits:
            message = say("the vector “{vector}”: {fault}", vector=vector.name, fault=misfit.message)
            yield Fault(path, "AUD044", message)
        return
    for field, wanted, found in _differences(rubric, vector, assessment, score(rubric, assessment)):
        message = say(
            "the vector “{vector}” expects {field} {wanted}, found {found}. Please mend one of them.",
            vector=vector.name,
            field=field,
            wanted=wanted,
            found=found,
        )
        yield Fault((*path, "expect"), "AUD044", message)


def _differences(
    rubric: Rubric, vector: Vector, assessment: Assessment, card: Scorecard
) -> Iterator[tuple[str, object, object]]:
    expect = vector.expect
    for field, wanted, found in (("low", expect.low, card.low), ("high", expect.high, card.high)):
        if wanted is not None and (found is None or abs(Fraction(wanted) - found) > Fraction(1, 20_000)):
            yield field, wanted, None if found is None else round(Decimal(float(found)), 4)
    if expect.adequate is not None and expect.adequate != _ADEQUATE[card.adequate]:
        yield "adequate", expect.adequate, _ADEQUATE[card.adequate]
    if expect.practices_in_place is not None and expect.practices_in_place != card.in_place:
        yield "practices_in_place", expect.practices_in_place, card.in_place
    statuses = {practice.id: practice.status for practice in card.practices}
    statuses |= {name: criterion.status for name, criterion in card.criteria.items()}
    for name, wanted_status in expect.statuses.items():
        if statuses.get(name) != wanted_status:
            yield say("the status of {id}", id=name), wanted_status, statuses.get(name)
    if expect.first_actions is not None:
        advice = tuple(r.criterion for r in recommend(rubric, assessment))
        first = advice[: len(expect.first_actions) or None]
        if first != expect.first_actions:
            yield (
                "first_actions",
                ", ".join(expect.first_actions),
                ", ".join(first) or say_in("of actions", "none"),
            )
