import pytest
from hypothesis import given
from rubrics_for_tests import DAY, make_rubric

from dsds_audit.assessment import Evidence, Participant, Rating
from dsds_audit.errors import AnswerError
from dsds_audit.interview import Answer, Interview, Jump, begin, begin_from_last
from dsds_audit.interview.panel_answers import record_consensus, record_participants
from tests.strategies import texts

PANEL = {"roles": [{"id": "coach", "label": "coach"}, {"id": "leader", "label": "leader"}]}
RUBRIC = make_rubric(panel=PANEL)


def started(quick: bool = False) -> Interview:
    return begin(RUBRIC, DAY, site="Riverbend", quick=quick)


@pytest.mark.parametrize("quick", [False, True])
def test_the_level_agreed_on_becomes_the_level_of_the_criterion(quick: bool) -> None:
    before = started(quick).answered(Jump("p2.c1/level"))
    after = record_consensus(before, "p1.c1", 1, "  The coaches say 0. ")
    rating = after.assessment.ratings["p1.c1"]
    assert (rating.level, rating.note) == (1, "Seen otherwise: The coaches say 0.")
    assert after.position == before.position


def test_nobody_knows_is_a_consensus_as_well() -> None:
    assert record_consensus(started(), "p1.c1", None, None).assessment.ratings["p1.c1"].dont_know


def test_what_stood_there_stays() -> None:
    kept = Rating(level=0, note="We looked.", evidence=(Evidence(what="minutes"),), checks=())
    before = started().answered(Jump("p1.c1/level")).answered(Answer(kept))
    rating = record_consensus(before, "p1.c1", 2, "Too high.").assessment.ratings["p1.c1"]
    assert rating.note == "We looked.\nSeen otherwise: Too high."
    assert (rating.level, rating.evidence, rating.checks) == (2, kept.evidence, ())


def test_a_view_is_written_down_once() -> None:
    once = record_consensus(started(), "p1.c1", 1, "Too high.")
    assert record_consensus(once, "p1.c1", 1, "Too high.").assessment == once.assessment


def test_ticks_that_wait_go_with_the_level() -> None:
    ticked = started().answered(Jump("p1.c1/checks")).answered(Answer(("k1",)))
    assert record_consensus(ticked, "p1.c1", 1, "So.").assessment.ratings["p1.c1"].checks == ("k1",)


def test_a_carried_answer_counts_once_the_panel_has_agreed() -> None:
    last = record_consensus(started(), "p1.c1", 2, None).assessment.model_copy(update={"interview": None})
    carried = begin_from_last(RUBRIC, last, DAY.replace(year=DAY.year + 1))
    assert "p1.c1" not in carried.assessment.claims
    assert record_consensus(carried, "p1.c1", 1, None).assessment.claims["p1.c1"].level == 1


@pytest.mark.parametrize(("level", "view"), [(3, None), (1, "x" * 10_001)])
def test_what_does_not_fit_is_refused_with_a_way_out(level: int, view: str | None) -> None:
    with pytest.raises(AnswerError, match="Please"):
        record_consensus(started(), "p1.c1", level, view)


@given(texts())
def test_every_view_is_kept_as_it_was_said(view: str) -> None:
    note = record_consensus(started(), "p1.c1", 1, view).assessment.ratings["p1.c1"].note
    assert note == (f"Seen otherwise: {view.strip()}" if view.strip() else None)


def test_people_are_added_to_those_on_record() -> None:
    one, two = Participant(role="coach", name="Ana"), Participant(role="leader")
    before = record_participants(started(), [one])
    after = record_participants(before, [two])
    assert after.assessment.participants == (one, two)
    assert after.position == started().position
    assert record_participants(after, []) is after


def test_a_role_that_is_unknown_is_refused() -> None:
    with pytest.raises(AnswerError, match="Please"):
        record_participants(started(), [Participant(role="clown")])
