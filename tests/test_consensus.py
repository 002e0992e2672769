import datetime as dt
from collections import Counter
from fractions import Fraction
from statistics import median_high, median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, make_rubric
from speeches_for_tests import accented, words_in_english

from dsds_audit.agreement import krippendorff_alpha
from dsds_audit.catalogue import Catalogue
from dsds_audit.consensus import summarize_votes, tally
from dsds_audit.polls import Poll, polls_of
from dsds_audit.speech import speaking
from dsds_audit.votes import Agreed, Counted, Opened, Revealed, Vote
from tests.strategies import journals

AT = dt.datetime(2026, 3, 2, 14, 5, 9, tzinfo=dt.UTC)
DSDS = Catalogue().load("dsds@1.0.0")
SMALL = make_rubric([2, 2])
FIDELITY, OUTCOME, PERSON = "access.fidelity", "access.outcome", "accountability.person"
ROLES = ("coach", "supervisor", "leader")


def head(criterion=FIDELITY, number=1):
    return {"criterion": criterion, "round": number, "at": AT}


def round_of(criterion, levels, *, number=1, role="coach", shown=True):
    """The entries of one round: a vote of one person each, all in one role unless told."""
    roles = [role] * len(levels) if isinstance(role, str) else role
    votes = [
        Vote(**head(criterion, number), by=f"p-{n:06}", role=part, level=level)
        for n, (level, part) in enumerate(zip(levels, roles, strict=True))
    ]
    end = [Revealed(**head(criterion, number))] if shown else []
    return [Opened(**head(criterion, number)), *votes, *end]


def consensus(level, criterion=FIDELITY, number=1):
    return Agreed(**head(criterion, number), level=level)


def tally_of(levels, **more):
    (poll,) = polls_of(round_of(FIDELITY, levels, **more))
    return tally(DSDS, poll)


def test_a_tally_counts_every_level_of_the_scale():
    found = tally_of([2, 0, 2, None])
    assert dict(found.levels) == {0: 1, 1: 0, 2: 2}
    assert (found.abstained, found.voters, found.spread) == (1, 4, 2)
    assert (found.most_chosen, found.minority, found.medians) == (2, (0,), (2,))
    assert found.percent.value == Fraction(100, 3)
    assert found.rwg.value == 1 - Fraction(4, 3) / Fraction(8, 12)


@pytest.mark.parametrize(
    ("levels", "medians", "most_chosen", "minority", "spread"),
    [
        ([], (), None, (), None),
        ([None, None], (), None, (), None),
        ([1], (1,), 1, (), 0),
        ([0, 2], (0, 2), None, (), 2),
        ([0, 1, 2], (1,), None, (), 2),
        ([0, 0, 1, 1, 2], (1,), None, (2,), 2),
        ([1, 1, 2, 2, 2, 0], (1, 2), 2, (0, 1), 2),
    ],
)
def test_the_middle_the_most_and_the_few(levels, medians, most_chosen, minority, spread):
    found = tally_of(levels)
    assert (found.medians, found.most_chosen, found.minority, found.spread) == (
        medians,
        most_chosen,
        minority,
        spread,
    )


def test_too_few_votes_are_refused_with_the_reason():
    for levels in ([], [None, None], [2, None]):
        found = tally_of(levels)
        assert found.percent.reason == found.rwg.reason
        assert "Fewer than two people" in found.rwg.reason


def test_votes_by_hand_are_added_to_those_by_phone():
    by_hand = Counted(**head(), levels={0: 3, 2: 1}, abstained=2)
    entries = round_of(FIDELITY, [2, None], shown=False)
    (poll,) = polls_of([*entries, by_hand, Revealed(**head())])
    found = tally(DSDS, poll)
    assert dict(found.levels) == {0: 3, 1: 0, 2: 2}
    assert (found.abstained, found.voters) == (3, 8) == (3, poll.voted)
    assert found.by_role is None
    assert "by hand" in found.roles_hidden


def test_a_count_that_was_taken_back_hides_no_roles():
    entries = round_of(FIDELITY, [2, 1, 1], shown=False)
    counts = [Counted(**head(), levels={0: people}) for people in (3, 0)]
    (poll,) = polls_of([*entries, *counts, Revealed(**head())])
    assert tally(DSDS, poll).by_role is not None


