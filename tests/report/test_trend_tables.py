import datetime as dt

import pytest
from histories_for_tests import DAYS, a_past, anything, look_back, make_plan, versions, ways
from hypothesis import given
from hypothesis import strategies as st
from pages_for_tests import HOSTILE, hostile_site
from rubrics_for_tests import examples, make_rubric, rate

from dsds_audit.history import build_history
from dsds_audit.report.trend_tables import trend_table
from tests.report.test_tables import printed


def shown(history, width=100, *, every=False):
    return " ".join(printed(trend_table(history, every=every), width).split())


def test_everything_is_told():
    text = shown(a_past())
    for part in (
        "4 assessments, from Sep 2, 2024 to Aug 29, 2026.",
        "33 to 67 %",
        "4 of 5 rated",
        "(1) (1) 2 ?",
        "In the whole time",
        "Closed, but did not move",
        "From Mar 2, 2026 to Aug 29, 2026",
        "What really changed, from Mar 2, 2026 to Aug 29, 2026",
    ):
        assert part in text
    assert "2 earlier intervals and the steps by practice are left out here; --all shows them." in text
    assert "From Sep 2, 2024 to" not in text
    assert "By practice" not in text


def test_all_of_it_where_that_is_wanted():
    text = shown(a_past(), every=True)
    assert "From Sep 2, 2024 to" in text
    assert "By practice" in text
    assert "left out here" not in text


def test_a_single_assessment_is_no_trend():
    text = shown(look_back(make_rubric((2,)), {"p1.c1": 1}))
    assert "a start, not a trend" in text
    assert "What really changed" not in text


def test_many_dates_stand_in_blocks():
    rubric = make_rubric((2,))
    days = [DAYS[0] + dt.timedelta(days=180 * number) for number in range(40)]
    entries = [(rubric, rate(rubric, {"p1.c1": n % 3}, date=day)) for n, day in enumerate(days)]
    text = printed(trend_table(build_history(entries, ways())))
    assert max(len(line) for line in text.splitlines()) <= 100
    assert text.count("Title of c1 ") >= 4
    assert "38 earlier intervals" in text


@pytest.mark.parametrize("text", HOSTILE)
def test_typed_text_is_no_command_to_the_terminal(text):
    site = hostile_site(text)
    later = site.assessment.model_copy(update={"date": dt.date(2027, 1, 1)})
    plan = make_plan({"action": text, "program": site.assessment.program})
    entries = [(site.rubric, site.assessment), (site.rubric, later)]
    table = printed(trend_table(build_history(entries, ways(), plan=plan)), force_terminal=False)
    assert not {"\x1b", "\x07", "\x00", "\x85"} & set(table)


@examples(20)
@given(st.data())
def test_any_past_can_be_printed(data):
    old, new, leg = data.draw(versions())
    entries = [
        (rubric, anything(data.draw, rubric, date=day))
        for rubric, day in zip((old, old, new), DAYS, strict=False)
    ]
    assert shown(build_history(entries, ways(leg)), data.draw(st.integers(30, 160)))
