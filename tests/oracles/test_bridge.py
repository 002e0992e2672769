"""The bridge against an oracle: its stages, its steps, what they touch, and the evidence beside it."""

import datetime as dt
from typing import Any

from histories_for_tests import anything, leg_between, versions
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, make_rubric, rate, unconfirmed
from strategies import legs, rubrics

from dsds_audit.assessment import Assessment
from dsds_audit.bridge import Bridge, build_bridge
from dsds_audit.crosswalk import Leg
from dsds_audit.rubric import Rubric
from tests.oracles.plain_bridge import STEPS, rounds, spans
from tests.oracles.plain_scores import claimed_ends, claims_of, shown

THEN, NOW = dt.date(2024, 2, 29), dt.date(2025, 3, 1)


def weighted(rubric: Rubric, weights: list[str]) -> Rubric:
    """The same rubric with other weights."""
    content: dict[str, Any] = rubric.model_dump(mode="json")
    for practice, weight in zip(content["practices"], weights, strict=True):
        practice["weight"] = weight
    return Rubric.model_validate(content)


def record(draw: st.DrawFn, rubric: Rubric, date: dt.date) -> Assessment:
    some = draw(st.lists(st.sampled_from(list(rubric.criteria)), unique=True, max_size=2))
    return anything(draw, rubric, date=date, interview=draw(st.sampled_from([None, unconfirmed(*some)])))


@st.composite
def ways(draw: st.DrawFn) -> tuple[Rubric, Assessment, Rubric, Assessment, tuple[Leg, ...]]:
    """Two assessments, with none, one or two new versions in between."""
    old = draw(rubrics())
    found: tuple[Leg, ...] = ()
    rubric = old
    for _ in range(draw(st.integers(0, 2))):
        leg = draw(legs(rubric))
        weights = draw(
            st.lists(
                st.sampled_from(["1", "2", "0.3"]),
                min_size=len(rubric.practices),
                max_size=len(rubric.practices),
            )
        )
        leg = Leg(leg.old, weighted(leg.new, weights), leg.crosswalk)
        found, rubric = (*found, leg), leg.new
    return old, record(draw, old, THEN), rubric, record(draw, rubric, NOW), found


@st.composite
def strange_ways(draw: st.DrawFn) -> tuple[Rubric, Assessment, Rubric, Assessment, tuple[Leg, ...]]:
    """Two versions that differ in anything: practices come, go and change their size, scales change."""
    old, new, leg = draw(versions())
    return old, record(draw, old, THEN), new, record(draw, new, NOW), (leg,)


def same_as(bridge: Bridge, case: tuple[Rubric, Assessment, Rubric, Assessment, tuple[Leg, ...]]) -> None:
    old, a, rubric, b, found = case
    wanted = spans(old, a, found, rubric, b)
    for span in (bridge.total, *bridge.practices):
        stages = wanted.pop(span.subject)
        assert [(stage.low, stage.high) for stage in span.stages] == stages, span.subject
        assert list(span.steps) == list(STEPS)
        for kind, was, now in zip(STEPS, stages[:-1], stages[1:], strict=True):
            for end, place in (("low", 0), ("high", 1)):
                change = None if None in (was[place], now[place]) else now[place] - was[place]
                assert getattr(span.steps[kind], end) == change
        if all(stage[0] is not None for stage in stages):
            for end in ("low", "high"):
                steps = [getattr(step, end) for step in span.steps.values()]
                assert sum(steps) == getattr(span.change, end)
    assert wanted == {}


@given(ways())
@examples(200)
def test_every_stage_and_step_is_the_oracles(case):
    old, a, rubric, b, found = case
    bridge = build_bridge(old, a, rubric, b, found)
    same_as(bridge, case)
    claims = rounds(a, found, rubric, b)
    for kind, before, after in zip(STEPS[1:], claims, claims[1:], strict=False):
        one, other = (claimed_ends(rubric, each) for each in (before, after))
        changed = [name for name in rubric.criteria if one[name] != other[name]]
        touched = bridge.touched[kind]
        assert [name for name in touched if name in changed] == changed, kind
        assert all(before[name] != after[name] for name in touched), kind


@given(strange_ways())
@examples(200)
def test_versions_that_differ_in_anything(case):
    old, a, rubric, b, found = case
    same_as(build_bridge(old, a, rubric, b, found), case)


@given(st.data())
@examples(100)
def test_evidence_gained_and_lost_is_the_oracles(data):
    rubric = data.draw(rubrics())
    a, b = (record(data.draw, rubric, date) for date in (THEN, NOW))
    bridge = build_bridge(rubric, a, rubric, b, ())
    then, now = (
        {name for name in shown(rubric, each) if claims_of(rubric, each)[name] != 0} for each in (a, b)
    )
    claimed = [name for name, claim in claims_of(rubric, b).items() if claim not in (0, "?", "-")]
    assert bridge.gained == tuple(name for name in claimed if name in now - then)
    assert bridge.lost == tuple(name for name in claimed if name in then - now)


@given(ways())
@examples(60)
def test_an_assessment_against_itself_changes_nothing(case):
    _, _, rubric, b, _ = case
    bridge = build_bridge(rubric, b, rubric, b, ())
    assert not any(bridge.touched.values())
    for span in (bridge.total, *bridge.practices):
        assert len(set(span.stages)) == 1


def test_two_practices_that_became_one_are_no_past_of_it():
    old = make_rubric({"p1": {"a": {}}, "p2": {"b": {}}})
    new = make_rubric({"p3": {"a": {}, "b": {}}}, version="1.1.0")
    leg = leg_between(
        old,
        new,
        {"relation": "renamed", "was": ["p1.a"], "now": ["p3.a"]},
        {"relation": "renamed", "was": ["p2.b"], "now": ["p3.b"]},
    )
    a = rate(old, {"p1.a": 2, "p2.b": 0}, date=THEN)
    b = rate(new, {"p3.a": 2, "p3.b": 0}, date=NOW)
    same_as(build_bridge(old, a, new, b, (leg,)), (old, a, new, b, (leg,)))
