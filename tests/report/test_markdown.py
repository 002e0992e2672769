import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages_for_tests import HOSTILE, Page, hostile_site
from strategies import assessments, rubrics

from dsds_audit.report.facts import gather_facts
from dsds_audit.report.html import render_html
from dsds_audit.report.markdown import escape_markdown, render_markdown


def test_it_is_as_it_was(riverbend, gold):
    gold("riverbend.md", render_markdown(riverbend))


def test_it_says_the_same_numbers_as_the_page(riverbend):
    def numbers(text):
        return set(re.findall(r"\d+\s%", text.replace("\N{NO-BREAK SPACE}", " ")))

    page = numbers(Page(render_html(riverbend)).text) - {"100 %"}  # the ring of the radar
    assert numbers(render_markdown(riverbend)) - {"100 %"} == page


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("a | b", r"a \| b"),
        ("<b>&", "&lt;b&gt;&"),
        ("R&D, AT&T; you & me", "R&D, AT&amp;T; you & me"),
        ("&lt;b&gt; &#60;", r"&amp;lt;b&amp;gt; &amp;\#60;"),
        ("[x](y)", r"\[x\](y)"),
        ("1. one", r"1\. one"),
        ("- list", r"\- list"),
        ("-5 degrees", "-5 degrees"),
        ("a\n\n# b", r"a \# b"),
        ("snake_case *and* `code`", r"snake\_case \*and\* \`code\`"),
        ("C:\\x", r"C:\\x"),
    ],
)
def test_typed_text_stays_text(typed, written):
    assert escape_markdown(typed) == written


@pytest.mark.parametrize("text", HOSTILE)
def test_no_line_of_a_hostile_site_is_another_kind_of_line(text):
    def kinds(facts):
        lines = render_markdown(facts).splitlines()
        return [(line[:1] in "#|-" and line[:1], len(re.findall(r"(?<!\\)\|", line))) for line in lines]

    assert kinds(hostile_site(text)) == kinds(hostile_site("harmless"))


def test_every_row_of_a_table_has_as_many_cells(riverbend):
    tables = re.findall(r"(?:^\|.*\n)+", render_markdown(riverbend), flags=re.MULTILINE)
    widths = [{len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()} for table in tables]
    assert widths
    assert all(len(width) == 1 for width in widths)


def test_no_line_has_trailing_tabs_and_no_three_lines_are_empty(riverbend):
    assert "\n\n\n\n" not in render_markdown(riverbend)


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_any_assessment_can_be_written(data):
    rubric = data.draw(rubrics())
    assert render_markdown(gather_facts(rubric, data.draw(assessments(rubric)))).startswith("# ")
