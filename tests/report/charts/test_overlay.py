from xml.etree import ElementTree

import pytest
from comparisons_for_tests import NEW, comparisons, no_legs, side_by_side
from hypothesis import given
from matplotlib.lines import Line2D
from matplotlib.patches import Circle
from pages_for_tests import HOSTILE, hostile_site
from rubrics_for_tests import examples, make_rubric, rate

from dsds_audit.comparison import compare
from dsds_audit.report.charts.files import to_png, to_svg
from dsds_audit.report.charts.heatmap import draw_heatmap
from dsds_audit.report.charts.many_radars import SmallRadars
from dsds_audit.report.charts.overlay import MOST, draw_overlay
from dsds_audit.report.charts.sheet import SHOWN
from dsds_audit.report.compare_wording import ComparisonWording


def texts(figure):
    return [text.get_text() for text in figure.texts]


@pytest.mark.parametrize("count", [3, 6])
def test_the_svg_is_as_it_was(count, gold):
    levels = (2, 1, "?", 0, None, "?")
    found = side_by_side(NEW, *[{"p1.c1": levels[n], "p3.c2": levels[-n]} for n in range(count)], others=1)
    gold(f"comparison-of-{count}.svg", to_svg(draw_overlay(found)))


def test_each_is_told_from_the_others_without_color():
    figure = draw_overlay(side_by_side(NEW, *[{}] * MOST, others=1))
    outlines = [line for line in figure.findobj(Line2D) if line.get_linewidth() == 2.0]
    assert len({line._unscaled_dash_pattern for line in outlines if line.get_marker() == "None"}) >= MOST - 1
    marks = {line.get_marker() for line in figure.findobj(Line2D)} - {"None"}
    assert len(marks) == MOST


def test_every_spoke_has_a_value_for_each_with_how_much_was_rated():
    shown = texts(draw_overlay(side_by_side(NEW, {"p1.c1": "?"}, {}, others=2)))
    for part in ("A: 50 to 100 % (1 of 2)", "B: 100 % (2 of 2)", "A Riverbend", "B Oak Hill", "80 %"):
        assert part in shown


def test_what_is_unknown_ends_in_an_open_mark():
    known = draw_overlay(side_by_side(NEW, {}, {}, others=1))
    unknown = draw_overlay(side_by_side(NEW, {"p1.c1": "?"}, {}, others=1))
    sign = "open mark: as high as it could be, for what is not known"
    assert sign not in texts(known)
    assert sign in texts(unknown)


def test_thresholds_that_differ_have_no_common_ring():
    own = rate(NEW, site="Oak Hill", thresholds={"practice": 60})
    alike = draw_overlay(side_by_side(NEW, {}, {}))
    differing = draw_overlay(compare([("R", NEW, rate(NEW)), ("O", NEW, own)], no_legs))
    assert len(alike.findobj(Circle)) == len(differing.findobj(Circle)) + 1


def test_many_stand_side_by_side_each_with_its_total():
    figure = draw_overlay(side_by_side(NEW, *[{"p1.c1": n % 3} for n in range(12)], others=1))
    shown = texts(figure)
    assert "A Riverbend" in shown
    assert "50 % claimed (6 of 6 rated)" in shown
    assert "0 to 50 % shown" in shown
    assert shown.count("p2") == 12
    assert len(figure.findobj(Circle)) == 12 * 5


def test_each_stands_by_itself_as_claimed_and_as_evidence_shows_it():
    figure = draw_overlay(side_by_side(NEW, {}, {}, others=2))
    assert texts(figure).count("0 to 100 % shown") == 2
    dashed = [line for line in figure.findobj(Line2D) if line.get_color() == SHOWN]
    assert dashed
    assert "shown by fresh evidence, at least" in texts(figure)


@pytest.mark.parametrize("count", range(1, 41))
def test_no_small_radar_stands_alone_in_a_last_row(count):
    rows = SmallRadars(ComparisonWording(side_by_side(NEW, *[{}] * count)), 5).rows
    assert [number for row in rows for number in row] == list(range(count))
    sizes = [len(row) for row in rows]
    assert max(sizes) - min(sizes) <= 1
    assert max(sizes) <= 5


def test_practices_with_long_names_are_numbered_and_the_numbers_explained():
    rubric = make_rubric((1, 1, 1))
    practices = [p.model_copy(update={"short": f"Donaudampfschiff {p.id}"}) for p in rubric.practices]
    rubric = rubric.model_copy(update={"practices": tuple(practices)})
    order = "Clockwise from the top: 1 Donaudampfschiff p1; 2 Donaudampfschiff p2; 3 Donaudampfschiff p3."
    for count in (2, 6):
        assert order in " ".join(texts(draw_overlay(side_by_side(rubric, *[{}] * count))))


def test_pictures_carry_their_dates():
    alike = draw_overlay(side_by_side(NEW, {}, {}))
    assert "A small rubric, small@1.1.0, 2026-03-02" in texts(alike)
    later = rate(NEW, site="Oak Hill", date="2026-09-14")
    differing = compare([("Riverbend", NEW, rate(NEW)), ("Oak Hill", NEW, later)], no_legs)
    for figure in (draw_overlay(differing), draw_heatmap(differing)):
        assert "B Oak Hill, 2026-09-14" in texts(figure)


def test_two_practices_make_a_heatmap():
    assert draw_overlay(side_by_side(make_rubric((1, 1)), {}, {})).get_gid() == "heatmap"


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("count", [2, 6])
def test_typed_text_stays_text(text, count):
    site = hostile_site(text)
    svg = to_svg(draw_overlay(compare([(text, site.rubric, site.assessment)] * count, no_legs)))
    root = ElementTree.fromstring(svg)
    assert not [tag for tag in root.iter() if tag.tag.endswith("}script")]


@given(comparisons())
@examples(10)
def test_any_comparison_can_be_drawn_and_twice_the_same(comparison):
    svg = to_svg(draw_overlay(comparison))
    assert svg == to_svg(draw_overlay(comparison))
    ElementTree.fromstring(svg)


def test_it_can_be_a_picture():
    assert to_png(draw_overlay(side_by_side(NEW, {}, {})), dpi=40).startswith(b"\x89PNG")
