from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, make_check, make_rubric, rate, unconfirmed
from strategies import assessments, legs, rubrics

from dsds_audit.assessment import Assessment, Earlier, Rating
from dsds_audit.conformity import find_misfits
from dsds_audit.crosswalk import Crosswalk, Leg, carry, follow
from dsds_audit.crosswalk.faults import find_crosswalk_faults
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import score


def walk(old: Rubric, new: Rubric, *passages: dict[str, Any], **fields: Any) -> Leg:
    """A leg that its own rules find nothing wrong with."""
    head = {"rubric": new.id, "was": old.version, "now": new.version}
    leg = Leg(old, new, Crosswalk.model_validate({**head, "criteria": passages, **fields}))
    assert list(find_crosswalk_faults(leg)) == []
    return leg


def later(practices: Any, version: str = "1.1.0", **fields: Any) -> Rubric:
    return make_rubric(practices, version=version, **fields)


def same(*names: str) -> dict[str, Any]:
    return {"relation": "same", "was": names}


OLD = make_rubric({"p1": {"c1": {}, "c2": {}}, "p2": {"c1": {}}})
FULL = {
    "level": 1,
    "checks": ["k1"],
    "evidence": [{"what": "A report", "date": "2026-02-01"}],
    "note": "As agreed.",
    "barriers": [{"what": "No time"}],
}


# Each relation.


def test_what_is_the_same_counts_at_once() -> None:
    leg = walk(OLD, later((2, 1)), same(*OLD.criteria))
    before = rate(OLD, {"p1.c1": FULL, "p2.c1": 2})
    carried = carry(before, [leg])
    assert carried.assessment.ratings == before.ratings
    assert carried.assessment.rubric == "small@1.1.0"
    assert carried.assessment.digest == leg.new.digest
    assert (carried.to_confirm, carried.to_ask, carried.retired) == ((), ("p1.c2",), ())
    assert carried.assessment.finished
    assert carried.assessment.earlier == (Earlier(rubric="small@1.0.0", digest=OLD.digest),)


def test_what_is_renamed_counts_under_its_new_id() -> None:
    named = {"title": "Title of c2", "question": "Is it so with c2?"}
    checks = [make_check("k1", text="It is so: k1."), make_check("other", text="It is so: k2.")]
    new = later({"p1": {"c1": {}, "better": {**named, "checks": checks}}, "p2": {"c1": {}}})
    leg = walk(
        OLD,
        new,
        same("p1.c1", "p2.c1"),
        {
            "relation": "renamed",
            "was": ["p1.c2"],
            "now": ["p1.better"],
            "checks": {"p1.c2.k2": ["p1.better.other"]},
        },
    )
    carried = carry(rate(OLD, {"p1.c2": {**FULL, "checks": ["k2", "k1"]}}, targets={"p1.c2": 1}), [leg])
    rating = carried.assessment.claims["p1.better"]
    assert (rating.level, rating.checks, rating.note) == (1, ("other", "k1"), "As agreed.")
    assert carried.assessment.targets == {"p1.better": 1}
    assert carried.assessment.earlier[-1].ratings == {}
    assert follow("p1.c2", [leg]) == ("p1.better",)
    assert follow("p1.c2.k2", [leg]) == ("p1.better.other",)


def test_what_is_reworded_is_unknown_until_confirmed() -> None:
    new = later(
        {"p1": {"c1": {"question": "Is it really so?", "checks": ["k1", "k3"]}, "c2": {}}, "p2": {"c1": {}}}
    )
    leg = walk(OLD, new, {"relation": "reworded", "was": ["p1.c1"]}, same("p1.c2", "p2.c1"))
    before = rate(OLD, {"p1.c1": {**FULL, "checks": ["k1", "k2"]}}, others=2)
    carried = carry(before, [leg])
    assert carried.to_confirm == ("p1.c1",)
    assert carried.assessment.ratings["p1.c1"].checks == ("k1",)
    assert "p1.c1" not in carried.assessment.claims
    assert carried.assessment.earlier[-1].ratings == {"p1.c1": before.ratings["p1.c1"]}
    assert carried.assessment.interview
    assert carried.assessment.interview.position == "p1.c1/confirm"
    card = score(new, carried.assessment)
    assert (card.low, card.high) == (75, 100)


