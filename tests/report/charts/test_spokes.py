from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import make_rubric, rate

from dsds_audit.report.charts.spokes import _apart, label_x, place_labels, spokes_of
from dsds_audit.report.facts import gather_facts


def spokes(count, ratings=None, short="A practice with a long short title", **fields):
    rubric = make_rubric([2] * count)
    practices = tuple(p.model_copy(update={"short": f"{short} {p.id}"}) for p in rubric.practices)
    rubric = rubric.model_copy(update={"practices": practices})
    return tuple(spokes_of(gather_facts(rubric, rate(rubric, ratings, **fields))))


def box(spoke, radius):
    x = label_x(spoke, radius)
    left = {"left": x, "right": x - spoke.width, "center": x - spoke.width / 2}[spoke.side]
    return left, spoke.y - spoke.height / 2, left + spoke.width, spoke.y + spoke.height / 2


@pytest.mark.parametrize("count", range(3, 21))
@pytest.mark.parametrize(
    "short", ["Use", "A practice with a long short title", "Unbreakableandverylongword" * 3]
)
def test_labels_neither_overlap_nor_reach_into_the_circle(count, short):
    placed, radius = place_labels(spokes(count, short=short, others=1))
    boxes = [box(spoke, radius) for spoke in placed]
    for index, (l1, b1, r1, t1) in enumerate(boxes):
        for l2, b2, r2, t2 in boxes[index + 1 :]:
            assert l1 >= r2 - 1e-9 or l2 >= r1 - 1e-9 or b1 >= t2 - 1e-9 or b2 >= t1 - 1e-9
        nearest_x = min(max(0, l1), r1)
        nearest_y = min(max(0, b1), t1)
        assert nearest_x**2 + nearest_y**2 >= radius**2


def test_spokes_run_clockwise_from_the_top_in_rubric_order():
    four = spokes(4, others=1)
    assert [spoke.angle for spoke in four] == [0, pi / 2, pi, 3 * pi / 2]
    assert [spoke.side for spoke in four] == ["center", "left", "center", "right"]
    assert four[1].at(1, 2) == pytest.approx((2, 0))


def test_states_and_ends():
    known, open_, partly = spokes(3, {"p1.c1": 2, "p1.c2": 1, "p3.c1": 0})
    assert (known.state, known.low, known.high) == ("known", 0.75, 0.75)
    assert (open_.state, open_.low, open_.high) == ("open", 0, 1)
    assert (partly.state, partly.low, partly.high) == ("known", 0, 0.5)
    assert known.value == ("75 %", "2 of 2 rated")


def test_what_does_not_apply_is_absent():
    rubric = make_rubric({name: {"c1": {"not_applicable": True}} for name in ("p1", "p2", "p3")})
    first, *_ = spokes_of(gather_facts(rubric, rate(rubric, {"p1.c1": "-"}, others=1)))
    assert (first.state, first.value) == ("absent", ("does not apply",))


def test_evidence_shows_less_than_is_claimed_or_all_of_it():
    fresh = {"level": 2, "evidence": [{"what": "a list"}]}
    partly, nothing, unclaimed = spokes(3, {"p1.c1": fresh, "p1.c2": 2, "p2.c1": 2, "p2.c2": 1}, others=0)
    assert partly.shown == 0.5
    assert partly.partly_shown
    assert (nothing.shown, nothing.partly_shown) == (0, True)
    assert (unclaimed.shown, unclaimed.partly_shown) == (0, False)


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0.1, 1)), min_size=1, max_size=12))
def test_boxes_are_moved_apart_and_no_further(pairs):
    pairs.sort(reverse=True)
    wanted, heights = zip(*pairs, strict=True)
    placed = _apart(wanted, heights)
    for index in range(len(placed) - 1):
        assert placed[index] - placed[index + 1] >= (heights[index] + heights[index + 1]) / 2 - 1e-9
    apart = all(
        wanted[i] - wanted[i + 1] >= (heights[i] + heights[i + 1]) / 2 + 1e-9 for i in range(len(wanted) - 1)
    )
    if apart:
        assert placed == pytest.approx(list(wanted))
