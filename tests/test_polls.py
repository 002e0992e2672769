import datetime as dt
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, make_rubric
from speeches_for_tests import accented, words_in_english

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import AnswerError
from dsds_audit.polls import (
    agree,
    begin_poll,
    cast,
    count,
    everyone_voted,
    follow,
    latest_poll_of,
    open_poll_of,
    polls_of,
    reveal,
)
from dsds_audit.speech import speaking
from dsds_audit.votes import Agreed, Counted, Opened, Revealed, Vote
from tests.strategies import journals

AT = dt.datetime(2026, 3, 2, 14, 5, 9, tzinfo=dt.UTC)
DSDS = Catalogue().load("dsds@1.0.0")
SMALL = make_rubric([2, 2])
FIDELITY, OUTCOME = "access.fidelity", "access.outcome"
RUTH, IDA = "p-ruth01", "p-ida001"


class Room:
    """A room that votes: what the core permits is followed, what it refuses is raised."""

    def __init__(self, rubric=DSDS):
        self.rubric, self.polls, self.journal = rubric, (), []

    def _append(self, entry):
        self.journal.append(entry)
        self.polls = follow(self.polls, entry)
        return self

    def begin(self, criterion=FIDELITY):
        return self._append(begin_poll(self.rubric, self.polls, criterion, AT))

    def cast(self, by, level, *, criterion=FIDELITY, round_number=1, role="coach"):
        return self._append(cast(self.rubric, self.polls, criterion, round_number, by, role, level, AT))

    def count(self, levels, abstained=0, *, criterion=FIDELITY, round_number=1):
        return self._append(count(self.rubric, self.polls, criterion, round_number, levels, abstained, AT))

    def reveal(self, criterion=FIDELITY):
        return self._append(reveal(self.polls, criterion, AT))

    def agree(self, level, minority=None, criterion=FIDELITY):
        return self._append(agree(self.rubric, self.polls, criterion, level, minority, AT))


def refused(words, act):
    """The act is refused with AUD061, these words and a way out."""
    with pytest.raises(AnswerError, match=words) as caught:
        act()
    (problem,) = caught.value.problems
    assert problem.code == "AUD061"
    assert "Please" in problem.message


def test_a_vote_from_the_question_to_the_consensus():
    room = Room().begin()
    assert open_poll_of(room.polls).state == "open"
    room.cast(RUTH, 2).cast(IDA, 0).cast(RUTH, 1).cast("p-max0001", None)
    poll = open_poll_of(room.polls)
    assert [(name, vote.level) for name, vote in poll.ballots.items()] == [
        (RUTH, 1),
        (IDA, 0),
        ("p-max0001", None),
    ]
    assert poll.voted == 3
    room.reveal()
    assert open_poll_of(room.polls) is None
    assert latest_poll_of(room.polls, FIDELITY).state == "revealed"
    room.begin().cast(RUTH, 1, round_number=2).cast(IDA, 1, round_number=2).reveal().agree(1, " Ida doubts. ")
    assert open_poll_of(room.polls) is None
    first, second = room.polls
    assert (first.round, first.state, first.agreed) == (1, "revealed", None)
    assert (second.round, second.state, second.agreed.level) == (2, "agreed", 1)
    assert second.agreed.minority == "Ida doubts."
    assert first.ballots[IDA].level == 0
    assert latest_poll_of(room.polls, FIDELITY) == second
    assert latest_poll_of(room.polls, OUTCOME) is None


def test_every_vote_stays_in_the_journal_and_the_last_one_counts():
    room = Room().begin().cast(RUTH, 0).cast(RUTH, 2)
    assert [entry.level for entry in room.journal if isinstance(entry, Vote)] == [0, 2]
    assert room.polls[0].ballots[RUTH].level == 2
    assert room.polls[0].voted == 1


def test_votes_by_hand_stand_beside_those_by_phone_and_the_last_count_counts():
    room = Room().begin().cast(RUTH, 2).count({0: 3}, 1).count({0: 2, 1: 4})
    (poll,) = room.polls
    assert (dict(poll.counted.levels), poll.counted.abstained) == ({0: 2, 1: 4}, 0)
    assert poll.voted == 7


def test_a_consensus_may_be_corrected():
    room = Room().begin().reveal().agree(1).agree(None, "")
    assert room.polls[0].agreed.level is None
    assert room.polls[0].agreed.minority is None


def test_after_the_consensus_a_criterion_may_be_voted_on_anew_and_the_record_keeps_both():
    room = Room().begin().cast(RUTH, 0).reveal().agree(0).begin()
    room.cast(RUTH, 2).reveal()
    assert [(poll.round, poll.state, poll.ballots[RUTH].level) for poll in room.polls] == [
        (1, "agreed", 0),
        (1, "revealed", 2),
    ]


