import datetime as dt
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from rubrics_for_tests import DAY, cases, examples, levels_of, make_rubric, rate, unconfirmed

from dsds_audit.actions import recommend
from dsds_audit.assessment import Assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.conformity import find_misfits
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import is_evidenced, score, suggested_level, target_of

MOST_COMPLETIONS = 3000
ADEQUATE = {True: "yes", False: "no", None: "open"}


def practices_of(rubric, ratings):
    """What a rating means by the specification: per practice and criterion its possible levels, or None."""
    everything = list(range(rubric.top + 1))
    table = []
    for practice in rubric.practices:
        row = []
        for criterion in practice.criteria:
            value = ratings.get(f"{practice.id}.{criterion.id}")
            if value == "-" and criterion.not_applicable:
                row.append(None)
            else:
                row.append([value] if isinstance(value, int) else everything)
        table.append((Fraction(practice.weight), row))
    return table


def status_of(levels, top):
    """Law 1, for levels that are all known."""
    if not levels:
        return "not_applicable"
    if all(level == top for level in levels):
        return "in_place"
    return "not_in_place" if all(level == 0 for level in levels) else "partially_in_place"


def completions_of(rubric, ratings):
    """Every way the unknowns can turn out: per practice its weight and the levels of what applies."""
    table = practices_of(rubric, ratings)
    applying = [[(weight, levels) for levels in row if levels is not None] for weight, row in table]
    flat = [levels for row in applying for _, levels in row]
    for choice in product(*flat):
        remaining = iter(choice)
        yield [
            (weight, [next(remaining) for _ in row]) for (weight, _), row in zip(table, applying, strict=True)
        ]


def figures_of(rubric, completion):
    """Total, percentages of the practices, statuses and adequacy of one completion, by the book."""
    top = rubric.top
    percents = [
        Fraction(100 * sum(levels), top * len(levels)) if levels else None for _, levels in completion
    ]
    weighed = [(w, p) for (w, _), p in zip(completion, percents, strict=True) if p is not None]
    total = sum(w * p for w, p in weighed) / sum(w for w, _ in weighed) if weighed else None
    statuses = [status_of(levels, top) for _, levels in completion]
    whole = status_of([level for _, levels in completion for level in levels], top)
    adequate = None
    if weighed:
        adequate = total >= Fraction(rubric.thresholds.total) and all(
            p >= Fraction(rubric.thresholds.practice) for _, p in weighed
        )
    return total, percents, statuses, whole, adequate


def the_one(values):
    return next(iter(values)) if len(values) == 1 else None


@given(cases())
@examples(100)
def test_scores_are_the_range_over_everything_the_unknowns_can_be(case):
    rubric, ratings = case
    unknown = sum(len(levels) > 1 for _, row in practices_of(rubric, ratings) for levels in row if levels)
    if (rubric.top + 1) ** unknown > MOST_COMPLETIONS:
        return
    outcomes = [figures_of(rubric, completion) for completion in completions_of(rubric, ratings)]
    totals, percents, statuses, wholes, adequates = zip(*outcomes, strict=True)
    card = score(rubric, rate(rubric, ratings))
    if totals[0] is None:
        assert card.low is card.high is card.percent is card.adequate is None
    else:
        assert (card.low, card.high) == (min(totals), max(totals))
        assert card.percent == the_one(set(totals))
        assert card.adequate == the_one(set(adequates))
    assert card.status == (the_one(set(wholes)) or "undetermined")
    for index, practice in enumerate(card.practices):
        possible = [row[index] for row in percents]
        if possible[0] is None:
            assert (practice.low, practice.high, practice.percent) == (None, None, None)
        else:
            assert (practice.low, practice.high) == (min(possible), max(possible))
            assert practice.percent == the_one(set(possible))
        assert practice.status == (the_one({row[index] for row in statuses}) or "undetermined")
    assert card.in_place == sum(
        len({row[i] for row in statuses} | {"in_place"}) == 1 for i in range(len(card.practices))
    )


