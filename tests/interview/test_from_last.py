"""An interview that starts from the answers of an assessment with an earlier version of the rubric."""

import datetime as dt

import pytest
from rubrics_for_tests import DAY, make_rubric, rate, unconfirmed

from dsds_audit.assessment import Rating
from dsds_audit.crosswalk import Crosswalk, Leg, carry
from dsds_audit.errors import AnswerError
from dsds_audit.interview import Answer, Forward, Interview, Jump, Skip, begin_from_last
from dsds_audit.interview.questions import CHANGE, CONFIRM
from dsds_audit.scoring import score

OLD = make_rubric({"p1": {"c1": {}, "c2": {}, "c3": {}}})
WORDS = {"title": "Title of c2", "question": "Is it so with c2?"}
NEW = make_rubric({"p1": {"c1": {"question": "Is it really so?"}, "better": WORDS}}, version="1.1.0")
WALK = {
    "rubric": "small",
    "was": "1.0.0",
    "now": "1.1.0",
    "criteria": [
        {"relation": "reworded", "was": ["p1.c1"]},
        {"relation": "renamed", "was": ["p1.c2"], "now": ["p1.better"]},
        {"relation": "retired", "was": ["p1.c3"]},
    ],
}
LEG = Leg(OLD, NEW, Crosswalk.model_validate(WALK))
NEXT_DAY = DAY + dt.timedelta(days=1)


def test_everything_is_carried_along_and_nothing_counts_yet() -> None:
    last = rate(OLD, others=2, targets={"p1.c2": 1}, administration={}, facilitator="Ada")
    interview = begin_from_last(NEW, last, NEXT_DAY, legs=[LEG])
    carried = interview.assessment
    assert (carried.rubric, carried.digest, carried.date) == (NEW.ref, NEW.digest, NEXT_DAY)
    assert list(carried.ratings) == ["p1.c1", "p1.better"]
    assert carried.claims == {}
    assert carried.targets == {"p1.better": 1}
    assert carried.facilitator == "Ada"
    assert carried.interview
    assert carried.interview.carried_from == DAY
    assert (score(NEW, carried).low, score(NEW, carried).high) == (0, 100)


def test_what_was_retired_stays_with_the_last_assessment() -> None:
    assert begin_from_last(NEW, rate(OLD, others=2), NEXT_DAY, legs=[LEG]).assessment.earlier == ()


def test_each_answer_counts_once_it_is_confirmed() -> None:
    interview = begin_from_last(NEW, rate(OLD, others=2), NEXT_DAY, legs=[LEG]).answered(Jump("p1.c1"))
    assert interview.question
    assert interview.question.kind == "confirm"
    assert interview.question.title == "Title of c1"
    assert list(interview.answered(Answer(CONFIRM)).assessment.claims) == ["p1.c1"]


def test_what_nobody_confirmed_last_time_is_not_carried_on() -> None:
    last = rate(OLD, others=2, interview=unconfirmed("p1.c1"))
    assert list(begin_from_last(NEW, last, NEXT_DAY, legs=[LEG]).assessment.ratings) == ["p1.better"]


def test_without_a_way_to_the_version_it_is_refused() -> None:
    for rubric, legs in ((NEW, []), (OLD, [LEG])):
        with pytest.raises(AnswerError, match=r"was rated against small@1\.0\.0"):
            begin_from_last(rubric, rate(OLD, others=2), NEXT_DAY, legs=legs)


def migrated(others: int = 2) -> Interview:
    """A record carried to a version that words two of four criteria anew."""
    anew = {"question": "Is it really so?"}
    new = make_rubric({"p1": {"c1": anew, "c2": {}, "c3": anew, "c4": {}}}, version="1.1.0")
    old = make_rubric({"p1": {"c1": {}, "c2": {}, "c3": {}, "c4": {}}})
    criteria = [
        {"relation": "reworded", "was": ["p1.c1", "p1.c3"]},
        {"relation": "same", "was": ["p1.c2", "p1.c4"]},
    ]
    leg = Leg(old, new, Crosswalk.model_validate({**WALK, "criteria": criteria}))
    return Interview(new, carry(rate(old, others=others), [leg]).assessment)


def test_a_record_of_an_earlier_version_says_which_wording_was_answered() -> None:
    asked = migrated().question
    assert asked
    assert (asked.id, asked.help[0]) == ("p1.c1/confirm", "With the earlier wording: label 2")
    review = migrated().answered(Jump("review")).question
    assert review
    assert "2 ratings given to an earlier wording, never confirmed, will be left out" in review.help[1]


def test_what_is_answered_already_is_not_asked_again() -> None:
    confirmed = migrated().answered(Answer(CONFIRM))
    assert confirmed.position == "p1.c3/confirm"
    assert confirmed.answered(Answer(CONFIRM)).position == "review"
    assert migrated().answered(Skip()).position == "p1.c3/confirm"
    assert migrated().answered(Jump("facilitator")).answered(Answer("Ada")).position == "p1.c1/confirm"
    changed = migrated().answered(Jump("p1.c3")).answered(Answer(CHANGE))
    assert changed.position.startswith("p1.c3/")
    assert changed.answered(Answer(Rating(level=2))).position == "review"


def test_whoever_goes_forward_sees_every_question() -> None:
    ahead = migrated().answered(Answer(CONFIRM)).answered(Jump("p1.c2"))
    seen = [ahead.position]
    while ahead.position != "review":
        ahead = ahead.answered(Forward())
        seen.append(ahead.position)
    assert [name for name in seen if name.startswith("p1.c4")]
