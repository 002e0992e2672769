from fractions import Fraction

import pytest
from histories_for_tests import a_past, leg_between
from rubrics_for_tests import make_rubric, rate

from dsds_audit.bridge import Ends, build_bridge
from dsds_audit.report.bridge_wording import BridgeWording, change, few


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(25, 2), "+12.5"),
        (Fraction(-25, 2), "-12.5"),
        (Fraction(0), "0"),
        (Fraction(100, 3), "+33.3"),
        (Fraction(1, 100), "+(under 0.1)"),
        (Fraction(-1, 100), "-(under 0.1)"),
        (None, "–"),
    ],
)
def test_a_change_has_its_sign(value, text):
    assert change(value) == text


def test_of_many_the_first_few_are_named():
    assert few(["a", "b"]) == "a; b"
    assert few([str(number) for number in range(9)]) == "0; 1; 2; 3; 4; 5; and 3 more"
    assert few([]) == ""


def test_steps_say_what_they_touched():
    words = BridgeWording(a_past().intervals[1].bridge)
    touched = {step.kind: step.touched for step in words.steps}
    assert touched["rubric"] == (
        "Title of c2: from 1 to not known",
        "Title of c2: from not asked to not known",
    )
    assert touched["applicability"] == ("Title of c2: from 1 to does not apply",)
    assert touched["levels"] == ("Title of c1: from 1 to 2",)


def test_the_conclusion_tells_the_site_from_the_rest():
    rubric = make_rubric((2,))

    def concluded(then, now):
        bridge = build_bridge(rubric, rate(rubric, then), rubric, rate(rubric, now), ())
        return BridgeWording(bridge).conclusion

    assert concluded({"p1.c1": 0}, {"p1.c1": 1}) == (
        "The total changed by +25 points, the site itself by +25."
    )
    assert concluded({}, {"p1.c1": 2}) == (
        "The total changed by +50 points at the low end and 0 at the high end, the site itself by 0."
    )
    assert "stayed as it was" in concluded({"p1.c1": 1}, {"p1.c1": 1})


def test_where_nothing_applied_no_change_is_told():
    rubric = make_rubric({"p1": {"c1": {"not_applicable": True}}})
    bridge = build_bridge(rubric, rate(rubric, others="-"), rubric, rate(rubric, others=2), ())
    words = BridgeWording(bridge)
    assert "no change of the total to tell" in words.conclusion
    assert words.ends(bridge.total, 0) == ("does not apply", "does not apply")
    assert words.short(Ends(None, None)) == "–"


def test_the_result_says_where_it_came_from_and_what_of_it_is_the_site():
    rubric = make_rubric((2,))
    bridge = build_bridge(rubric, rate(rubric, {}), rubric, rate(rubric, {"p1.c1": 2, "p1.c2": 1}), ())
    assert BridgeWording(bridge).result == (
        "0 to 100 % (then) → 75 % (now), adequate: no; the site itself 0 points."
    )


def test_steps_without_points_are_named_apart():
    rubric = make_rubric((2,))
    words = BridgeWording(build_bridge(rubric, rate(rubric), rubric, rate(rubric, others=2), ()))
    assert words.moving(words.bridge.total) == ("unknowns", "levels")
    assert words.still(words.bridge.total) == "No points: the rubric, what applies."


def test_a_stage_in_between_without_a_number_keeps_the_change():
    apart = {"p1": {"c1": {"not_applicable": True}, "c2": {"not_applicable": True}}}
    old, new = make_rubric(apart), make_rubric(apart, version="1.1.0")
    leg = leg_between(
        old, new, {"relation": "retired", "was": ["p1.c2"]}, {"relation": "new", "now": ["p1.c2"]}
    )
    then, now = rate(old, {"p1.c1": "-", "p1.c2": 1}), rate(new, {"p1.c1": 2, "p1.c2": 2})
    assert BridgeWording(build_bridge(old, then, new, now, [leg])).conclusion.startswith("The total changed")


def test_what_stands_beside_names_no_one():
    words = BridgeWording(a_past().intervals[2].bridge)
    told = dict(words.beside)
    assert told["Fresh evidence gained"] == "Title of c1"
    assert told["In the room"] == "1 role with as many people as before"
    assert "Ruth" not in str(words.beside)