@pytest.mark.parametrize(("rule", "waiting", "asked"), [("each", 2, 0), ("ask", 0, 2)])
def test_what_is_split_goes_by_its_rule(rule: str, waiting: int, asked: int) -> None:
    new = later({"p1": {"a": {"checks": ["k1"]}, "b": {"checks": ["k2"]}, "c2": {}}, "p2": {"c1": {}}})
    split = {"relation": "split", "was": ["p1.c1"], "now": ["p1.a", "p1.b"], "rule": rule}
    leg = walk(OLD, new, split, same("p1.c2", "p2.c1"))
    carried = carry(rate(OLD, {"p1.c1": FULL}, others=0), [leg])
    assert len(carried.to_confirm) == waiting
    assert len(carried.to_ask) == asked
    if waiting:
        parts = [carried.assessment.ratings[name] for name in ("p1.a", "p1.b")]
        assert [(part.level, part.checks) for part in parts] == [(1, ("k1",)), (1, ())]
    assert carried.assessment.earlier[-1].ratings["p1.c1"].note == "As agreed."
    assert follow("p1.c1", [leg]) == ("p1.a", "p1.b")
    assert follow("p1.c1.k2", [leg]) == ("p1.b.k2",)


@pytest.mark.parametrize(
    ("one", "other", "level"), [(2, 1, 1), (0, 2, 0), ("?", 2, None), (None, 2, None), ("-", 2, None)]
)
def test_what_is_merged_takes_the_lowest_level_or_is_asked(one: Any, other: Any, level: int | None) -> None:
    new = later({"p1": {"both": {}}, "p2": {"c1": {}}})
    merged = {"relation": "merged", "was": ["p1.c1", "p1.c2"], "now": ["p1.both"], "rule": "lowest"}
    leg = walk(OLD, new, merged, same("p2.c1"))
    carried = carry(rate(OLD, {"p1.c1": one, "p1.c2": other}), [leg])
    rating = carried.assessment.ratings.get("p1.both")
    assert (rating.level if rating else None) == level
    assert ("p1.both" in carried.to_confirm) == (level is not None)
    assert "p1.both" not in carried.assessment.claims
    assert follow("p1.c1", [leg]) == follow("p1.c2", [leg]) == ("p1.both",)


def test_what_is_merged_keeps_what_stands_behind_each() -> None:
    new = later({"p1": {"both": {}}, "p2": {"c1": {}}})
    merged = {"relation": "merged", "was": ["p1.c1", "p1.c2"], "now": ["p1.both"], "rule": "lowest"}
    leg = walk(OLD, new, merged, same("p2.c1"))
    other = {"level": 2, "checks": ["k2"], "note": "Another.", "evidence": [{"what": "A second report"}]}
    rating = carry(rate(OLD, {"p1.c1": FULL, "p1.c2": other}), [leg]).assessment.ratings["p1.both"]
    assert (rating.level, rating.checks, rating.note) == (1, ("k1", "k2"), "As agreed.\nAnother.")
    assert [evidence.what for evidence in rating.evidence] == ["A report", "A second report"]
    half = carry(rate(OLD, {"p1.c1": FULL, "p1.c2": 2}), [leg]).assessment.ratings["p1.both"]
    assert half.checks is None
    for unlike in ("?", "-"):
        alike = carry(rate(OLD, {"p1.c1": unlike, "p1.c2": unlike}), [leg]).assessment.ratings["p1.both"]
        assert alike.kind == ("dont_know" if unlike == "?" else "not_applicable")


def test_long_texts_that_are_merged_still_fit_a_field() -> None:
    new = later({"p1": {"both": {}}, "p2": {"c1": {}}})
    merged = {"relation": "merged", "was": ["p1.c1", "p1.c2"], "now": ["p1.both"], "rule": "lowest"}
    leg = walk(OLD, new, merged, same("p2.c1"))
    long = {name: {"level": 1, "note": letter * 9_000} for name, letter in (("p1.c1", "a"), ("p1.c2", "b"))}
    carried = carry(rate(OLD, long), [leg]).assessment
    Assessment.model_validate(carried.model_dump())
    assert len(carried.ratings["p1.both"].note or "") == 10_000
    assert carried.earlier[-1].ratings["p1.c2"].note == "b" * 9_000


def test_what_is_retired_stays_in_the_record() -> None:
    new = later({"p1": {"c1": {}}, "p2": {"c1": {}}})
    leg = walk(OLD, new, same("p1.c1", "p2.c1"), {"relation": "retired", "was": ["p1.c2"]})
    before = rate(OLD, {"p1.c2": FULL}, others=2, targets={"p1.c2": 1})
    carried = carry(before, [leg])
    assert carried.retired == ("p1.c2",)
    assert follow("p1.c2", [leg]) == follow("p1.c2.k1", [leg]) == ()
    assert carried.assessment.earlier[-1].ratings == {"p1.c2": before.ratings["p1.c2"]}
    assert carried.assessment.earlier[-1].targets == {"p1.c2": 1}
    assert carried.assessment.finished