@given(cases(), st.data())
@examples(100)
def test_raising_a_rating_never_lowers_a_score(case, data):
    rubric, ratings = case
    name = data.draw(st.sampled_from(list(ratings)))
    level = data.draw(st.integers(0, rubric.top - 1))
    before = score(rubric, rate(rubric, {**ratings, name: level}))
    after = score(rubric, rate(rubric, {**ratings, name: data.draw(st.integers(level + 1, rubric.top))}))
    assert after.low > before.low
    assert after.high > before.high
    for one, other in zip(before.practices, after.practices, strict=True):
        assert (other.low or 0) >= (one.low or 0)
        assert (other.high or 0) >= (one.high or 0)
    order = [False, None, True]
    assert order.index(after.adequate) >= order.index(before.adequate)


@given(cases(), st.data())
@examples(100)
def test_giving_a_level_only_narrows_the_range(case, data):
    rubric, ratings = case
    open_ones = [name for name, value in ratings.items() if value in ("?", None)]
    if not open_ones:
        return
    name = data.draw(st.sampled_from(open_ones))
    before = score(rubric, rate(rubric, ratings))
    after = score(rubric, rate(rubric, {**ratings, name: data.draw(st.integers(0, rubric.top))}))
    assert before.low <= after.low <= after.high <= before.high
    assert (after.rated, after.asked) == (before.rated + 1, before.asked)
    for one, other in zip(before.practices, after.practices, strict=True):
        assert one.low is None or one.low <= other.low <= other.high <= one.high
        assert one.status in ("undetermined", other.status)
    assert before.status in ("undetermined", after.status)
    assert before.adequate in (None, after.adequate)


@given(cases())
@examples(100)
def test_the_parts_agree_with_the_whole(case):
    rubric, ratings = case
    card = score(rubric, rate(rubric, ratings))
    weights = sum(practice.weight for practice in card.applicable)
    for end in ("low", "high"):
        whole = getattr(card, end)
        if whole is not None:
            assert whole * weights == sum(getattr(p, end) * p.weight for p in card.applicable)
    for practice in card.practices:
        assert practice.rated <= practice.asked <= len(practice.criteria)
        assert practice.possible == practice.asked * rubric.top
        assert 0 <= practice.low_points <= practice.high_points <= practice.possible
    assert card.rated == sum(p.rated for p in card.practices)
    assert card.asked == sum(p.asked for p in card.practices)
    assert list(card.criteria) == list(rubric.criteria)
    assert card.in_place <= len(card.applicable)
    assert (card.low is None) == (not card.applicable)
    assert card.low is None or 0 <= card.low <= card.high <= 100


@given(cases(), st.data())
@examples(60)
def test_the_order_of_ratings_does_not_matter_and_scoring_changes_nothing(case, data):
    rubric, ratings = case
    assessment = rate(rubric, ratings)
    before = assessment.model_dump_json(), rubric.model_dump_json()
    names = data.draw(st.permutations(list(assessment.ratings)))
    shuffled = assessment.model_copy(update={"ratings": {name: assessment.ratings[name] for name in names}})
    assert score(rubric, assessment) == score(rubric, shuffled) == score(rubric, assessment)
    assert before == (assessment.model_dump_json(), rubric.model_dump_json())


@given(cases())
@examples(100)
def test_does_not_apply_scores_as_if_the_rubric_had_no_such_criterion(case):
    rubric, ratings = case
    left_out = [n for n, c in rubric.criteria.items() if c.not_applicable and ratings[n] == "-"]
    practices = []
    for practice in rubric.practices:
        kept = tuple(c for c in practice.criteria if f"{practice.id}.{c.id}" not in left_out)
        if kept:
            practices.append(practice.model_copy(update={"criteria": kept}))
    card = score(rubric, rate(rubric, ratings))
    if not practices:
        assert card.low is None
        return
    shorter = Rubric.model_validate(rubric.model_copy(update={"practices": tuple(practices)}).model_dump())
    other = score(shorter, rate(shorter, {n: v for n, v in ratings.items() if n in shorter.criteria}))
    assert (card.low, card.high, card.status, card.adequate) == (
        other.low,
        other.high,
        other.status,
        other.adequate,
    )
    assert (card.rated, card.asked, card.in_place) == (other.rated, other.asked, other.in_place)
    assert [(p.id, p.low, p.high, p.status) for p in card.applicable] == [
        (p.id, p.low, p.high, p.status) for p in other.practices
    ]


