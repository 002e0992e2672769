"""What is wrong with a rubric, or weak in it, beyond the form of its file."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

from dsds_audit.actions import recommend
from dsds_audit.assessment import Assessment
from dsds_audit.conformity import find_misfits
from dsds_audit.errors import Fault, did_you_mean
from dsds_audit.rubric import Check, Criterion, Rubric, Vector
from dsds_audit.scoring import Scorecard, score

Path = tuple[str | int, ...]
_QUESTION_MARKS = ("?", "\uff1f", "\u061f", "\u037e")  # also full-width, Arabic, Greek
_CLOSING = " \"'”’»)"
_ADEQUATE = {True: "yes", False: "no", None: "open"}


def find_faults(rubric: Rubric) -> Iterator[Fault]:
    """What makes a rubric unusable: AUD030 to AUD034."""
    yield from _duplicate_ids(rubric)
    yield from _scale_faults(rubric)
    yield from _unknown_references(rubric)
    yield from _cycles(rubric)


def find_weaknesses(rubric: Rubric) -> Iterator[Fault]:
    """What an author should mend in a rubric that can be used: AUD040 to AUD045."""
    for path, criterion in _criteria(rubric):
        yield from _criterion_weaknesses(rubric, path, criterion)
    yield from _duplicate_texts(rubric)
    yield from _orphans(rubric)
    for index, vector in enumerate(rubric.vectors):
        yield from _vector_failures(rubric, ("vectors", index), vector)


def _criteria(rubric: Rubric) -> Iterator[tuple[Path, Criterion]]:
    for p, practice in enumerate(rubric.practices):
        for c, criterion in enumerate(practice.criteria):
            yield ("practices", p, "criteria", c), criterion


def _checks(rubric: Rubric) -> Iterator[tuple[Path, Check]]:
    for path, criterion in _criteria(rubric):
        for index, check in enumerate(criterion.checks):
            yield (*path, "checks", index), check


def _duplicate_ids(rubric: Rubric) -> Iterator[Fault]:
    lists: list[tuple[Path, Iterable[Any]]] = [
        ((name,), getattr(rubric, name))
        for name in ("sources", "efforts", "populations", "drivers", "administration", "practices")
    ]
    lists += [(("practices", index, "criteria"), p.criteria) for index, p in enumerate(rubric.practices)]
    lists += [((*path, "checks"), criterion.checks) for path, criterion in _criteria(rubric)]
    if rubric.panel:
        lists.append((("panel", "roles"), rubric.panel.roles))
    for path, items in lists:
        seen: set[str] = set()
        for index, item in enumerate(items):
            if item.id in seen:
                yield Fault(
                    (*path, index, "id"),
                    "AUD030",
                    f"the id {item.id} is used twice. Please give each its own.",
                )
            seen.add(item.id)
    rules = [text.rule for text in rubric.findings]
    for index, rule in enumerate(rules):
        if rule in rules[:index]:
            message = f"the rule {rule} is worded twice. Please keep one wording."
            yield Fault(("findings", index, "rule"), "AUD030", message)
    if sum(len(practice.criteria) for practice in rubric.practices) > 200:
        yield Fault(("practices",), "AUD033", "there are more than 200 criteria. Please keep to 200.")


def _scale_faults(rubric: Rubric) -> Iterator[Fault]:
    if [step.level for step in rubric.scale] != list(range(len(rubric.scale))):
        yield Fault(
            ("scale",), "AUD032", "the levels do not run 0, 1, 2, … without a gap. Please number them so."
        )
    if rubric.target > rubric.top:
        yield _off_scale(("target",), rubric.target, rubric.top)
    for path, criterion in _criteria(rubric):
        if criterion.target is not None and criterion.target > rubric.top:
            yield _off_scale((*path, "target"), criterion.target, rubric.top)


def _off_scale(path: Path, target: int, top: int) -> Fault:
    return Fault(
        path, "AUD033", f"the target {target} is not on the scale 0..{top}. Please use a level of it."
    )


def _unknown_references(rubric: Rubric) -> Iterator[Fault]:
    sources = {source.id for source in rubric.sources}
    efforts = {effort.id for effort in rubric.efforts}
    known = {*rubric.criteria, *rubric.checks}
    for index, practice in enumerate(rubric.practices):
        if practice.source:
            yield from _unknown(("practices", index, "source"), "source", practice.source.id, sources)
    for path, criterion in _criteria(rubric):
        if criterion.source:
            yield from _unknown((*path, "source"), "source", criterion.source.id, sources)
        if criterion.driver:
            drivers = {driver.id for driver in rubric.drivers}
            yield from _unknown((*path, "driver"), "driver", criterion.driver, drivers)
        for required in criterion.requires:
            yield from _unknown((*path, "requires"), "criterion or check", required, known)
    for path, check in _checks(rubric):
        if check.source:
            yield from _unknown((*path, "source"), "source", check.source.id, sources)
        for required in check.requires:
            yield from _unknown((*path, "requires"), "criterion or check", required, known)
        if check.action:
            yield from _unknown((*path, "action", "effort"), "effort", check.action.effort, efforts)
            if check.action.support:
                where = (*path, "action", "support")
                yield from _unknown(where, "source", check.action.support.source.id, sources)
    if rubric.panel and rubric.panel.leader:
        roles = {role.id for role in rubric.panel.roles}
        yield from _unknown(("panel", "leader"), "role", rubric.panel.leader, roles)


def _unknown(path: Path, kind: str, name: str, known: set[str]) -> Iterator[Fault]:
    if name not in known:
        hint = did_you_mean(name, sorted(known))
        message = f"{name} is no {kind} of this rubric.{hint} Please correct or declare it."
        yield Fault(path, "AUD031", message, name)


def _cycles(rubric: Rubric) -> Iterator[Fault]:
    """Requirements that lead back to where they began, told once each, at criterion level.

    A check may require another check of its own criterion; criteria may not wait for each other.
    """
    needs: dict[str, list[str]] = {
        name: list(criterion.requires) for name, criterion in rubric.criteria.items()
    }
    inner: dict[str, list[str]] = {}
    for name, check in rubric.checks.items():
        own = name.rpartition(".")[0]
        for required in check.requires:
            if required.startswith(f"{own}."):
                inner.setdefault(name, []).append(required)
            else:
                needs[own].append(required)
    above = {name: [".".join(r.split(".")[:2]) for r in required] for name, required in needs.items()}
    paths: dict[str, Path] = {}
    for p, practice in enumerate(rubric.practices):
        for c, criterion in enumerate(practice.criteria):
            path = ("practices", p, "criteria", c)
            paths[f"{practice.id}.{criterion.id}"] = path
            for k, check in enumerate(criterion.checks):
                paths[f"{practice.id}.{criterion.id}.{check.id}"] = (*path, "checks", k)
    for name in (*_on_cycle(above), *_on_cycle(inner)):
        message = f"{name} requires itself in the end. Please break the circle."
        yield Fault((*paths[name], "requires"), "AUD034", message)


def _on_cycle(above: Mapping[str, list[str]]) -> list[str]:
    """What is left when everything whose needs are met has been taken away, and needs itself."""
    left = {name: {other for other in others if other in above} for name, others in above.items()}
    while free := [name for name, others in left.items() if not others]:
        for name in free:
            del left[name]
        for others in left.values():
            others -= set(free)
    return [name for name in left if _reaches(left, name)]


def _reaches(left: Mapping[str, set[str]], name: str) -> bool:
    seen: set[str] = set()
    stack = list(left[name])
    while stack:
        other = stack.pop()
        if other == name:
            return True
        if other not in seen:
            seen.add(other)
            stack += left.get(other, ())
    return False


def _criterion_weaknesses(rubric: Rubric, path: Path, criterion: Criterion) -> Iterator[Fault]:
    if not criterion.question.rstrip(_CLOSING).endswith(_QUESTION_MARKS):
        message = f"“{criterion.question[:60]}” is no question. Please end it with a question mark."
        yield Fault((*path, "question"), "AUD041", message)
    if not criterion.checks:
        message = f"{criterion.id} has no checks, so nothing can be advised. Please say what can be observed."
        yield Fault(path, "AUD040", message)
    target = rubric.target if criterion.target is None else criterion.target
    if target == 0:
        yield Fault(
            path, "AUD043", f"{criterion.id} has target 0, so its advice is never given. Please raise it."
        )
    for index, check in enumerate(criterion.checks):
        if check.action is None:
            message = f"{criterion.id}.{check.id} has no action. Please say what would make it true."
            yield Fault((*path, "checks", index), "AUD040", message)


def _duplicate_texts(rubric: Rubric) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for path, text in _texts(rubric):
        key = " ".join(text.casefold().split())
        if key in seen:
            message = f"“{text[:60]}” stands at {seen[key]} too. Please word them apart."
            yield Fault(path, "AUD042", message)
        else:
            seen[key] = ".".join(str(step) for step in path)


def _texts(rubric: Rubric) -> Iterator[tuple[Path, str]]:
    for path, criterion in _criteria(rubric):
        yield (*path, "question"), criterion.question
        yield (*path, "why"), criterion.why
    for path, check in _checks(rubric):
        yield (*path, "text"), check.text
        if check.action:
            yield (*path, "action", "text"), check.action.text


def _orphans(rubric: Rubric) -> Iterator[Fault]:
    """What is declared and used nowhere."""
    items = [criterion for _, criterion in _criteria(rubric)] + [check for _, check in _checks(rubric)]
    actions = [check.action for _, check in _checks(rubric) if check.action]
    cited = {item.source.id for item in [*items, *rubric.practices] if item.source}
    cited |= {action.support.source.id for action in actions if action.support}
    used = {"sources": cited, "efforts": {action.effort for action in actions}}
    for name, ids in used.items():
        for index, item in enumerate(getattr(rubric, name)):
            if item.id not in ids:
                message = f"{item.id} is declared among the {name} but used nowhere. Please use or remove it."
                yield Fault((name, index), "AUD045", message)


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
        yield Fault(
            path,
            "AUD044",
            f"the vector “{vector.name}” is not valid: {where}: {fault['msg']}. Please mend it.",
        )
        return
    misfits = list(find_misfits(rubric, assessment))
    if misfits:
        yield from (
            Fault(path, "AUD044", f"the vector “{vector.name}”: {fault.message}") for fault in misfits
        )
        return
    for field, wanted, found in _differences(rubric, vector, assessment, score(rubric, assessment)):
        message = (
            f"the vector “{vector.name}” expects {field} {wanted}, found {found}. Please mend one of them."
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
            yield f"the status of {name}", wanted_status, statuses.get(name)
    if expect.first_actions is not None:
        advice = tuple(r.criterion for r in recommend(rubric, assessment))
        first = advice[: len(expect.first_actions) or None]
        if first != expect.first_actions:
            yield "first_actions", ", ".join(expect.first_actions), ", ".join(first) or "none"
