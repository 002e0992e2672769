"""Rubric versions with the way between them, and sites with a past, made in one line."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st
from rubrics_for_tests import make_rubric, rate

from dsds_audit.assessment import Assessment
from dsds_audit.crosswalk import Crosswalk, Leg
from dsds_audit.errors import Problem, RubricError
from dsds_audit.history import History, build_history
from dsds_audit.plan import Plan
from dsds_audit.rubric import Rubric

DAYS = (dt.date(2024, 9, 2), dt.date(2025, 3, 3), dt.date(2025, 9, 1), dt.date(2026, 3, 2))


def leg_between(old: Rubric, new: Rubric, *passages: Mapping[str, Any], **fields: Any) -> Leg:
    """A leg on which everything that no passage names is the same in both."""
    named = {name for passage in passages for part in ("was", "now") for name in passage.get(part, ())}
    same = [name for name in old.criteria if name in new.criteria and name not in named]
    rest = [{"relation": "same", "was": same}] if same else []
    crosswalk = {"rubric": old.id, "was": old.version, "now": new.version, "criteria": [*rest, *passages]}
    return Leg(old, new, Crosswalk.model_validate({**crosswalk, **fields}))


def ways(*legs: Leg) -> Any:
    """What finds the legs between two versions: those given, one at a time."""

    def legs_of(old: str, new: str) -> Sequence[Leg]:
        if old == new:
            return ()
        for leg in legs:
            if (leg.old.ref, leg.new.ref) == (old, new):
                return (leg,)
        raise RubricError(Problem("AUD025", f"no crosswalk leads from {old} to {new}. Please write one."))

    return legs_of


def look_back(
    rubric: Rubric, *ratings: Mapping[str, Any], plan: Plan | None = None, **fields: Any
) -> History:
    """The history of one site that was rated at each of these, half a year apart."""
    entries = [
        (rubric, rate(rubric, given, date=day, **fields)) for day, given in zip(DAYS, ratings, strict=False)
    ]
    return build_history(entries, ways(), plan=plan)


def make_plan(*items: Mapping[str, Any]) -> Plan:
    """A plan of items that are named a1, a2, … and adopted on the first day."""
    usual = {"action": "Do it.", "owner": "Ruth", "adopted": DAYS[0], "due": DAYS[-1]}
    numbered = [{"id": f"a{number}", **usual, **item} for number, item in enumerate(items, start=1)]
    return Plan.model_validate({"site": "Riverbend", "items": numbered})


def closed_on(date: dt.date) -> dict[str, Any]:
    """The ending of an item that was carried out."""
    return {"date": date, "evidence": [{"what": "A note"}], "result": "It helped.", "learnt": "Ask early."}


def a_past(**fields: Any) -> History:
    """Four assessments with all that can happen: another version, a long gap, unknowns, actions closed."""
    old = make_rubric(
        {"p1": {"c1": {}, "c2": {"not_applicable": True}}, "p2": {"c1": {}, "c2": {}}, "p3": {"old": {}}}
    )
    new = make_rubric(
        {
            "p1": {"c1": {}, "c2": {"not_applicable": True}},
            "p2": {"c1": {}, "c2": {"question": "Is it quite so?"}},
            "p3": {"c1": {}, "c2": {}},
        },
        version="1.1.0",
    )
    leg = leg_between(
        old,
        new,
        {"relation": "reworded", "was": ["p2.c2"]},
        {"relation": "renamed", "was": ["p3.old"], "now": ["p3.c1"]},
        {"relation": "new", "now": ["p3.c2"]},
    )
    shown = {"level": 2, "evidence": [{"what": "A note"}]}
    first = {"p1.c1": 0, "p1.c2": 1, "p2.c1": shown, "p2.c2": 1, "p3.old": "?"}
    ratings = (
        (old, first),
        (old, {**first, "p1.c1": 1, "p3.old": 1}),
        (new, {"p1.c1": 1, "p1.c2": "-", "p2.c1": 2, "p2.c2": shown, "p3.c1": 2, "p3.c2": None}),
        (new, {"p1.c1": 0, "p1.c2": "-", "p2.c1": shown, "p2.c2": "?", "p3.c1": 2, "p3.c2": 1}),
    )
    days = (DAYS[0], DAYS[1], DAYS[3], DAYS[3] + dt.timedelta(days=180))
    people = {"participants": [{"role": "coach", "name": "Ruth"}], **fields}
    entries = [
        (rubric, rate(rubric, given, date=day, **people))
        for (rubric, given), day in zip(ratings, days, strict=True)
    ]
    plan = make_plan(
        {"action": "Name one person.", "criterion": "p1.c1", "rubric": old.ref, "closed": closed_on(days[1])},
        {"action": "Write it down.", "criterion": "p2.c1", "rubric": old.ref, "closed": closed_on(DAYS[2])},
        {"action": "Ask once more.", "criterion": "p1.c1", "rubric": old.ref, "closed": closed_on(DAYS[2])},
        {"action": "Buy a screen.", "closed": closed_on(days[3])},
        {"action": "Tell everyone.", "criterion": "p2.c2", "closed": closed_on(dt.date(2027, 1, 8))},
    )
    return build_history(entries, ways(leg), plan=plan)


@st.composite
def versions(draw: st.DrawFn) -> tuple[Rubric, Rubric, Leg]:
    """Two versions of a rubric that differ in anything, with a crosswalk from one to the other."""
    old, new = (_version(draw, version) for version in ("1.0.0", "1.1.0"))
    left = list(new.criteria)
    passages: list[dict[str, Any]] = []
    for name in old.criteria:
        kinds = ["retired", *(["same", "reworded"] if name in left else []), *(["renamed"] if left else [])]
        kinds += ["split"] if len(left) > 1 else []
        relation = draw(st.sampled_from(kinds))
        now = {"retired": [], "same": [name], "reworded": [name]}.get(relation)
        if now is None:
            now = draw(st.permutations(left))[: 2 if relation == "split" else 1]
        left = [other for other in left if other not in now]
        rule = {"rule": draw(st.sampled_from(["each", "ask"]))} if relation == "split" else {}
        passages.append({"relation": relation, "was": [name], "now": now, **rule})
    passages += [{"relation": "new", "now": [name]} for name in left]
    levels = {step: step for step in range(min(old.top, new.top) + 1)} if draw(st.booleans()) else {}
    fields = {"rubric": old.id, "was": old.version, "now": new.version, "levels": levels}
    return old, new, Leg(old, new, Crosswalk.model_validate({**fields, "criteria": passages}))


def _version(draw: st.DrawFn, version: str) -> Rubric:
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    practices = {
        f"p{p}": {f"c{c}": {"not_applicable": draw(st.booleans()), "checks": 1} for c in range(1, size + 1)}
        for p, size in enumerate(sizes, start=1)
    }
    weights = draw(st.lists(st.sampled_from(["1", "2", "0.5"]), min_size=len(sizes), max_size=len(sizes)))
    return make_rubric(practices, top=draw(st.sampled_from([1, 2, 3])), weights=weights, version=version)


def anything(draw: st.DrawFn, rubric: Rubric, **fields: Any) -> Assessment:
    """An assessment with ratings of any kind, some with fresh evidence."""
    date = fields.get("date", DAYS[0])
    shown = {"evidence": [{"what": "A note", "date": date.isoformat()}]}
    level = st.integers(0, rubric.top)
    kinds = st.one_of(
        level, level, level.map(lambda n: {"level": n, **shown}), st.sampled_from(["?", "-", None])
    )
    return rate(rubric, {name: draw(kinds) for name in rubric.criteria}, **fields)
