import pytest
from histories_for_tests import DAYS, a_past, anything, versions
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, make_rubric, rate

from dsds_audit.bridge import build_bridge
from dsds_audit.report.charts import to_png, to_svg
from dsds_audit.report.charts.waterfall import draw_waterfall


def texts(figure):
    return [text.get_text() for text in figure.texts]


def test_every_bar_has_its_number_and_every_step_its_sign():
    shown = texts(draw_waterfall(a_past().intervals[1].bridge))
    for number in ("58", "67", "83", "-16.7", "+16.7", "+8.3"):
        assert number in shown
    for label in ("The rubric", "The levels", "Mar 3, 2025", "Mar 2, 2026", "low end", "high end"):
        assert label in shown


def test_one_bar_is_enough_where_the_ends_never_differ():
    rubric = make_rubric((1, 1))
    bridge = build_bridge(rubric, rate(rubric, others=0), rubric, rate(rubric, others=2), ())
    shown = texts(draw_waterfall(bridge))
    assert "high end" not in shown
    assert shown.count("+100") == 1


def test_steps_without_points_are_said_and_not_drawn():
    rubric = make_rubric((1, 1))
    bridge = build_bridge(rubric, rate(rubric, others=0), rubric, rate(rubric, others=2), ())
    shown = texts(draw_waterfall(bridge))
    assert "No points: the rubric, what applies, what is known." in shown
    assert "The rubric" not in shown
    assert "0" in shown
    assert "+0" not in shown
    assert "not the site" not in shown


def test_a_practice_can_be_drawn_and_its_name_stands_there():
    bridge = a_past().intervals[1].bridge
    assert any("Practice p1" in text for text in texts(draw_waterfall(bridge, subject="p1")))
    assert "Riverbend" not in texts(draw_waterfall(bridge, titled=False))
    with pytest.raises(KeyError):
        draw_waterfall(bridge, subject="p9")


def test_a_step_without_a_number_says_so():
    rubric = make_rubric({"p1": {"c1": {"not_applicable": True}}})
    bridge = build_bridge(rubric, rate(rubric, others="-"), rubric, rate(rubric, others=2), ())
    assert texts(draw_waterfall(bridge)).count("no number") == 3


def test_those_who_do_not_see_it_are_told_the_numbers():
    svg = to_svg(draw_waterfall(a_past().intervals[1].bridge))
    assert "the rubric: -16.7 at the low end and +16.7 at the high end" in svg
    assert "Only the levels are a change of the site." in svg


def test_the_svg_is_as_it_was(gold):
    gold("past-waterfall.svg", to_svg(draw_waterfall(a_past().intervals[1].bridge)))


@examples(10)
@given(st.data())
def test_any_bridge_can_be_drawn(data):
    old, new, leg = data.draw(versions())
    a, b = anything(data.draw, old, date=DAYS[0]), anything(data.draw, new, date=DAYS[1])
    assert to_png(draw_waterfall(build_bridge(old, a, new, b, [leg])), 20)
