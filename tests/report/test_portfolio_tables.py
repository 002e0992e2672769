import io

import pytest
from hypothesis import given
from pages_for_tests import HOSTILE, hostile_site
from portfolios_for_tests import portfolio_of, portfolios, sites
from rich.console import Console
from rubrics_for_tests import examples, make_rubric

from dsds_audit.portfolio.facts import gather_portfolio_facts
from dsds_audit.portfolio.table import LeftOut
from dsds_audit.report.portfolio_tables import portfolio_table

RUBRIC = make_rubric((2, 2, 2))


def printed(portfolio, smallest=1, criterion=None):
    page = io.StringIO()
    facts = gather_portfolio_facts(portfolio, "group", smallest, criterion)
    Console(file=page, width=120, markup=False, emoji=False).print(portfolio_table(facts))
    return page.getvalue()


def test_a_page_holds_groups_gaps_and_what_was_left_out():
    found = portfolio_of(
        RUBRIC, sites(RUBRIC, {"p1.c1": 0}, {}, others=2), left_out=[LeftOut("unfinished", 1, ("a.yaml",))]
    )
    text = printed(found, criterion="p1.c1")
    for words in ("2 sites", "All sites", "92 %", "1 of 2 (50 %)", "1 record is an interview", "label 0"):
        assert words in text


def test_what_is_withheld_is_said():
    text = printed(portfolio_of(RUBRIC, sites(RUBRIC, {}, {}, others=2)), smallest=5)
    assert "No figures of groups are shown." in text
    assert "No site is certainly below its target." in text


@pytest.mark.parametrize("text", HOSTILE)
def test_typed_text_cannot_steer_the_terminal(text):
    site = hostile_site(text)
    assert "\x1b" not in printed(portfolio_of(site.rubric, [site.assessment]), criterion="p1.c1")


@given(portfolios(latest=True))
@examples(10)
def test_any_portfolio_can_be_printed(portfolio):
    assert printed(portfolio)
