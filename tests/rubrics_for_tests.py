"""Small rubrics and assessments, made in one line."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from dsds_audit.assessment import Assessment
from dsds_audit.rubric import Rubric
from dsds_audit.rubric_faults import find_faults

DAY = dt.date(2026, 3, 2)
COSTS = {"low": 1, "medium": 3, "high": 8}
RULES = (
    "no-evidence",
    "stale-evidence",
    "future-evidence",
    "unmet-requirement",
    "level-differs-from-checks",
    "reason-missing",
    "does-not-apply-forbidden",
    "population-not-named",
    "no-quorum",
    "no-leader",
    "facilitator-voted",
)


def make_check(check_id: str, effort: str | None = "low", days: int = 10, **fields: Any) -> dict[str, Any]:
    action = {"text": f"Do {check_id}.", "effort": effort, "owner": "coach", "days": days}
    return {"id": check_id, "text": f"It is so: {check_id}.", "action": action if effort else None, **fields}


def make_criterion(criterion_id: str, checks: int | Sequence[Any] = 2, **fields: Any) -> dict[str, Any]:
    names = [f"k{number}" for number in range(1, checks + 1)] if isinstance(checks, int) else checks
    return {
        "id": criterion_id,
        "title": f"Title of {criterion_id}",
        "question": f"Is it so with {criterion_id}?",
        "why": f"Because of {criterion_id}.",
        "checks": [name if isinstance(name, dict) else make_check(name) for name in names],
        **fields,
    }


def make_rubric(
    practices: Sequence[int] | Mapping[str, Mapping[str, Mapping[str, Any]]] = (2, 4, 4, 4),
    *,
    top: int = 2,
    weights: Sequence[Any] = (),
    total: Any = 80,
    practice: Any = 80,
    usable: bool = True,
    **fields: Any,
) -> Rubric:
    """Practices p1, p2, … with criteria c1, c2, …, or named ones with what differs from the default."""
    if not isinstance(practices, Mapping):
        practices = {
            f"p{p}": {f"c{c}": {} for c in range(1, count + 1)} for p, count in enumerate(practices, start=1)
        }
    weights = weights or [1] * len(practices)
    rubric = Rubric.model_validate(
        {
            "id": "small",
            "version": "1.0.0",
            "title": "A small rubric",
            "subject": "a small thing",
            "about": "It is made for a test.",
            "scale": [
                {"level": n, "label": f"label {n}", "meaning": f"Meaning {n}."} for n in range(top + 1)
            ],
            "target": top,
            "thresholds": {"total": total, "practice": practice},
            "efforts": [{"id": name, "label": name, "cost": cost} for name, cost in COSTS.items()],
            "practices": [
                {
                    "id": name,
                    "title": f"Practice {name}",
                    "short": name,
                    "statement": f"All of {name}.",
                    "weight": str(weight),
                    "criteria": [make_criterion(c, **overrides) for c, overrides in criteria.items()],
                }
                for (name, criteria), weight in zip(practices.items(), weights, strict=True)
            ],
            **fields,
        }
    )
    assert not usable or not list(find_faults(rubric))
    return rubric


def finding_texts(*rules: str) -> list[dict[str, str]]:
    words = "{criterion}/{check}/{requirement}/{level}/{suggested}/{date}/{days}/{role}/{population}"
    return [
        {"rule": rule, "text": f"{rule}: {words}", "why": "Why.", "way_out": "Out."}
        for rule in rules or RULES
    ]


def rate(
    rubric: Rubric, ratings: Mapping[str, Any] | None = None, *, others: Any = None, **fields: Any
) -> Assessment:
    """An assessment; a rating is a level, "?" (don't know), "-" (does not apply), None or a file's."""
    given = {**dict.fromkeys(rubric.criteria, others), **(ratings or {})}
    return Assessment.model_validate(
        {
            "site": "Riverbend",
            "date": DAY,
            "rubric": rubric.ref,
            "ratings": {name: _rating(value) for name, value in given.items() if value is not None},
            **fields,
        }
    )


def _rating(value: Any) -> Any:
    if value == "?":
        return {"dont_know": True}
    if value == "-":
        return {"not_applicable": "It is not ours."}
    return {"level": value} if isinstance(value, int) else value


def examples(most: int) -> settings:
    """So many examples, whatever else the machine is busy with."""
    return settings(max_examples=most, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def unconfirmed(*names: str) -> dict[str, Any]:
    return {"position": "finish", "carried": list(names)}


@st.composite
def rubrics(draw: st.DrawFn, most: int = 6, tops: Sequence[int] = (1, 2, 3, 10), **fields: Any) -> Rubric:
    """Rubrics of one to three practices, with all sorts of weights, thresholds, targets and permissions."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3).filter(lambda s: sum(s) <= most))
    top = draw(st.sampled_from(tops))
    weights = draw(
        st.lists(st.sampled_from(["1", "2", "0.5", "1.25"]), min_size=len(sizes), max_size=len(sizes))
    )
    percent = st.sampled_from([0, 33, "66.666667", 50, 75, 80, 100])
    criteria = {
        f"p{p}": {
            f"c{c}": {
                "not_applicable": draw(st.booleans()),
                "target": draw(st.one_of(st.none(), st.integers(1, top))),
                "checks": draw(st.integers(0, 3)),
            }
            for c in range(1, size + 1)
        }
        for p, size in enumerate(sizes, start=1)
    }
    return make_rubric(
        criteria, top=top, weights=weights, total=draw(percent), practice=draw(percent), **fields
    )


def levels_of(rubric: Rubric) -> st.SearchStrategy[Any]:
    """A rating of any kind: levels mostly, now and then don't know, does not apply, nothing."""
    return st.one_of(
        st.integers(0, rubric.top), st.integers(0, rubric.top), st.sampled_from(["?", "-", None])
    )


@st.composite
def cases(draw: st.DrawFn, **fields: Any) -> tuple[Rubric, dict[str, Any]]:
    """A rubric with ratings for it."""
    rubric = draw(rubrics(**fields))
    return rubric, {name: draw(levels_of(rubric)) for name in rubric.criteria}


@st.composite
def waiting_cases(draw: st.DrawFn, most: int = 6) -> tuple[Rubric, dict[str, Any]]:
    """Rubrics in which criteria rest on each other, some critical, with ticks; no circles."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3).filter(lambda s: sum(s) <= most))
    names = [f"p{p}.c{c}" for p, size in enumerate(sizes, start=1) for c in range(1, size + 1)]
    top = draw(st.sampled_from([1, 2, 4]))
    effort = st.sampled_from(["low", "low", "medium", "high"])
    earlier: list[str] = []
    criteria: dict[str, dict[str, Any]] = {}
    for name in draw(st.permutations(names)):
        requirement = st.lists(st.sampled_from(earlier), max_size=1) if earlier else st.just([])
        ids = [f"k{number}" for number in range(1, draw(st.integers(1, 3)) + 1)]
        criteria[name] = {
            "checks": [
                make_check(k, draw(effort), draw(st.integers(1, 60)), requires=draw(requirement)) for k in ids
            ],
            "requires": draw(requirement),
            "critical": draw(st.integers(0, 4)) == 0,
            "target": draw(st.one_of(st.none(), st.none(), st.integers(1, top))),
            "not_applicable": draw(st.booleans()),
        }
        earlier += [name, *(f"{name}.{k}" for k in ids)]
    practices = {
        f"p{p}": {f"c{c}": criteria[f"p{p}.c{c}"] for c in range(1, size + 1)}
        for p, size in enumerate(sizes, start=1)
    }
    percent = st.sampled_from([0, 33, 50, 75, 80, 100])
    rubric = make_rubric(
        practices,
        top=top,
        weights=draw(st.lists(st.sampled_from(["1", "2", "0.5"]), min_size=len(sizes), max_size=len(sizes))),
        total=draw(percent),
        practice=draw(percent),
        now=draw(st.integers(1, 3)),
    )
    ratings = {}
    for name, criterion in rubric.criteria.items():
        value = draw(levels_of(rubric))
        ticks = st.one_of(st.none(), st.lists(st.sampled_from([c.id for c in criterion.checks]), unique=True))
        ratings[name] = {"level": value, "checks": draw(ticks)} if isinstance(value, int) else value
    return rubric, ratings
