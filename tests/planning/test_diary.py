import datetime as dt

import strategies as given_some
from hypothesis import given
from rubrics_for_tests import examples

from dsds_audit.assessment import Barrier, Evidence
from dsds_audit.plan import ActionItem, Closing, Dropping
from dsds_audit.planning.diary import UPDATABLE, parts_of, shown, told_closing, told_dropping, told_update

DAY = dt.date(2026, 3, 2)
ITEM = ActionItem(id="a", action="Do it", owner="Sam", adopted=DAY, due=DAY, aim="Peace")


def test_what_changed_is_told_in_sentences() -> None:
    changes = {
        "due": dt.date(2026, 6, 1),
        "owner": "Ruth",
        "aim": None,
        "first_step": "Ask.",
        "turn": "next",
        "barrier": Barrier(what="Money", driver="training"),
    }
    assert list(told_update(ITEM, ITEM.model_copy(update=changes))) == [
        "Turn changed from “now” to “next”.",
        "Owner changed from “Sam” to “Ruth”.",
        "Due moved from 2026-03-02 to 2026-06-01.",
        "Aim taken away; it was: Peace",
        "First step added: Ask.",
        "Barrier added: Money (training)",
    ]
    assert list(told_update(ITEM, ITEM)) == []


@examples(60)
@given(given_some.items("a"), given_some.items("a"))
def test_nothing_that_was_there_is_lost(before: ActionItem, after: ActionItem) -> None:
    told = "\n".join(told_update(before, after))
    for name in UPDATABLE:
        old = getattr(before, name)
        assert old is None or old == getattr(after, name) or shown(old) in told


def test_an_ending_is_told_in_full() -> None:
    closing = Closing(
        date=DAY,
        evidence=(Evidence(what="Minutes", where="the drive", date=DAY), Evidence(what="A photo")),
        result="5 of 5",
        learnt="Ask early",
        as_planned=False,
        next="Go on",
    )
    assert told_closing(closing) == (
        "It had been closed on 2026-03-02.\nEvidence: Minutes, the drive, 2026-03-02\nEvidence: A photo\n"
        "Result: 5 of 5\nLearnt: Ask early\nIt was not done as planned.\nNext: Go on"
    )
    assert (
        told_dropping(Dropping(date=DAY, reason="No money")) == "It had been dropped on 2026-03-02: No money"
    )


def test_a_long_text_makes_several_entries() -> None:
    text = "x" * 9_999 + "  " + "y" * 10_000
    parts = list(parts_of(text))
    assert "".join(part.strip() for part in parts) == text
    assert len(parts) == 3
    assert list(parts_of(" \n")) == []


def test_a_long_text_of_single_letters_loses_blanks_only() -> None:
    parts = list(parts_of("a b " * 5000))
    assert len(parts) == 2
    assert "".join(part.strip() for part in parts).replace(" ", "") == "ab" * 5000
