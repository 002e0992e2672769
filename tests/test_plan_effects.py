import datetime as dt

import pytest
from histories_for_tests import DAYS, closed_on, leg_between, make_plan, ways
from rubrics_for_tests import make_rubric

from dsds_audit.errors import Problem, RubricError
from dsds_audit.plan_effects import Move, aims_under, heirs_under, items_of, outcomes, without_action

OLD = make_rubric({"p1": {"a": {}, "b": {}, "c": {}, "d": {}}})
NEW = make_rubric({"p1": {"a": {}, "b2": {}, "c1": {}, "c2": {}}}, version="2.0.0")
LEG = leg_between(
    OLD,
    NEW,
    {"relation": "renamed", "was": ["p1.b"], "now": ["p1.b2"]},
    {"relation": "split", "was": ["p1.c"], "now": ["p1.c1", "p1.c2"], "rule": "each"},
    {"relation": "retired", "was": ["p1.d"]},
)


def item(**fields):
    (made,) = make_plan(fields).items
    return made


@pytest.mark.parametrize(
    ("criterion", "aims"),
    [
        ("p1.a", ("p1.a",)),
        ("p1.b", ("p1.b2",)),
        ("p1.c", ("p1.c1", "p1.c2")),
        ("p1.d", ()),
        ("p9.nowhere", ()),
        (None, ()),
    ],
)
def test_an_item_is_followed_to_the_later_version(criterion, aims):
    assert aims_under(NEW, ways(LEG))(item(criterion=criterion, rubric=OLD.ref)) == aims


def test_an_item_of_a_later_version_is_followed_back():
    assert aims_under(OLD, ways(LEG))(item(criterion="p1.c2", rubric=NEW.ref)) == ("p1.c",)


def test_an_item_of_merged_criteria_leads_to_one():
    merged = make_rubric({"p1": {"ab": {}, "c": {}, "d": {}}}, version="2.0.0")
    leg = leg_between(
        OLD, merged, {"relation": "merged", "was": ["p1.a", "p1.b"], "now": ["p1.ab"], "rule": "lowest"}
    )
    assert aims_under(merged, ways(leg))(item(criterion="p1.b", rubric=OLD.ref)) == ("p1.ab",)
    assert aims_under(OLD, ways(leg))(item(criterion="p1.ab", rubric=merged.ref)) == ("p1.a", "p1.b")


def test_without_a_crosswalk_or_with_another_rubric_nothing_is_aimed_at():
    assert aims_under(NEW, ways(LEG))(item(criterion="p1.a", rubric="small@9.0.0")) == ()
    assert aims_under(NEW, ways(LEG))(item(criterion="p1.a", rubric="other@1.0.0")) == ()
    assert aims_under(NEW, ways())(item(criterion="p1.a")) == ("p1.a",)


@pytest.mark.parametrize(
    ("criterion", "ref", "found"),
    [
        ("p1.b", OLD.ref, ("p1.b2",)),
        ("p1.d", OLD.ref, ()),
        ("p9.nowhere", OLD.ref, None),
        ("p9.nowhere", NEW.ref, None),
        ("p1.a", "small@9.0.0", None),
        ("p1.a", "other@1.0.0", ()),
    ],
)
def test_what_is_not_there_any_more_is_told_from_what_nobody_knows(criterion, ref, found):
    assert heirs_under(NEW, ways(LEG))(criterion, ref) == found


def test_an_aim_of_a_later_version_that_nobody_knows():
    heirs = heirs_under(OLD, ways(LEG))
    assert heirs("p1.c2", NEW.ref) == ("p1.c",)
    assert heirs("p1.c", NEW.ref) is None


def test_a_damaged_crosswalk_stops_no_plan():
    def damaged(old, new):
        raise RubricError(Problem("AUD024", "is damaged."))

    assert aims_under(NEW, damaged)(item(criterion="p1.a", rubric=OLD.ref)) == ()
    with pytest.raises(RubricError):
        heirs_under(NEW, damaged)("p1.a", OLD.ref)


def test_items_are_those_of_the_program_or_of_none():
    plan = make_plan({"program": "Home Visiting"}, {"program": None}, {"program": "Other"})
    assert [found.id for found in items_of(plan, "home visiting")] == ["a1", "a2"]
    assert [found.id for found in items_of(plan, None)] == ["a2"]
    assert items_of(None, None) == ()


