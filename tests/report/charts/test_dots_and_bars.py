import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rubrics_for_tests import make_rubric, rate
from strategies import assessments, rubrics

from dsds_audit.report.charts import draw_bars, draw_dots, to_png, to_svg
from dsds_audit.scoring import score


def texts(figure):
    return [text.get_text() for text in figure.texts]


@pytest.mark.parametrize("draw", [draw_dots, draw_bars])
def test_every_criterion_has_its_value_as_text(draw, riverbend):
    shown = " ".join(texts(draw(riverbend.rubric, riverbend.assessment)))
    assert shown.count("(1 of 2)") == 5
    assert "63 to 88 % (3 of 4 rated)" in shown
    assert "does not apply" in shown
    assert "don't know" in shown


def test_the_key_names_only_what_occurs():
    rubric = make_rubric((2, 2, 2))
    fresh = {"level": 2, "evidence": [{"what": "a list"}]}
    shown = texts(draw_dots(rubric, rate(rubric, others=fresh)))
    assert "now, as claimed" in shown
    assert not {"not known", "at most", "before", "shown by fresh evidence, at least"} & set(shown)
    assert "shown by fresh evidence, at least" in texts(draw_dots(rubric, rate(rubric, others=2)))
    unknown = texts(draw_dots(rubric, rate(rubric)))
    assert "not known" in unknown
    assert "now, as claimed" not in unknown


def test_before_is_drawn_beside_now():
    rubric = make_rubric((2, 2, 2))
    before = score(rubric, rate(rubric, others=1))
    assert "before" in texts(draw_dots(rubric, rate(rubric, others=2), before=before))


def test_practices_alone_can_be_drawn(riverbend):
    small = draw_dots(riverbend.rubric, riverbend.assessment, criteria=False, titled=False)
    assert small.get_size_inches()[1] < 5
    assert "Riverbend Family Center" not in texts(small)


@pytest.mark.parametrize("draw", [draw_dots, draw_bars])
def test_two_hundred_criteria_make_a_tall_figure(draw):
    rubric = make_rubric([10] * 20, top=10)
    figure = draw(rubric, rate(rubric, others=7))
    width, height = figure.get_size_inches()
    assert width < 6
    assert height > 60
    assert to_svg(figure)


def test_a_scale_with_many_levels_is_labelled_at_its_ends():
    rubric = make_rubric((2, 2, 2), top=100)
    shown = texts(draw_bars(rubric, rate(rubric, others=50)))
    assert "100" in shown
    assert "37" not in shown


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_any_assessment_can_be_drawn(data):
    rubric = data.draw(rubrics())
    assessment = data.draw(assessments(rubric))
    for draw in (draw_dots, draw_bars):
        assert to_png(draw(rubric, assessment), 20)