def test_what_is_new_is_asked() -> None:
    new = later({"p1": {"c1": {}, "c2": {}, "c3": {}}, "p2": {"c1": {}}})
    leg = walk(OLD, new, same(*OLD.criteria), {"relation": "new", "now": ["p1.c3"]})
    carried = carry(rate(OLD, others=2), [leg])
    assert carried.to_ask == ("p1.c3",)
    assert carried.assessment.interview
    assert carried.assessment.interview.position == "p1.c3/confirm"


# The scale.


def rescaled(levels: dict[int, int]) -> Leg:
    new = later((2, 1), top=4)
    return walk(OLD, new, {"relation": "reworded", "was": list(OLD.criteria)}, levels=levels)


def test_levels_of_another_scale_go_by_the_mapping_that_is_stated() -> None:
    carried = carry(rate(OLD, {"p1.c1": 1, "p1.c2": 2}, targets={"p1.c1": 1}), [rescaled({0: 0, 1: 3, 2: 4})])
    assert [rating.level for rating in carried.assessment.ratings.values()] == [3, 4]
    assert carried.to_confirm == ("p1.c1", "p1.c2")
    assert carried.assessment.targets == {"p1.c1": 3}
    assert carried.assessment.earlier[-1].targets == {"p1.c1": 1}


def test_a_level_that_nobody_has_mapped_is_asked_for_again() -> None:
    carried = carry(
        rate(OLD, {"p1.c1": 1, "p1.c2": 2, "p2.c1": "?"}, targets={"p1.c1": 1}), [rescaled({2: 4})]
    )
    assert carried.to_ask == ("p1.c1",)
    assert carried.to_confirm == ("p1.c2", "p2.c1")
    assert carried.assessment.targets == {}
    assert carried.assessment.earlier[-1].ratings["p1.c1"].level == 1


# What is not about criteria.


def test_what_the_new_version_does_not_know_is_kept() -> None:
    people = [
        {"id": "staff", "label": "Staff", "question": "Who?"},
        {"id": "board", "label": "Board", "question": "Who?"},
    ]
    roles = [{"id": "coach", "label": "Coach"}, {"id": "leader", "label": "Leader"}]
    drivers = [{"id": "training", "label": "Training", "group": "Any"}]
    said = [{"id": name, "text": f"It was {name}."} for name in ("calm", "short")]
    old = make_rubric((1,), populations=people, panel={"roles": roles}, drivers=drivers, administration=said)
    reworded = [{"id": "calm", "text": "It was calm."}, {"id": "short", "text": "It took an hour."}]
    new = later((1,), populations=people[:1], panel={"roles": roles[:1]}, administration=reworded)
    before = rate(
        old,
        {"p1.c1": {"level": 1, "barriers": [{"what": "Nobody is trained", "driver": "training"}]}},
        populations={"staff": "Teachers", "board": "Parents"},
        participants=[{"role": "coach", "name": "Ada"}, {"role": "leader", "name": "Bo"}],
        administration={"calm": True, "short": False},
        thresholds={"total": 70},
    )
    after = carry(before, [walk(old, new, same("p1.c1"))]).assessment
    assert list(find_misfits(new, after)) == []
    assert (after.populations, after.administration) == ({"staff": "Teachers"}, {"calm": True})
    assert [person.role for person in after.participants] == ["coach"]
    assert after.claims["p1.c1"].level == 1
    assert after.claims["p1.c1"].barriers[0].driver is None
    kept = after.earlier[-1]
    assert (kept.populations, kept.administration) == ({"board": "Parents"}, {"short": False})
    assert [person.name for person in kept.participants] == ["Bo"]
    assert kept.ratings == before.ratings
    assert after.thresholds == before.thresholds


def test_an_unfinished_interview_goes_on_where_it_was() -> None:
    new = later({"p1": {"c1": {}, "a": {}, "b": {}}, "p2": {"c1": {}}})
    split = {"relation": "split", "was": ["p1.c2"], "now": ["p1.a", "p1.b"], "rule": "each"}
    leg = walk(OLD, new, same("p1.c1", "p2.c1"), split)
    progress = {
        "position": "p1.c2/checks",
        "skipped": ["p1.c2"],
        "carried": ["p1.c1"],
        "ticked": {"p1.c2": ["k1"]},
        "quick": True,
    }
    before = rate(OLD, {"p1.c1": 2}, interview=progress)
    carried = carry(before, [leg])
    interview = carried.assessment.interview
    assert interview
    assert (interview.position, interview.skipped) == ("p1.a/checks", ("p1.a", "p1.b"))
    assert interview.ticked == {"p1.a": ("k1",), "p1.b": ("k1",)}
    assert interview.quick
    assert carried.to_confirm == ("p1.c1",)
    assert carried.assessment.earlier[-1].interview == before.interview