@given(cases())
@examples(60)
def test_the_evidenced_score_never_claims_more(case):
    rubric, ratings = case
    assessment = rate(rubric, ratings)
    claimed, evidenced = score(rubric, assessment), score(rubric, assessment, evidenced=True)
    assert evidenced.high == claimed.high
    assert (evidenced.low or 0) <= (claimed.low or 0)
    assert (evidenced.rated, evidenced.asked) == (claimed.rated, claimed.asked)
    assert claimed.low is None or evidenced.low == 0


# the worked figures of the method


@pytest.mark.parametrize(
    ("in_place", "of_criteria", "of_practices", "practices"),
    [
        ((2, 3, 3, 3), Fraction(1100, 14), Fraction(325, 4), 1),
        ((2, 4, 4, 1), Fraction(1100, 14), Fraction(325, 4), 3),
        ((0, 4, 4, 4), Fraction(1200, 14), Fraction(75), 3),
    ],
)
def test_worked_figures(in_place, of_criteria, of_practices, practices):
    rubric = make_rubric([2, 4, 4, 4])
    ratings = {
        f"p{p}.c{c}": 2 if c <= count else 0
        for p, count in enumerate(in_place, start=1)
        for c in range(1, len(rubric.practices[p - 1].criteria) + 1)
    }
    card = score(rubric, rate(rubric, ratings))
    assert card.percent == card.low == card.high == of_practices
    assert (card.in_place, len(card.applicable)) == (practices, 4)
    assert (card.rated, card.asked) == (14, 14)
    one = make_rubric([14])
    flat = rate(one, {f"p1.c{n}": level for n, level in enumerate(ratings.values(), start=1)})
    assert score(one, flat).percent == of_criteria


# status


@pytest.mark.parametrize(
    ("levels", "status"),
    [
        ([2, 2, 2], "in_place"),
        ([0, 0, 0], "not_in_place"),
        ([1, 1, 1], "partially_in_place"),
        ([2, 0, 0], "partially_in_place"),
        ([2, 1, 2], "partially_in_place"),
        ([2, 0, None], "partially_in_place"),
        ([2, 0, "?"], "partially_in_place"),
        ([1, None, None], "partially_in_place"),
        ([2, 2, None], "undetermined"),
        ([0, 0, None], "undetermined"),
        ([None, None, None], "undetermined"),
        (["?", "?", "?"], "undetermined"),
        (["-", "-", "-"], "not_applicable"),
        (["-", 2, 2], "in_place"),
        (["-", 0, 0], "not_in_place"),
        (["-", 2, 0], "partially_in_place"),
        (["-", "-", None], "undetermined"),
        (["-", 2, None], "undetermined"),
        (["-", 1, None], "partially_in_place"),
    ],
)
def test_the_one_rule(levels, status):
    rubric = make_rubric({"p": {f"c{n}": {"not_applicable": True} for n in range(3)}})
    card = score(rubric, rate(rubric, {f"p.c{n}": level for n, level in enumerate(levels)}))
    assert card.practices[0].status == status
    assert card.status == status


@pytest.mark.parametrize(
    ("level", "status"),
    [
        (2, "in_place"),
        (1, "partially_in_place"),
        (0, "not_in_place"),
        ("?", "undetermined"),
        (None, "undetermined"),
        ("-", "not_applicable"),
    ],
)
def test_a_criterion_has_a_status_too(level, status):
    rubric = make_rubric({"p": {"c": {"not_applicable": True}}})
    assert score(rubric, rate(rubric, {"p.c": level})).criteria["p.c"].status == status


def test_in_place_means_the_top_of_the_scale_and_not_the_target():
    rubric = make_rubric([1], top=3, target=2)
    assert score(rubric, rate(rubric, {"p1.c1": 2})).status == "partially_in_place"


def test_only_practices_certainly_in_place_are_counted():
    rubric = make_rubric([1, 1, 1])
    card = score(rubric, rate(rubric, {"p1.c1": 2, "p2.c1": None, "p3.c1": 1}))
    assert card.in_place == 1


# does not apply


