import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsds_audit.workbook.values import cell_name, date_of, number_of, text_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  ", ""),
        ("\xa0\n", ""),
        (" a ", " a "),
        (7.0, "7"),
        (7.25, "7.25"),
        (True, "true"),
        (dt.date(2026, 3, 2), "2026-03-02"),
        (dt.datetime(2026, 3, 2), "2026-03-02"),
        (dt.datetime(2026, 3, 2, 10, 30), "2026-03-02 10:30:00"),
        (1e300, "1e+300"),
    ],
)
def test_a_cell_as_text(value: object, text: str) -> None:
    assert text_of(value) == text


@given(st.dates(min_value=dt.date(1950, 1, 1)))
def test_a_day_is_the_same_as_text_as_date_and_as_number(day: dt.date) -> None:
    number = (day - dt.date(1899, 12, 30)).days
    assert date_of(day.isoformat()) == date_of(day) == date_of(float(number)) == day


@given(st.dates())
def test_any_day_can_be_typed_in_full(day: dt.date) -> None:
    assert date_of(day.isoformat()) == day


@pytest.mark.parametrize(
    "value", ["", "2026-13-01", "1/2/2026", 2026.0, 46083.5, dt.date(1905, 7, 18), float("nan")]
)
def test_what_names_no_day(value: object) -> None:
    assert date_of(value) is None


@pytest.mark.parametrize(
    ("value", "number"), [(9.0, 9), (" 9 ", 9), ("9.5", None), (True, None), ("-1", None)]
)
def test_a_whole_number(value: object, number: int | None) -> None:
    assert number_of(value) == number


@pytest.mark.parametrize(
    ("row", "column", "name"),
    [(0, 0, "A1"), (11, 3, "D12"), (0, 26, "AA1"), (1_048_575, 16_383, "XFD1048576")],
)
def test_the_name_of_a_cell(row: int, column: int, name: str) -> None:
    assert cell_name(row, column) == name