def test_nobody_sees_votes_before_they_are_shown():
    (poll,) = polls_of(round_of(FIDELITY, [2, 0], shown=False))
    with pytest.raises(ValueError, match="is open"):
        tally(DSDS, poll)
    (votes,) = summarize_votes(DSDS, (poll,)).criteria
    assert (votes.open_poll, votes.tallies, votes.latest, votes.differs) == (poll, (), None, False)
    assert votes.open_poll.voted == 2


def test_levels_by_role_in_the_rubrics_order():
    found = tally_of([2, 2, 1, 0, 0, None], role=["coach"] * 3 + ["leader"] * 3)
    assert list(found.by_role) == ["leader", "coach"]
    assert {role: dict(levels) for role, levels in found.by_role.items()} == {
        "leader": {0: 2, 1: 0, 2: 0},
        "coach": {0: 0, 1: 1, 2: 2},
    }
    assert found.roles_hidden is None


def test_one_small_role_hides_all_of_them_so_that_nobody_is_left_over():
    found = tally_of([2, 2, 1, 0, 0], role=["coach"] * 3 + ["leader"] * 2)
    assert found.by_role is None
    assert "fewer than 3 people" in found.roles_hidden
    assert tally_of([]).roles_hidden == "Nobody has voted."


def test_roles_that_the_rubric_does_not_know_come_last():
    (poll,) = polls_of(round_of("p1.c1", [1] * 6, role=["zeta"] * 3 + ["alpha"] * 3))
    assert list(tally(SMALL, poll).by_role) == ["alpha", "zeta"]


def test_a_level_off_the_scale_is_not_counted():
    found = tally_of([1, 7])
    assert dict(found.levels) == {0: 0, 1: 1, 2: 0}
    assert found.voters == 1


def test_round_two_stands_beside_round_one():
    entries = round_of(FIDELITY, [0, 2]) + round_of(FIDELITY, [1, 1], number=2) + [consensus(1, number=2)]
    (votes,) = summarize_votes(DSDS, polls_of(entries)).criteria
    assert [(one.round, one.spread) for one in votes.tallies] == [(1, 2), (2, 0)]
    assert (votes.latest.round, votes.agreed.level, votes.open_poll) == (2, 1, None)


def test_the_latest_series_is_what_counts():
    entries = [*round_of(FIDELITY, [0, 2]), consensus(1), *round_of(FIDELITY, [2, 2])]
    (votes,) = summarize_votes(DSDS, polls_of(entries)).criteria
    assert [one.spread for one in votes.tallies] == [0]
    assert votes.agreed is None


def test_while_a_second_round_is_open_the_first_one_stands():
    entries = round_of(FIDELITY, [0, 2]) + round_of(FIDELITY, [1, 1], number=2, shown=False)
    (votes,) = summarize_votes(DSDS, polls_of(entries)).criteria
    assert votes.open_poll.round == 2
    assert (votes.latest.round, votes.differs) == (1, True)


def test_criteria_stand_in_rubric_order_and_only_those_voted_on():
    entries = round_of(OUTCOME, [1]) + round_of(PERSON, [1]) + round_of("no.such", [1])
    assert [votes.criterion for votes in summarize_votes(DSDS, polls_of(entries)).criteria] == [
        PERSON,
        OUTCOME,
    ]


def test_alpha_is_over_the_first_rounds_by_hand_or_by_phone():
    entries = (
        round_of(FIDELITY, [0, 2, 1]) + round_of(FIDELITY, [1, 1, 1], number=2) + round_of(PERSON, [2, 2])
    )
    by_hand = [
        Opened(**head(OUTCOME)),
        Counted(**head(OUTCOME), levels={0: 2, 1: 1}),
        Revealed(**head(OUTCOME)),
    ]
    summary = summarize_votes(DSDS, polls_of([*entries, *by_hand, *round_of("use.reports", [1])]))
    units = [{0: 1, 1: 1, 2: 1}, {2: 2}, {0: 2, 1: 1}]
    assert summary.alpha == krippendorff_alpha(units, "ordinal")
    assert summary.alpha.metric == "Krippendorff's alpha, ordinal"
    assert (summary.alpha.value is not None, summary.compared) == (True, 3)


