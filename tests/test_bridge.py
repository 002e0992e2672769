from fractions import Fraction

import pytest
from histories_for_tests import DAYS, anything, leg_between, versions
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import cases, examples, levels_of, make_rubric, rate, rubrics, unconfirmed

from dsds_audit.bridge import STEPS, Bridge, Ends, Presence, Span, build_bridge
from dsds_audit.scoring import score


def worked_example() -> Bridge:
    """The example of docs/history.md."""
    then = make_rubric({"p1": {"c1": {}, "c2": {"not_applicable": True}}, "p2": {"c1": {}, "c2": {}}})
    now = make_rubric(
        {
            "p1": {"c1": {}, "c2": {"not_applicable": True}},
            "p2": {"c1": {}, "c2": {"question": "Is it quite so?"}},
        },
        version="1.1.0",
    )
    return build_bridge(
        then,
        rate(then, {"p1.c1": 2, "p1.c2": 1, "p2.c1": 2, "p2.c2": 0}, date=DAYS[0]),
        now,
        rate(now, {"p1.c1": 2, "p1.c2": "-", "p2.c1": 1, "p2.c2": 2}, date=DAYS[1]),
        [leg_between(then, now, {"relation": "reworded", "was": ["p2.c2"]})],
    )


def test_the_worked_example():
    bridge = worked_example()
    assert bridge.total.stages[0] == Ends(Fraction("62.5"), Fraction("62.5"))
    assert bridge.total.steps == {
        "rubric": Ends(Fraction(0), Fraction(25)),
        "applicability": Ends(Fraction("12.5"), Fraction("12.5")),
        "unknowns": Ends(Fraction(25), Fraction(0)),
        "levels": Ends(Fraction("-12.5"), Fraction("-12.5")),
    }
    assert bridge.total.stages[-1] == Ends(Fraction("87.5"), Fraction("87.5"))
    assert bridge.total.change == Ends(Fraction(25), Fraction(25))
    assert bridge.touched == {
        "rubric": ("p2.c2",),
        "applicability": ("p1.c2",),
        "unknowns": ("p2.c2",),
        "levels": ("p2.c1",),
    }
    assert [span.subject for span in bridge.practices] == ["p1", "p2"]


def assert_it_adds_up(bridge: Bridge) -> None:
    for span in (bridge.total, *bridge.practices):
        for end in ("low", "high"):
            stages = [getattr(stage, end) for stage in span.stages]
            steps = [getattr(step, end) for step in span.steps.values()]
            if None not in stages:
                assert sum(steps) == getattr(span.change, end) == stages[-1] - stages[0]
            for step, before, after in zip(steps, stages, stages[1:], strict=False):
                assert (step is None) == (before is None or after is None)


@examples(80)
@given(st.data())
def test_the_steps_add_up_exactly_on_any_versions(data):
    old, new, leg = data.draw(versions())
    a = anything(data.draw, old, date=DAYS[0])
    b = anything(data.draw, new, date=DAYS[1])
    bridge = build_bridge(old, a, new, b, [leg])
    assert_it_adds_up(bridge)
    card = score(old, a)
    assert bridge.total.stages[0] == Ends(card.low, card.high)
    card = score(new, b)
    assert bridge.total.stages[-1] == Ends(card.low, card.high)
    for kind in STEPS[1:]:
        if not bridge.touched[kind]:
            assert bridge.total.steps[kind] in (Ends(Fraction(0), Fraction(0)), Ends(None, None))


@examples(50)
@given(st.data())
def test_with_the_same_version_the_rubric_has_no_part_in_it(data):
    rubric = data.draw(rubrics())
    a, b = (anything(data.draw, rubric, date=day) for day in DAYS[:2])
    bridge = build_bridge(rubric, a, rubric, b, ())
    assert_it_adds_up(bridge)
    assert bridge.total.steps["rubric"] in (Ends(Fraction(0), Fraction(0)), Ends(None, None))
    assert bridge.touched["rubric"] == bridge.reweighted == ()


@examples(50)
@given(cases())
def test_between_an_assessment_and_itself_there_is_nothing(case):
    rubric, given_ratings = case
    a = rate(rubric, given_ratings)
    bridge = build_bridge(rubric, a, rubric, a, ())
    for span in (bridge.total, *bridge.practices):
        assert set(span.steps.values()) <= {Ends(Fraction(0), Fraction(0)), Ends(None, None)}
    assert not any(bridge.touched.values())
    assert bridge.gained == bridge.lost == ()


@examples(30)
@given(st.data())
def test_other_names_for_the_same_change_nothing(data):
    old = data.draw(rubrics())
    names = {p.id: f"q{index}" for index, p in enumerate(old.practices)}
    practices = tuple(
        p.model_copy(
            update={
                "id": names[p.id],
                "criteria": tuple(c.model_copy(update={"id": f"d{c.id}"}) for c in p.criteria),
            }
        )
        for p in old.practices
    )
    new = old.model_copy(update={"practices": practices, "version": "1.1.0"})
    new.__dict__.pop("criteria", None)
    became = {name: f"{names[name.split('.')[0]]}.d{name.split('.')[1]}" for name in old.criteria}
    leg = leg_between(
        old, new, *({"relation": "renamed", "was": [was], "now": [now]} for was, now in became.items())
    )
    ratings = {name: data.draw(levels_of(old)) for name in old.criteria}
    a = rate(old, ratings)
    b = rate(new, {became[name]: rating for name, rating in ratings.items()})
    bridge = build_bridge(old, a, new, b, [leg])
    for span in (bridge.total, *bridge.practices):
        assert set(span.steps.values()) <= {Ends(Fraction(0), Fraction(0)), Ends(None, None)}
    assert not any(bridge.touched.values())


