import random
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from rubrics_for_tests import examples, make_check, make_rubric, rate, waiting_cases

from dsds_audit.actions import recommend
from dsds_audit.adequacy import find_adequate_set
from dsds_audit.scoring import score


def levels_of(advice, chosen):
    return {r.criterion: r.target for r in advice if r.criterion in chosen}


def closed(advice, chosen):
    """Whether everything the chosen wait for, where raising it is recommended, is chosen too."""
    recommended = {r.criterion for r in advice}
    needed = {".".join(n.split(".")[:2]) for r in advice if r.criterion in chosen for n in r.waits_for}
    return needed & recommended <= chosen


def least_by_trying_all(rubric, ratings):
    """Least effort and fewest criteria over all sets of recommendations, scored again each time."""
    advice = recommend(rubric, rate(rubric, ratings))
    best = None
    for size in range(len(advice) + 1):
        for some in combinations(advice, size):
            chosen = {r.criterion for r in some}
            figure = (sum(r.cost for r in some), size)
            if (best is None or figure < best) and closed(advice, chosen):
                card = score(rubric, rate(rubric, {**ratings, **levels_of(advice, chosen)}))
                if card.adequate is True:
                    best = figure
    return best


@given(waiting_cases(most=9))
@examples(80)
def test_no_set_of_actions_reaches_both_thresholds_with_less(case):
    rubric, ratings = case
    assessment = rate(rubric, ratings)
    card = score(rubric, assessment)
    found = find_adequate_set(rubric, assessment)
    advice = recommend(rubric, assessment)
    if card.low is None:
        assert found.outcome == "nothing_applies"
        return
    least = least_by_trying_all(rubric, ratings)
    if card.adequate is True:
        assert found.outcome == "already"
        assert (found.criteria, found.cost) == ((), 0)
        return
    if least is None:
        everything = score(rubric, rate(rubric, {**ratings, **{r.criterion: r.target for r in advice}}))
        assert everything.adequate is not True
        assert found.outcome == {None: "unknowns_open", False: "out_of_reach"}[everything.adequate]
        assert found.criteria == ()
        return
    assert found.outcome == "found"
    assert (found.cost, len(found.criteria)) == least
    assert closed(advice, set(found.criteria))
    assert list(found.criteria) == [r.criterion for r in advice if r.criterion in found.criteria]
    then = score(rubric, rate(rubric, {**ratings, **levels_of(advice, found.criteria)}))
    assert then.adequate is True
    assert then.low == found.low


@pytest.mark.parametrize("seed", range(6))
def test_ten_gaps_that_wait_for_each_other(seed):
    chance = random.Random(seed)
    practices, names = {}, []
    for p in ("p", "q", "r"):
        practices[p] = {}
        for c in "abcd"[: 4 if p == "p" else 3]:
            checks = [make_check("x", chance.choice(["low", "medium", "high"]))]
            needs = [chance.choice(names)] if names and chance.random() < 0.5 else []
            practices[p][c] = {"checks": checks, "requires": needs}
            names.append(f"{p}.{c}")
    rubric = make_rubric(practices, weights=[1, chance.choice([1, 2]), "0.5"], total=70, practice=50)
    ratings = {name: chance.choice([0, 0, 1]) for name in rubric.criteria}
    found = find_adequate_set(rubric, rate(rubric, ratings))
    assert (found.cost, len(found.criteria)) == least_by_trying_all(rubric, ratings)


def test_adequate_already():
    rubric = make_rubric([2])
    found = find_adequate_set(rubric, rate(rubric, others=2))
    assert (found.outcome, found.criteria, found.cost, found.low) == ("already", (), 0, 100)


def test_nothing_applies():
    rubric = make_rubric({"p": {"a": {"not_applicable": True}}})
    found = find_adequate_set(rubric, rate(rubric, others="-"))
    assert (found.outcome, found.low) == ("nothing_applies", None)


def test_the_cheap_one_rather_than_the_first_one():
    checks = {
        name: {"checks": [make_check("x", effort)]}
        for name, effort in (("a", "high"), ("b", "low"), ("c", "medium"))
    }
    rubric = make_rubric({"p": {**checks, "d": {}, "e": {}}})
    found = find_adequate_set(rubric, rate(rubric, {"p.a": 0, "p.b": 0, "p.c": 2}, others=2))
    assert (found.criteria, found.cost, found.low) == (("p.b",), 1, 80)


def test_both_thresholds_have_to_be_reached():
    rubric = make_rubric([1, 9], total=50, practice=40)
    found = find_adequate_set(rubric, rate(rubric, {"p1.c1": 0}, others=2))
    assert found.criteria == ("p1.c1",)
    rubric = make_rubric([2, 2], total=75, practice=50)
    found = find_adequate_set(rubric, rate(rubric, {"p1.c1": 2, "p1.c2": 0, "p2.c1": 2, "p2.c2": 0}))
    assert len(found.criteria) == 1


