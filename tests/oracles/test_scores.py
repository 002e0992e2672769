"""Scores against an oracle: claimed, evidenced, status, adequacy, and how an assessment was run."""

import datetime as dt
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, make_rubric, rate, unconfirmed

from dsds_audit.administration import score_administration
from dsds_audit.assessment import Assessment
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import Scorecard, score
from tests.oracles.plain_scores import (
    Pair,
    adequate,
    applying,
    claimed_ends,
    claims_of,
    practice_percents,
    shown_ends,
    status_of,
    total_percents,
)

DAY = dt.date(2024, 2, 29)


@st.composite
def records(draw: st.DrawFn) -> tuple[Rubric, Assessment]:
    """A rubric whose evidence ages, with ratings of every kind and evidence from around the day."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    fresh = st.sampled_from([None, 1, 92, 365])
    criteria = {
        f"p{p}": {
            f"c{c}": {"not_applicable": draw(st.booleans()), "fresh_for": draw(fresh)}
            for c in range(1, size + 1)
        }
        for p, size in enumerate(sizes, start=1)
    }
    top = draw(st.sampled_from([1, 2, 3, 10]))
    percent = st.sampled_from(["0", "33.333333", "50", "80", "100"])
    weights = st.lists(
        st.sampled_from(["1", "2", "0.000001", "1000000"]), min_size=len(sizes), max_size=len(sizes)
    )
    rubric = make_rubric(
        criteria, top=top, weights=draw(weights), total=draw(percent), practice=draw(percent)
    )
    given_ratings = {name: draw(rating(top)) for name in rubric.criteria}
    own = draw(st.none() | st.fixed_dictionaries({}, optional={"total": percent, "practice": percent}))
    some = draw(st.lists(st.sampled_from(list(rubric.criteria)), unique=True, max_size=2))
    interview = draw(st.sampled_from([None, unconfirmed(*some)]))
    return rubric, rate(rubric, given_ratings, date=DAY, thresholds=own, interview=interview)


def rating(top: int) -> st.SearchStrategy[Any]:
    days = st.sampled_from([-400, -366, -365, -364, -93, -92, -91, -2, -1, 0, 1, 2])
    dates = st.none() | days.map(lambda days: (DAY + dt.timedelta(days)).isoformat())
    evidence = st.lists(dates.map(lambda date: {"what": "A note", "date": date}), max_size=2)
    claim = st.integers(0, top).map(lambda level: {"level": level})
    others = st.sampled_from([{"dont_know": True}, {"not_applicable": "Not ours."}, {"not_applicable": ""}])
    return st.none() | st.builds(
        lambda one, shown: {**one, "evidence": shown}, claim | claim | others, evidence
    )


def same_as(card: Scorecard, rubric: Rubric, ends: dict[str, Pair | None]) -> None:
    top = rubric.top
    assert (card.low, card.high) == total_percents(rubric, ends)
    assert card.status == status_of([pair for pair in ends.values() if pair], top)
    for practice, found in zip(rubric.practices, card.practices, strict=True):
        pairs = applying(practice, ends)
        assert (found.low, found.high) == practice_percents(rubric, practice, ends)
        assert found.percent == (found.low if found.low == found.high else None)
        assert found.status == status_of(pairs, top)
        assert found.asked == len(pairs)
        for criterion in found.criteria:
            pair = ends[f"{practice.id}.{criterion.id.rpartition('.')[2]}"]
            assert criterion.applies == (pair is not None)
            assert criterion.status == status_of([pair] if pair else [], top)
            assert pair is None or (criterion.low, criterion.high) == pair
    certain = [p for p in rubric.practices if status_of(applying(p, ends), top) == "in_place"]
    assert card.in_place == len(certain)


@given(records())
@examples(150)
def test_claimed_scores_are_the_oracles(case):
    rubric, assessment = case
    claims = claims_of(rubric, assessment)
    ends = claimed_ends(rubric, claims)
    card = score(rubric, assessment)
    same_as(card, rubric, ends)
    assert card.adequate is adequate(rubric, assessment, ends)
    assert card.rated == sum(isinstance(claim, int) for claim in claims.values())


@given(records())
@examples(150)
def test_evidenced_scores_are_the_oracles(case):
    rubric, assessment = case
    ends = shown_ends(rubric, assessment)
    card = score(rubric, assessment, evidenced=True)
    same_as(card, rubric, ends)
    assert card.adequate is adequate(rubric, assessment, ends)


@given(st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=9))
@examples(60)
def test_how_it_was_run_is_the_share_that_held(answers):
    ids = [f"s{number}" for number in range(len(answers))]
    rubric = make_rubric((1,), administration=[{"id": name, "text": f"It was {name}."} for name in ids])
    given_answers = {name: held for name, held in zip(ids, answers, strict=True) if held is not None}
    found = score_administration(rubric, rate(rubric, administration=given_answers))
    assert found is not None
    held, unknown = answers.count(True), answers.count(None)
    assert found.low == Fraction(100 * held, len(answers))
    assert found.high == Fraction(100 * (held + unknown), len(answers))
    assert [each.held for each in found.statements] == answers
    assert found.complete == (unknown == 0)
