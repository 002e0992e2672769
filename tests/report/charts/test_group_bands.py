from dataclasses import replace
from xml.etree import ElementTree

import pytest
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from pages_for_tests import HOSTILE

from dsds_audit.report.charts.files import to_svg
from dsds_audit.report.charts.group_bands import BandRadar, BandSpoke, Middle, draw_group_bands
from dsds_audit.report.charts.sheet import CLAIM

PRACTICES = ("Accountability", "Access", "Usefulness", "Use")
MIDDLE = Middle(40, 60, 75)
KNOWN = BandSpoke(50, 50, True, MIDDLE)
SITE = BandRadar("Oak Hill", ("50 % (14 of 14 rated)",), (KNOWN,) * 4)


def bands(figure):
    return [shape for shape in figure.findobj(Polygon) if shape.get_zorder() == 0.4]


def outlines(figure):
    return [
        line for line in figure.findobj(Line2D) if line.get_color() == CLAIM and line.get_linewidth() == 2.2
    ]


def texts(figure):
    return [text.get_text() for text in figure.texts]


def test_a_site_stands_over_the_middle_half_of_its_group():
    figure = draw_group_bands([SITE], PRACTICES, "all in words")
    assert len(bands(figure)) == 4
    assert {"Oak Hill", "50 % (14 of 14 rated)", "the middle half of its group", *PRACTICES} <= set(
        texts(figure)
    )
    assert "all in words" in to_svg(figure)


def test_what_is_not_shown_of_a_group_is_not_drawn():
    alone = replace(SITE, spokes=(replace(KNOWN, group=None),) * 4)
    figure = draw_group_bands([alone], PRACTICES, "")
    assert not bands(figure)
    assert "the middle half of its group" not in texts(figure)
    one = replace(SITE, spokes=(KNOWN, replace(KNOWN, group=None), KNOWN, KNOWN))
    assert len(bands(draw_group_bands([one], PRACTICES, ""))) == 2


def test_unknown_is_hatched_and_never_a_zero():
    nothing = BandSpoke(0, 100, False, MIDDLE)
    absent = BandSpoke(None, None, False, None)
    full = draw_group_bands([SITE], PRACTICES, "")
    for spoke in (nothing, absent):
        broken = draw_group_bands([replace(SITE, spokes=(KNOWN, spoke, KNOWN, KNOWN))], PRACTICES, "")
        assert len(outlines(broken)) == len(outlines(full)) - 2
    assert "not known" in texts(draw_group_bands([replace(SITE, spokes=(nothing,) * 4)], PRACTICES, ""))


@pytest.mark.parametrize("count", [1, 4, 5, 12])
def test_any_number_finds_room(count):
    figure = draw_group_bands([SITE] * count, PRACTICES, "")
    assert texts(figure).count("Oak Hill") == count
    assert figure.get_figwidth() < 10


def test_many_practices_are_numbered():
    names = [f"Practice {n}" for n in range(9)]
    figure = draw_group_bands([replace(SITE, spokes=(KNOWN,) * 9)], names, "")
    assert "9" in texts(figure)
    assert any("Clockwise" in text for text in texts(figure))


@pytest.mark.parametrize("text", HOSTILE)
def test_typed_text_stays_text(text):
    svg = to_svg(draw_group_bands([replace(SITE, name=text)], PRACTICES, text))
    ElementTree.fromstring(svg)
    assert "<script" not in svg
