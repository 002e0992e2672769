from fractions import Fraction
from xml.etree import ElementTree

import pytest
from comparisons_for_tests import NEW, comparisons, no_legs, side_by_side
from hypothesis import given
from matplotlib.patches import Polygon
from pages_for_tests import HOSTILE, hostile_site
from rubrics_for_tests import examples, make_rubric

from dsds_audit.comparison import compare
from dsds_audit.report.charts.files import to_svg
from dsds_audit.report.charts.heatmap import SHADES, draw_heatmap, shade
from dsds_audit.report.column_wording import letter_of

RUBRIC = make_rubric({"p1": {"c1": {"not_applicable": True}}})


def texts(figure):
    return [text.get_text() for text in figure.texts]


def test_the_svg_is_as_it_was(gold):
    found = side_by_side(RUBRIC, *[{"p1.c1": level} for level in (2, 1, 0, "?", "-")])
    gold("comparison-heatmap.svg", to_svg(draw_heatmap(found)))


def test_the_level_is_a_number_and_a_shade():
    figure = draw_heatmap(side_by_side(RUBRIC, {"p1.c1": 2}, {"p1.c1": 0}))
    shown = texts(figure)
    assert "2*" in shown
    assert "0" in shown
    colors = {tuple(round(255 * part) for part in p.get_facecolor()[:3]) for p in figure.findobj(Polygon)}
    assert {tuple(int(color[at : at + 2], 16) for at in (1, 3, 5)) for color in SHADES} <= colors


def test_unknown_is_hatched_and_does_not_apply_is_a_dash():
    figure = draw_heatmap(side_by_side(RUBRIC, {"p1.c1": "?"}, {"p1.c1": "-"}))
    shown = texts(figure)
    assert "?" in shown
    assert "–" in shown
    assert [patch for patch in figure.findobj(Polygon) if patch.get_hatch()]


def test_only_what_occurs_is_explained():
    shown = texts(draw_heatmap(side_by_side(NEW, {}, {}, others=0)))
    assert "not known" not in shown
    assert "does not apply" not in shown
    assert "no fresh evidence shows it" not in shown
    assert "practice not in place" in shown


def test_shades_run_from_light_to_dark_without_a_break():
    light = [sum(int(shade(Fraction(n, 10))[at : at + 2], 16) for at in (1, 3, 5)) for n in range(11)]
    assert light == sorted(light, reverse=True)
    assert (shade(Fraction(0)), shade(Fraction(1))) == SHADES


def test_dozens_go_into_blocks():
    few, many = (draw_heatmap(side_by_side(RUBRIC, *[{}] * count)) for count in (24, 30))
    assert few.get_figwidth() == many.get_figwidth()
    assert many.get_figheight() > few.get_figheight()
    heads = [text for text in texts(many) if text.startswith(f"{letter_of(29)} ")]
    assert heads == ["AD Site 29"]


@pytest.mark.parametrize("text", HOSTILE)
def test_typed_text_stays_text(text):
    site = hostile_site(text)
    svg = to_svg(draw_heatmap(compare([(text, site.rubric, site.assessment)] * 2, no_legs)))
    root = ElementTree.fromstring(svg)
    assert not [tag for tag in root.iter() if tag.tag.endswith("}script")]


@given(comparisons())
@examples(10)
def test_any_comparison_can_be_drawn(comparison):
    figure = draw_heatmap(comparison)
    assert to_svg(figure) == to_svg(draw_heatmap(comparison))
