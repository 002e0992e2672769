import datetime as dt

import pytest
from histories_for_tests import DAYS, anything, closed_on, leg_between, look_back, make_plan, versions, ways
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, make_rubric, rate, unconfirmed

from dsds_audit.errors import AuditError
from dsds_audit.history import build_history
from dsds_audit.scoring import score

RUBRIC = make_rubric((2, 1))


def test_points_stand_in_order_of_their_dates_whatever_the_order_given():
    entries = [(RUBRIC, rate(RUBRIC, others=1, date=day)) for day in (DAYS[2], DAYS[0], DAYS[1])]
    history = build_history(entries, ways())
    assert [point.date for point in history.points] == list(DAYS[:3])
    assert [(i.earlier.date, i.later.date) for i in history.intervals] == [DAYS[:2], DAYS[1:3]]
    assert (history.whole.earlier.date, history.whole.later.date) == (DAYS[0], DAYS[2])


def test_a_single_point_has_no_intervals():
    history = look_back(RUBRIC, {"p1.c1": 1})
    assert history.intervals == ()
    assert history.whole is None
    assert history.points[0].card == score(RUBRIC, history.points[0].assessment)


def test_the_unfinished_is_left_out_unless_asked_for():
    open_one = rate(RUBRIC, others=1, date=DAYS[1], interview=unconfirmed("p1.c1"))
    entries = [(RUBRIC, rate(RUBRIC, others=1, date=DAYS[0])), (RUBRIC, open_one)]
    history = build_history(entries, ways())
    assert len(history.points) == 1
    assert history.left_out == (open_one,)
    history = build_history(entries, ways(), unfinished=True)
    assert len(history.points) == 2
    assert history.left_out == ()
    assert history.intervals[0].moves["p1.c1"].kind == "became_unknown"


def test_two_of_one_date_and_none_at_all_are_refused():
    twice = [(RUBRIC, rate(RUBRIC, others=level, date=DAYS[0])) for level in (0, 1)]
    with pytest.raises(AuditError, match="AUD093"):
        build_history(twice, ways())
    with pytest.raises(AuditError, match="AUD094"):
        build_history([(RUBRIC, rate(RUBRIC, interview=unconfirmed()))], ways())


def test_a_version_without_a_way_to_the_newest_is_refused_with_the_way_out():
    other = make_rubric((2, 1), version="2.0.0")
    entries = [(rubric, rate(rubric, date=day)) for rubric, day in ((RUBRIC, DAYS[0]), (other, DAYS[1]))]
    with pytest.raises(AuditError, match="AUD025"):
        build_history(entries, ways())


def test_an_older_version_used_later_is_read_with_the_newest():
    newer = make_rubric((2, 1), version="1.1.0")
    entries = [
        (newer, rate(newer, others=0, date=DAYS[0])),
        (RUBRIC, rate(RUBRIC, others=1, date=DAYS[1])),
    ]
    history = build_history(entries, ways(leg_between(RUBRIC, newer)))
    assert history.rubric == newer
    assert len(history.intervals[0].moved("rose")) == 3


def test_items_closed_after_the_last_assessment_wait_for_the_next():
    late = DAYS[1] + dt.timedelta(days=9)
    plan = make_plan({"closed": closed_on(late)}, {"closed": closed_on(DAYS[1])}, {"program": "Other"})
    history = look_back(RUBRIC, {}, {}, plan=plan)
    assert [item.id for item in history.closed_since] == ["a1"]
    assert [item.id for item in history.items] == ["a1", "a2"]
    entries = [(point.rubric, point.assessment) for point in history.points]
    assert build_history(entries, ways(), plan=plan, as_of=DAYS[1]).closed_since == ()


def test_leap_days_count():
    days = (dt.date(2024, 2, 28), dt.date(2024, 2, 29), dt.date(2024, 3, 1))
    history = build_history([(RUBRIC, rate(RUBRIC, date=day)) for day in days], ways())
    assert [interval.days for interval in history.intervals] == [1, 1]


@examples(40)
@given(st.data())
def test_any_past_can_be_looked_back_on(data):
    old, new, leg = data.draw(versions())
    rubrics = [old, *data.draw(st.lists(st.sampled_from([old, new]), max_size=3))]
    entries = [
        (rubric, anything(data.draw, rubric, date=day)) for rubric, day in zip(rubrics, DAYS, strict=False)
    ]
    aims = st.sampled_from([None, "p9.c9", *old.criteria])
    items = [
        {
            "criterion": data.draw(aims),
            "rubric": data.draw(st.sampled_from([None, old.ref, new.ref, "small@7.0.0"])),
            "closed": data.draw(st.none() | st.sampled_from(DAYS).map(closed_on)),
        }
        for _ in range(3)
    ]
    history = build_history(entries, ways(leg), plan=make_plan(*items))
    assert len(history.intervals) == len(entries) - 1
    for interval in history.intervals:
        assert set(interval.moves) == set(interval.bridge.rubric.criteria)
        for move in interval.moves.values():
            known = move.then is not None and move.now is not None
            assert known == (move.kind in ("rose", "fell", "stayed"))
        assert {fall.criterion for fall in interval.fell_back} >= {
            m.criterion for m in interval.moved("fell")
        }
