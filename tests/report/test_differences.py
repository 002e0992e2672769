from decimal import Decimal

import pytest

from dsds_audit.report.differences import Difference, find_differences, shorten

MADE = {
    "overall": {"low": Decimal("63.5"), "adequate": None},
    "gaps": [{"gain": 1}],
    "sentence": "It is 3 of 4.",
}


def differences(said, made=MADE, **options):
    return [(d.place, d.said, d.made) for d in find_differences(said, made, **options)]


def test_the_same_differs_in_nothing():
    assert differences(MADE) == []
    assert differences({"a": 75, "b": Decimal("2.50")}, {"a": Decimal("75.0"), "b": Decimal("2.5")}) == []


@pytest.mark.parametrize(
    ("said", "difference"),
    [
        ({**MADE, "overall": {"low": 64, "adequate": None}}, ("overall.low", "64", "63.5")),
        (
            {**MADE, "overall": {"low": Decimal("63.5"), "adequate": False}},
            ("overall.adequate", "false", "null"),
        ),
        ({**MADE, "gaps": [{"gain": True}]}, ("gaps[0].gain", "true", "1")),
        ({**MADE, "gaps": []}, ("gaps", "0 entries", "1 entries")),
        ({**MADE, "gaps": [{}]}, ("gaps[0].gain", "nothing", "1")),
        ({**MADE, "more": "x"}, ("more", "“x”", "nothing")),
        ({**MADE, "gaps": "none"}, ("gaps", "“none”", "1 entries")),
        ({**MADE, "sentence": "It is 3 out of 4."}, ("sentence", "“It is 3 out of 4.”", "“It is 3 of 4.”")),
    ],
)
def test_each_difference_is_named_by_its_path(said, difference):
    assert differences(said) == [difference]


def test_another_wording_of_the_same_numbers_may_be_let_be():
    said = {**MADE, "sentence": "3 out of 4, it is."}
    assert differences(said, wording=False) == []
    assert differences({**MADE, "more": 5}, wording=False) == [("more", "5", "nothing")]
    del said["sentence"]
    assert [place for place, _, _ in differences(said, wording=False)] == ["sentence"]
    assert differences({**MADE, "sentence": "It is 2 of 4."}, wording=False) != []
    assert differences({"status": "in_place"}, {"status": "not_in_place"}, wording=False) != []
    assert differences({"site": "A clinic"}, {"site": "Another clinic"}, wording=False) != []
    assert differences({"method": ["2 of 3."]}, {"method": ["Of 2,", "3."]}, wording=False) == []
    assert differences({"method": ["2 of 3."]}, {"method": ["2 of 4."]}, wording=False) != []
    assert differences({"low": 1}, {"low": 2}, wording=False) == [("low", "1", "2")]


def test_what_is_long_is_cut():
    assert len(shorten("word " * 1000)) == 80
    (found,) = find_differences({"note": "x" * 10_000}, {"note": "y"})
    assert isinstance(found, Difference)
    assert len(found.said) < 100
