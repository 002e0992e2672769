from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples

from dsds_audit.display import (
    STANDING_LABELS,
    STATUS_LABELS,
    effort_name,
    exact,
    exact_range,
    percent_range,
    points,
    side_by_side,
    whole_percent,
)
from dsds_audit.scoring import Standing, Status
from dsds_audit.speech import speaking
from dsds_audit.speech_files import load_speech

percentages = st.one_of(
    st.fractions(0, 100, max_denominator=2000),
    st.builds(
        lambda n, d: n + d,
        st.integers(0, 99),
        st.sampled_from([Fraction(k, 10**6) for k in (1, 500_000, 999_999)]),
    ),
    st.integers(0, 100).map(Fraction),
)


@given(percentages, st.lists(st.integers(0, 100).map(Fraction), max_size=3))
@examples(100)
def test_a_shown_percentage_never_claims_more_than_is_so(value, thresholds):
    shown = whole_percent(value, thresholds)
    assert (shown == 0) == (value == 0)
    assert (shown == 100) == (value == 100)
    for threshold in thresholds:
        if not value < threshold <= 1:  # between 0 and 1 there is no whole number to show
            assert (shown >= threshold) == (value >= threshold)
    assert abs(shown - value) < 1


@given(percentages, st.fractions(1, 99, max_denominator=1000))
@examples(100)
def test_a_threshold_with_decimals_is_never_crossed_either(value, threshold):
    shown = whole_percent(value, [threshold])
    assert (shown == 0) == (value == 0)
    assert (shown == 100) == (value == 100)
    if 1 <= value <= 99:
        assert (shown >= threshold) == (value >= threshold)
    assert abs(shown - value) < 1


@given(st.integers(1, 98), st.fractions(0, 1, max_denominator=1000))
@examples(100)
def test_otherwise_half_goes_up(whole, part):
    assert whole_percent(whole + part) == whole + (part >= Fraction(1, 2))


@given(percentages, percentages, st.integers(0, 100))
@examples(100)
def test_what_is_more_is_never_shown_as_less(one, other, threshold):
    low, high = sorted([one, other])
    assert whole_percent(low, [Fraction(threshold)]) <= whole_percent(high, [Fraction(threshold)])


@pytest.mark.parametrize(
    ("value", "thresholds", "shown"),
    [
        ("79.6", [80], 79),
        ("79.6", [], 80),
        ("79.999999", [80], 79),
        ("80", [80], 80),
        ("80.4", [80], 80),
        ("0.001", [], 1),
        ("99.999", [], 99),
        ("99.999", [100], 99),
        ("0", [0], 0),
        ("100", [100], 100),
        ("0.5", [], 1),
        ("78.5", [], 79),
        ("66.7", ["66.666667"], 67),
        ("66.6", ["66.666667"], 66),
        ("66.3", ["66.25"], 67),
        ("79.6", [70, 80, 90], 79),
    ],
)
def test_whole_percent(value, thresholds, shown):
    assert whole_percent(Fraction(value), [Fraction(t) for t in thresholds]) == shown


def test_both_ends_of_a_range_are_held_against_every_threshold():
    low, high = Fraction("69.6"), Fraction("79.6")
    for thresholds in ([Fraction(70), Fraction(80)], iter([Fraction(70), Fraction(80)])):
        assert percent_range(low, high, thresholds) == "69 to 79 %"


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [(50, 50, "50 %"), (50, 75, "50 to 75 %"), (0, 100, "0 to 100 %"), (None, None, "does not apply")],
)
def test_percent_range(low, high, shown):
    ends = [None if end is None else Fraction(end) for end in (low, high)]
    assert percent_range(*ends) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("6.25", "6.3"),
        ("12.5", "12.5"),
        ("12", "12"),
        ("11.96", "12"),
        ("0.95", "1"),
        ("0.05", "0.1"),
        ("0.04", "less than 0.1"),
        ("0.0001", "less than 0.1"),
        ("0", "0"),
        ("100", "100"),
        ("-12.5", "-12.5"),
        ("-3", "-3"),
        ("10", "10"),
        ("10.04", "10"),
    ],
)
def test_points(value, shown):
    assert points(Fraction(value)) == shown


@given(st.fractions(0, 100))
@examples(100)
def test_points_never_say_0_where_there_is_something(value):
    shown = points(value)
    assert (shown == "0") == (value == 0)
    if shown != "less than 0.1":
        assert abs(Fraction(shown) - value) <= Fraction(1, 20)
        assert shown == shown.rstrip(".")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(325, 4), "81.25"),
        (Fraction(80), "80"),
        (Fraction(0), "0"),
        (Fraction(100), "100"),
        (Fraction(200, 3), "66.6666…"),
        (Fraction(100, 3), "33.3333…"),
        (Fraction(1, 10_000), "0.0001"),
        (Fraction("79.99999"), "79.9999…"),
        (Fraction("-12.5"), "-12.5"),
        (Fraction(-1, 3), "-0.3333…"),
    ],
)
def test_exact(value, shown):
    assert exact(value) == shown


@given(st.fractions(0, 100))
@examples(100)
def test_exact_is_never_more_than_the_value_and_says_when_it_is_less(value):
    shown = exact(value)
    number = Fraction(shown.rstrip("…"))
    assert (number == value) == (not shown.endswith("…"))
    assert 0 <= value - number < Fraction(1, 10_000)


def test_exact_range():
    assert exact_range(Fraction(325, 4), Fraction(325, 4)) == "81.25"
    assert exact_range(Fraction(125, 2), Fraction(325, 4)) == "62.5 to 81.25"
    assert exact_range(None, None) == "does not apply"


def test_every_status_and_every_standing_has_its_words():
    assert set(STATUS_LABELS) == set(get_args(Status))
    assert set(STANDING_LABELS) == set(get_args(Standing))
    assert STATUS_LABELS["partially_in_place"] == "partially in place"


@pytest.mark.parametrize(
    ("claimed", "shown", "told"),
    [
        (
            (Fraction(75), Fraction(75)),
            (Fraction(40), Fraction(75)),
            "75 % claimed, 40 to 75 % shown by fresh evidence",
        ),
        (
            (Fraction(75), Fraction(75)),
            (Fraction(75), Fraction(75)),
            "75 % claimed and shown by fresh evidence",
        ),
        (
            (Fraction("50.4"), Fraction(75)),
            (Fraction("50.1"), Fraction(75)),
            "50 to 75 % claimed, 50 to 75 % shown by fresh evidence",
        ),
        ((Fraction(0), Fraction(25)), (Fraction(0), Fraction(25)), "0 to 25 % claimed"),
        ((None, None), (None, None), "does not apply"),
    ],
)
def test_claimed_and_shown_stand_side_by_side_and_are_one_only_where_exactly_so(claimed, shown, told):
    assert side_by_side(claimed, shown, percent_range) == told


def test_the_usual_efforts_are_said_and_others_go_by_their_ids():
    assert [effort_name(effort) for effort in ("low", "medium", "high", "weekend")] == [
        "low",
        "medium",
        "high",
        "weekend",
    ]
    with speaking(load_speech("fr")):
        assert [effort_name(effort) for effort in ("high", "weekend")] == ["élevé", "weekend"]
