from typing import get_args

from histories_for_tests import DAYS, a_past, closed_on, look_back, make_plan
from rubrics_for_tests import make_rubric

from dsds_audit.plan_effects import Effect
from dsds_audit.report.interval_wording import _EFFECTS, _MOVES, IntervalWording

RUBRIC = make_rubric((2,))


def lists(interval):
    return {named.name: named for named in IntervalWording(interval).lists}


def test_what_deserves_a_second_look_is_marked():
    found = lists(a_past().intervals[1])
    assert {name for name, named in found.items() if named.look} == {
        "Closed, but did not move",
        "Moved without an action",
    }
    assert found["Closed, but did not move"].lines == (
        "Ask once more (closed on Sep 1, 2025), meant to move: Title of c1",
    )
    assert found["No longer applies"].lines == ("Title of c2: 1 before",)
    assert found["Closed, in place before"].lines[0].startswith("Write it down")


def test_a_fall_names_what_was_closed_for_it():
    found = lists(a_past().intervals[2])
    assert found["Fell"].look
    assert found["Fell"].lines == (
        "Title of c1: from 1 to 0. An action for it was closed: Ask once more (closed on Sep 1, 2025).",
    )
    assert "Fell back" not in found  # It is said once.
    assert lists(a_past().whole)["Fell back"].lines == (
        "Title of c1: now 0, 1 on Mar 2, 2026. An action for it was closed: "
        "Ask once more (closed on Sep 1, 2025).",
    )


def test_one_that_fell_and_stood_higher_still_in_between_is_told_once():
    whole = look_back(RUBRIC, {"p1.c1": 1}, {"p1.c1": 2}, {"p1.c1": 0}).whole
    found = lists(whole)
    assert found["Fell"].lines == ("Title of c1: from 1 to 0, 2 on Mar 3, 2025",)
    assert "Fell back" not in found


def test_every_effect_has_its_list():
    endings = {"adopted": DAYS[0], "closed": closed_on(DAYS[1])}
    plan = make_plan({"criterion": "p1.c1", **endings}, {"criterion": "p9.c9", **endings})
    (interval,) = look_back(RUBRIC, {"p1.c1": 2, "p1.c2": 0}, {"p1.c1": 1, "p1.c2": 1}, plan=plan).intervals
    found = lists(interval)
    assert found["Closed, but it fell"].look
    assert found["Closed, but it fell"].lines[0].endswith("meant to move: Title of c1")
    assert len(found["Closed, aim not known"].lines) == 1
    assert found["Moved without an action"].lines == (
        "That cannot be told. Action items whose aim is not known: a2.",
    )
    told = {name for kind, name in _EFFECTS.items()} | {"Closed, but did not move", "Closed, but it fell"}
    assert len(told) == len(get_args(Effect))


def test_every_criterion_is_in_one_list_or_in_one_count():
    for interval in (*a_past().intervals, a_past().whole):
        words = IntervalWording(interval)
        listed = sum(len(found.lines) for found in words.lists if found.name in {*_MOVES.values(), "Fell"})
        counted = sum(int(word) for word in words.rest.split() if word.isdigit())
        assert listed + counted == len(interval.moves)


def test_lists_with_nothing_in_them_are_left_out_and_the_rest_is_counted():
    words = IntervalWording(a_past().intervals[0])
    assert "Fell" not in {named.name for named in words.lists}
    assert words.rest == "3 criteria stayed at the same level."
    assert words.title == "From Sep 2, 2024 to Mar 3, 2025"
    whole = IntervalWording(a_past().whole)
    assert whole.rest == "2 criteria stayed at the same level; 1 is still not known."