def test_does_not_apply_leaves_numerator_and_denominator():
    rubric = make_rubric({"p": {"a": {"not_applicable": True}, "b": {}, "c": {}}})
    card = score(rubric, rate(rubric, {"p.a": "-", "p.b": 2, "p.c": 1}))
    assert card.percent == 75
    assert (card.rated, card.asked) == (2, 2)
    assert card.criteria["p.a"].standing == "not_applicable"
    assert not card.criteria["p.a"].applies


@pytest.mark.parametrize(
    ("permitted", "reason", "standing"),
    [(False, "We have none.", "not_permitted"), (False, "", "not_permitted"), (True, "", "reason_missing")],
)
def test_does_not_apply_without_permission_or_reason_scores_as_unknown(permitted, reason, standing):
    rubric = make_rubric({"p": {"a": {"not_applicable": permitted}, "b": {}}})
    card = score(rubric, rate(rubric, {"p.a": {"not_applicable": reason}, "p.b": 2}))
    assert (card.low, card.high, card.percent) == (50, 100, None)
    assert (card.rated, card.asked) == (1, 2)
    assert card.criteria["p.a"].standing == standing
    assert card.status == "undetermined"


def test_a_practice_of_which_nothing_applies_is_left_out_of_everything():
    rubric = make_rubric({"p": {"a": {"not_applicable": True}}, "q": {"b": {}}}, weights=[3, 1])
    card = score(rubric, rate(rubric, {"p.a": "-", "q.b": 1}))
    assert card.percent == 50
    practice = card.practices[0]
    assert (practice.status, practice.percent, practice.low, practice.high) == (
        "not_applicable",
        None,
        None,
        None,
    )
    assert (practice.rated, practice.asked) == (0, 0)
    assert [p.id for p in card.applicable] == ["q"]
    assert score(rubric, rate(rubric, {"p.a": "-", "q.b": 2})).adequate is True


def test_where_nothing_applies_there_is_no_number_at_all():
    rubric = make_rubric({"p": {"a": {"not_applicable": True}}, "q": {"b": {"not_applicable": True}}})
    card = score(rubric, rate(rubric, others="-"))
    assert (card.low, card.high, card.percent, card.adequate) == (None, None, None, None)
    assert (card.rated, card.asked, card.in_place, card.applicable) == (0, 0, 0, ())
    assert card.status == "not_applicable"


# unknown


@pytest.mark.parametrize("unknown", ["?", None])
def test_unknown_is_a_range_and_never_a_number(unknown):
    rubric = make_rubric([2])
    card = score(rubric, rate(rubric, {"p1.c1": 1, "p1.c2": unknown}))
    assert (card.low, card.high, card.percent) == (25, 75, None)
    assert (card.rated, card.asked) == (1, 2)
    assert card.criteria["p1.c2"].level is None


def test_carried_answers_count_as_unanswered_until_confirmed():
    rubric = make_rubric({"p": {"a": {}, "b": {"not_applicable": True}}})
    ratings = {"p.a": 2, "p.b": "-"}
    carried = score(rubric, rate(rubric, ratings, interview=unconfirmed("p.a", "p.b")))
    blank = score(rubric, rate(rubric))
    assert (carried.low, carried.high, carried.rated, carried.asked) == (0, 100, 0, 2)
    assert (blank.low, blank.high, blank.status) == (carried.low, carried.high, carried.status)
    assert carried.criteria["p.a"].standing == "unconfirmed"
    assert blank.criteria["p.a"].standing == "unanswered"
    half = score(rubric, rate(rubric, ratings, interview=unconfirmed("p.b")))
    assert (half.low, half.high) == (50, 100)


def test_ticks_never_score():
    rubric = make_rubric([1])
    for checks in (None, [], ["k1"], ["k1", "k2"]):
        assert score(rubric, rate(rubric, {"p1.c1": {"level": 1, "checks": checks}})).percent == 50
        unknown = score(rubric, rate(rubric, {"p1.c1": {"dont_know": True, "checks": checks}}))
        assert (unknown.low, unknown.high) == (0, 100)


# adequate


