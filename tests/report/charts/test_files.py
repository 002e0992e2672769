import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from io import BytesIO

import matplotlib as mpl
import pytest
from pages_for_tests import HOSTILE, hostile_site
from PIL import Image

from dsds_audit.report.charts import draw_bars, draw_dots, draw_radar, to_png, to_svg

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = (draw_radar, draw_dots, draw_bars)
IN_A_PROCESS = """
import sys
from rubrics_for_tests import make_rubric, rate
from dsds_audit.report.charts import draw_radar, to_png, to_svg
rubric = make_rubric()
figure = draw_radar(rubric, rate(rubric, {"p1.c1": 0, "p2.c1": "?"}, others=1, site="日本 & <b>"))
sys.stdout.buffer.write(to_svg(figure).encode() + to_png(figure))
"""


@pytest.mark.parametrize("draw", DRAWN)
def test_the_svg_is_as_it_was(draw, riverbend, gold):
    gold(
        f"riverbend-{draw.__name__.removeprefix('draw_')}.svg",
        to_svg(draw(riverbend.rubric, riverbend.assessment)),
    )


@pytest.mark.parametrize("draw", DRAWN)
def test_the_svg_says_what_it_shows_to_those_who_do_not_see_it(draw, riverbend):
    root = ET.fromstring(to_svg(draw(riverbend.rubric, riverbend.assessment)).encode())
    assert root.get("role") == "img"
    named = {element.get("id"): element.text for element in root if element.get("id")}
    title, description = (named[name] for name in root.get("aria-labelledby").split())
    assert "Riverbend Family Center" in title
    assert "63 to 88 % claimed, 25 to 88 % shown by fresh evidence (3 of 4 rated)" in description


def test_the_svg_refers_to_nothing_outside(riverbend):
    svg = to_svg(draw_radar(riverbend.rubric, riverbend.assessment))
    assert set(re.findall(r"https?://[^\"]+", svg)) == {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert "<metadata" not in svg
    assert "<style" not in svg


def test_ids_are_apart_between_pictures(riverbend):
    ids = [
        re.findall(r'\bid="([^"]+)"', to_svg(draw(riverbend.rubric, riverbend.assessment))) for draw in DRAWN
    ]
    flat = [name for names in ids for name in names]
    assert len(flat) == len(set(flat))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("draw", DRAWN)
def test_hostile_text_stays_text(draw, text):
    site = hostile_site(text)
    figure = draw(site.rubric, site.assessment)
    root = ET.fromstring(to_svg(figure).encode())
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "g", "path", "text", "defs", "use", "pattern", "rect"}
    assert to_png(figure, 30).startswith(b"\x89PNG")


def test_a_text_the_font_cannot_draw_is_text_in_the_svg():
    site = hostile_site("日本語 & <b>")
    root = ET.fromstring(to_svg(draw_dots(site.rubric, site.assessment)).encode())
    assert "日本語 & <b>" in [element.text for element in root.iter(f"{SVG}text")]


def test_a_png_has_the_wanted_resolution_and_no_color_but_ours(riverbend):
    figure = draw_radar(riverbend.rubric, riverbend.assessment)
    image = Image.open(BytesIO(to_png(figure, 100)))
    width, height = figure.get_size_inches()
    assert image.size == (int(width * 100), int(height * 100))


def test_settings_of_the_person_neither_change_the_picture_nor_are_changed(riverbend):
    drawn = to_svg(draw_radar(riverbend.rubric, riverbend.assessment))
    own = {
        "svg.fonttype": "path",
        "font.size": 30,
        "lines.linewidth": 9,
        "savefig.facecolor": "red",
        "figure.dpi": 17,
    }
    with mpl.rc_context(own):
        before = dict(mpl.rcParams)
        assert to_svg(draw_radar(riverbend.rubric, riverbend.assessment)) == drawn
        assert dict(mpl.rcParams) == before


@pytest.mark.slow
def test_two_processes_draw_the_same_bytes():
    drawn = []
    for seed in ("1", "2"):
        environment = {"PYTHONHASHSEED": seed, "MPLCONFIGDIR": "/tmp", "PYTHONPATH": "tests", "PATH": ""}
        command = [sys.executable, "-W", "error", "-c", IN_A_PROCESS]
        drawn.append(subprocess.run(command, capture_output=True, check=True, env=environment).stdout)
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) > 10_000
