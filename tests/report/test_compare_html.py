import json
import re

import pytest
from comparisons_for_tests import NEW, comparisons, no_legs, side_by_side, two_dates
from hypothesis import given
from pages_for_tests import HOSTILE, Page, hostile_site
from rubrics_for_tests import examples, make_rubric

from dsds_audit.comparison import compare
from dsds_audit.history import build_history
from dsds_audit.report.compare_documents import comparison_document
from dsds_audit.report.compare_html import render_comparison
from dsds_audit.report.trend_html import render_trend


@pytest.fixture(scope="module")
def comparison():
    return side_by_side(NEW, {"p1.c1": "?"}, {"p1.c1": 2}, {"p1.c1": 0}, others=1, program="Coaching")


@pytest.fixture(scope="module")
def html(comparison):
    return render_comparison(comparison)


@pytest.fixture(scope="module")
def bridged():
    return render_comparison(two_dates({"p1.c1": 1}, {"p1.c1": 2}))


@pytest.mark.parametrize("which", ["html", "bridged"])
def test_it_is_well_formed_and_stands_alone(which, request):
    html = request.getfixturevalue(which)
    page = Page(html)
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert not page.all("link", "iframe", "object", "embed", "base", "form", "img")
    targets = [attrs["href"] for _, attrs in page.all("a")]
    assert all(target.removeprefix("#") in ids for target in targets)
    assert not re.search(r"url\((?!#)", html)
    assert "@import" not in html
    assert len(page.all("table")) == len(page.all("caption"))
    assert all("scope" in attrs for _, attrs in page.all("th"))


def test_every_cell_says_in_words_what_it_shows(html):
    text = Page(html).text
    for words in ("don't know", "label 2 (2 of 2), no evidence", "label 0 (0 of 2)"):
        assert words in text
    assert "1 of 3 in place, 1 undetermined" in text
    assert "this is no ranking" in text.casefold()


def test_every_picture_has_its_numbers_as_text(html, bridged):
    for page in (Page(html), Page(bridged)):
        assert all(attrs["role"] == "img" for _, attrs in page.all("svg"))
    assert len(Page(html).all("svg")) == 1
    assert len(Page(bridged).all("svg")) == 2


def test_the_bridge_is_the_one_of_a_trend(bridged):
    then, now = two_dates({"p1.c1": 1}, {"p1.c1": 2}).columns
    past = [(column.own.rubric, column.own.assessment) for column in (then, now)]
    trend = render_trend(build_history(past, lambda *_: ()))

    def bridge(page):
        start = page.index('<table class="stack bridge"')
        return page[start : page.index("</dl>", start)]

    assert bridge(bridged) == bridge(trend)
    assert ".bridge tr.site" in bridged


def test_two_dates_of_one_site_show_what_really_changed(html, bridged):
    assert "Only this is a change of the site" in Page(bridged).text
    assert "What really changed" not in Page(html).text


def test_it_holds_its_own_numbers(comparison, html):
    assert json.loads(Page(html).script) == comparison_document(comparison)


def test_dozens_go_into_blocks_that_a_page_can_hold():
    page = Page(render_comparison(side_by_side(make_rubric((1, 1, 1)), *[{}] * 30)))
    heats = [attrs for _, attrs in page.all("div") if attrs.get("class") == "heat"]
    assert len(heats) == 2
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("text", HOSTILE)
def test_typed_text_stays_text(text):
    site = hostile_site(text)
    page = Page(render_comparison(compare([(text, site.rubric, site.assessment)] * 2, no_legs)))
    assert not page.all("img", "iframe", "b")
    assert [attrs["type"] for _, attrs in page.all("script")] == ["application/json"]
    assert not any(name.startswith("on") for _, attrs in page.tags for name in attrs)


@given(comparisons())
@examples(10)
def test_any_comparison_makes_a_sound_page(comparison):
    assert Page(render_comparison(comparison)).script
