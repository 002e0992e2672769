import json
import re
import subprocess
import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages_for_tests import HOSTILE, Page, hostile_site
from rubrics_for_tests import make_rubric, rate
from strategies import assessments, rubrics

from dsds_audit.display import whole_percent
from dsds_audit.report.documents import report_document
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.html import render_html
from dsds_audit.report.templates import read_template

EXAMPLE = Path(__file__).parents[2] / "dsds_audit" / "examples" / "riverbend" / "2026-09-14.yaml"
TWO_PROCESSES = """
import sys
from pathlib import Path
from dsds_audit.assessment_files import read_assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.html import render_html
catalogue = Catalogue()
assessment = read_assessment(Path(sys.argv[1]), catalogue.load)
facts = gather_facts(catalogue.load(assessment.rubric), assessment)
sys.stdout.buffer.write(render_html(facts).encode())
"""


@pytest.fixture(scope="module")
def html(riverbend):
    return render_html(riverbend)


def test_it_is_as_it_was(html, gold):
    gold("riverbend.html", html)


def test_it_is_well_formed_and_says_its_language(html):
    page = Page(html)
    assert html.startswith("<!DOCTYPE html>")
    assert page.all("html")[0][1]["lang"] == "en"
    assert page.all("title")
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_it_needs_no_network_and_no_script(html):
    page = Page(html)
    assert not page.all("link", "iframe", "object", "embed", "base", "form", "img")
    assert all("src" not in attrs and "onload" not in attrs for _, attrs in page.tags)
    targets = [attrs[name] for _, attrs in page.tags for name in ("href", "xlink:href") if name in attrs]
    assert targets
    assert all(target.startswith("#") for target in targets)
    assert "@import" not in html
    assert not re.search(r"url\((?!#)", html)
    assert [attrs["type"] for _, attrs in page.all("script")] == ["application/json"]


def test_every_link_leads_somewhere(html):
    page = Page(html)
    ids = {attrs["id"] for _, attrs in page.tags if "id" in attrs}
    for _, attrs in page.tags:
        for name in ("href", "xlink:href", "aria-labelledby"):
            for target in (attrs.get(name) or "").split():
                assert target.removeprefix("#") in ids
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= ids


def test_headings_are_in_order(html):
    levels = [int(tag[1]) for tag, _ in Page(html).all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(deeper <= level + 1 for level, deeper in pairwise(levels))


def test_a_source_leads_to_its_citation_and_ids_stand_aside(html):
    page = Page(html)
    ids = {attrs.get("id") for _, attrs in page.tags}
    sources = {attrs["href"] for _, attrs in page.all("a") if attrs["href"].startswith("#source-")}
    assert sources
    assert all(source.removeprefix("#") in ids for source in sources)
    assert page.text.count("sha256:") == 1
    assert "it can begin at once" in page.text
    assert page.text.count("Nothing it needs is missing") == 0


def test_strengths_come_before_gaps_and_statuses_before_everything(html):
    places = [
        html.index(part) for part in ('<div class="glance"', 'id="profile"', 'id="strengths"', 'id="gaps"')
    ]
    assert places == sorted(places)


def test_every_picture_has_its_numbers_as_text(html):
    page = Page(html)
    pictures = page.all("svg")
    assert len(pictures) == 2
    assert all(attrs["role"] == "img" and attrs["aria-labelledby"] for _, attrs in pictures)
    assert page.text.count("63 to 88 % claimed, 25 to 88 % shown by fresh evidence (3 of 4 rated)") == 3
    assert "the area means nothing" in page.text


def test_how_it_was_run_stands_beside_the_result_with_its_own_score(riverbend):
    ids = [made.id for made in riverbend.rubric.administration]
    answers = {**dict.fromkeys(ids[:6], True), ids[6]: False}
    told = riverbend.assessment.model_copy(update={"administration": answers})
    text = Page(render_html(gather_facts(riverbend.rubric, told))).text.replace("\N{NO-BREAK SPACE}", " ")
    assert text.count("6 of 8 statements held, 1 not answered: 75 to 88 %") == 2
    assert f"Did not hold {riverbend.rubric.administration[6].text}" in text
    assert f"Not answered {riverbend.rubric.administration[7].text}" in text
    assert "69 to 75 % claimed, 59 to 75 % shown by fresh evidence" in text


def test_without_statements_in_the_rubric_nothing_is_said_of_how_it_was_run():
    rubric = make_rubric()
    assert "was run" not in Page(render_html(gather_facts(rubric, rate(rubric, others=1)))).text


def test_every_table_has_a_caption_and_headers_with_scope(html):
    page = Page(html)
    assert len(page.all("table")) == len(page.all("caption"))
    assert all("scope" in attrs for _, attrs in page.all("th"))


def test_it_holds_its_own_numbers(html, riverbend):
    assert json.loads(Page(html).script) == report_document(riverbend)


def test_every_percentage_on_the_page_is_one_of_the_document(html, riverbend):
    document = report_document(riverbend)
    scored = [document["overall"], *document["practices"]]
    exact = [part[end] for each in scored for part in (each, each["evidenced"]) for end in ("low", "high")]
    exact += [advice[end] for advice in document["recommendations"] for end in ("low_alone", "low_then")]
    exact += [document["adequate_set"]["low"], *document["thresholds"].values()]
    shown = {
        whole_percent(Fraction(value).limit_denominator(10**6), [Fraction(80)])
        for value in exact
        if value is not None
    }
    quoted = {28, 36, 40, 56, 60, 80, 100}  # published figures, the rubric's own words, the last ring
    ranges = re.findall(r"(?:(\d+) to )?(\d+)\s%", Page(html).text)
    found = {int(number) for pair in ranges for number in pair if number}
    assert {69, 75, 63, 88, 38, 59} <= found
    assert found <= shown | quoted


def test_no_name_of_anyone_in_the_room_reaches_it(html, riverbend):
    people = [riverbend.assessment.facilitator, *(p.name for p in riverbend.assessment.participants)]
    assert not [name for name in people if name in html]


@pytest.mark.parametrize("text", HOSTILE)
def test_typed_text_never_becomes_markup(text):
    def parts(site):
        html = render_html(site)
        pictures = re.findall(r"<svg.*?</svg>", html, flags=re.DOTALL)
        return Page(re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)), [Page(svg) for svg in pictures]

    page, pictures = parts(hostile_site(text))
    harmless, _ = parts(hostile_site("harmless"))
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in harmless.tags]
    assert [attrs.keys() for _, attrs in page.tags] == [attrs.keys() for _, attrs in harmless.tags]
    assert json.loads(page.script)["program"] == hostile_site(text).assessment.program
    drawn = {"svg", "title", "desc", "g", "path", "text", "defs", "use", "pattern", "rect", "clippath"}
    assert {tag for picture in pictures for tag, _ in picture.tags} <= drawn


