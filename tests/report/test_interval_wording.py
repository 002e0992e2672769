from histories_for_tests import a_past

from dsds_audit.report.interval_wording import IntervalWording


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
    assert found["Fell"].lines == ("Title of c1: from 1 to 0",)
    assert found["Fell back"].lines == (
        "Title of c1: 1 on Mar 2, 2026, now 0. An action for it was closed: "
        "Ask once more (closed on Sep 1, 2025).",
    )


def test_lists_with_nothing_in_them_are_left_out_and_the_rest_is_counted():
    words = IntervalWording(a_past().intervals[0])
    assert "Fell" not in {named.name for named in words.lists}
    assert words.rest == "3 criteria stayed at the same level."
    assert words.title == "From Sep 2, 2024 to Mar 3, 2025"
    whole = IntervalWording(a_past().whole)
    assert whole.rest == "2 criteria stayed at the same level; 1 is still not known."
