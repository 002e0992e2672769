import datetime as dt

import pytest
from histories_for_tests import DAYS, closed_on, leg_between, look_back, make_plan, ways
from rubrics_for_tests import make_rubric, rate

from dsds_audit.errors import Problem, RubricError
from dsds_audit.history import build_history
from dsds_audit.intervals import LONGEST, FallBack

RUBRIC = make_rubric({"p1": {"a": {"not_applicable": True}, "b": {}, "c": {}}})


def kinds(history, index=0):
    return {name: move.kind for name, move in history.intervals[index].moves.items()}


@pytest.mark.parametrize(
    ("then", "now", "kind"),
    [
        (0, 1, "rose"),
        (2, 1, "fell"),
        (1, 1, "stayed"),
        (None, 2, "became_known"),
        ("?", 0, "became_known"),
        (2, "?", "became_unknown"),
        ("?", None, "not_known"),
        ("-", 1, "applies_now"),
        ("-", None, "applies_now"),
        (1, "-", "applies_no_more"),
        ("-", "-", "does_not_apply"),
    ],
)
def test_what_becomes_of_a_criterion(then, now, kind):
    history = look_back(RUBRIC, {"p1.a": then}, {"p1.a": now})
    assert kinds(history)["p1.a"] == kind
    assert "p1.a" in [move.criterion for move in history.intervals[0].moved(kind)]


def test_closed_but_did_not_move_and_moved_without_an_action():
    plan = make_plan({"criterion": "p1.a", "closed": closed_on(DAYS[1] - dt.timedelta(1))})
    history = look_back(RUBRIC, {"p1.a": 1, "p1.b": 0}, {"p1.a": 1, "p1.b": 1}, plan=plan)
    (interval,) = history.intervals
    assert effects(interval) == {"a1": "did_not_move"}
    assert interval.without_action == ("p1.b",)


def effects(interval):
    return {outcome.item.id: outcome.effect for outcome in interval.closed}


def test_without_a_plan_nobody_knows_what_moved_without_an_action():
    history = look_back(RUBRIC, {"p1.b": 0}, {"p1.b": 1}, {"p1.b": 1})
    assert [interval.without_action for interval in (*history.intervals, history.whole)] == [None] * 3


def test_the_whole_time_says_of_every_item_what_its_interval_says():
    plan = make_plan(
        {"criterion": "p1.a", "closed": closed_on(DAYS[1])},
        {"criterion": "p1.b", "adopted": DAYS[1], "closed": closed_on(DAYS[2])},
    )
    levels = ({"p1.a": 0, "p1.b": 0}, {"p1.a": 1, "p1.b": 1}, {"p1.a": 0, "p1.b": 1, "p1.c": 1})
    history = look_back(RUBRIC, *levels, plan=plan)
    assert [effects(interval) for interval in history.intervals] == [{"a1": "moved"}, {"a2": "did_not_move"}]
    assert list(effects(history.whole).items()) == [("a2", "did_not_move"), ("a1", "moved")]
    assert [i.without_action for i in (*history.intervals, history.whole)] == [("p1.b",), (), ("p1.b",)]


def test_what_rose_without_an_action_keeps_its_place_under_a_new_name():
    new = make_rubric({"p1": {"a": {}, "bee": {}}}, version="1.1.0")
    leg = leg_between(
        RUBRIC,
        new,
        {"relation": "renamed", "was": ["p1.b"], "now": ["p1.bee"]},
        {"relation": "retired", "was": ["p1.c"]},
    )
    entries = [
        (RUBRIC, rate(RUBRIC, others=0, date=DAYS[0])),
        (RUBRIC, rate(RUBRIC, {"p1.a": 0}, others=1, date=DAYS[1])),
        (new, rate(new, others=0, date=DAYS[2])),
    ]
    history = build_history(entries, ways(leg), plan=make_plan())
    assert history.intervals[0].without_action == ("p1.b", "p1.c")
    assert history.whole.without_action == ("p1.bee",)


@pytest.mark.parametrize("aim", [{"criterion": "p9.c9"}, {"criterion": "p1.b", "rubric": "small@7.0.0"}])
def test_an_aim_nobody_knows_leaves_open_what_moved_without_an_action(aim):
    plan = make_plan({**aim, "closed": closed_on(DAYS[1])})
    history = look_back(RUBRIC, {"p1.b": 0}, {"p1.b": 1}, {"p1.b": 1}, plan=plan)
    first, second = history.intervals
    assert effects(first) == {"a1": "aim_not_known"}
    assert (first.without_action, first.aims_not_known) == (None, plan.items)
    assert second.without_action == ()
    assert (history.whole.without_action, history.whole.aims_not_known) == (None, plan.items)


