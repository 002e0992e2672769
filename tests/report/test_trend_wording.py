import datetime as dt

import pytest
from histories_for_tests import DAYS, a_past, look_back, ways
from rubrics_for_tests import make_rubric, rate, unconfirmed

from dsds_audit.history import build_history
from dsds_audit.report.trend_wording import TrendWording, sign_of

RUBRIC = make_rubric((2,))


@pytest.mark.parametrize(
    ("count", "headline", "modesty"),
    [
        (1, "One assessment, of Sep 2, 2024", "a start, not a trend"),
        (2, "2 assessments, from Sep 2, 2024 to Mar 3, 2025", "a change, not yet a trend"),
        (3, "3 assessments, from Sep 2, 2024 to Sep 1, 2025", "a direction at most"),
    ],
)
def test_no_more_is_said_than_so_many_dates_can_tell(count, headline, modesty):
    words = TrendWording(look_back(RUBRIC, *[{"p1.c1": 1}] * count))
    assert words.headline == headline
    assert modesty in words.modesty


def test_versions_gaps_and_what_comes_next_are_noted():
    versions, gap, closed = TrendWording(a_past()).notes
    assert "small@1.0.0, then small@1.1.0 from Mar 2, 2026" in versions
    assert gap == "Between Mar 3, 2025 and Mar 2, 2026 lie 12 months. What happened in between is not known."
    assert closed.startswith("1 action item closed since the last assessment")


def test_what_was_left_out_and_that_there_is_no_plan_is_noted():
    entries = [(RUBRIC, rate(RUBRIC, others=1, date=day)) for day in DAYS[:2]]
    entries.append((RUBRIC, rate(RUBRIC, date=dt.date(2025, 6, 1), interview=unconfirmed())))
    left_out, plan = TrendWording(build_history(entries, ways())).notes
    assert "left out: Jun 1, 2025" in left_out
    assert "no plan yet" in plan
    damaged = TrendWording(build_history(entries, ways(), plan_damaged=True)).notes[-1]
    assert damaged.startswith("The site's plan cannot be read")


def test_scores_stand_both_ways():
    history = a_past()
    words, (first, _, _, last) = TrendWording(history), history.points
    assert (words.claimed(first), words.shown(first)) == ("33 to 67 %", "17 to 67 %")
    assert (words.claimed(last, "p2"), words.shown(last, "p2")) == ("50 to 100 %", "50 to 100 %")
    assert words.claimed(first, "p9") == words.shown(first, "p9") == "not asked"
    assert words.rated(first) == "4 of 5 rated"
    assert "Total: Sep 2, 2024 33 to 67 % claimed, 17 to 67 % shown by fresh evidence" in words.description


def test_signs():
    history = a_past()
    assert [sign_of(point, "p2.c2") for point in history.points] == ["(1)", "(1)", "2", "?"]
    assert [sign_of(point, "p1.c2") for point in history.points] == ["1", "1", "–", "–"]
    assert [sign_of(point, "p3.c2") for point in history.points] == ["?", "?", "?", "1"]