def test_what_is_only_to_be_confirmed_counts_as_unknown():
    rubric = make_rubric((2,))
    a = rate(rubric, others=2, interview=unconfirmed("p1.c2"))
    bridge = build_bridge(rubric, a, rubric, rate(rubric, others=2), ())
    assert bridge.total.stages[0] == Ends(Fraction(50), Fraction(100))
    assert bridge.touched["unknowns"] == ("p1.c2",)
    assert bridge.total.steps["unknowns"] == Ends(Fraction(50), Fraction(0))


def test_other_weights_are_the_rubrics_doing():
    old, new = make_rubric((1, 1)), make_rubric((1, 1), weights=(3, 1), version="1.1.0")
    ratings = {"p1.c1": 2, "p2.c1": 0}
    bridge = build_bridge(old, rate(old, ratings), new, rate(new, ratings), [leg_between(old, new)])
    assert bridge.reweighted == ("p1",)
    assert bridge.touched["rubric"] == ()
    assert bridge.total.steps["rubric"] == Ends(Fraction(25), Fraction(25))
    assert bridge.total.steps["levels"] == Ends(Fraction(0), Fraction(0))


def test_what_was_retired_or_is_new_is_named():
    old, new = (
        make_rubric({"p1": {"a": {}, "b": {}}}),
        make_rubric({"p1": {"a": {}, "c": {}}}, version="2.0.0"),
    )
    leg = leg_between(
        old, new, {"relation": "retired", "was": ["p1.b"]}, {"relation": "new", "now": ["p1.c"]}
    )
    bridge = build_bridge(old, rate(old, others=1), new, rate(new, others=1), [leg])
    assert bridge.touched["rubric"] == ("p1.c", "p1.b")
    assert bridge.total.steps["rubric"] == Ends(Fraction(-25), Fraction(25))


def test_a_practice_that_is_new_has_no_score_before():
    old, new = make_rubric((1,)), make_rubric((1, 1), version="1.1.0")
    leg = leg_between(old, new, {"relation": "new", "now": ["p2.c1"]})
    span = build_bridge(old, rate(old, others=1), new, rate(new, others=1), [leg]).practices[1]
    assert span.stages[0] == Ends(None, None)
    assert span.change == Ends(None, None)
    assert span.steps["rubric"] == Ends(None, None)
    assert span.steps["unknowns"] == Ends(Fraction(50), Fraction(-50))


def test_where_nothing_applies_there_is_no_number():
    rubric = make_rubric({"p1": {"c1": {"not_applicable": True}}})
    bridge = build_bridge(rubric, rate(rubric, others="-"), rubric, rate(rubric, others=2), ())
    assert bridge.total.change == Ends(None, None)
    assert bridge.total.steps["applicability"] == Ends(None, None)
    assert bridge.total.steps["unknowns"] == Ends(Fraction(100), Fraction(0))


def test_evidence_gained_and_lost_stands_beside_without_points():
    rubric = make_rubric({"p1": {"c1": {}, "c2": {}, "c3": {}, "c4": {}, "c5": {}}})
    shown, bare = {"level": 2, "evidence": [{"what": "A note"}]}, {"level": 2}
    late = {"level": 2, "evidence": [{"what": "A note", "date": "2030-01-01"}]}
    a = rate(rubric, {"p1.c1": bare, "p1.c2": shown, "p1.c3": shown, "p1.c4": shown, "p1.c5": "?"})
    b = rate(rubric, {"p1.c1": shown, "p1.c2": late, "p1.c3": shown, "p1.c4": 0, "p1.c5": shown})
    bridge = build_bridge(rubric, a, rubric, b, ())
    assert bridge.gained == ("p1.c1", "p1.c5")
    assert bridge.lost == ("p1.c2",)  # At level 0 there is nothing left to show.


def test_the_panel_is_told_by_roles():
    roles = [{"id": name, "label": name.title()} for name in ("coach", "leader", "parent")]
    rubric = make_rubric(panel={"roles": roles})
    a = rate(rubric, participants=[{"role": "leader", "name": "Ruth"}, {"role": "coach"}])
    b = rate(rubric, participants=[{"role": "coach"}, {"role": "coach"}, {"role": "guest"}])
    assert build_bridge(rubric, a, rubric, b, ()).panel == (
        Presence("coach", "Coach", 1, 2),
        Presence("leader", "Leader", 1, 0),
        Presence("guest", "guest", 0, 1),
    )


def test_legs_that_lead_elsewhere_are_refused():
    old, new = make_rubric((1,)), make_rubric((1,), version="1.1.0")
    a, b = rate(old, others=1), rate(new, others=1)
    leg = leg_between(old, new)
    for legs in ((), (leg_between(new, old),)):
        with pytest.raises(ValueError, match="no legs"):
            build_bridge(old, a, new, b, legs)
    assert isinstance(build_bridge(old, a, new, b, [leg]).total, Span)