@pytest.mark.parametrize(
    ("levels", "adequate"),
    [
        ([8, 8], True),
        ([10, 6], False),
        ([7, 8], False),
        ([8, None], None),
        ([10, None], None),
        ([7, None], False),
        ([None, None], None),
    ],
)
def test_adequate_needs_the_total_and_every_practice(levels, adequate):
    rubric = make_rubric([1, 1], top=10)
    card = score(rubric, rate(rubric, {f"p{n}.c1": level for n, level in enumerate(levels, start=1)}))
    assert card.adequate is adequate


def test_adequate_is_certain_before_everything_is_known():
    rubric = make_rubric([5], top=2)
    assert score(rubric, rate(rubric, {"p1.c5": None}, others=2)).adequate is True
    assert score(rubric, rate(rubric, {"p1.c4": 1, "p1.c5": None}, others=2)).adequate is None
    assert score(rubric, rate(rubric, {"p1.c4": 0, "p1.c3": 1, "p1.c5": None}, others=2)).adequate is False


def test_the_two_thresholds_are_two_parameters():
    rubric = make_rubric([1, 1], top=10, total=60, practice=40)
    assert score(rubric, rate(rubric, {"p1.c1": 8, "p2.c1": 4})).adequate is True
    assert score(rubric, rate(rubric, {"p1.c1": 10, "p2.c1": 3})).adequate is False
    assert score(rubric, rate(rubric, {"p1.c1": 7, "p2.c1": 4})).adequate is False


def test_thresholds_are_held_against_the_exact_value():
    rubric = make_rubric([3], top=1, total="66.666667", practice=0)
    assert score(rubric, rate(rubric, {"p1.c3": 0}, others=1)).adequate is False
    rubric = make_rubric([3], top=1, total="66.666666", practice=0)
    assert score(rubric, rate(rubric, {"p1.c3": 0}, others=1)).adequate is True


@pytest.mark.parametrize(
    ("own", "total", "practice"),
    [
        (None, 80, 70),
        ({"total": 50}, 50, 70),
        ({"practice": 0}, 80, 0),
        ({"total": 0, "practice": "33.5"}, 0, Fraction("33.5")),
    ],
)
def test_an_assessment_may_have_its_own_thresholds(own, total, practice):
    rubric = make_rubric([1], practice=70)
    card = score(rubric, rate(rubric, others=1, thresholds=own))
    assert (card.total_threshold, card.practice_threshold) == (total, practice)


def test_targets_are_the_assessments_else_the_criterions_else_the_rubrics():
    rubric = make_rubric({"p": {"a": {"target": 3}, "b": {}, "c": {"target": 1}}}, top=4, target=2)
    assessment = rate(rubric, others=1, targets={"p.c": 4, "p.a": 0})
    assert [target_of(rubric, assessment, name) for name in rubric.criteria] == [0, 2, 4]
    assert [c.target for c in score(rubric, assessment).criteria.values()] == [0, 2, 4]
    assert target_of(rubric, rate(rubric), "p.a") == 3


# weights, scales and sizes


def test_practices_count_by_their_weight_whatever_their_number_of_criteria():
    rubric = make_rubric([1, 10], weights=[1, 1])
    assert score(rubric, rate(rubric, {"p1.c1": 2}, others=0)).percent == 50
    rubric = make_rubric([1, 10], weights=["0.5", "1.25"])
    assert score(rubric, rate(rubric, {"p1.c1": 2}, others=0)).percent == Fraction(200, 7)
    assert rubric.practices[1].weight == Decimal("1.25")


def test_only_the_ratio_of_weights_matters():
    ratings = {"p1.c1": 2, "p2.c1": 1}
    small, large = make_rubric([1, 1], weights=["0.000001", "0.000003"]), make_rubric([1, 1], weights=[1, 3])
    assert (
        score(small, rate(small, ratings)).percent
        == score(large, rate(large, ratings)).percent
        == Fraction(250, 4)
    )


@pytest.mark.parametrize("top", [1, 2, 3, 10, 100])
def test_any_scale(top):
    rubric = make_rubric([3], top=top)
    card = score(rubric, rate(rubric, {"p1.c1": top, "p1.c2": 1, "p1.c3": 0}))
    assert card.percent == Fraction(100 * (top + 1), 3 * top)