def test_text_is_shown_as_it_was_typed():
    assert "<b>5 & 6</b> 日本語" in Page(render_html(hostile_site("<b>5 & 6</b> 日本語"))).text


@pytest.mark.parametrize(
    "text", ["Site #ffffff", "font-family: Arial; x", 'fill="#1b2733" <a style="font-family: Arial; x">']
)
def test_text_in_a_picture_is_no_style(text):
    pictures = re.findall(r"<svg.*?</svg>", render_html(hostile_site(text)), flags=re.DOTALL)
    assert [text in Page(svg).text for svg in pictures] == [True, True]
    assert not any("var(--" in words or "inherit" in words for svg in pictures for words in Page(svg).texts)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_control_character_reaches_the_page(text):
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe]", render_html(hostile_site(text)))


def luminance(color):
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def themes():
    blocks = re.findall(r":root \{([^}]*)\}", read_template("palette.css"))
    return [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block)) for block in blocks]


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark"])
def test_text_stands_out_from_its_ground(theme):
    texts = [(text, ground) for text in ("ink", "muted", "accent") for ground in ("ground", "paper")]
    texts += [(name, f"{name}-soft") for name in ("good", "part", "none", "open")]
    texts += [("ink", f"{name}-soft") for name in ("good", "part", "accent")]
    texts += [("paper", "accent"), ("target", "paper"), ("muted", "good-soft")]
    weak = {pair: contrast(theme[pair[0]], theme[pair[1]]) for pair in texts}
    assert not {pair: ratio for pair, ratio in weak.items() if ratio < 4.5}
    signs = [("accent", "paper"), ("accent", "open-soft"), ("target", "paper"), ("shown", "paper")]
    assert all(contrast(theme[one], theme[other]) >= 3 for one, other in signs)


def test_both_themes_name_the_same_colors():
    light, dark = themes()
    assert light.keys() == dark.keys()


@pytest.mark.slow
def test_two_processes_write_the_same_bytes(html):
    written = []
    for seed in ("1", "2"):
        command = [sys.executable, "-W", "error", "-c", TWO_PROCESSES, str(EXAMPLE)]
        done = subprocess.run(
            command,
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "MPLCONFIGDIR": "/tmp", "PATH": ""},
        )
        written.append(done.stdout)
    assert written == [html.encode()] * 2


def test_one_two_or_no_practice_is_shown_too():
    for sizes in ((1,), (1, 2)):
        rubric = make_rubric(sizes)
        assert "Scores by practice" in Page(render_html(gather_facts(rubric, rate(rubric, others=1)))).text
    rubric = make_rubric({"p1": {"c1": {"not_applicable": True}}})
    text = Page(render_html(gather_facts(rubric, rate(rubric, others="-")))).text
    assert "Nothing applies" in text


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_assessment_can_be_shown(data):
    rubric = data.draw(rubrics())
    facts = gather_facts(rubric, data.draw(assessments(rubric)))
    page = Page(render_html(facts))
    assert json.loads(page.script) == json.loads(json.dumps(report_document(facts)))