def told(*moves, aims=("x",), adopted=DAYS[0]):
    (outcome,) = outcomes(
        make_plan({"criterion": "p1.a", "adopted": adopted, "closed": closed_on(DAYS[1])}).items,
        {"a1": aims},
        {move.criterion: move for move in moves},
        DAYS[0],
        DAYS[1],
        top=2,
    )
    return outcome.effect


def test_what_came_of_a_closed_item():
    assert told(Move("x", "rose", 0, 1)) == "moved"
    assert told(Move("x", "stayed", 1, 1)) == "did_not_move"
    assert told(Move("x", "fell", 2, 1)) == "fell"
    assert told(Move("x", "stayed", 2, 2)) == "was_in_place"
    assert told(Move("x", "became_known", None, 2)) == "not_known"
    assert told(Move("x", "became_unknown", 1, None)) == "not_known"
    assert told(Move("x", "applies_no_more", 1, None)) == "not_known"
    assert told(aims=()) == "no_criterion"
    assert told(aims=None) == "aim_not_known"


def test_what_moved_before_an_item_was_adopted_is_no_outcome_of_it():
    rose = Move("x", "rose", 0, 1)
    assert told(rose, adopted=DAYS[1] - dt.timedelta(1)) == "moved"
    assert told(rose, adopted=DAYS[1]) == "not_known"
    assert told(aims=(), adopted=DAYS[1]) == "no_criterion"


def test_of_several_criteria_one_that_rose_is_enough():
    stayed, rose, unknown = (
        Move("x", "stayed", 1, 1),
        Move("y", "rose", 0, 2),
        Move("z", "not_known", None, None),
    )
    assert told(stayed, rose, aims=("x", "y")) == "moved"
    assert told(stayed, unknown, aims=("x", "z")) == "not_known"


def test_one_that_fell_is_never_filed_under_what_rose_or_stayed():
    fell, stayed, rose = Move("x", "fell", 2, 1), Move("y", "stayed", 1, 1), Move("z", "rose", 0, 2)
    assert told(fell, stayed, aims=("x", "y")) == "fell"
    assert told(fell, stayed, rose, aims=("x", "y", "z")) == "mixed"


def test_only_what_was_closed_in_between_counts_and_in_order_of_closing():
    days = [DAYS[0], DAYS[1], DAYS[0] + dt.timedelta(1), DAYS[1] + dt.timedelta(1)]
    plan = make_plan(*({"closed": closed_on(day)} for day in days))
    aims = dict.fromkeys(("a1", "a2", "a3", "a4"), ())
    found = outcomes(plan.items, aims, {}, DAYS[0], DAYS[1], top=2)
    assert [outcome.item.id for outcome in found] == ["a3", "a2"]


@pytest.mark.parametrize(
    ("fields", "without"),
    [
        ({}, ()),
        ({"closed": closed_on(DAYS[1])}, ()),
        ({"closed": closed_on(DAYS[0])}, ()),  # Its effect may come later.
        ({"adopted": DAYS[2]}, ("x",)),
        ({"adopted": DAYS[1]}, ("x",)),  # Adopting on the day of the assessment is usual.
        ({"adopted": DAYS[1] - dt.timedelta(1)}, ()),
        ({"dropped": {"date": DAYS[0], "reason": "No money."}}, ("x",)),
        ({"dropped": {"date": DAYS[1], "reason": "Done by others."}}, ()),
    ],
)
def test_what_rose_without_an_action(fields, without):
    moves = {"x": Move("x", "rose", 0, 1), "y": Move("y", "stayed", 1, 1)}
    items = make_plan(fields).items
    assert without_action(items, {"a1": ("x",)}, moves, DAYS[0], DAYS[1]) == without
    assert without_action(items, {"a1": ()}, moves, DAYS[0], DAYS[1]) == ("x",)
    unclear = None if without == () else ("x",)
    assert without_action(items, {"a1": None}, moves, DAYS[0], DAYS[1]) == unclear
    assert without_action(items, {"a1": None}, {"y": moves["y"]}, DAYS[0], DAYS[1]) == ()
