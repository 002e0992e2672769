from io import StringIO

import pytest
from comparisons_for_tests import NEW, comparisons, no_legs, side_by_side, two_dates
from hypothesis import given
from pages_for_tests import HOSTILE, hostile_site
from rich.cells import cell_len
from rich.console import Console
from rubrics_for_tests import examples, make_rubric

from dsds_audit.comparison import compare
from dsds_audit.loading import load_rubric
from dsds_audit.report.column_wording import letter_of
from dsds_audit.report.compare_tables import comparison_table

STARTS = (["A", "B"], ["N", "O"], ["AA", "AB"])


def printed(comparison, width=100):
    console = Console(file=StringIO(), width=width, highlight=False, markup=False, emoji=False)
    console.print(comparison_table(comparison))
    return console.file.getvalue().replace("\N{NO-BREAK SPACE}", " ")


def row(text, beginning):
    return next(line.split() for line in text.splitlines() if line.startswith(beginning))


def test_ten_sites_are_readable_at_100_columns():
    dsds = load_rubric("dsds")
    text = printed(side_by_side(dsds, *[{"access.fidelity": n % 3} for n in range(10)], others=1))
    assert max(cell_len(line) for line in text.splitlines()) <= 100
    levels = row(text, "Access to fidelity data")
    assert levels[4:] == ["0", "1*", "2*", "0", "1*", "2*", "0", "1*", "2*", "0"]
    for name in dsds.criteria:
        assert text.count(name) == 1


def test_dozens_of_sites_go_into_blocks():
    text = printed(side_by_side(NEW, *[{}] * 30))
    heads = [line.split() for line in text.splitlines() if line.split()[:2] in STARTS]
    assert [letter for head in heads for letter in head] == [letter_of(number) for number in range(30)]


def test_few_sites_have_their_names_over_their_columns():
    text = printed(side_by_side(NEW, {}, {}))
    assert "A Riverbend   B Oak Hill" in text


def test_unknowns_are_ranges_and_never_zero():
    text = printed(side_by_side(NEW, {"p1.c1": "?", "p1.c2": 2}, {}))
    assert "◐" not in row(text, "p1")
    assert "? 50 to 100 % (1/2)" in text
    assert "? 0 to 100 % (0/2)" in text
    assert "0 to 100 %" in text


def test_what_evidence_shows_stands_below_what_is_claimed():
    lines = printed(side_by_side(NEW, {}, {}, others=2)).splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("A   Riverbend"))
    assert "100 %" in lines[place]
    assert " ".join(lines[place + 1].split()) == "2026-03-02 0 to 100 %"


def test_the_bridge_is_shown_for_two_dates_of_one_site():
    assert "What really changed" in printed(two_dates({"p1.c1": 1}, {"p1.c1": 2}))
    assert "What really changed" not in printed(side_by_side(NEW, {}, {}))


def test_many_practices_go_into_blocks():
    text = printed(side_by_side(make_rubric([1] * 12), {}, {}))
    assert max(cell_len(line) for line in text.splitlines()) <= 100
    assert all(f"p{number}" in text for number in range(1, 13))


@pytest.mark.parametrize("text", HOSTILE)
def test_typed_text_cannot_steer_the_terminal(text):
    site = hostile_site(text)
    found = printed(compare([(text, site.rubric, site.assessment)] * 2, no_legs))
    assert not any(char in found for char in "\x1b\x07\x00")


@given(comparisons())
@examples(25)
def test_any_comparison_can_be_printed(comparison):
    assert "side by side" in printed(comparison, 60)