def test_a_scale_of_two_levels_has_nothing_between():
    rubric = make_rubric([1], top=1)
    assert [score(rubric, rate(rubric, others=n)).status for n in (0, 1)] == ["not_in_place", "in_place"]


@pytest.mark.parametrize("sizes", [[1], [1] * 20, [200], [10] * 20], ids=["1x1", "20x1", "1x200", "20x10"])
def test_any_size(sizes):
    rubric = make_rubric(sizes)
    assert score(rubric, rate(rubric, others=1)).percent == 50
    blank = score(rubric, rate(rubric))
    assert (blank.low, blank.high, blank.asked) == (0, 100, sum(sizes))


# evidence


def evidenced(date, *, fresh_for: int | None = 92, level=2, day: dt.date = DAY):
    rubric = make_rubric({"p": {"c": {"fresh_for": fresh_for}}})
    evidence = [] if date == "none" else [{"what": "A report", "date": date}]
    assessment = rate(rubric, {"p.c": {"level": level, "evidence": evidence}}, date=day)
    card = score(rubric, assessment, evidenced=True)
    assert score(rubric, assessment).percent == 50 * level
    rating = assessment.ratings["p.c"]
    assert is_evidenced(rubric.criteria["p.c"], rating, assessment) is (card.low == 50 * level and level > 0)
    return card.low, card.high


@pytest.mark.parametrize(
    ("age", "low"), [(0, 100), (1, 100), (91, 100), (92, 100), (93, 0), (4000, 0), (-1, 0), (-400, 0)]
)
def test_evidence_is_fresh_up_to_its_last_day_and_never_from_the_future(age, low):
    assert evidenced(DAY - dt.timedelta(days=age)) == (low, 100)


def test_evidence_without_a_date_counts_only_where_it_does_not_age():
    assert evidenced(None) == (0, 100)
    assert evidenced(None, fresh_for=None) == (100, 100)
    assert evidenced(DAY - dt.timedelta(days=9000), fresh_for=None) == (100, 100)
    assert evidenced(DAY + dt.timedelta(days=1), fresh_for=None) == (0, 100)


def test_a_level_without_evidence_ranges_from_0_to_itself():
    assert evidenced("none") == (0, 100)
    assert evidenced("none", level=1) == (0, 50)
    assert evidenced("none", fresh_for=None, level=1) == (0, 50)


def test_one_fresh_piece_of_evidence_is_enough():
    rubric = make_rubric({"p": {"c": {"fresh_for": 92}}})
    evidence = [{"what": "Old", "date": "2020-01-01"}, {"what": "Undated"}, {"what": "New", "date": DAY}]
    assessment = rate(rubric, {"p.c": {"level": 1, "evidence": evidence}})
    assert score(rubric, assessment, evidenced=True).percent == 50


def test_evidence_at_the_ends_of_the_calendar():
    assert evidenced(dt.date(1, 1, 1), day=dt.date(9999, 12, 31)) == (0, 100)
    assert evidenced(dt.date(9999, 12, 31), day=dt.date(9999, 12, 31)) == (100, 100)
    assert evidenced(dt.date(1, 1, 1), day=dt.date(1, 1, 1)) == (100, 100)


def test_evidence_for_what_is_unknown_changes_nothing():
    rubric = make_rubric([1])
    rating = {"dont_know": True, "evidence": [{"what": "A report", "date": DAY}]}
    card = score(rubric, rate(rubric, {"p1.c1": rating}), evidenced=True)
    assert (card.low, card.high) == (0, 100)


# the level that ticks suggest


@pytest.mark.parametrize(
    ("holding", "checks", "top", "level"),
    [
        (0, 2, 2, 0),
        (1, 2, 2, 1),
        (2, 2, 2, 2),
        (1, 5, 2, 1),
        (4, 5, 2, 1),
        (1, 3, 3, 1),
        (2, 3, 3, 2),
        (1, 10, 3, 1),
        (9, 10, 3, 2),
        (1, 3, 10, 3),
        (2, 3, 10, 6),
        (9, 10, 10, 9),
        (0, 4, 1, 0),
        (3, 4, 1, 0),
        (4, 4, 1, 1),
        (1, 1, 1, 1),
    ],
)
def test_suggested_level(holding, checks, top, level):
    assert suggested_level(holding, checks, top) == level


