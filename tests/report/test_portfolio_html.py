import datetime as dt
import re

import pytest
from hypothesis import given
from pages_for_tests import HOSTILE, Page, hostile_site
from portfolios_for_tests import portfolio_of, portfolios
from rubrics_for_tests import examples, make_rubric, rate

from dsds_audit.portfolio.facts import gather_portfolio_facts
from dsds_audit.portfolio.reliability import find_reliability
from dsds_audit.report.portfolio_html import render_portfolio
from dsds_audit.report.portfolio_rows import HeatCell
from dsds_audit.report.templates import read_styles
from tests.report.test_html import contrast, themes

RUBRIC = make_rubric({"p1": {"c1": {"critical": True}, "c2": {}}, "p2": {"c1": {}}, "p3": {"c1": {}}})


def portfolio(count, **fields):
    made = [
        rate(
            RUBRIC,
            {"p1.c1": number % 3, "p2.c1": "?" if number % 4 == 0 else 1},
            others=1,
            **{"site": f"Site {number:03d}", "group": ("North", "South")[number % 2], "date": date, **fields},
        )
        for number in range(count)
        for date in (dt.date(2026, 3, 2), dt.date(2026, 9, 14))
    ]
    return portfolio_of(RUBRIC, made, latest=True)


def render(found, by="group", smallest=5, criterion=None):
    return render_portfolio(gather_portfolio_facts(found, by, smallest, criterion), find_reliability(found))


@pytest.fixture(scope="module", params=[3, 12, 61])
def html(request):
    return render(portfolio(request.param), criterion="p2.c1")


def test_it_is_well_formed_and_stands_alone(html):
    page = Page(html)
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert not page.all("link", "iframe", "object", "embed", "base", "form", "img", "script")
    targets = [attrs["href"] for _, attrs in page.all("a")]
    assert all(target.removeprefix("#") in ids for target in targets)
    assert not re.search(r"url\((?!#)", html)
    assert len(page.all("table")) == len(page.all("caption"))
    assert all("scope" in attrs for _, attrs in page.all("th"))


def test_every_part_is_there_with_how_to_read_it(html):
    text = Page(html).text
    for words in (
        "How scores are spread",
        "Practices and criteria",
        "Adequate or not",
        "The commonest gaps",
        "Strengths worth visiting",
        "Change since last time",
        "Ranks as intervals",
        "How far the instrument can be trusted",
        "This is no ranking",
        "as if it were zero",
        "If",
    ):
        assert words in text


def test_few_sites_are_shown_one_by_one_and_many_only_as_rows():
    few, many = Page(render(portfolio(12))), Page(render(portfolio(61)))
    assert len(few.all("svg")) == 1
    assert not many.all("svg")
    assert "Site 011" in few.text
    assert "Site 060" in many.text
    assert len([1 for _, attrs in few.all("div") if attrs.get("class") == "heat"]) == 1
    assert not [1 for _, attrs in many.all("div") if attrs.get("class") == "heat"]


def shades():
    """Each theme with how the style makes the ground of a cell from its share."""
    css = read_styles("portfolio.css")
    found = re.findall(r"\.heat td\.(\S+) \{[^}]*calc\((\d+)% \+ var\(--share\) \* ([\d.]+)\)", css)
    ramps = {name: (int(base) / 100, float(rise)) for name, base, rise in found}
    assert set(ramps) == {"level", "dark", "level:not(.dark)"}
    return zip(themes(), ("level", "level:not(.dark)"), (ramps, ramps), strict=True)


def test_the_words_of_every_shade_stand_out_from_it():
    for theme, plain, ramps in shades():
        for share in (step / 200 for step in range(201)):
            dark = HeatCell("", "", share).dark
            base, rise = ramps["dark" if dark else plain]
            ends = [[int(theme[name][at : at + 2], 16) for at in (1, 3, 5)] for name in ("accent", "paper")]
            mixed = [
                round(a * (base + rise * share) + b * (1 - base - rise * share))
                for a, b in zip(*ends, strict=True)
            ]
            ground = "#" + "".join(f"{part:02x}" for part in mixed)
            assert contrast(theme["paper" if dark else "ink"], ground) >= 4.5, (share, theme["paper"])


def test_wide_tables_scroll_by_themselves_and_what_is_folded_up_is_printed(html):
    assert html.count('<table class="caterpillar">') == html.count(
        '<div class="scroll">\n<table class="caterpillar">'
    )
    assert "details::details-content { content-visibility: visible; }" in html


def test_what_is_withheld_stands_nowhere_but_every_site_has_its_row():
    page = Page(render(portfolio(6)))
    assert "Figures that are not shown: each group's. There are fewer than 5" in page.text
    cells = [attrs.get("class") for _, attrs in page.all("div")]
    assert cells.count("spread") == 1, "all sites are six, each group is three"
    assert all(f"Site {number:03d}" in page.text for number in range(6))


@pytest.mark.parametrize("text", HOSTILE)
def test_typed_text_stays_text(text):
    site = hostile_site(text)
    page = Page(render(portfolio_of(site.rubric, [site.assessment]), smallest=1))
    assert not page.all("img", "iframe", "b", "script")
    assert not any(name.startswith("on") for _, attrs in page.tags for name in attrs)


@given(portfolios(latest=True))
@examples(8)
def test_any_portfolio_makes_a_sound_page(found):
    for by in ("group", "date", "site"):
        assert Page(render(found, by, 1)).text
