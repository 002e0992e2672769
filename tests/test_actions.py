import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from rubrics_for_tests import COSTS, DAY, examples, make_check, make_rubric, rate, unconfirmed, waiting_cases

from dsds_audit.actions import recommend
from dsds_audit.scoring import score


def order_of(rubric, ratings=None, **fields):
    return [r.criterion for r in recommend(rubric, rate(rubric, ratings, **fields))]


def criterion_of(name):
    return ".".join(name.split(".")[:2])


def verdict_of(rubric, ratings, required):
    """Whether a requirement holds, by the words of the method."""
    name = criterion_of(required)
    value = ratings[name]
    if value == "-" and rubric.criteria[name].not_applicable:
        return True
    if not isinstance(value, dict):
        return None
    level, ticks = value["level"], value["checks"]
    if required == name:
        return level == rubric.top
    if ticks is not None:
        return required.split(".")[2] in ticks
    return {rubric.top: True, 0: False}.get(level)


def needs_of(rubric, ratings, name):
    criterion = rubric.criteria[name]
    held = ratings[name]["checks"] or ()
    needed = list(criterion.requires)
    for check in criterion.checks:
        if check.id not in held:
            needed += check.requires
    return [r for r in dict.fromkeys(needed) if criterion_of(r) != name]


@given(waiting_cases())
@examples(120)
def test_the_advice_by_the_book(case):
    rubric, ratings = case
    assessment = rate(rubric, ratings)
    advice = recommend(rubric, assessment)
    card = score(rubric, assessment)
    names = [r.criterion for r in advice]
    assert len(set(names)) == len(names)
    reached = {}
    for position, r in enumerate(advice):
        unmet = [
            c
            for c in rubric.criteria[r.criterion].checks
            if c.id not in (ratings[r.criterion]["checks"] or ())
        ]
        assert {step.check for step in r.steps} == {f"{r.criterion}.{c.id}" for c in unmet}
        assert r.cost == sum(COSTS[c.action.effort] for c in unmet)
        blocked_by = [
            n for n in needs_of(rubric, ratings, r.criterion) if verdict_of(rubric, ratings, n) is not True
        ]
        assert list(r.waits_for) == blocked_by
        for needed in blocked_by:
            assert criterion_of(needed) not in names[position:], "what it waits for comes first"
        alone = score(rubric, rate(rubric, {**ratings, r.criterion: r.target})).low
        reached[r.criterion] = r.target
        assert r.low_alone == alone
        assert r.gain == alone - card.low
        assert r.low_then == score(rubric, rate(rubric, {**ratings, **reached})).low
        dues = [step.due for step in r.steps]
        assert r.due == max(dues, default=None)
        assert all(due > assessment.date for due in dues)
        for needed in blocked_by:
            above = next((o for o in advice if o.criterion == criterion_of(needed)), None)
            if above and above.due:
                assert all(step.due >= above.due + dt.timedelta(days=step.action.days) for step in r.steps)
    ready = [r for r in advice if not r.waits_for]
    assert list(advice[: len(ready)]) == ready, "ready before blocked"
    order = list(rubric.criteria)

    def key(r):
        practice = r.criterion.partition(".")[0]
        then = score(rubric, rate(rubric, {**ratings, r.criterion: r.target}))
        completes = next(p.status for p in then.practices if p.id == practice) == "in_place"
        effort = r.gain / r.cost if r.cost else Fraction(10**12)
        return (not rubric.criteria[r.criterion].critical, not completes, -effort, order.index(r.criterion))

    assert [key(r) for r in ready] == sorted(key(r) for r in ready)


