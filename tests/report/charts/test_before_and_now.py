from histories_for_tests import a_past, look_back
from rubrics_for_tests import make_rubric

from dsds_audit.report.charts import to_svg
from dsds_audit.report.charts.before_and_now import draw_before_and_now


def texts(figure):
    return [text.get_text() for text in figure.texts]


def test_the_assessment_before_is_dated():
    assert "before, on Mar 2, 2026" in texts(draw_before_and_now(a_past()))


def test_those_who_do_not_see_it_are_told_what_was_before():
    rubric = make_rubric((2, 2))
    figure = draw_before_and_now(look_back(rubric, {"p1.c1": 1}, {"p1.c1": 2}))
    assert "(25 to 75 % before)" in to_svg(figure)
    assert "(50 % before)" in to_svg(figure)


def test_a_single_assessment_stands_alone():
    shown = texts(draw_before_and_now(look_back(make_rubric((2, 2)), {"p1.c1": 1})))
    assert not [text for text in shown if text.startswith("before")]