# Chains.


def test_a_chain_of_two_keeps_what_was_rated_under_the_first() -> None:
    middle = later({"p1": {"c1": {"question": "Reworded?"}, "c2": {}}, "p2": {"c1": {}}})
    first = walk(OLD, middle, {"relation": "reworded", "was": ["p1.c1"]}, same("p1.c2", "p2.c1"))
    new = later({"p1": {"c2": {}}, "p2": {"c1": {"question": "Reworded, too?"}}}, "1.2.0")
    second = walk(
        middle,
        new,
        {"relation": "retired", "was": ["p1.c1"]},
        same("p1.c2"),
        {"relation": "reworded", "was": ["p2.c1"]},
    )
    before = rate(OLD, {"p1.c1": FULL}, others=2)
    carried = carry(before, [first, second])
    assert carried.to_confirm == ("p2.c1",)
    assert carried.retired == ("p1.c1",)
    (kept,) = carried.assessment.earlier
    assert kept.rubric == "small@1.0.0"
    assert kept.ratings == {name: before.ratings[name] for name in ("p1.c1", "p2.c1")}


def test_what_earlier_versions_left_is_kept_on_the_next_way() -> None:
    first = walk(OLD, later((2, 1)), same(*OLD.criteria))
    second = walk(first.new, later((2, 1), "1.2.0"), same(*OLD.criteria))
    twice = carry(carry(rate(OLD, others=1), [first]).assessment, [second]).assessment
    assert [kept.rubric for kept in twice.earlier] == ["small@1.0.0", "small@1.1.0"]


def test_without_legs_nothing_changes() -> None:
    before = rate(OLD, others=1, interview=unconfirmed("p1.c1"))
    carried = carry(before, [])
    assert carried.assessment is before
    assert carried.to_confirm == ("p1.c1",)
    assert follow("p1.c1", []) == ("p1.c1",)


def test_a_leg_that_begins_elsewhere_is_refused() -> None:
    leg = walk(OLD, later((2, 1)), same(*OLD.criteria))
    with pytest.raises(ValueError, match=r"begins at small@1\.0\.0"):
        carry(carry(rate(OLD), [leg]).assessment, [leg])


# Many criteria.


def ninety(version: str, reworded: Sequence[str] = ()) -> Rubric:
    practices: dict[str, dict[str, Any]] = {
        f"p{p}": {f"c{c}": {} for c in range(1, 10)} for p in range(1, 11)
    }
    for name in reworded:
        practice, _, criterion = name.partition(".")
        practices[practice][criterion] = {"question": f"In other words, {criterion}?"}
    return make_rubric(practices, version=version)


@given(st.data())
@examples(4)
def test_of_ninety_criteria_six_reworded_none_is_lost(data: st.DataObject) -> None:
    old = ninety("1.0.0")
    six = data.draw(st.lists(st.sampled_from(list(old.criteria)), min_size=6, max_size=6, unique=True))
    new = ninety("1.1.0", six)
    rest = [name for name in old.criteria if name not in six]
    leg = walk(old, new, same(*rest), {"relation": "reworded", "was": six})
    levels = data.draw(st.lists(st.integers(0, 2), min_size=90, max_size=90))
    before = rate(old, dict(zip(old.criteria, levels, strict=True)))
    carried = carry(before, [leg])
    assert set(carried.to_confirm) == set(six)
    assert carried.to_ask == ()
    assert carried.assessment.ratings == before.ratings
    assert {*carried.assessment.claims, *carried.assessment.earlier[-1].ratings} == set(old.criteria)
    assert score(new, carried.assessment).rated == 84
    whole = score(old, before)
    assert (score(new, carried.assessment).low or 0) <= (whole.low or 0)
    assert (score(new, carried.assessment).high or 0) >= (whole.high or 0)


def test_changed_weights_change_the_score_and_no_claim() -> None:
    old, new = make_rubric((1, 1)), later((1, 1), weights=["3", "1"])
    leg = walk(old, new, same(*old.criteria))
    before = rate(old, {"p1.c1": 2, "p2.c1": 0})
    after = carry(before, [leg]).assessment
    assert after.claims == before.claims
    assert (score(old, before).percent, score(new, after).percent) == (50, 75)
    assert new.practices[0].weight == Decimal(3)


