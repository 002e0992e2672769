from fractions import Fraction
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages_for_tests import HOSTILE, hostile_site
from rich.console import Console
from rubrics_for_tests import make_rubric, rate
from strategies import assessments, rubrics

from dsds_audit.report.screen import Bar
from dsds_audit.report.tables import actions_table, gaps_table, score_table

TABLES = (score_table, gaps_table, actions_table)


def printed(table, width=100, **console):
    console = Console(file=StringIO(), width=width, highlight=False, markup=False, emoji=False, **console)
    console.print(table)
    return console.file.getvalue().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("low", "high", "bar"),
    [
        (100, 100, "█" * 20),
        (0, 0, "·" * 20),
        (50, 75, "█" * 10 + "▒" * 5 + "·" * 5),
        (99, 99, "█" * 19 + "·"),
        (0, 1, "▒" + "·" * 19),
    ],
)
def test_a_bar_is_full_only_where_everything_is_reached(low, high, bar):
    assert printed(Bar(Fraction(low), Fraction(high))).strip() == bar


def test_scores_stand_with_how_much_was_rated(riverbend):
    text = " ".join(printed(score_table(riverbend.rubric, riverbend.assessment), 200).split())
    for part in (
        "Riverbend Family Center",
        "Partially in place, with 1 of 4 practices fully in place. Total: 69 to 75 % claimed, "
        "59 to 75 % shown by fresh evidence (12 of 13 rated).",
        "63 to 88 % (3 of 4 rated)",
        "don't know",
        "does not apply",
        "no fresh evidence",
        "Adequate: no.",
    ):
        assert part in text


def test_gaps_strengths_and_unknowns_are_listed(riverbend):
    text = " ".join(printed(gaps_table(riverbend.rubric, riverbend.assessment), 300).split())
    assert text.index("Room to carry the role out") < text.index("Strengths") < text.index("Find out")
    assert "What stands in the way: - Intake has been short" in text
    assert "checks not gone through" in text


def test_actions_are_ranked_in_waves(riverbend):
    text = " ".join(printed(actions_table(riverbend.rubric, riverbend.assessment), 300).split())
    assert text.index("Now.") < text.index("1. ") < text.index("Next.")
    assert "Nothing it needs is missing" in text
    assert "The least effort that makes it adequate" in text


def test_steps_of_what_is_not_for_now_are_shown_where_they_are_wanted(riverbend):
    def steps(**options):
        return printed(actions_table(riverbend.rubric, riverbend.assessment, **options), 300).count(
            "Usual owner"
        )

    assert (steps(), steps(every=True)) == (3, len(riverbend.recommendations))
    left_out = "The steps of what comes next or later are left out here; --all shows them."
    assert left_out in printed(actions_table(riverbend.rubric, riverbend.assessment), 300)
    assert left_out not in printed(actions_table(riverbend.rubric, riverbend.assessment, every=True), 300)


@pytest.mark.parametrize("table", TABLES)
def test_a_perfect_and_an_empty_site_are_told_too(table):
    rubric = make_rubric()
    for level in (rubric.top, None):
        assert printed(table(rubric, rate(rubric, others=level)))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("text", HOSTILE)
def test_typed_text_is_no_command_to_the_terminal(table, text):
    site = hostile_site(text)
    shown = printed(table(site.rubric, site.assessment), force_terminal=False)
    assert not {"\x1b", "\x07", "\x00", "\x85"} & set(shown)


def test_rich_markup_stays_text():
    site = hostile_site("[bold]x[/bold]")
    assert "[bold]x[/bold]" in printed(score_table(site.rubric, site.assessment), 200)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_any_assessment_can_be_printed(data):
    rubric = data.draw(rubrics())
    assessment = data.draw(assessments(rubric))
    for table in TABLES:
        assert printed(table(rubric, assessment), data.draw(st.integers(30, 200)))
