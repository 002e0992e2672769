import datetime as dt

import pytest
from rubrics_for_tests import make_rubric, rate

from dsds_audit.actions import recommend
from dsds_audit.errors import PlanError
from dsds_audit.plan import ActionItem, Plan
from dsds_audit.planning.named import find_named, not_taken

DAY = dt.date(2026, 3, 2)
RUBRIC = make_rubric((2, 1))
ADVICE = recommend(RUBRIC, rate(RUBRIC, {"p1.c1": {"level": 2}}, others=0))


def named(*names: str):
    return [(a.criterion, [s.check for s in a.steps]) for a in find_named(RUBRIC, ADVICE, names)]


def test_a_rank_a_criterion_and_a_check_are_names() -> None:
    first, second = (advice.criterion for advice in ADVICE)
    whole = [f"{first}.k1", f"{first}.k2"]
    assert named("1") == named(first) == [(first, whole)]
    assert named(f"{first}.k2") == [(first, [f"{first}.k2"])]
    assert [criterion for criterion, _ in named(second, "1")] == [second, first]


def test_checks_of_one_criterion_make_one_action() -> None:
    first = ADVICE[0].criterion
    assert named(f"{first}.k2", f"{first}.k1") == named(first)
    assert named(f"{first}.k2", first) == named(first)


def test_one_step_alone_is_due_when_it_is() -> None:
    checks = [{"id": "k1", "text": "It is so.", "action": None}, "k2"]
    rubric = make_rubric({"one": {"first": {"checks": checks}}})
    advice = recommend(rubric, rate(rubric, others=0))
    assert find_named(rubric, advice, ["one.first.k1"])[0].due is None
    assert find_named(rubric, advice, ["one.first.k2"])[0].due == advice[0].due


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("0", "1 p"),
        ("3", "no recommended"),
        ("p2.c2", "Did you mean"),
        ("p1.c1", "not recommended"),
        ("", "Please"),
    ],
)
def test_any_other_name_is_refused_with_a_way_out(name: str, told: str) -> None:
    with pytest.raises(PlanError, match=r"AUD086.*--own") as refused:
        find_named(RUBRIC, ADVICE, [name])
    assert told in str(refused.value)


def test_where_nothing_is_recommended_that_is_said() -> None:
    with pytest.raises(PlanError, match="look at the gaps"):
        find_named(RUBRIC, (), ["1"])


def test_what_an_open_item_is_about_is_not_offered_again() -> None:
    first, second = (advice.criterion for advice in ADVICE)
    item = ActionItem(
        id="a1",
        action="Do it",
        owner="Ruth",
        adopted=DAY,
        due=DAY,
        criterion=first,
        rubric=RUBRIC.ref,
        program="Tutoring",
    )
    plan = Plan(site="Riverbend", items=(item,))
    assert [(rank, a.criterion) for rank, a in not_taken(plan, ADVICE, "TUTORING")] == [(2, second)]
    assert len(not_taken(plan, ADVICE, "Coaching")) == 2
    assert len(not_taken(plan, ADVICE, "Tutoring", lambda _: (second,))) == 1
    assert not_taken(plan, ADVICE, "Tutoring", lambda _: (first, second)) == ()