def test_what_the_cheap_one_waits_for_is_paid_for_too():
    practices = {
        "p": {
            "dear": {"checks": [make_check("x", "high")]},
            "cheap": {"checks": [make_check("x", "low")], "requires": ["p.dear"]},
            "fair": {"checks": [make_check("x", "medium")]},
            "done": {},
        }
    }
    rubric = make_rubric(practices, total=50, practice=50)
    found = find_adequate_set(rubric, rate(rubric, {"p.done": 2}, others=0))
    assert (found.criteria, found.cost) == (("p.fair",), 3)


def test_a_requirement_that_is_only_unknown_does_not_bar_it():
    rubric = make_rubric({"p": {"a": {}, "b": {"requires": ["p.a"]}}}, total=50, practice=50)
    found = find_adequate_set(rubric, rate(rubric, {"p.a": "?", "p.b": 0}))
    assert (found.outcome, found.criteria) == ("found", ("p.b",))


def test_among_equal_efforts_the_fewest_criteria():
    practices = {
        "p": {
            "a": {"checks": [make_check("x", "low")]},
            "b": {"checks": [make_check("x", "low"), make_check("y", "low")]},
            "c": {"checks": [make_check("x", "medium")]},
        }
    }
    rubric = make_rubric(practices, top=2, total="66.666666", practice=0)
    found = find_adequate_set(rubric, rate(rubric, {"p.a": 1, "p.b": 1, "p.c": 0}))
    assert (len(found.criteria), found.cost) == (1, 3)


def test_unknowns_leave_it_open():
    rubric = make_rubric([2])
    found = find_adequate_set(rubric, rate(rubric, {"p1.c1": 0, "p1.c2": "?"}))
    assert (found.outcome, found.criteria) == ("unknowns_open", ())


def test_targets_too_low_for_the_thresholds():
    rubric = make_rubric([2], target=1)
    found = find_adequate_set(rubric, rate(rubric, others=0))
    assert (found.outcome, found.criteria, found.low) == ("out_of_reach", (), 50)


def test_own_thresholds_and_targets_count():
    rubric = make_rubric([2])
    assessment = rate(
        rubric, others=0, thresholds={"total": 50, "practice": 50}, targets={"p1.c1": 1, "p1.c2": 1}
    )
    found = find_adequate_set(rubric, assessment)
    assert (found.criteria, found.low) == (("p1.c1", "p1.c2"), 50)


def test_a_free_one_is_not_taken_where_it_is_not_needed():
    rubric = make_rubric([5])
    ratings = {"p1.c1": {"level": 1, "checks": ["k1", "k2"]}, "p1.c2": 0}
    found = find_adequate_set(rubric, rate(rubric, ratings, others=2))
    assert (found.cost, found.low) == (0, Fraction(80))
    assert found.criteria == ("p1.c1",)


def large(seed, *, waiting, weights="equal", top=10, practices=20, criteria=10):
    chance = random.Random(seed)
    content, names = {}, []
    for p in range(practices):
        row = {}
        for c in range(criteria):
            checks = [
                make_check(f"k{k}", chance.choice(["low", "medium", "high"]))
                for k in range(chance.randint(1, 4))
            ]
            needs = [chance.choice(names)] if names and chance.random() < waiting else []
            row[f"c{c}"] = {"checks": checks, "requires": needs}
            names.append(f"p{p}.c{c}")
        content[f"p{p}"] = row
    heavy = [f"{chance.uniform(0.1, 10):.6f}" for _ in range(practices)] if weights == "odd" else ()
    rubric = make_rubric(content, top=top, weights=heavy)
    return rubric, {name: chance.randint(0, top - 1) for name in rubric.criteria}


@pytest.mark.slow
@pytest.mark.parametrize(
    "shape",
    [{"waiting": 0}, {"waiting": 0, "weights": "odd"}, {"waiting": 0.05}],
    ids=["plain", "odd-weights", "some-waiting"],
)
def test_the_largest_rubric_is_solved(shape):
    rubric, ratings = large(1, **shape)
    found = find_adequate_set(rubric, rate(rubric, ratings))
    assert found.outcome == "found"
    assert (
        score(rubric, rate(rubric, {**ratings, **dict.fromkeys(found.criteria, rubric.top)})).adequate is True
    )


@pytest.mark.slow
def test_where_too_much_waits_for_each_other_it_says_that_it_may_not_be_the_least():
    rubric, ratings = large(1, waiting=0.3)
    found = find_adequate_set(rubric, rate(rubric, ratings))
    assert found.outcome == "found"
    assert not found.certain
    assert "least found so far" in found.sentence
    reached = {**ratings, **dict.fromkeys(found.criteria, rubric.top)}
    assert score(rubric, rate(rubric, reached)).adequate is True