def test_what_is_shown_may_be_left_for_later():
    room = Room().begin().reveal().begin(OUTCOME)
    assert open_poll_of(room.polls).criterion == OUTCOME
    room.agree(1)
    room.reveal(OUTCOME).begin(OUTCOME)
    assert open_poll_of(room.polls).round == 2


def test_when_everyone_has_voted():
    room = Room().begin().cast(RUTH, 2).cast(IDA, None)
    (poll,) = room.polls
    assert everyone_voted(poll, [RUTH, IDA])
    assert everyone_voted(poll, {IDA})
    assert not everyone_voted(poll, [RUTH, "p-late001"])
    assert not everyone_voted(poll, [])


def test_one_poll_takes_votes_at_a_time():
    room = Room().begin()
    refused("still open. Please show its votes", room.begin)
    refused(
        f"“{DSDS.criteria[FIDELITY].title}” is still open. Please show its votes", lambda: room.begin(OUTCOME)
    )


def test_there_is_one_more_round_and_no_third():
    room = Room().begin().reveal().begin().reveal()
    refused("voted on twice. Please agree on its level", room.begin)
    assert room.agree(1).begin().polls[-1].round == 1


def test_an_unknown_criterion_is_refused_with_the_nearest():
    room = Room().begin()
    refused("no criterion of dsds@1.0.0. Did you mean access.fidelity?", lambda: room.begin("access.fidelty"))
    refused("no criterion", lambda: room.cast(RUTH, 1, criterion="access"))
    refused("no criterion", lambda: room.count({}, criterion="access.fidelity.access"))
    refused("no criterion", lambda: room.agree(1, criterion="\x1b[31m"))
    refused("No vote on access is open", lambda: room.reveal("access"))


def test_nobody_votes_before_a_vote_begins_or_after_it_is_over():
    room = Room()
    refused("has not begun", lambda: room.cast(RUTH, 1))
    refused("has not begun", lambda: room.count({1: 1}))
    refused("No vote on", room.reveal)
    room.begin()
    refused("has not begun", lambda: room.cast(RUTH, 1, criterion=OUTCOME))
    room.reveal()
    refused("closed. Please say in the discussion", lambda: room.cast(RUTH, 1))
    refused("closed", lambda: room.count({1: 1}))
    refused("No vote on", room.reveal)
    room.agree(1)
    refused("closed", lambda: room.cast(RUTH, 1))


def test_a_vote_is_for_the_round_it_was_asked_in():
    room = Room().begin()
    refused("in round 1 now", lambda: room.cast(RUTH, 1, round_number=2))
    room.reveal().begin()
    refused("in round 2 now. Please vote again", lambda: room.cast(RUTH, 1, round_number=1))
    refused("in round 2 now", lambda: room.count({1: 1}, round_number=1))


@pytest.mark.parametrize("level", [-1, 3, 10**9])
def test_a_level_is_one_of_the_scale(level):
    room = Room().begin()
    refused("not on the scale 0..2", lambda: room.cast(RUTH, level))
    refused("not on the scale 0..2", lambda: room.count({level: 1}))
    room.reveal()
    refused("not on the scale 0..2", lambda: room.agree(level))


@pytest.mark.parametrize(("levels", "abstained"), [({0: -1}, 0), ({0: 1001}, 0), ({}, -1), ({}, 10**9)])
def test_a_count_is_a_number_of_people(levels, abstained):
    refused("no number of people", lambda: Room().begin().count(levels, abstained))


def test_the_facilitator_does_not_vote():
    room = Room().begin()
    refused("The facilitator does not vote", lambda: room.cast(RUTH, 1, role="facilitator"))
    refused("The note-taker does not vote", lambda: room.cast(RUTH, 1, role="note-taker"))
    refused("no role of this panel. Did you mean coach", lambda: room.cast(RUTH, 1, role="coaches"))
    refused("no role of this panel", lambda: room.cast(RUTH, 1, role="<script>"))


def test_without_a_panel_in_the_rubric_any_role_votes():
    room = Room(SMALL).begin("p1.c1").cast(RUTH, 1, criterion="p1.c1", role="whoever")
    assert room.polls[0].ballots[RUTH].role == "whoever"


def test_agreement_comes_after_the_votes_are_shown():
    room = Room()
    refused("There was no vote", lambda: room.agree(1))
    room.begin()
    refused("still open. Please show its votes", lambda: room.agree(1))
    room.reveal()
    refused("Please say it shorter", lambda: room.agree(1, "x" * 10_001))
    refused("cannot be kept", lambda: room.agree(1, "\ud800"))