@pytest.mark.parametrize(
    ("entries", "why"),
    [
        ([], "Fewer than two people"),
        (round_of(FIDELITY, [1, None]), "Fewer than two people"),
        (round_of(FIDELITY, [0, 1, 2]), "Only one criterion"),
        (round_of(FIDELITY, [1, 1]) + round_of(PERSON, [1, 1]), "All levels given are the same"),
        (round_of(FIDELITY, [0, 2]) + round_of(PERSON, [1, 1], shown=False), "Only one criterion"),
    ],
)
def test_alpha_is_refused_with_the_reason(entries, why):
    alpha = summarize_votes(DSDS, polls_of(entries)).alpha
    assert alpha.value is None
    assert why in alpha.reason


def test_talk_about_the_widest_spread_first_and_not_about_what_is_settled():
    voted = {
        "use.sharing": [0, 1, 1, 1],
        "use.reports": [2, 2, 2, 2],
        "use.analysis": [0, 2, 2, 2],
        "usefulness.timely": [0, 0, 2, 2],
        "access.outcome": [1, 2, 2, 2],
        "access.fidelity": [0, 2],
        "accountability.person": [None, 1],
    }
    entries = [entry for criterion, levels in voted.items() for entry in round_of(criterion, levels)]
    entries += [consensus(2, FIDELITY), *round_of("usefulness.relevant", [0, 2], shown=False)]
    polls = polls_of(entries)
    order = ["usefulness.timely", "use.analysis", "access.outcome", "use.sharing"]
    assert [votes.criterion for votes in summarize_votes(DSDS, polls).talk_first] == order
    assert [votes.criterion for votes in summarize_votes(DSDS, polls).differing] == [FIDELITY, *order]


@given(st.lists(st.none() | st.integers(0, 2), max_size=12), st.lists(st.sampled_from(ROLES), min_size=12))
@examples(100)
def test_any_votes_add_up(levels, roles):
    found = tally_of(levels, role=roles[: len(levels)])
    given_levels = sorted(level for level in levels if level is not None)
    assert list(found.given) == given_levels
    assert (found.voters, sum(found.levels.values())) == (len(levels), len(given_levels))
    if given_levels:
        assert found.medians == tuple(dict.fromkeys((median_low(given_levels), median_high(given_levels))))
        assert found.spread == max(given_levels) - min(given_levels)
    people = Counter(roles[: len(levels)])
    assert (found.by_role is not None) == bool(people and min(people.values()) >= 3)
    assert (found.by_role is None) == (found.roles_hidden is not None)
    if found.by_role is not None:
        assert set(found.by_role) == set(people)
        added = Counter()
        for counts in found.by_role.values():
            added.update(counts)
        assert added == Counter(found.levels)


@given(journals(SMALL))
@examples(150)
def test_any_journal_is_summed_up_without_showing_an_open_vote(journal):
    polls = polls_of(journal)
    summary = summarize_votes(SMALL, polls)
    assert [votes.criterion for votes in summary.criteria] == [
        name for name in SMALL.criteria if any(poll.criterion == name for poll in polls)
    ]
    for votes in summary.criteria:
        assert [poll.round for poll in votes.polls] == [1, 2][: len(votes.polls)]
        assert len(votes.tallies) == sum(poll.state != "open" for poll in votes.polls)
        assert len(votes.tallies) == len(votes.polls) - (votes.open_poll is not None)
    assert (summary.alpha.value is None) == (summary.alpha.reason is not None)
    first = summary.talk_first
    assert {votes.criterion for votes in first} == {
        votes.criterion for votes in summary.criteria if votes.differs and votes.agreed is None
    }
    spreads = [votes.latest.spread for votes in first]
    assert spreads == sorted(spreads, reverse=True)
    if open_ones := [poll for poll in polls if poll.state == "open"]:
        (hidden,) = open_ones
        blind = tuple(Poll(p.criterion, p.round) if p is hidden else p for p in polls)
        assert summarize_votes(SMALL, blind).alpha == summary.alpha
        assert [votes.tallies for votes in summarize_votes(SMALL, blind).criteria] == [
            votes.tallies for votes in summary.criteria
        ]


def test_measures_and_reasons_are_said_in_the_language_and_named_for_programs_in_english():
    with speaking(accented()):
        summary = summarize_votes(DSDS, polls_of(round_of(FIDELITY, [0, 1, 2], role=ROLES)))
        (votes,) = summary.criteria
        told = [
            summary.alpha.name,
            summary.alpha.reason,
            votes.latest.roles_hidden,
            votes.latest.percent.name,
        ]
    assert not words_in_english("\n".join(told))
    assert votes.latest.percent.metric == votes.latest.percent.name == "percent agreement"