def test_a_damaged_crosswalk_is_told_and_not_taken_for_none():
    def legs_of(old, new):
        if old == new:
            return ()
        raise RubricError(Problem("AUD024", "is damaged."))

    plan = make_plan({"criterion": "p1.b", "rubric": "small@0.9.0"})
    with pytest.raises(RubricError):
        build_history([(RUBRIC, rate(RUBRIC, others=1, date=day)) for day in DAYS], legs_of, plan=plan)


def test_a_criterion_fell_back_once_and_over_the_whole_time():
    history = look_back(RUBRIC, {"p1.b": 0}, {"p1.b": 2}, {"p1.b": 1}, {"p1.b": 1})
    assert [interval.fell_back for interval in history.intervals] == [
        (),
        (FallBack("p1.b", 2, DAYS[1], 1, None),),
        (),
    ]
    assert history.whole.fell_back == (FallBack("p1.b", 2, DAYS[1], 1, None),)


def test_what_was_not_known_in_between_does_not_hide_a_fall():
    history = look_back(RUBRIC, {"p1.b": 2}, {"p1.b": "?"}, {"p1.b": 1})
    assert history.intervals[1].fell_back == (FallBack("p1.b", 2, DAYS[0], 1, None),)
    assert kinds(history, 1)["p1.b"] == "became_known"


def test_a_fall_after_an_action_was_closed_names_it():
    plan = make_plan(
        {"criterion": "p1.b", "closed": closed_on(DAYS[0])},
        {"criterion": "p1.b", "closed": closed_on(DAYS[1])},
    )
    history = look_back(RUBRIC, {"p1.b": 0}, {"p1.b": 2}, {"p1.b": 1}, plan=plan)
    (fall,) = history.intervals[1].fell_back
    assert fall.item is plan.items[1]


def test_a_fall_is_found_across_versions():
    new = make_rubric({"p1": {"a": {"not_applicable": True}, "bee": {}, "c": {}}}, version="1.1.0")
    leg = leg_between(RUBRIC, new, {"relation": "renamed", "was": ["p1.b"], "now": ["p1.bee"]})
    entries = [
        (RUBRIC, rate(RUBRIC, {"p1.b": 2}, date=DAYS[0])),
        (RUBRIC, rate(RUBRIC, {"p1.b": "?"}, date=DAYS[1])),
        (new, rate(new, {"p1.bee": 0}, date=DAYS[2])),
    ]
    plan = make_plan({"criterion": "p1.b", "rubric": RUBRIC.ref, "closed": closed_on(DAYS[0])})
    history = build_history(entries, ways(leg), plan=plan)
    assert history.intervals[1].other_version
    assert history.intervals[1].fell_back == (FallBack("p1.bee", 2, DAYS[0], 0, plan.items[0]),)


def test_versions_without_a_way_between_them_are_read_with_the_newest():
    middle, newest = (make_rubric((2,), version=version) for version in ("1.1.0", "1.2.0"))
    oldest = make_rubric((2,))
    entries = [
        (rubric, rate(rubric, {"p1.c1": level, "p1.c2": 1}, date=day))
        for rubric, level, day in zip((oldest, middle, newest), (0, 1, 2), DAYS, strict=False)
    ]
    history = build_history(entries, ways(leg_between(oldest, newest), leg_between(middle, newest)))
    first = history.intervals[0]
    assert first.bridge.rubric == first.bridge.earlier_rubric == newest
    assert [move.kind for move in first.moves.values()] == ["rose", "stayed"]
    assert history.whole.bridge.earlier_rubric == oldest


@pytest.mark.parametrize(("days", "long"), [(1, False), (183, False), (LONGEST, False), (LONGEST + 1, True)])
def test_a_missing_assessment_is_noticed(days, long):
    entries = [
        (RUBRIC, rate(RUBRIC, others=1, date=day)) for day in (DAYS[0], DAYS[0] + dt.timedelta(days=days))
    ]
    (interval,) = build_history(entries, ways()).intervals
    assert (interval.days, interval.long) == (days, long)


def test_a_point_is_scored_with_the_version_of_its_time():
    new = make_rubric({"p1": {"a": {}, "b": {"question": "Quite so?"}, "c": {}}}, version="1.1.0")
    leg = leg_between(RUBRIC, new, {"relation": "reworded", "was": ["p1.a", "p1.b"]})
    shown = {"level": 2, "evidence": [{"what": "A note"}]}
    entries = [
        (RUBRIC, rate(RUBRIC, {"p1.a": shown}, others=2, date=DAYS[0])),
        (new, rate(new, others=2, date=DAYS[1])),
    ]
    first, last = build_history(entries, ways(leg)).points
    assert (first.card.low, first.evidenced.high) == (100, 100)
    assert first.column.card.low < 100
    assert first.evidenced.low < first.card.low
    assert last.card.low == 100
    assert last.evidenced.low == 0
