import io

import pytest
from pages_for_tests import HOSTILE
from rich.cells import cell_len
from rich.console import Console
from rubrics_for_tests import rate

from dsds_audit.polls import polls_of
from dsds_audit.report.vote_tables import votes_table
from dsds_audit.votes import Entry
from tests.report.test_vote_wording import RUBRIC, agreed, opened, shown, votes


def table(*entries: Entry, width: int = 100) -> str:
    file = io.StringIO()
    console = Console(file=file, width=width, force_terminal=False, emoji=False, markup=False)
    console.print(votes_table(RUBRIC, rate(RUBRIC, program="Visits"), polls_of(entries)))
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines())


def test_it_says_what_to_talk_about_and_how_everyone_voted() -> None:
    text = table(
        *shown(0, 2, 2, None),
        *shown(1, 1, 1, 2, number=2),
        agreed(1, "One saw it at 2.", number=2),
        *shown(2, 2, criterion="p2.c1"),
        *shown(0, 1, criterion="p1.c2"),
        opened("p1.c2", 2),
        *votes(2, 2, criterion="p1.c2", number=2),
    )
    assert (
        text
        == """\
Riverbend
A small rubric, Visits, 2026-03-02
The panel voted on 3 of 3 criteria.

Talk about these first
- Title of c2: from 0 (label 0) to 1 (label 1)

The votes
Title of c1
  Round 1  1 gave 0, 2 gave 2, 1 abstained  percent agreement 33 %, rWG -1
    Coach  1 gave 0, 2 gave 2
  Round 2  3 gave 1, 1 gave 2               percent agreement 50 %, rWG 0.63
    Coach  3 gave 1, 1 gave 2
  Agreed: 1 (label 1).
  Seen otherwise: One saw it at 2.

Title of c2
  Round 1  1 gave 0, 1 gave 1  percent agreement 0 %, rWG 0.25
  A role with fewer than 3 people voted, so votes are not shown by role.
  Round 2 is open: 2 people have voted. The votes can be seen once they are shown.

Title of c1
  Round 1  2 gave 2  percent agreement 100 %, rWG 1
  A role with fewer than 3 people voted, so votes are not shown by role.

Krippendorff's alpha, ordinal: 0.30, over 3 criteria. It is 1 where all agree, and 0 where they
agree no more than chance would have it. It takes the first votes, before people talked.
rWG is 1 where all agree, and 0 where people agree no more than chance would have it."""
    )


def test_without_votes_it_says_so_and_nothing_else() -> None:
    assert table().splitlines()[2:] == ["No votes were kept for this assessment."]


def test_where_all_see_it_alike_there_is_nothing_to_talk_about() -> None:
    assert "\nTalk about these first\nNothing: wherever" in table(*shown(1, 1))


@pytest.mark.parametrize("width", [40, 60, 200])
def test_typed_text_steers_no_terminal_and_fits(width: int) -> None:
    for note in HOSTILE:
        text = table(*shown(0, 2), agreed(1, note.encode(errors="ignore").decode()), width=width)
        assert not set(text) & set("\x1b\x07\u202e\r")
        assert max(map(cell_len, text.splitlines())) <= width
