import datetime as dt
from itertools import pairwise

from histories_for_tests import DAYS, a_past, anything, look_back, versions, ways
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.lines import Line2D
from rubrics_for_tests import examples, make_rubric, rate

from dsds_audit.history import build_history
from dsds_audit.report.charts import to_png, to_svg
from dsds_audit.report.charts.lines import draw_lines


def texts(figure):
    return [text.get_text() for text in figure.texts]


def test_dates_versions_and_practices_are_named():
    shown = texts(draw_lines(a_past()))
    for part in (
        "Total",
        "p1",
        "p3",
        "Sep 2, 2024",
        "Aug 29, 2026",
        "small@1.1.0 from here",
    ):
        assert part in shown
    assert "action item closed" in shown


def test_dates_stand_where_they_belong():
    figure = draw_lines(look_back(make_rubric((1, 1)), {}, {}, {}))
    places = {text.get_text(): text.get_position()[0] for text in figure.texts}
    first, middle, last = (places[day] for day in ("Sep 2, 2024", "Mar 3, 2025", "Sep 1, 2025"))
    share = (dt.date(2025, 3, 3) - dt.date(2024, 9, 2)).days / (
        dt.date(2025, 9, 1) - dt.date(2024, 9, 2)
    ).days
    assert abs((middle - first) / (last - first) - share) < 1e-6


def test_the_key_names_only_what_occurs():
    rubric = make_rubric((1, 1))
    shown = texts(draw_lines(look_back(rubric, {"p1.c1": 0, "p2.c1": 0}, {"p1.c1": 0, "p2.c1": 0})))
    assert "as claimed, at least" in shown
    assert not {"not known", "action item closed", "long gap: not known in between"} & set(shown)
    entries = [(rubric, rate(rubric, others=1, date=day)) for day in (DAYS[0], DAYS[3])]
    assert "long gap: not known in between" in texts(draw_lines(build_history(entries, ways())))


def test_the_line_breaks_across_another_version_and_is_dashed_across_a_gap():
    def styles(history):
        lines = [artist for artist in draw_lines(history).get_children() if isinstance(artist, Line2D)]
        return [line.get_linestyle() for line in lines if line.get_linewidth() == 1.8]

    rubric = make_rubric((1,))
    far = [(rubric, rate(rubric, others=1, date=day)) for day in (DAYS[0], DAYS[3])]
    near = [(rubric, rate(rubric, others=1, date=day)) for day in DAYS[:2]]
    assert styles(build_history(near, ways())) == ["-", "-"]
    assert styles(build_history(far, ways())) == ["--", "--", "--"]  # One of them is in the key.
    assert len(styles(a_past())) == 7  # The total, p1 and p2 twice, p3 once: before, it was not known.


def test_forty_dates_have_room():
    rubric = make_rubric((1, 1))
    days = [DAYS[0] + dt.timedelta(days=180 * number) for number in range(40)]
    figure = draw_lines(build_history([(rubric, rate(rubric, others=1, date=d)) for d in days], ways()))
    dates = [text for text in figure.texts if text.get_text()[-4:].isdigit() and "," in text.get_text()]
    assert 2 <= len(dates) < 12
    places = sorted(text.get_position()[0] for text in dates)
    assert min(b - a for a, b in pairwise(places)) > 0.6


def test_the_svg_is_as_it_was(gold):
    gold("past-lines.svg", to_svg(draw_lines(a_past())))


@examples(10)
@given(st.data())
def test_any_past_can_be_drawn(data):
    old, new, leg = data.draw(versions())
    count = data.draw(st.integers(1, 3))
    entries = [
        (rubric, anything(data.draw, rubric, date=day))
        for rubric, day in zip((old, old, new)[:count], DAYS, strict=False)
    ]
    assert to_png(draw_lines(build_history(entries, ways(leg))), 20)