@given(journals(SMALL))
@examples(200)
def test_a_journal_of_any_entries_folds_and_adds_up(journal):
    polls = polls_of(journal)
    assert sum(poll.state == "open" for poll in polls) <= 1
    opened = [entry for entry in journal if isinstance(entry, Opened)]
    assert len(polls) <= len(opened)
    for poll in polls:
        assert (poll.agreed is not None) == (poll.state == "agreed")
        for name, vote in poll.ballots.items():
            assert vote in journal
            assert (vote.by, vote.criterion, vote.round) == (name, poll.criterion, poll.round)
    for criterion in SMALL.criteria:
        rounds = [poll.round for poll in polls if poll.criterion == criterion]
        assert rounds[:1] in ([], [1])
        assert all(before == 1 for before, after in pairwise(rounds) if after == 2)
    current = open_poll_of(polls)
    assert current is None or current == polls[-1]


@given(journals(SMALL), st.integers(0, 40))
@examples(100)
def test_following_step_by_step_is_folding_and_changes_nothing_earlier(journal, cut):
    before = polls_of(journal[:cut])
    seen = repr(before)
    polls = before
    for entry in journal[cut:]:
        polls = follow(polls, entry)
    assert polls == polls_of(journal)
    assert repr(before) == seen


def permitted(polls, entry):
    """The entry that the core makes for the same wish; None where it refuses."""
    try:
        if isinstance(entry, Opened):
            made = begin_poll(SMALL, polls, entry.criterion, entry.at)
            return made if made.round == entry.round else None
        if isinstance(entry, Vote):
            return cast(
                SMALL, polls, entry.criterion, entry.round, entry.by, entry.role, entry.level, entry.at
            )
        if isinstance(entry, Counted):
            return count(SMALL, polls, entry.criterion, entry.round, entry.levels, entry.abstained, entry.at)
        if isinstance(entry, Revealed):
            made = reveal(polls, entry.criterion, entry.at)
        else:
            made = agree(SMALL, polls, entry.criterion, entry.level, entry.minority, entry.at)
        return made if made.round == entry.round else None
    except AnswerError:
        return None


def takes_effect(polls, entry):
    """Whether an entry is in the polls once it is followed."""
    poll = latest_poll_of(follow(polls, entry), entry.criterion)
    if poll is None or poll.round != entry.round:
        return False
    if isinstance(entry, Opened):
        return len(follow(polls, entry)) > len(polls)
    if isinstance(entry, Vote):
        return poll.ballots.get(entry.by) is entry
    if isinstance(entry, Counted):
        return poll.counted is entry
    if isinstance(entry, Agreed):
        return poll.agreed is entry
    return poll != latest_poll_of(polls, entry.criterion)


@given(journals(SMALL))
@examples(200)
def test_what_is_permitted_takes_effect_and_nothing_else_does(journal):
    polls = ()
    for entry in journal:
        made = permitted(polls, entry)
        assert (made is not None) == takes_effect(polls, entry)
        assert made is None or made == entry
        polls = follow(polls, entry)


def test_two_hundred_votes_are_followed_at_once():
    room = Room().begin()
    votes = [cast(DSDS, room.polls, FIDELITY, 1, f"p-{n:06}", "coach", n % 3, AT) for n in range(200)]
    start = time.perf_counter()
    polls = polls_of([*room.journal, *votes])
    assert time.perf_counter() - start < 0.5
    assert polls[0].voted == 200


def test_every_refusal_is_said_in_the_language():
    rubric = make_rubric({"p1": {"c1": {"title": "Ζωή"}, "c2": {"title": "Έλος"}}})
    opened = polls_of([Opened(criterion="p1.c1", round=1, at=AT)])
    shown = polls_of(
        [*(Opened(criterion="p1.c1", round=1, at=AT), Revealed(criterion="p1.c1", round=1, at=AT))]
    )
    refused = (
        lambda: begin_poll(rubric, opened, "p1.c2", AT),
        lambda: begin_poll(rubric, (), "9.9", AT),
        lambda: cast(rubric, (), "p1.c1", 1, RUTH, "coach", 1, AT),
        lambda: cast(rubric, shown, "p1.c1", 1, RUTH, "coach", 1, AT),
        lambda: cast(rubric, opened, "p1.c1", 2, RUTH, "coach", 1, AT),
        lambda: cast(rubric, opened, "p1.c1", 1, RUTH, "coach", 9, AT),
        lambda: count(rubric, opened, "p1.c1", 1, {0: -1}, 0, AT),
        lambda: reveal(shown, "p1.c1", AT),
        lambda: agree(rubric, opened, "p1.c1", 1, None, AT),
        lambda: agree(rubric, (), "p1.c1", 1, None, AT),
        lambda: agree(rubric, shown, "p1.c1", 1, "y" * 20_000, AT),
    )
    for refuse in refused:
        with speaking(accented()), pytest.raises(AnswerError) as error:
            refuse()
        assert not words_in_english(error.value.problems[0].message.replace("small", ""))
