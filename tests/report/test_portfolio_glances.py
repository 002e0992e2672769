import pytest
from portfolios_for_tests import portfolio_of, sites
from rubrics_for_tests import make_rubric

from dsds_audit.portfolio.facts import gather_portfolio_facts
from dsds_audit.report.portfolio_glances import glances_of
from dsds_audit.report.portfolio_groups import GroupWording

RUBRIC = make_rubric((2, 2, 2))
PANEL = [{"role": "coach"}] * 3


def glances(smallest=1, **fields):
    made = sites(RUBRIC, {"p1.c1": 0}, {}, others=2, **fields)
    facts = gather_portfolio_facts(portfolio_of(RUBRIC, made), "group", smallest)
    return {each.label: each for each in glances_of(GroupWording(facts.overall, RUBRIC))}


def test_each_figure_says_how_to_read_it():
    found = glances(participants=PANEL)
    assert found["Median of sites"].value == "92 %"
    assert found["Median of sites"].note.startswith("over 2 assessments, one a site and program; 12 of 12")
    assert found["Pooled over people"].note == "every participant counts the same; 2 of 2 panels recorded"
    assert (found["Panel"].value, found["Panel"].note) == (
        "median 3",
        "people who took part; recorded everywhere",
    )
    assert found["Held against"].note == "made with 1.0.0: 2"


def test_without_a_panel_that_is_said():
    found = glances()
    assert found["Pooled over people"].value == "no panel recorded"
    assert found["Pooled over people"].note.endswith("nobody told how many they were")
    assert found["Panel"].value == "none recorded"


def test_what_is_withheld_has_none():
    with pytest.raises(ValueError, match="withheld"):
        glances(smallest=5)
