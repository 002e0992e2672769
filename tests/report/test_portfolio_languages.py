"""A portfolio in another language: nothing that the program says of it stays in English."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pages_for_tests import Page
from portfolios_for_tests import portfolio_of
from rich.console import Console
from rubrics_for_tests import DAY, make_rubric, rate
from speeches_for_tests import accented, words_in_english
from translations_for_tests import arabic, make_translation

from dsds_audit.portfolio.dictionary import describe_columns
from dsds_audit.portfolio.facts import PortfolioFacts, gather_portfolio_facts
from dsds_audit.portfolio.groups import By
from dsds_audit.portfolio.reliability import Reliability, find_reliability
from dsds_audit.portfolio.table import LeftOut
from dsds_audit.report.charts.files import to_picture
from dsds_audit.report.portfolio_documents import portfolio_document
from dsds_audit.report.portfolio_html import render_portfolio
from dsds_audit.report.portfolio_numbers import brief, decimal, percents, signed_points, thousands
from dsds_audit.report.portfolio_radars import draw_sites
from dsds_audit.report.portfolio_sheets import portfolio_sheets
from dsds_audit.report.portfolio_tables import portfolio_table
from dsds_audit.report.portfolio_wording import PortfolioWording
from dsds_audit.speech import Speech, speaking
from dsds_audit.translation import translate

PLAIN = make_rubric({"p1": {"c1": {"critical": True}, "c2": {}}, "p2": {"c1": {}}, "p3": {"c1": {}}})
RUBRIC = translate(PLAIN, make_translation(PLAIN, "ar", arabic))
GROUPS = ("Έλος", "Ζωή", None)
REASONS = ("double", "no_crosswalk", "unfinished", "earlier", "unreadable")
SPANISH = Speech("es", decimal=",", group=".")


@contextmanager
def compared(by: By, sites: int, smallest: int = 2) -> Iterator[tuple[PortfolioFacts, Reliability]]:
    """So many sites over two dates, in a language that nobody speaks."""
    made = [
        rate(
            RUBRIC,
            {
                "p1.c1": number % 3,
                "p1.c2": (number + turn) % 3,
                "p2.c1": "?" if number % 4 == 0 else 1,
                "p3.c1": 2,
            },
            site=f"Τόπος {number:03d}",
            group=GROUPS[number % 3],
            date=DAY.replace(month=3 + 6 * turn),
            participants=[{"role": "coach"}] * (number % 5),
        )
        for number in range(sites)
        for turn in range(2)
    ]
    left_out = [LeftOut(reason, count, ("1.ÿ",)) for reason in REASONS for count in (1, 3)]
    with speaking(accented()):
        every = portfolio_of(RUBRIC, made, left_out=left_out)
        latest = every if by == "date" else portfolio_of(RUBRIC, made, left_out=left_out, latest=True)
        reliability = find_reliability(every)
        smallest_change = reliability.smallest_change
        yield gather_portfolio_facts(latest, by, smallest, "p1.c1", smallest_change), reliability


COMPARED = pytest.mark.parametrize(
    ("by", "count", "smallest"),
    [("group", 61, 2), ("group", 5, 4), ("date", 36, 5), ("site", 12, 5), ("group", 3, 9)],
)


@COMPARED
def test_a_page_says_nothing_in_english(by: By, count: int, smallest: int) -> None:
    with compared(by, count, smallest) as (facts, reliability):
        html = render_portfolio(facts, reliability)
    page = Page(html)
    told = [page.text.replace("dsds-audit", "")]
    told += [
        value or ""
        for _, attributes in page.tags
        for name, value in attributes.items()
        if name in ("title", "aria-label", "data-label")
    ]
    # What a command is given stays as it is.
    assert not words_in_english(re.sub(r"-o out\.\w+|\bout\.\w+", "", "\n".join(told)))


@COMPARED
def test_a_terminal_a_workbook_and_a_picture_say_nothing_in_english(
    by: By, count: int, smallest: int
) -> None:
    screen = io.StringIO()
    with compared(by, count, smallest) as (facts, reliability):
        words = PortfolioWording(facts)
        table = portfolio_table(facts, ["Τόπος 001"])
        Console(file=screen, width=400, markup=False, emoji=False).print(table)
        sheets = list(portfolio_sheets(words, reliability))
        picture = to_picture(draw_sites(facts, ["Τόπος 001"]), ".svg").decode()
    assert not words_in_english(re.sub(r"-o out\.\w+", "", screen.getvalue()))
    for sheet in sheets:
        heads = [heading.title for heading in sheet.columns]
        cells = [cell for row in sheet.rows for cell in row if isinstance(cell, str)]
        charts = [sheet.chart.title] if sheet.chart else []
        assert not words_in_english("\n".join([sheet.title, *sheet.reading, *heads, *cells, *charts]))
    described = re.findall(r"<(?:title|desc)[^>]*>([^<]*)<", picture)
    assert described
    assert not words_in_english("\n".join(described))


def test_sentences_of_a_document_follow_the_language_and_what_programs_read_does_not() -> None:
    with compared("group", 36) as (facts, reliability):
        document = portfolio_document(facts, reliability)
        described = describe_columns(RUBRIC)
    assert document["language"] == "x-accented"
    reasons = [reason["sentence"] for gap in document["gaps"] for reason in gap["reasons"]]
    names = [group["name"] for group in document["groups"]]
    assert not words_in_english("\n".join([*reasons, *names]))
    assert {site["adequate"] for site in document["sites"]} <= {True, False, None}
    assert document["reliability"]["overall"]["retest"]["error"]["name"] == "standard error of measurement"
    meanings = [f"{each.meaning} {each.unit}".replace("score.made_with", "") for each in described]
    assert not words_in_english("\n".join(meanings))
    assert described[0].column == "site"
    assert next(each for each in described if each.column == "score.adequate").allowed == "yes, no"


def test_numbers_follow_the_language_whatever_was_said_before() -> None:
    english = percents(40.01, 40.02)
    with speaking(SPANISH):
        assert percents(40.01, 40.02) == english.replace(".", ",")
        assert decimal(0.816) == "0,82"
        assert (brief(2.5), brief(3.0)) == ("2,5", "3")
        assert (signed_points(6.25), thousands(25_000)) == ("+6,3", "25.000")
    assert percents(40.01, 40.02) == english
    with speaking(accented()):
        assert percents(40.0, 60.0) == "40 ţø 60 %"


def test_sites_and_groups_are_sorted_as_people_look_for_them() -> None:
    names = ("Ébano", "Zorro", "alba", "Encina")
    made = [rate(PLAIN, site=name, group=name) for name in names]
    words = PortfolioWording(gather_portfolio_facts(portfolio_of(PLAIN, made), "group", 1))
    expected = ["alba", "Ébano", "Encina", "Zorro"]
    assert [site.site for site in words.sites] == expected
    assert [group.name for group in words.groups] == expected
