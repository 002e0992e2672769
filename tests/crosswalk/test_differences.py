from typing import Any

import pytest
from hypothesis import given
from rubrics_for_tests import examples, make_check, make_rubric
from strategies import legs, rubrics

from dsds_audit.crosswalk import Leg
from dsds_audit.crosswalk.differences import Difference, compare_rubrics, draft_crosswalk
from dsds_audit.crosswalk.faults import find_crosswalk_faults

OLD = make_rubric({"p1": {"c1": {}, "c2": {}}, "p2": {"c1": {}}})


def later(practices: Any = None, **fields: Any) -> Any:
    return make_rubric(
        practices or {"p1": {"c1": {}, "c2": {}}, "p2": {"c1": {}}}, **{"version": "1.1.0", **fields}
    )


def test_nothing_differs() -> None:
    diff = compare_rubrics(OLD, later())
    assert diff.rubric == ()
    assert list(diff.same.values()) == [(), (), ()]
    assert (diff.reworded, diff.alike, diff.gone, diff.new_ones) == ({}, (), (), ())
    (passage,) = draft_crosswalk(diff).criteria
    assert (passage.relation, passage.was) == ("same", tuple(OLD.criteria))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "Another"}, "title"),
        ({"question": "Another?"}, "question"),
        ({"checks": [make_check("k1", text="Otherwise."), "k2"]}, "checks.k1.text"),
        ({"checks": ["k1", "k2", "k3"]}, "checks.k3.text"),
    ],
)
def test_other_words_are_reworded(change: dict[str, Any], field: str) -> None:
    diff = compare_rubrics(OLD, later({"p1": {"c1": change, "c2": {}}, "p2": {"c1": {}}}))
    assert list(diff.reworded) == ["p1.c1"]
    assert field in [difference.field for difference in diff.reworded["p1.c1"]]


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        ({"why": "For another reason."}, Difference("why", "Because of c1.", "For another reason.")),
        ({"fresh_for": 92}, Difference("fresh_for", "", "92")),
        ({"target": 1}, Difference("target", "", "1")),
        ({"requires": ["p2.c1"]}, Difference("requires", "", "p2.c1")),
        (
            {"checks": [make_check("k1", effort="high"), "k2"]},
            Difference("checks.k1.action.effort", "low", "high"),
        ),
    ],
)
def test_what_no_rating_rests_on_differs_under_the_same_words(
    change: dict[str, Any], difference: Difference
) -> None:
    diff = compare_rubrics(OLD, later({"p1": {"c1": change, "c2": {}}, "p2": {"c1": {}}}))
    assert diff.same["p1.c1"] == (difference,)


def test_what_stands_outside_of_the_criteria() -> None:
    diff = compare_rubrics(OLD, later(weights=["2", "1"], total=70, released="2026-01-01"))
    assert diff.rubric == (
        Difference("thresholds.total", "80", "70"),
        Difference("practices.p1.weight", "1", "2"),
    )


def test_another_scale_rewords_everything() -> None:
    diff = compare_rubrics(OLD, later(top=3))
    assert list(diff.reworded) == list(OLD.criteria)
    assert "scale.3.label" in [difference.field for difference in diff.rubric]
    assert "add levels" in (draft_crosswalk(diff).note or "")


def test_a_renamed_criterion_is_only_a_question() -> None:
    named = {"title": "Title of c2", "question": "Is it so with c2?"}
    diff = compare_rubrics(OLD, later({"p1": {"c1": {}, "better": named}, "p2": {"c1": {}}}))
    (pair,) = diff.alike
    assert (pair.was, pair.now, pair.share) == ("p1.c2", "p1.better", 1)
    assert (diff.gone, diff.new_ones) == (("p1.c2",), ("p1.better",))
    asked = draft_crosswalk(diff).criteria[-1]
    assert (asked.relation, asked.was, asked.now) == ("undecided", ("p1.c2",), ("p1.better",))
    assert "100 %" in (asked.note or "")


def test_what_is_gone_waits_for_a_decision_too() -> None:
    words = {
        "title": "Money",
        "question": "Who pays?",
        "checks": [make_check("paid", text="Bills are paid.")],
    }
    diff = compare_rubrics(OLD, later({"p1": {"c1": {}}, "p2": {"c1": {}, "money": words}}))
    assert diff.alike == ()
    new, gone = draft_crosswalk(diff).criteria[1:]
    assert (new.relation, new.now) == ("new", ("p2.money",))
    assert (gone.relation, gone.was, gone.now) == ("undecided", ("p1.c2",), ())


def test_each_criterion_is_in_one_pair_at_most() -> None:
    twins = {f"{name}x": {"title": "Title", "question": "Is it so?"} for name in ("a", "b", "c")}
    first = make_rubric({"p1": {"kept": {}, **{name[0]: words for name, words in twins.items()}}})
    second = make_rubric({"p1": {"kept": {}, **twins}}, version="1.1.0")
    pairs = compare_rubrics(first, second).alike
    assert len({pair.was for pair in pairs}) == len({pair.now for pair in pairs}) == 3


@given(rubrics().flatmap(legs))
@examples(30)
def test_a_draft_leaves_nothing_out_and_decides_no_loss(leg: Leg) -> None:
    draft = draft_crosswalk(compare_rubrics(leg.old, leg.new))
    faults = list(find_crosswalk_faults(Leg(leg.old, leg.new, draft)))
    assert {fault.code for fault in faults} <= {"AUD028"}
    assert len(faults) == len(set(leg.old.criteria) - set(leg.new.criteria))
    assert {passage.relation for passage in draft.criteria} <= {"same", "reworded", "new", "undecided"}
