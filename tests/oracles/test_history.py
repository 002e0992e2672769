"""A site's history against an oracle: every list of what moved, and of what came of the plan."""

import datetime as dt

import pytest
from histories_for_tests import anything, closed_on, make_plan, ways
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, make_rubric, rate, unconfirmed
from strategies import legs, rubrics

from dsds_audit.history import History, build_history
from dsds_audit.intervals import Interval
from tests.oracles.plain_history import Past

FIRST = dt.date(2024, 2, 29)
DAYS = [FIRST + dt.timedelta(days=50 * number) for number in range(5)]
ANY_DAY = st.sampled_from([day + dt.timedelta(days=off) for day in DAYS for off in (-1, 0, 1)])


@st.composite
def pasts(draw: st.DrawFn) -> tuple[Past, History]:
    """Two to five assessments of one or two versions, some unfinished, with a plan of up to five items."""
    old = draw(rubrics())
    leg = draw(legs(old))
    versions = draw(st.lists(st.sampled_from([leg.old, leg.new]), min_size=2, max_size=5))
    if draw(st.booleans()):
        versions.sort(key=lambda rubric: rubric.version)
    entries = [
        (rubric, anything(draw, rubric, date=day, program="Home"))
        for rubric, day in zip(versions, DAYS, strict=False)
    ]
    stray = (leg.old, anything(draw, leg.old, date=DAYS[0], program="Home", interview=unconfirmed()))
    plan = make_plan(*(draw(items([*leg.old.criteria, *leg.new.criteria, "p9.c9"])) for _ in range(5)))
    shuffled = draw(st.permutations([*entries, stray]))
    about = [item for item in plan.items if item.program in (None, "Home")]
    return Past(entries, leg, about), build_history(shuffled, ways(leg), plan=plan)


@st.composite
def items(draw: st.DrawFn, criteria: list[str]) -> dict[str, object]:
    ending = draw(st.sampled_from(["closed", "closed", "dropped", "open"]))
    day = draw(ANY_DAY)
    ends = {
        "closed": {"closed": closed_on(day)},
        "dropped": {"dropped": {"date": day, "reason": "Not ours."}},
        "open": {},
    }
    return {
        "criterion": draw(st.none() | st.sampled_from(criteria)),
        "rubric": draw(st.sampled_from([None, "small@1.0.0", "small@1.1.0", "small@7.0.0", "other@1.0.0"])),
        "program": draw(st.sampled_from([None, None, "Home", "Other"])),
        "adopted": draw(ANY_DAY),
        "due": DAYS[-1],
        **ends[ending],
    }


def same_as(past: Past, interval: Interval, first: int, last: int) -> None:
    moves = past.moves(first, last)
    assert {name: move.kind for name, move in interval.moves.items()} == moves
    assert list(interval.moves) == list(moves)
    whole = last - first == len(past.entries) - 1
    closed = past.closed_ever() if whole else past.closed(first, last)
    assert {outcome.item.id: outcome.effect for outcome in interval.closed} == closed
    for outcome in interval.closed:
        assert set(outcome.criteria) == (past.aims(outcome.item, interval.bridge.rubric) or set())
    without = past.without_action_ever() if whole else past.without_action(first, last)
    assert interval.without_action == (None if without is None else tuple(without))
    if without is None:
        assert interval.aims_not_known
    fell = {fall.criterion: (fall.level, fall.since, fall.now) for fall in interval.fell_back}
    assert fell == past.fell_back(first, last)


def item_is_the_last_one(past: Past, interval: Interval) -> None:
    """The action named beside what fell back is the one closed last for it, by then."""
    for fall in interval.fell_back:
        dates = [
            item.closed.date
            for item in past.items
            if item.closed
            and item.closed.date <= interval.later.date
            and fall.criterion in (past.aims(item, interval.bridge.rubric) or ())
        ]
        named = fall.item.closed.date if fall.item and fall.item.closed else None
        assert named == max(dates, default=None)


@given(pasts())
@examples(150)
def test_every_list_of_every_interval_is_the_oracles(case):
    past, history = case
    count = len(past.entries)
    assert [point.date for point in history.points] == [entry[1].date for entry in past.entries]
    assert len(history.left_out) == 1
    assert len(history.intervals) == count - 1
    assert history.whole is not None
    for first, interval in enumerate(history.intervals):
        same_as(past, interval, first, first + 1)
        item_is_the_last_one(past, interval)
    same_as(past, history.whole, 0, count - 1)
    days = [outcome.item.closed.date for outcome in history.whole.closed if outcome.item.closed]
    assert days == sorted(days, reverse=True)
    item_is_the_last_one(past, history.whole)
    assert {item.id for item in history.closed_since} == {
        item.id for item in past.items if item.closed and item.closed.date > past.entries[-1][1].date
    }


@given(pasts())
@examples(60)
def test_the_steps_of_all_intervals_add_up_to_the_whole_where_nothing_is_reread(case):
    past, history = case
    assert history.whole is not None
    versions = {rubric.ref for rubric, _ in past.entries}
    if len(versions) > 1:
        return
    for end in ("low", "high"):
        changes = [getattr(interval.bridge.total.change, end) for interval in history.intervals]
        if None not in changes:
            assert sum(changes) == getattr(history.whole.bridge.total.change, end)


@pytest.mark.parametrize(("days", "named"), [(-1, True), (0, True), (1, False), (51, False)])
def test_an_action_dropped_by_the_earlier_date_moved_nothing(days, named):
    rubric = make_rubric((1,))
    entries = [
        (rubric, rate(rubric, others=level, date=day)) for level, day in zip((0, 2), DAYS, strict=False)
    ]
    ending = {"date": DAYS[0] + dt.timedelta(days), "reason": "Not ours."}
    plan = make_plan({"criterion": "p1.c1", "adopted": DAYS[0] - dt.timedelta(9), "dropped": ending})
    (interval,) = build_history(entries, ways(), plan=plan).intervals
    assert interval.without_action == (("p1.c1",) if named else ())
