import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from dsds_audit import values


def valid(kind: Any, value: Any) -> Any:
    return TypeAdapter(kind).validate_python(value)


@pytest.mark.parametrize(("typed", "meant"), [("2", 2), ("+2", 2), ("-3", -3), ("007", 7), (5, 5)])
def test_whole_numbers_are_read_from_text(typed: Any, meant: int) -> None:
    assert valid(values.Whole, typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["", " ", "2.0", "1e3", "0x10", "1_000", "two", True, 2.0, None, [2], "9" * 19, "9" * 5000, "NaN", "1 2"],
)
def test_what_is_no_whole_number_is_refused(typed: Any) -> None:
    with pytest.raises(ValidationError):
        valid(values.Whole, typed)


@pytest.mark.parametrize(("typed", "meant"), [("true", True), ("True", True), ("FALSE", False), (True, True)])
def test_truth_is_written_true_or_false(typed: Any, meant: bool) -> None:
    assert valid(values.Truth, typed) is meant


@pytest.mark.parametrize("typed", ["yes", "no", "on", "1", 1, 0, "", None])
def test_no_other_word_is_a_truth(typed: Any) -> None:
    with pytest.raises(ValidationError):
        valid(values.Truth, typed)


@pytest.mark.parametrize("typed", ["no", "007", "1.10", "null", "~", "0x1F", "2026-03-02"])
def test_a_text_stays_as_it_was_typed(typed: str) -> None:
    assert valid(values.Text, typed) == typed


def test_a_text_loses_the_space_around_it_and_must_hold_something() -> None:
    assert valid(values.Text, "  a b \n") == "a b"
    for empty in ("", "   ", "\n"):
        with pytest.raises(ValidationError):
            valid(values.Text, empty)


@pytest.mark.parametrize("typed", ["2026-03-02", dt.date(2026, 3, 2)])
def test_a_date_is_read_from_text_or_date(typed: Any) -> None:
    assert valid(values.Date, typed) == dt.date(2026, 3, 2)


@pytest.mark.parametrize("typed", ["0001-01-01", "9999-12-31", "2024-02-29"])
def test_dates_at_the_edges(typed: str) -> None:
    assert valid(values.Date, typed).isoformat() == typed


@pytest.mark.parametrize(
    "typed",
    [
        "2026-02-29",
        "2026-13-01",
        "0000-01-01",
        "20260302",
        "2026-W10-1",
        "2026-3-2",
        "03/02/2026",
        "2026-03-02T00:00:00",
        "٢٠٢٦-٠٣-٠٢",
        dt.datetime(2026, 3, 2),
        1772409600,
        True,
        None,
        ["2026-03-02"],
    ],
)
def test_what_is_no_date_is_refused(typed: Any) -> None:
    with pytest.raises(ValidationError):
        valid(values.Date, typed)


@pytest.mark.parametrize("typed", ["a", "access", "action-plans", "pep-257", "a1-b2-c3"])
def test_ids(typed: str) -> None:
    assert valid(values.Id, typed) == typed


@pytest.mark.parametrize(
    "typed",
    ["", "1.10", "10", "1a", "A", "a_b", "a--b", "-a", "a-", "a.b", "a b", "ä", "a\n", "../a", "a" * 61],
)
def test_ids_are_short_words_and_never_numbers(typed: str) -> None:
    with pytest.raises(ValidationError):
        valid(values.Id, typed)


@pytest.mark.parametrize("typed", ["access.fidelity", "use.analysis.summarized", "a1.b-2"])
def test_full_ids(typed: str) -> None:
    assert valid(values.FullId, typed) == typed


@pytest.mark.parametrize("typed", ["access", "a.b.c.d", "a.", ".a", "a..b", "a.1", "A.b", "a.b\n", "a/b.c"])
def test_full_ids_have_two_or_three_parts(typed: str) -> None:
    with pytest.raises(ValidationError):
        valid(values.FullId, typed)


def test_the_longest_ids_make_a_full_id_and_a_ref() -> None:
    longest = "a" * 60
    assert valid(values.FullId, f"{longest}.{longest}.{longest}")
    assert valid(values.RubricRef, f"{longest}@999999.999999.999999")


@pytest.mark.parametrize("typed", ["1.0.0", "0.0.1", "1.10.0", "999999.0.0"])
def test_versions(typed: str) -> None:
    assert valid(values.Version, typed) == typed
    assert valid(values.RubricRef, f"dsds@{typed}") == f"dsds@{typed}"


@pytest.mark.parametrize(
    "typed", ["1", "1.0", "01.0.0", "1.0.00", "v1.0.0", "1.0.0-rc1", "1.0.0.0", "1.0.1000000", "1.0.0\n"]
)
def test_versions_are_three_numbers_without_leading_zeros(typed: str) -> None:
    with pytest.raises(ValidationError):
        valid(values.Version, typed)
    with pytest.raises(ValidationError):
        valid(values.RubricRef, f"dsds@{typed}")


@pytest.mark.parametrize(
    ("typed", "meant"), [("80", 80), ("0", 0), ("100", 100), ("66.666667", Decimal("66.666667")), (50, 50)]
)
def test_percentages_are_exact(typed: Any, meant: Any) -> None:
    assert valid(values.Percent, typed) == meant


@pytest.mark.parametrize("typed", ["-1", "100.000001", "NaN", "Infinity", "1e9", "80 %", "", "33.3333333"])
def test_percentages_stay_between_0_and_100(typed: str) -> None:
    with pytest.raises(ValidationError):
        valid(values.Percent, typed)


@pytest.mark.parametrize("typed", ["0", "-1", "NaN", "Infinity", "1000001", "1e99", "0.0000001"])
def test_weights_are_above_zero_and_of_a_sane_size(typed: str) -> None:
    with pytest.raises(ValidationError):
        valid(values.Weight, typed)


def test_a_value_never_changes_and_knows_its_fields() -> None:
    class Thing(values.Word):
        name: values.Text

    thing = Thing(name="a")
    with pytest.raises(ValidationError, match="frozen"):
        thing.name = "b"
    with pytest.raises(ValidationError, match="extra_forbidden"):
        Thing.model_validate({"name": "a", "nmae": "b"})
