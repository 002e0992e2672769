"""What makes a rubric unusable, beyond the form of its file."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dsds_audit.errors import Fault, did_you_mean
from dsds_audit.rubric import Check, Criterion, Rubric, criterion_of
from dsds_audit.speech import mark, say

Path = tuple[str | int, ...]
_UNKNOWN = {
    "source": mark("{id} is no source of this rubric.{hint} Please correct or declare it."),
    "criterion or check": mark(
        "{id} is no criterion or check of this rubric.{hint} Please correct or declare it."
    ),
    "driver": mark("{id} is no driver of this rubric.{hint} Please correct or declare it."),
    "effort": mark("{id} is no effort of this rubric.{hint} Please correct or declare it."),
    "role": mark("{id} is no role of this rubric.{hint} Please correct or declare it."),
}


def find_faults(rubric: Rubric) -> Iterator[Fault]:
    """What makes a rubric unusable: AUD030 to AUD034."""
    yield from _duplicate_ids(rubric)
    yield from _scale_faults(rubric)
    yield from _unknown_references(rubric)
    yield from _cycles(rubric)


def each_criterion(rubric: Rubric) -> Iterator[tuple[Path, Criterion]]:
    """Every criterion with the path to it in the file."""
    for p, practice in enumerate(rubric.practices):
        for c, criterion in enumerate(practice.criteria):
            yield ("practices", p, "criteria", c), criterion


def each_check(rubric: Rubric) -> Iterator[tuple[Path, Check]]:
    """Every check with the path to it in the file."""
    for path, criterion in each_criterion(rubric):
        for index, check in enumerate(criterion.checks):
            yield (*path, "checks", index), check


def _duplicate_ids(rubric: Rubric) -> Iterator[Fault]:
    lists: list[tuple[Path, Iterable[Any]]] = [
        ((name,), getattr(rubric, name))
        for name in ("sources", "efforts", "populations", "drivers", "administration", "practices")
    ]
    lists += [(("practices", index, "criteria"), p.criteria) for index, p in enumerate(rubric.practices)]
    lists += [((*path, "checks"), criterion.checks) for path, criterion in each_criterion(rubric)]
    if rubric.panel:
        lists.append((("panel", "roles"), rubric.panel.roles))
    for path, items in lists:
        seen: set[str] = set()
        for index, item in enumerate(items):
            if item.id in seen:
                message = say("the id {id} is used twice. Please give each its own.", id=item.id)
                yield Fault((*path, index, "id"), "AUD030", message)
            seen.add(item.id)
    rules = [text.rule for text in rubric.findings]
    for index, rule in enumerate(rules):
        if rule in rules[:index]:
            message = say("the rule {rule} is worded twice. Please keep one wording.", rule=rule)
            yield Fault(("findings", index, "rule"), "AUD030", message)
    if sum(len(practice.criteria) for practice in rubric.practices) > 200:
        message = say("there are more than 200 criteria. Please keep to 200.")
        yield Fault(("practices",), "AUD033", message)


def _scale_faults(rubric: Rubric) -> Iterator[Fault]:
    if [step.level for step in rubric.scale] != list(range(len(rubric.scale))):
        message = say("the levels do not run 0, 1, 2, … without a gap. Please number them so.")
        yield Fault(("scale",), "AUD032", message)
    if rubric.target > rubric.top:
        yield _off_scale(("target",), rubric.target, rubric.top)
    for path, criterion in each_criterion(rubric):
        if criterion.target is not None and criterion.target > rubric.top:
            yield _off_scale((*path, "target"), criterion.target, rubric.top)


def _off_scale(path: Path, target: int, top: int) -> Fault:
    message = say(
        "the target {target} is not on the scale 0..{top}. Please use a level of it.", target=target, top=top
    )
    return Fault(path, "AUD033", message)


def _unknown_references(rubric: Rubric) -> Iterator[Fault]:
    sources = {source.id for source in rubric.sources}
    efforts = {effort.id for effort in rubric.efforts}
    known = {*rubric.criteria, *rubric.checks}
    for index, practice in enumerate(rubric.practices):
        if practice.source:
            yield from _unknown(("practices", index, "source"), "source", practice.source.id, sources)
    for path, criterion in each_criterion(rubric):
        if criterion.source:
            yield from _unknown((*path, "source"), "source", criterion.source.id, sources)
        if criterion.driver:
            drivers = {driver.id for driver in rubric.drivers}
            yield from _unknown((*path, "driver"), "driver", criterion.driver, drivers)
        for required in criterion.requires:
            yield from _unknown((*path, "requires"), "criterion or check", required, known)
    for path, check in each_check(rubric):
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
        yield Fault(path, "AUD031", say(_UNKNOWN[kind], id=name, hint=hint), name)


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
    above = {name: [criterion_of(r) for r in required] for name, required in needs.items()}
    paths: dict[str, Path] = {}
    for p, practice in enumerate(rubric.practices):
        for c, criterion in enumerate(practice.criteria):
            path = ("practices", p, "criteria", c)
            paths[f"{practice.id}.{criterion.id}"] = path
            for k, check in enumerate(criterion.checks):
                paths[f"{practice.id}.{criterion.id}.{check.id}"] = (*path, "checks", k)
    for name in (*_on_cycle(above), *_on_cycle(inner)):
        message = say("{id} requires itself in the end. Please break the circle.", id=name)
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
