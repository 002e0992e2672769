from fractions import Fraction

from hypothesis import given
from rubrics_for_tests import cases, examples, make_check, make_rubric, rate, unconfirmed, waiting_cases

from dsds_audit.gaps import find_gaps, find_strengths, find_unknowns, gain_of, holds, raised, required_by
from dsds_audit.scoring import score


def low_of(rubric, ratings):
    return score(rubric, rate(rubric, ratings)).low or Fraction(0)


@given(waiting_cases())
@examples(100)
def test_a_gap_is_a_level_below_its_target_and_gains_what_scoring_again_says(case):
    rubric, ratings = case
    assessment = rate(rubric, ratings)
    before = low_of(rubric, ratings)
    gaps = find_gaps(rubric, assessment)
    expected = {}
    for name, criterion in rubric.criteria.items():
        target = rubric.target if criterion.target is None else criterion.target
        value = ratings[name]
        if isinstance(value, dict) and value["level"] < target:
            expected[name] = (value["level"], target, low_of(rubric, {**ratings, name: target}) - before)
    assert {gap.criterion: (gap.level, gap.target, gap.gain) for gap in gaps} == expected
    order = list(rubric.criteria)
    keys = [(-gap.gain, order.index(gap.criterion)) for gap in gaps]
    assert keys == sorted(keys)
    assert all(gap.gain > 0 for gap in gaps)
    for gap in gaps:
        held = ratings[gap.criterion]["checks"]
        ids = [check.id for check in rubric.criteria[gap.criterion].checks]
        assert gap.unmet == tuple(f"{gap.criterion}.{c}" for c in ids if c not in (held or ()))
        assert gap.gone_through == (held is not None)


@given(cases())
@examples(100)
def test_every_criterion_that_applies_is_known_or_to_be_found_out(case):
    rubric, ratings = case
    assessment = rate(rubric, ratings)
    card = score(rubric, assessment)
    unknowns = find_unknowns(rubric, assessment)
    assert len(unknowns) == card.asked - card.rated
    assert not {u.criterion for u in unknowns} & {g.criterion for g in find_gaps(rubric, assessment)}
    if card.low is not None:
        assert sum(u.swing for u in unknowns) == card.high - card.low
    order = list(rubric.criteria)
    keys = [(-u.swing, order.index(u.criterion)) for u in unknowns]
    assert keys == sorted(keys)
    for unknown in unknowns:
        top = low_of(rubric, {**ratings, unknown.criterion: rubric.top})
        assert unknown.swing == top - low_of(rubric, {**ratings, unknown.criterion: 0})


def test_the_unmet_checks_are_named():
    rubric = make_rubric({"p": {"a": {"checks": ["x", "y", "z"]}}})
    (gap,) = find_gaps(rubric, rate(rubric, {"p.a": {"level": 1, "checks": ["y"]}}))
    assert gap.unmet == ("p.a.x", "p.a.z")
    (gap,) = find_gaps(rubric, rate(rubric, {"p.a": {"level": 1, "checks": []}}))
    assert (gap.unmet, gap.gone_through) == (("p.a.x", "p.a.y", "p.a.z"), True)
    (gap,) = find_gaps(rubric, rate(rubric, {"p.a": 1}))
    assert (gap.unmet, gap.gone_through) == (("p.a.x", "p.a.y", "p.a.z"), False)
    (gap,) = find_gaps(rubric, rate(rubric, {"p.a": {"level": 1, "checks": ["z", "y", "x"]}}))
    assert (gap.unmet, gap.gone_through) == ((), True)


def test_largest_effect_first_then_rubric_order():
    rubric = make_rubric([4, 2, 4])
    found = [
        g.criterion
        for g in find_gaps(rubric, rate(rubric, {"p1.c1": 1, "p2.c2": 0, "p3.c1": 0, "p1.c4": 0}, others=2))
    ]
    assert found == ["p2.c2", "p1.c4", "p3.c1", "p1.c1"]


def test_what_reaches_its_target_is_no_gap_though_below_the_top():
    rubric = make_rubric({"p": {"a": {"target": 1}, "b": {}}})
    assert [g.criterion for g in find_gaps(rubric, rate(rubric, others=1))] == ["p.b"]
    own = rate(rubric, others=1, targets={"p.a": 2, "p.b": 1})
    assert [g.criterion for g in find_gaps(rubric, own)] == ["p.a"]


