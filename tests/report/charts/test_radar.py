import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon
from rubrics_for_tests import make_rubric, rate
from strategies import assessments, rubrics

from dsds_audit.report.charts import draw_radar, to_png, to_svg
from dsds_audit.report.charts.sheet import CLAIM, SHOWN, TARGET

PERMITTED = {f"p{n}": {"c1": {"not_applicable": True}} for n in range(1, 6)}


def texts(figure):
    return [text.get_text() for text in figure.texts]


def outline(figure, color=CLAIM):
    """The pieces of the outline: lines of two points away from the middle."""
    lines = [
        line for line in figure.findobj(Line2D) if line.get_color() == color and line.get_linewidth() == 2.2
    ]
    return [line for line in lines if len(line.get_xdata()) == 2]


def test_every_spoke_has_its_short_title_and_value(riverbend):
    shown = texts(draw_radar(riverbend.rubric, riverbend.assessment))
    for part in ("Accountability", "75 %", "2 of 2 rated", "Usefulness", "63 to 88 %", "3 of 4 rated"):
        assert part in shown
    assert {"25", "50", "75", "100", "80 %"} <= set(shown)


def test_the_threshold_is_a_ring_of_its_own(riverbend):
    figure = draw_radar(riverbend.rubric, riverbend.assessment)
    rings = figure.findobj(Circle)
    assert len(rings) == 5
    outer = max(ring.radius for ring in rings)
    (threshold,) = (ring for ring in rings if ring.get_linestyle() not in ("-", "solid"))
    assert threshold.radius / outer == pytest.approx(0.8)
    assert threshold.get_edgecolor()[:3] == pytest.approx(
        [int(TARGET[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    )


def test_the_description_says_how_to_read_it(riverbend):
    _, description = draw_radar(riverbend.rubric, riverbend.assessment).get_label().split("\n")
    assert "Read along the spokes; the area means nothing." in description
    assert "The threshold for a practice is 80 %." in description
    assert (
        "Someone is accountable for the data system: 75 % claimed and shown by fresh evidence (2 of 2 rated)"
        in description
    )


def test_the_outline_breaks_where_nothing_is_known_and_where_nothing_applies():
    rubric = make_rubric(PERMITTED)
    whole = draw_radar(rubric, rate(rubric, others=1))
    unknown = draw_radar(rubric, rate(rubric, {"p2.c1": "?"}, others=1))
    absent = draw_radar(rubric, rate(rubric, {"p2.c1": "-"}, others=1))
    key = 1
    assert [len(outline(figure)) - key for figure in (whole, unknown, absent)] == [5, 3, 3]


def test_what_is_unknown_is_hatched_and_what_is_known_is_not():
    rubric = make_rubric((2, 2, 2))

    def hatched(figure):
        return [shape for shape in figure.findobj(Polygon) if shape.get_hatch()]

    assert not hatched(draw_radar(rubric, rate(rubric, others=1)))
    assert hatched(draw_radar(rubric, rate(rubric, {"p1.c1": "?"}, others=1)))


def test_evidence_is_dashed_wherever_it_shows_less_and_the_key_says_so():
    rubric = make_rubric((2, 2, 2))
    fresh = {"level": 2, "evidence": [{"what": "a list"}]}

    def drawn(ratings, others):
        figure = draw_radar(rubric, rate(rubric, ratings, others=others))
        lines = [line for line in figure.findobj(Line2D) if line.get_color() == SHOWN]
        assert ("shown by fresh evidence, at least" in texts(figure)) == bool(lines)
        return lines

    assert not drawn({}, fresh)
    assert not drawn({}, 0), "where nothing is claimed there is nothing to show"
    assert drawn({}, 2)
    assert drawn({"p1.c1": 2}, fresh)


@pytest.mark.parametrize("count", [1, 2])
def test_fewer_than_three_practices_are_bars(count):
    rubric = make_rubric([2] * count)
    figure = draw_radar(rubric, rate(rubric, others=1))
    assert figure.get_label().startswith("Scores by practice")
    assert figure.get_gid() == "radar"


def test_practices_that_do_not_apply_are_not_counted_as_spokes():
    rubric = make_rubric(PERMITTED)
    figure = draw_radar(rubric, rate(rubric, {"p1.c1": "-", "p2.c1": "-", "p3.c1": "-"}, others=1))
    assert figure.get_label().startswith("Scores by practice")
    assert texts(draw_radar(rubric, rate(rubric, others="-"))).count("does not apply") == 5


@pytest.mark.parametrize("count", range(3, 21))
def test_no_text_leaves_the_picture_and_none_overlaps(count):
    rubric = make_rubric([2] * count)
    figure = draw_radar(rubric, rate(rubric, {"p1.c1": None}, others=1, site="A site with a long name " * 6))
    figure.canvas.draw()
    width, height = figure.bbox.width, figure.bbox.height
    boxes = [text.get_window_extent() for text in figure.texts]
    assert all(b.x0 >= 0 and b.y0 >= 0 and b.x1 <= width and b.y1 <= height for b in boxes)
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            wide = min(one.x1, other.x1) - max(one.x0, other.x0)
            high = min(one.y1, other.y1) - max(one.y0, other.y0)
            assert wide < 1 or high < 2, (figure.texts[index], other)


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_any_assessment_can_be_drawn(data):
    rubric = data.draw(rubrics())
    figure = draw_radar(rubric, data.draw(assessments(rubric)))
    assert to_svg(figure)
    assert to_png(figure, 20)