@given(waiting_cases())
@examples(60)
def test_now_next_later(case):
    rubric, ratings = case
    advice = recommend(rubric, rate(rubric, ratings))
    waves = ["now", "next", "later"]
    found = [waves.index(r.when) for r in advice]
    assert found == sorted(found)
    assert sum(wave == 0 for wave in found) <= rubric.now
    for position, r in enumerate(advice):
        if not r.waits_for:
            assert r.when == waves[min(position // rubric.now, 2)]
        elif position:
            assert r.when != "now"


def test_it_raises_each_gap_once_and_finds_nothing_to_do_without_gaps():
    rubric = make_rubric([2, 2])
    assert order_of(rubric, others=2) == []
    assert order_of(rubric) == []
    assert order_of(rubric, others="?") == []
    assert sorted(order_of(rubric, others=1)) == sorted(rubric.criteria)


def test_an_unconfirmed_answer_is_no_gap():
    rubric = make_rubric([2])
    assert order_of(rubric, others=0, interview=unconfirmed("p1.c1")) == ["p1.c2"]


# the keys of the order, each against the next


def test_ready_comes_before_blocked_even_where_the_blocked_one_is_critical():
    rubric = make_rubric(
        {"p": {"a": {"critical": True, "requires": ["p.c.k1"]}, "b": {}, "c": {}}, "q": {"d": {}}}
    )
    assert (
        order_of(rubric, {"p.a": 0, "p.b": 0, "p.c": {"level": 1, "checks": ["k2"]}, "q.d": 2})[-1] == "p.a"
    )
    blocked, free = (
        make_rubric({"p": {"a": {"critical": True, "requires": ["p.b"]}, "b": {}}}),
        make_rubric({"p": {"a": {"critical": True}, "b": {}}}),
    )
    assert order_of(blocked, others=0) == ["p.b", "p.a"]
    assert order_of(free, others=0) == ["p.a", "p.b"]


def test_critical_comes_before_what_completes_a_practice():
    rubric = make_rubric({"p": {"a": {"critical": True}, "b": {}}, "q": {"c": {}}}, weights=[1, 5])
    assert order_of(rubric, others=0) == ["p.a", "q.c", "p.b"]


def test_what_completes_a_practice_comes_before_more_points_for_the_effort():
    rubric = make_rubric(
        {"p": {"a": {}, "b": {}}, "q": {"c": {"checks": [make_check("x", "high")]}}}, weights=[9, 1]
    )
    assert order_of(rubric, others=0) == ["q.c", "p.a", "p.b"]
    one_left = make_rubric(
        {"p": {"a": {}, "b": {}}, "q": {"c": {}, "d": {"checks": [make_check("x", "high")]}}}
    )
    assert order_of(one_left, {"p.a": 0, "p.b": 0, "q.c": 2, "q.d": 1}) == ["q.d", "p.a", "p.b"]


def test_more_points_for_the_effort_come_before_rubric_order():
    rubric = make_rubric(
        {
            "p": {
                "a": {"checks": [make_check("x", "medium")]},
                "b": {"checks": [make_check("x", "low")]},
                "c": {},
            }
        }
    )
    assert order_of(rubric, {"p.c": "?"}, others=0) == ["p.b", "p.a"]


def test_it_is_points_for_the_effort_and_neither_points_nor_effort_alone():
    rubric = make_rubric(
        {
            "p": {"a": {"checks": [make_check("x", "low")]}, "open1": {}},
            "q": {"b": {"checks": [make_check("x", "medium")]}, "open2": {}},
        },
        weights=[1, 4],
    )
    assert order_of(rubric, {"p.open1": "?", "q.open2": "?"}, others=0) == ["q.b", "p.a"]
    even = make_rubric(
        {
            "p": {"a": {"checks": [make_check("x", "low")]}, "open1": {}},
            "q": {"b": {"checks": [make_check("x", "medium")]}, "open2": {}},
        },
        weights=[1, 2],
    )
    assert order_of(even, {"p.open1": "?", "q.open2": "?"}, others=0) == ["p.a", "q.b"]


def test_ties_stand_in_rubric_order():
    rubric = make_rubric([2, 2])
    assert order_of(rubric, others=1) == list(rubric.criteria)
    ratings = {"p2.c2": 1, "p2.c1": 1, "p1.c2": 1, "p1.c1": 1}
    assert order_of(rubric, ratings) == list(rubric.criteria)


def test_the_order_is_settled_before_rounding():
    heavy = make_rubric([1, 1, 1], weights=["1", "1.000001", "1"])
    rubric = make_rubric({"p": {"a": {}, "o": {}}, "q": {"b": {}, "o": {}}}, weights=["1", "1.000001"])
    assert order_of(rubric, {"p.o": "?", "q.o": "?"}, others=0) == ["q.b", "p.a"]
    assert order_of(heavy, others=0) == ["p2.c1", "p1.c1", "p3.c1"]


def test_a_critical_gap_leads_whatever_its_points():
    rubric = make_rubric(
        {"p": {"big": {}}, "q": {"small": {"critical": True, "checks": [make_check("x", "high")]}, "o": {}}}
    )
    assert order_of(rubric, {"p.big": 0, "q.small": 1, "q.o": "?"})[0] == "q.small"


# what it waits for


def reports(rating):
    rubric = make_rubric(
        {
            "use": {
                "analysis": {"checks": ["broken", "summary"]},
                "reports": {"requires": ["use.analysis.summary"]},
            }
        }
    )
    advice = recommend(rubric, rate(rubric, {"use.analysis": rating, "use.reports": 0}))
    return next(r for r in advice if r.criterion == "use.reports")


@pytest.mark.parametrize(
    ("rating", "waits", "code"),
    [
        ({"level": 0, "checks": []}, True, "blocked"),
        ({"level": 1, "checks": ["broken"]}, True, "blocked"),
        ({"level": 1, "checks": ["summary"]}, False, "ready"),
        (0, True, "blocked"),
        (2, False, "ready"),
        ("?", True, "requirement_unknown"),
        (None, True, "requirement_unknown"),
    ],
)
def test_blocked_until_the_requirement_is_known_to_hold(rating, waits, code):
    found = reports(rating)
    assert found.waits_for == (("use.analysis.summary",) if waits else ())
    assert found.reasons[0].code == code


def test_what_is_met_already_needs_nothing_any_more():
    checks = [make_check("mine", requires=["p.a.k1"]), make_check("other")]
    rubric = make_rubric({"p": {"a": {}, "b": {"checks": checks}}})
    ratings = {"p.a": {"level": 0, "checks": []}, "p.b": {"level": 1, "checks": ["mine"]}}
    advice = {r.criterion: r.waits_for for r in recommend(rubric, rate(rubric, ratings))}
    assert advice["p.b"] == ()
    ratings["p.b"] = {"level": 1, "checks": ["other"]}
    advice = {r.criterion: r.waits_for for r in recommend(rubric, rate(rubric, ratings))}
    assert advice["p.b"] == ("p.a.k1",)


def test_a_chain_is_advised_from_its_beginning():
    rubric = make_rubric({"p": {"c": {"requires": ["p.b"]}, "b": {"requires": ["p.a"]}, "a": {}}})
    advice = recommend(rubric, rate(rubric, others=0))
    assert [r.criterion for r in advice] == ["p.a", "p.b", "p.c"]
    assert [r.when for r in advice] == ["now", "next", "later"]
    assert [r.due for r in advice] == [DAY + dt.timedelta(days=d) for d in (10, 20, 30)]


def test_a_long_chain_is_no_trouble():
    practice = {f"c{n}": {"requires": [f"p.c{n - 1}"]} if n else {} for n in range(200)}
    rubric = make_rubric({"p": practice})
    assert order_of(rubric, others=0) == list(rubric.criteria)


# steps, effort and dates


def test_steps_are_the_actions_of_the_unmet_checks():
    checks = [make_check("x", "low"), make_check("y", "medium"), make_check("z", "high")]
    rubric = make_rubric({"p": {"a": {"checks": checks}}})
    (some,) = recommend(rubric, rate(rubric, {"p.a": {"level": 1, "checks": ["y"]}}))
    assert [(s.check, s.action.text) for s in some.steps] == [("p.a.x", "Do x."), ("p.a.z", "Do z.")]
    assert some.cost == 9
    (every,) = recommend(rubric, rate(rubric, {"p.a": 1}))
    assert [s.check for s in every.steps] == ["p.a.x", "p.a.y", "p.a.z"]
    assert every.cost == 12
    assert "checks_not_gone_through" in [reason.code for reason in every.reasons]
    assert "checks_not_gone_through" not in [reason.code for reason in some.reasons]


def test_steps_stand_in_an_order_in_which_they_can_be_done():
    checks = [
        make_check("third", days=5, requires=["p.a.second"]),
        make_check("second", days=7, requires=["p.a.first"]),
        make_check("free", days=3),
        make_check("first", days=10),
    ]
    rubric = make_rubric({"p": {"a": {"checks": checks}}})
    (r,) = recommend(rubric, rate(rubric, others=0))
    names = [s.check.rpartition(".")[2] for s in r.steps]
    assert names.index("first") < names.index("second") < names.index("third")
    due = {s.check.rpartition(".")[2]: (s.due - DAY).days for s in r.steps}
    assert due == {"first": 10, "second": 17, "third": 22, "free": 3}
    assert r.due == DAY + dt.timedelta(days=22)
    (r,) = recommend(rubric, rate(rubric, {"p.a": {"level": 1, "checks": ["first"]}}))
    assert {s.check.rpartition(".")[2]: (s.due - DAY).days for s in r.steps} == {
        "second": 7,
        "third": 12,
        "free": 3,
    }


@pytest.mark.parametrize(
    ("date", "days", "due"),
    [
        (dt.date(2024, 2, 28), 1, dt.date(2024, 2, 29)),
        (dt.date(2024, 2, 29), 365, dt.date(2025, 2, 28)),
        (dt.date(2026, 2, 28), 1, dt.date(2026, 3, 1)),
        (dt.date(2026, 12, 31), 1, dt.date(2027, 1, 1)),
        (dt.date(9999, 12, 30), 1, dt.date(9999, 12, 31)),
        (dt.date(9999, 12, 31), 1, dt.date(9999, 12, 31)),
        (dt.date(9999, 12, 1), 36_500, dt.date(9999, 12, 31)),
        (dt.date(1, 1, 1), 1, dt.date(1, 1, 2)),
    ],
)
def test_dates_are_suggested_from_the_date_of_the_assessment(date, days, due):
    rubric = make_rubric({"p": {"a": {"checks": [make_check("x", days=days)]}}})
    (r,) = recommend(rubric, rate(rubric, others=0, date=date))
    assert [s.due for s in r.steps] == [due]
    assert r.due == due


def test_dates_wait_for_what_comes_first_also_at_the_end_of_the_calendar():
    rubric = make_rubric({"p": {"a": {}, "b": {"requires": ["p.a"]}}})
    advice = recommend(rubric, rate(rubric, others=0, date=dt.date(9999, 12, 25)))
    assert [r.due for r in advice] == [dt.date.max, dt.date.max]


def test_a_check_without_an_action_has_no_date_and_does_not_look_cheap():
    rubric = make_rubric({"p": {"a": {"checks": [make_check("x", None), make_check("y", "low")]}}})
    (r,) = recommend(rubric, rate(rubric, others=0))
    assert (r.steps[0].check, r.steps[0].action, r.steps[0].due) == ("p.a.x", None, None)
    assert r.cost == 8 + 1
    assert r.due == DAY + dt.timedelta(days=10)


def test_a_criterion_without_checks_is_advised_all_the_same():
    rubric = make_rubric({"p": {"a": {"checks": 0}, "b": {}}})
    advice = recommend(rubric, rate(rubric, others=0))
    bare = next(r for r in advice if r.criterion == "p.a")
    assert (bare.steps, bare.due, bare.cost) == ((), None, 8)
    assert "checks_not_gone_through" not in [reason.code for reason in bare.reasons]


def test_all_checks_hold_and_the_level_is_below_its_target():
    rubric = make_rubric({"p": {"b": {}, "a": {}, "c": {}}})
    advice = recommend(
        rubric, rate(rubric, {"p.a": {"level": 1, "checks": ["k1", "k2"]}, "p.b": 1, "p.c": "?"})
    )
    assert [r.criterion for r in advice] == ["p.a", "p.b"], "points for no effort at all come first"
    first = advice[0]
    assert (first.cost, first.steps, first.due) == (0, (), None)
    assert "all_checks_hold" in [reason.code for reason in first.reasons]


def test_a_target_below_the_top_is_where_it_ends():
    rubric = make_rubric({"p": {"a": {"target": 2}, "b": {"target": 4}}}, top=4)
    advice = recommend(rubric, rate(rubric, {"p.a": 1, "p.b": 1}))
    assert {r.criterion: (r.level, r.target, r.gain) for r in advice} == {
        "p.a": (1, 2, Fraction(100, 8)),
        "p.b": (1, 4, Fraction(300, 8)),
    }
    done = recommend(rubric, rate(rubric, {"p.a": 2, "p.b": 3}))
    assert [r.criterion for r in done] == ["p.b"]
    assert "completes_practice" not in [reason.code for reason in done[0].reasons]


# what becomes of the score, and why


def test_the_score_alone_and_in_this_order():
    rubric = make_rubric([2, 1], weights=[1, 3])
    advice = recommend(rubric, rate(rubric, {"p1.c1": 0, "p1.c2": 1, "p2.c1": 0}))
    figures = {r.criterion: (r.gain, r.low_alone, r.low_then) for r in advice}
    assert [r.criterion for r in advice] == ["p2.c1", "p1.c1", "p1.c2"]
    assert figures == {
        "p2.c1": (75, Fraction("81.25"), Fraction("81.25")),
        "p1.c1": (Fraction("12.5"), Fraction("18.75"), Fraction("93.75")),
        "p1.c2": (Fraction("6.25"), Fraction("12.5"), 100),
    }


def test_the_gain_is_measured_on_the_low_end():
    rubric = make_rubric([2])
    (r,) = recommend(rubric, rate(rubric, {"p1.c1": 0, "p1.c2": "?"}))
    assert (r.gain, r.low_alone, r.low_then) == (50, 50, 50)
    assert "completes_practice" not in [reason.code for reason in r.reasons]


def test_the_first_are_now_then_next_then_later():
    rubric = make_rubric([8], now=3)
    assert [r.when for r in recommend(rubric, rate(rubric, others=0))] == ["now"] * 3 + ["next"] * 3 + [
        "later"
    ] * 2
    rubric = make_rubric([4], now=1)
    assert [r.when for r in recommend(rubric, rate(rubric, others=0))] == ["now", "next", "later", "later"]


def test_what_waits_is_not_for_now():
    rubric = make_rubric({"p": {"a": {}, "b": {"requires": ["p.a"]}}}, now=3)
    assert [r.when for r in recommend(rubric, rate(rubric, others=0))] == ["now", "next"]


def test_each_says_why_it_stands_there():
    rubric = make_rubric(
        {
            "p": {"a": {"critical": True, "checks": [make_check("x", "medium")]}},
            "q": {"b": {"requires": ["p.a.x"]}, "c": {}},
        }
    )
    advice = {r.criterion: r for r in recommend(rubric, rate(rubric, others=0))}
    codes = {name: [reason.code for reason in r.reasons] for name, r in advice.items()}
    assert codes == {
        "p.a": ["ready", "critical", "completes_practice", "gain_per_effort", "checks_not_gone_through"],
        "q.c": ["ready", "gain_per_effort", "checks_not_gone_through"],
        "q.b": ["blocked", "gain_per_effort", "checks_not_gone_through"],
    }
    sentences = [reason.sentence for reason in advice["p.a"].reasons]
    assert "Practice p" in sentences[2]
    assert "50 percentage points" in sentences[3]
    assert "effort of 3" in sentences[3]
    assert "It is so: x" in advice["q.b"].reasons[0].sentence


@pytest.mark.parametrize(
    ("weights", "points"),
    [
        (["1", "99"], "1 percentage point "),
        (["0.98", "99.02"], "1 percentage point "),
        (["2", "98"], "2 percentage points "),
    ],
)
def test_one_point_is_no_points(weights, points):
    rubric = make_rubric([1, 1], weights=weights)
    (r,) = recommend(rubric, rate(rubric, {"p1.c1": 0, "p2.c1": 2}))
    sentence = next(reason.sentence for reason in r.reasons if reason.code == "gain_per_effort")
    assert f"It adds {points}" in sentence


def test_advice_changes_nothing():
    rubric = make_rubric([2, 2])
    assessment = rate(rubric, others=0)
    before = assessment.model_dump_json(), rubric.model_dump_json()
    assert recommend(rubric, assessment) == recommend(rubric, assessment)
    assert before == (assessment.model_dump_json(), rubric.model_dump_json())