# Whatever the versions and the record are.


@st.composite
def moves(draw: st.DrawFn, **options: Any) -> tuple[Leg, Assessment]:
    old = draw(rubrics())
    return draw(legs(old, **options)), draw(assessments(old))


def as_it_was(leg: Leg, name: str, rating: Rating, after: Assessment) -> bool:
    """Whether a rating counts under its new id with the very same content, tick by tick."""
    heirs = follow(name, [leg])
    new = after.ratings.get(heirs[0]) if len(heirs) == 1 else None
    if new is None or leg.rescaled:
        return False
    ticks = None if rating.checks is None else [follow(f"{name}.{tick}", [leg]) for tick in rating.checks]
    found = None if new.checks is None else [(f"{heirs[0]}.{tick}",) for tick in new.checks]
    return ticks == found and new.model_copy(update={"checks": rating.checks}) == rating


@given(moves())
@examples(30)
def test_nothing_is_ever_dropped(move: tuple[Leg, Assessment]) -> None:
    leg, before = move
    assert [fault.message for fault in find_crosswalk_faults(leg)] == []
    after = carry(before, [leg]).assessment
    kept = after.earlier[-1]
    for name, rating in before.ratings.items():
        assert kept.ratings.get(name) == rating or as_it_was(leg, name, rating, after), name
    for name, target in before.targets.items():
        heirs = follow(name, [leg])
        assert kept.targets.get(name) == target or target in [after.targets.get(heir) for heir in heirs]
    assert {**kept.populations, **after.populations} == before.populations
    assert {*kept.participants, *after.participants} == set(before.participants)
    assert kept.interview == before.interview
    whole = ("site", "program", "group", "date", "facilitator", "invited", "thresholds")
    assert [getattr(after, name) for name in whole] == [getattr(before, name) for name in whole]


@given(moves())
@examples(30)
def test_what_is_carried_fits_the_new_version(move: tuple[Leg, Assessment]) -> None:
    leg, before = move
    carried = carry(before, [leg])
    after = Assessment.model_validate(carried.assessment.model_dump())
    assert after == carried.assessment
    assert list(find_misfits(leg.new, after)) == []
    assert set(carried.to_ask).isdisjoint(after.ratings)
    assert set(carried.to_confirm) | set(carried.to_ask) | set(after.claims) == set(leg.new.criteria)


@given(moves())
@examples(30)
def test_only_what_keeps_its_words_is_known(move: tuple[Leg, Assessment]) -> None:
    leg, before = move
    old, new = score(leg.old, before), score(leg.new, carry(before, [leg]).assessment)
    origins = {heir: name for name, heir in leg.steady.items()}
    for name, criterion in new.criteria.items():
        if name in origins:
            was = old.criteria[origins[name]]
            assert (criterion.standing, criterion.low, criterion.high) == (was.standing, was.low, was.high)
        else:
            assert criterion.standing in ("unanswered", "unconfirmed")


@given(moves(relations=("same", "renamed")))
@examples(25)
def test_same_and_renamed_leave_every_score_as_it_was(move: tuple[Leg, Assessment]) -> None:
    leg, before = move
    old, new = score(leg.old, before), score(leg.new, carry(before, [leg]).assessment)
    assert (old.low, old.high, old.rated) == (new.low, new.high, new.rated)
    assert [p.status for p in old.practices] == [p.status for p in new.practices]
    assert isinstance(new.low, Fraction | None)


@given(moves(relations=("same",)))
@examples(20)
def test_the_same_words_leave_the_content_as_it_was(move: tuple[Leg, Assessment]) -> None:
    leg, before = move
    after = carry(before, [leg]).assessment
    back = after.model_copy(
        update={"rubric": before.rubric, "digest": before.digest, "earlier": before.earlier}
    )
    assert back == before


@given(st.data())
@examples(15)
def test_two_ways_in_one_go_are_two_ways(data: st.DataObject) -> None:
    old = data.draw(rubrics())
    first = data.draw(legs(old))
    second = data.draw(legs(first.new))
    before = data.draw(assessments(old))
    at_once = carry(before, [first, second])
    by_steps = carry(carry(before, [first]).assessment, [second])
    assert at_once.assessment.ratings == by_steps.assessment.ratings
    assert at_once.assessment.interview == by_steps.assessment.interview
    assert (at_once.to_confirm, at_once.to_ask) == (by_steps.to_confirm, by_steps.to_ask)
    kept = at_once.assessment.earlier[-1].ratings
    exact = {name for name in before.ratings if name not in kept}
    assert all(follow(name, [first, second])[0] in at_once.assessment.ratings for name in exact)
