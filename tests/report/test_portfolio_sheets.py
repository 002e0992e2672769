import io

import pytest
from openpyxl import load_workbook
from pages_for_tests import HOSTILE, hostile_site
from portfolios_for_tests import portfolio_of
from python_calamine import CalamineWorkbook
from rubrics_for_tests import make_rubric, rate

from dsds_audit.portfolio.facts import gather_portfolio_facts
from dsds_audit.portfolio.reliability import find_reliability
from dsds_audit.report.portfolio_documents import portfolio_document
from dsds_audit.report.portfolio_sheets import portfolio_workbook

RUBRIC = make_rubric((2, 2, 2))
LEVELS = ({"p1.c1": "?"}, {"p1.c1": 0}, {"p2.c1": 0}, {"p2.c1": 1}, {"p3.c1": 2}, {})


def facts_of(*ratings, smallest=1, **fields):
    made = [
        rate(RUBRIC, each, others=1, site=f"Site {n}", group="=A1", **fields)
        for n, each in enumerate(ratings)
    ]
    portfolio = portfolio_of(RUBRIC, made)
    return gather_portfolio_facts(portfolio, "group", smallest, "p1.c1"), find_reliability(portfolio)


def rows_below(sheet, title):
    """The rows under the line that begins with this title, by that line's titles."""
    rows = sheet.to_python()
    top = next(number for number, row in enumerate(rows) if row[0] == title)
    return [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :]]


@pytest.fixture(scope="module")
def made():
    facts, reliability = facts_of(*LEVELS)
    content = portfolio_workbook(facts, reliability)
    return content, portfolio_document(facts, reliability)


def test_the_numbers_are_those_of_the_document(made):
    content, document = made
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sites = rows_below(book.get_sheet_by_name("Sites"), "Site")
    assert [row["Site"] for row in sites] == [site["site"] for site in document["sites"]]
    for row, site in zip(sites, document["sites"], strict=True):
        assert row["Total, low"] == pytest.approx(site["low"] / 100)
        assert row["Total, high"] == pytest.approx(site["high"] / 100)
        assert (row["Best rank"], row["Worst rank"]) == (site["rank"]["best"], site["rank"]["worst"])
        assert (row["Rated"], row["Asked"]) == (site["rated"], site["asked"])
    groups = rows_below(book.get_sheet_by_name("Groups"), "Group")
    found = document["overall"]["statistics"]
    assert groups[0]["Mean of sites, low"] == pytest.approx(found["mean_of_sites"]["low"] / 100)
    assert groups[0]["Complete"] == found["complete"]
    gaps = rows_below(book.get_sheet_by_name("Gaps"), "Criterion")
    assert [(row["Id"], row["Below target"]) for row in gaps] == [
        (gap["criterion"], gap["below"]) for gap in document["gaps"]
    ]


def test_every_topic_has_its_sheet_and_the_first_says_how_to_read_it(made):
    names = load_workbook(io.BytesIO(made[0])).sheetnames
    assert names[0] == "How to read this"
    assert {"Groups", "Sites", "Levels", "Gaps", "Actions", "Strengths", "Visits", "Change"} <= set(names)
    assert {"Practices and criteria", "One criterion", "What moves ranks", "Reliability"} <= set(names)


def test_an_unknown_level_is_an_empty_cell(made):
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(made[0])).get_sheet_by_name("Levels")
    assert rows_below(sheet, "Site")[0]["Title of c1"] in ("", 1.0)
    assert sheet.to_python()[2][4] == ""


def test_what_is_withheld_has_no_row():
    facts, reliability = facts_of(*LEVELS[:3], smallest=5)
    book = CalamineWorkbook.from_filelike(io.BytesIO(portfolio_workbook(facts, reliability)))
    assert rows_below(book.get_sheet_by_name("Groups"), "Group") == []
    assert len(rows_below(book.get_sheet_by_name("Sites"), "Site")) == 3


@pytest.mark.parametrize("text", ["=1+1", "@SUM(1)", "\t=1", *HOSTILE[:3]])
def test_no_typed_text_becomes_a_formula(text):
    site = hostile_site(text)
    portfolio = portfolio_of(site.rubric, [site.assessment])
    content = portfolio_workbook(gather_portfolio_facts(portfolio, "group", 1), find_reliability(portfolio))
    cells = [
        cell for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows() for cell in row
    ]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