def test_unknown_carried_and_not_applicable_are_no_gaps():
    rubric = make_rubric({"p": {"a": {}, "b": {}, "c": {"not_applicable": True}, "d": {}, "e": {}}})
    ratings = {"p.a": "?", "p.c": "-", "p.d": 0, "p.e": "-"}
    assessment = rate(rubric, ratings, interview=unconfirmed("p.d"))
    assert find_gaps(rubric, assessment) == ()
    standings = {u.criterion: u.standing for u in find_unknowns(rubric, assessment)}
    assert standings == {
        "p.a": "dont_know",
        "p.b": "unanswered",
        "p.d": "unconfirmed",
        "p.e": "not_permitted",
    }


def test_a_gap_carries_its_barriers():
    drivers = [{"id": "coaching", "label": "coaching", "group": "competency"}]
    rubric = make_rubric([1], drivers=drivers)
    barriers = [{"what": "No time", "driver": "coaching"}, {"what": "No trust"}]
    (gap,) = find_gaps(rubric, rate(rubric, {"p1.c1": {"level": 0, "barriers": barriers}}))
    assert [(b.what, b.driver) for b in gap.barriers] == [("No time", "coaching"), ("No trust", None)]


def test_strengths_are_what_is_certainly_in_place():
    rubric = make_rubric(
        {"p": {"a": {}, "b": {"not_applicable": True}}, "q": {"a": {}, "b": {}}, "r": {"a": {}}}
    )
    ratings = {"p.a": 2, "p.b": "-", "q.a": 2, "q.b": "?", "r.a": 1}
    strengths = find_strengths(rubric, rate(rubric, ratings))
    assert strengths.practices == ("p",)
    assert strengths.criteria == ("p.a", "q.a")
    carried = find_strengths(rubric, rate(rubric, ratings, interview=unconfirmed("p.a")))
    assert carried.practices == ()
    assert carried.criteria == ("q.a",)


def test_reaching_the_target_is_not_yet_a_strength():
    rubric = make_rubric([1], top=3, target=2)
    assert find_strengths(rubric, rate(rubric, others=2)).criteria == ()


@given(cases())
@examples(60)
def test_a_raised_scorecard_is_the_scorecard_of_the_raised_ratings(case):
    rubric, ratings = case
    card = score(rubric, rate(rubric, ratings))
    levels = {name: rubric.top for name, c in card.criteria.items() if c.applies}
    assert raised(card, levels) == score(rubric, rate(rubric, {**ratings, **levels}))
    assert gain_of(card, {}) == 0
    assert raised(card, {}) == card


# what is required


def verdict(required, rating, *, permitted=True):
    rubric = make_rubric(
        {"p": {"a": {"checks": ["x", "y"], "not_applicable": permitted}, "b": {"requires": [required]}}}
    )
    return holds(rubric, rate(rubric, {"p.a": rating}).claims, required)


def test_a_required_check_is_looked_up_among_the_ticks():
    assert verdict("p.a.x", {"level": 1, "checks": ["x"]}) is True
    assert verdict("p.a.x", {"level": 1, "checks": ["y"]}) is False
    assert verdict("p.a.x", {"level": 2, "checks": []}) is False
    assert verdict("p.a.x", {"level": 0, "checks": ["x"]}) is True


def test_where_a_criterion_was_not_ticked_through_its_level_decides():
    assert verdict("p.a.x", 2) is True
    assert verdict("p.a.x", 0) is False
    assert verdict("p.a.x", 1) is not True


def test_a_required_criterion_holds_at_the_top():
    assert verdict("p.a", 2) is True
    assert verdict("p.a", 1) is False
    assert verdict("p.a", 0) is False
    assert verdict("p.a", {"level": 2, "checks": []}) is True


def test_an_unknown_requirement_is_neither():
    for required in ("p.a", "p.a.x"):
        assert verdict(required, None) is None
        assert verdict(required, "?") is None
        assert verdict(required, "-", permitted=False) is None
        assert verdict(required, {"not_applicable": ""}) is None


def test_what_does_not_apply_requires_nothing():
    assert verdict("p.a", "-") is True
    assert verdict("p.a.x", "-") is True


def test_required_from_elsewhere_once_each():
    checks = [make_check("x", requires=["p.a.k1", "p.b.y"]), make_check("y", requires=["p.a.k1", "p.a.k2"])]
    rubric = make_rubric({"p": {"a": {}, "b": {"checks": checks, "requires": ["p.a"]}}})
    assert required_by(rubric, "p.b", ("p.b.x", "p.b.y")) == ("p.a", "p.a.k1", "p.a.k2")
    assert required_by(rubric, "p.b", ("p.b.x",)) == ("p.a", "p.a.k1")
    assert required_by(rubric, "p.b", ()) == ("p.a",)
    assert required_by(rubric, "p.a", ("p.a.k1",)) == ()
