from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsds_audit.assessment import Progress, Rating
from dsds_audit.consensus import summarize_votes, tally
from dsds_audit.polls import polls_of
from dsds_audit.returns.ballots import (
    has_votes_brought_in,
    make_ballots,
    tell_silent,
    voices_that_vote,
    votes_missing,
)
from dsds_audit.votes import Opened, Revealed, Vote
from tests.returns.voices import NOW, RUBRIC, rated, voice

ANA, BEN = voice(rated(2, 1), "Ana"), voice(rated(0, None, 1), "Ben", "leader")
LED = voice(rated(1, 1, 1), "Dana", "facilitator")
LEVELS = st.sampled_from([None, 0, 1, 2, Rating(dont_know=True), Rating(not_applicable="x")])


@st.composite
def voices(draw: st.DrawFn):
    levels = st.lists(LEVELS, min_size=3, max_size=3)
    roles = st.sampled_from(["coach", "leader", None])
    return [voice(rated(*draw(levels)), f"n{n}", draw(roles)) for n in range(draw(st.integers(1, 5)))]


def test_what_people_answered_is_what_a_tally_shows() -> None:
    polls = polls_of(make_ballots(RUBRIC, [ANA, LED, BEN], NOW))
    assert [(poll.criterion, poll.state) for poll in polls] == [
        ("p1.c1", "revealed"),
        ("p1.c2", "revealed"),
        ("p2.c3", "revealed"),
    ]
    assert [dict(tally(RUBRIC, poll).levels) for poll in polls] == [
        {0: 1, 1: 0, 2: 1},
        {0: 0, 1: 1, 2: 0},
        {0: 0, 1: 1, 2: 0},
    ]
    assert [votes.criterion for votes in summarize_votes(RUBRIC, polls).talk_first] == ["p1.c1"]


@settings(max_examples=50)
@given(voices())
def test_every_answer_is_one_vote_and_no_name_is_in_the_journal(people) -> None:
    entries = make_ballots(RUBRIC, people, NOW)
    for poll in polls_of(entries):
        said = [p.assessment.claims[poll.criterion] for p in people if poll.criterion in p.assessment.claims]
        counted = tally(RUBRIC, poll)
        assert counted.levels == {n: Counter(r.level for r in said)[n] for n in range(3)}
        assert counted.abstained == sum(rating.level is None for rating in said)
    asked = {name for one in people for name in one.assessment.claims}
    assert [poll.criterion for poll in polls_of(entries)] == [n for n in RUBRIC.criteria if n in asked]
    written = "".join(entry.model_dump_json() for entry in entries)
    assert not any(f'"{one.respondent}"' in written for one in people)
    assert not votes_missing(entries, make_ballots(RUBRIC, people[::-1], NOW))
    assert has_votes_brought_in(entries) == bool(entries)


def test_pseudonyms_go_by_order_and_roles_are_kept() -> None:
    votes = [entry for entry in make_ballots(RUBRIC, [LED, ANA, BEN], NOW) if isinstance(entry, Vote)]
    assert {(vote.by, vote.role) for vote in votes} == {("p-person1", "coach"), ("p-person2", "leader")}


def test_who_does_not_vote_is_told() -> None:
    assert voices_that_vote(RUBRIC, [ANA, LED]) == (ANA,)
    (note,) = tell_silent(RUBRIC, [ANA, LED])
    assert str(note).startswith("form of Dana: AUD172 the role “Facilitator” does not vote")


def test_where_the_rubric_has_no_panel_every_role_is_one() -> None:
    bare = RUBRIC.model_copy(update={"panel": None})
    assert [e.role for e in make_ballots(bare, [voice(rated(2), role=None)], NOW) if isinstance(e, Vote)] == [
        "participant"
    ]
    assert list(tell_silent(bare, [LED])) == []


def test_what_waits_to_be_confirmed_is_no_vote() -> None:
    waiting = rated(2, 1, interview=Progress(position="review", carried=("p1.c1",)))
    assert {entry.criterion for entry in make_ballots(RUBRIC, [voice(waiting)], NOW)} == {"p1.c2"}


def test_one_vote_more_is_missing_and_a_vote_in_a_room_is_none_brought_in() -> None:
    brought = make_ballots(RUBRIC, [ANA], NOW)
    assert votes_missing(brought, make_ballots(RUBRIC, [ANA, ANA], NOW))
    assert votes_missing([], brought)
    what = {"criterion": "p1.c1", "round": 1}
    room = [
        Opened(**what, at=NOW),
        Vote(**what, at=NOW, by="p-person1", role="coach", level=2),
        Revealed(**what, at=NOW.replace(minute=50)),
    ]
    assert not has_votes_brought_in(room)
    assert votes_missing(room, brought[:3])


@pytest.mark.parametrize("more", [0, 1])
def test_a_later_round_changes_nothing_about_what_was_brought_in(more: int) -> None:
    brought = make_ballots(RUBRIC, [ANA, BEN], NOW)
    what = {"criterion": "p1.c1", "round": 2, "at": NOW.replace(hour=9)}
    journal = [*brought, Opened(**what), Vote(**what, by="p-abcdef", role="coach", level=1)][
        : None if more else -1
    ]
    assert not votes_missing(journal, brought)