@given(st.integers(1, 50), st.integers(1, 100), st.data())
@examples(100)
def test_a_suggestion_reaches_the_ends_only_where_all_or_none_hold(checks, top, data):
    holding = data.draw(st.integers(0, checks))
    level = suggested_level(holding, checks, top)
    assert (level == top) == (holding == checks)
    assert top == 1 or (level == 0) == (holding == 0)
    assert holding == 0 or level >= suggested_level(holding - 1, checks, top)


@pytest.mark.parametrize(("holding", "checks"), [(0, 0), (3, 2), (-1, 2)])
def test_nothing_is_suggested_from_nothing(holding, checks):
    with pytest.raises(ValueError, match="checks"):
        suggested_level(holding, checks, 2)


# cases that anyone can add: tests/cases/scoring/*.yaml


def stored_cases():
    for path in sorted((Path(__file__).parent / "cases" / "scoring").glob("*.yaml")):
        for case in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["cases"]:
            yield pytest.param(case, id=f"{path.stem}: {case['name']}")


def fraction(text):
    """A percentage as a case writes it: 81.25, or 1100/14 where decimals cannot say it."""
    return None if text is None else Fraction(str(text).replace(" ", ""))


FIELDS = {
    "low",
    "high",
    "percent",
    "status",
    "adequate",
    "in_place",
    "practices",
    "rated",
    "asked",
    "first_actions",
}


@pytest.mark.parametrize("case", list(stored_cases()))
def test_stored_case(case):
    rubric = Catalogue().load(case["rubric"])
    others, expect = case.get("others"), case["expect"]
    filled = {} if others is None else {name: {"level": others} for name in rubric.criteria}
    given_fields = {key: case[key] for key in ("date", "thresholds", "targets") if key in case}
    assessment = Assessment.model_validate(
        {
            "site": case["name"],
            "date": "2026-03-02",
            "rubric": rubric.ref,
            **given_fields,
            "ratings": {**filled, **case.get("ratings", {})},
        }
    )
    assert not list(find_misfits(rubric, assessment))
    card = score(rubric, assessment, evidenced=case.get("evidenced", False))
    assert expect.keys() <= FIELDS, f"unknown: {expect.keys() - FIELDS}"
    for field in ("low", "high", "percent"):
        if field in expect:
            assert getattr(card, field) == fraction(expect[field]), field
    for field in ("status", "in_place", "rated", "asked"):
        if field in expect:
            assert getattr(card, field) == expect[field], field
    if "adequate" in expect:
        assert ADEQUATE[card.adequate] == expect["adequate"]
    found = {practice.id: practice for practice in card.practices}
    for name, wanted in expect.get("practices", {}).items():
        practice = found[name]
        assert practice.status == wanted["status"], name
        for field in ("low", "high", "percent"):
            if field in wanted:
                assert getattr(practice, field) == fraction(wanted[field]), (name, field)
    if "first_actions" in expect:
        first = expect["first_actions"]
        advice = [recommendation.criterion for recommendation in recommend(rubric, assessment)]
        assert advice[: len(first) or None] == first


def test_every_stored_case_is_collected():
    assert len(list(stored_cases())) >= 20


@given(cases(tops=(2,)), st.data())
@examples(40)
def test_a_rating_of_one_practice_never_moves_another(case, data):
    rubric, ratings = case
    name = data.draw(st.sampled_from(list(ratings)))
    changed = {**ratings, name: data.draw(levels_of(rubric))}
    one, other = score(rubric, rate(rubric, ratings)), score(rubric, rate(rubric, changed))
    for before, after in zip(one.practices, other.practices, strict=True):
        assert before == after or before.id == name.partition(".")[0]


def test_what_is_out_of_reach_is_unknown_where_nothing_applies():
    rubric = make_rubric({"p": {"a": {"not_applicable": True}, "b": {"not_applicable": True}}})
    assert score(rubric, rate(rubric, {"p.a": 1, "p.b": None})).out_of_reach == Fraction(25)
    assert score(rubric, rate(rubric, {"p.a": "-", "p.b": "-"})).out_of_reach is None
