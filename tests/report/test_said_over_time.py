"""All that is said of assessments side by side and over time, of votes, plans, checks and rubrics."""

import datetime as dt
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from comparisons_for_tests import LEG, NEW, OLD, side_by_side, two_dates
from histories_for_tests import a_past, closed_on, look_back, make_plan, ways
from pages_for_tests import Page
from pydantic import BaseModel
from rich.console import Console
from rubrics_for_tests import make_rubric, rate
from speeches_for_tests import accented, words_in_english

from dsds_audit.checkup import Checkup, Located
from dsds_audit.comparison import Comparison, compare
from dsds_audit.crosswalk import carry
from dsds_audit.crosswalk.differences import compare_rubrics
from dsds_audit.findings import Finding
from dsds_audit.history import History
from dsds_audit.polls import polls_of
from dsds_audit.report.calendar import render_calendar
from dsds_audit.report.charts.before_and_now import draw_before_and_now
from dsds_audit.report.charts.dots_and_bars import draw_bars
from dsds_audit.report.charts.heatmap import draw_heatmap
from dsds_audit.report.charts.lines import draw_lines
from dsds_audit.report.charts.overlay import draw_overlay
from dsds_audit.report.charts.radar import draw_radar
from dsds_audit.report.charts.waterfall import draw_waterfall
from dsds_audit.report.check_tables import check_table
from dsds_audit.report.compare_blocks import comparison_blocks, title_of_comparison
from dsds_audit.report.compare_html import render_comparison
from dsds_audit.report.compare_tables import comparison_table
from dsds_audit.report.differences import find_differences
from dsds_audit.report.formats import write_blocks
from dsds_audit.report.migration_wording import MigrationWording
from dsds_audit.report.paper_blocks import paper_blocks, title_of_form
from dsds_audit.report.plan_facts import gather_plan_facts
from dsds_audit.report.plan_tables import plan_table
from dsds_audit.report.rubric_text import diff_lines, rubric_lines
from dsds_audit.report.taken_on import TakenOn
from dsds_audit.report.trend_documents import trend_document
from dsds_audit.report.trend_html import render_trend
from dsds_audit.report.trend_tables import trend_table
from dsds_audit.report.vote_tables import votes_table
from dsds_audit.report.vote_wording import VoteWording
from dsds_audit.speech import Speech, speaking
from dsds_audit.votes import Agreed, Opened, Revealed, Vote

DAY = dt.date(2026, 3, 2)
AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
FOREIGN: Speech = replace(
    accented(), long_date=dt.date.isoformat, short_date=dt.date.isoformat, decimal="·", group="’"
)
RICH = make_rubric(
    {
        "p1": {
            "c1": {"not_applicable": True, "critical": True, "fresh_for": 92},
            "c2": {"requires": ["p1.c1"]},
        }
    },
    panel={
        "roles": [{"id": "coach", "label": "coach"}, {"id": "lead", "label": "lead", "votes": False}],
        "leader": "lead",
    },
    populations=[{"id": "staff", "label": "Staff", "question": "Who?"}],
    administration=[{"id": "x", "text": "It was."}],
    license="CC0",
)


def left_in_english(said: str, *known: object) -> set[str]:
    """The words that did not pass the catalogue, but for those of the models and texts that are known."""
    texts = [one.model_dump_json() if isinstance(one, BaseModel) else str(one) for one in known]
    given = {word.casefold() for text in texts for word in re.findall("[A-Za-z]+", text)}
    return {word for word in words_in_english(said) if word.casefold() not in given}


def printed(table: Any) -> str:
    console = Console(file=io.StringIO(), width=240)
    console.print(table)
    return console.file.getvalue()  # type: ignore[attr-defined]


def seen(html: str) -> str:
    """What a page says, to the eye and to the ear."""
    page = Page(html)
    named = {"title", "aria-label", "data-label"}
    return " ".join([page.text, *(str(v) for _, tag in page.tags for k, v in tag.items() if k in named)])


def written(blocks: Iterable[Any], title: str) -> str:
    return write_blocks(blocks, ".md", title, DAY).decode()


def drawn(figure: Any) -> str:
    return " ".join([str(figure.get_label()), *(text.get_text() for text in figure.texts)])


PAGES: dict[str, Callable[[History], str]] = {
    "page": lambda past: seen(render_trend(past, as_of=DAY)),
    "table": lambda past: printed(trend_table(past, every=True)),
    "short table": lambda past: printed(trend_table(past)),
    "lines": lambda past: drawn(draw_lines(past)),
    "before and now": lambda past: drawn(draw_before_and_now(past)),
}
SHOWN: dict[str, Callable[[Comparison], str]] = {
    "page": lambda comparison: seen(render_comparison(comparison)),
    "table": lambda comparison: printed(comparison_table(comparison)),
    "paper": lambda comparison: written(comparison_blocks(comparison), title_of_comparison(comparison)),
    "radars": lambda comparison: drawn(draw_overlay(comparison)),
    "heatmap": lambda comparison: drawn(draw_heatmap(comparison)),
}


def of_two_versions() -> Comparison:
    old = rate(OLD, {"p1.c1": 1, "p1.c2": 2}, site="Øxß", program="Ççç", invited=4)
    new = rate(NEW, {"p1.c1": "?", "p2.c1": 2}, site="Üüü", participants=[{"role": "coach"}])
    return compare([("Øxß", OLD, old), ("Üüü", NEW, new)], ways(LEG), left_out=["Ññññ"])


COMPARISONS: tuple[Callable[[], Comparison], ...] = (
    of_two_versions,
    partial(two_dates, {"p1.c1": 1, "p1.c2": "?"}, {"p1.c1": 2}),
    partial(side_by_side, NEW, *({"p1.c1": level} for level in ("?", 2, 0, 0, 1, "-")), others=1),
)


@pytest.mark.parametrize("name", PAGES)
def test_all_of_a_history_is_said(name: str) -> None:
    past = a_past()
    single = look_back(make_rubric((2, 2)), {"p1.c1": 1})
    for history in (past, single):
        known = [part for point in history.points for part in (point.rubric, point.assessment)]
        with speaking(FOREIGN):
            said = PAGES[name](history)
        assert not left_in_english(said, *known, *history.items)


@pytest.mark.parametrize("make", COMPARISONS)
@pytest.mark.parametrize("name", SHOWN)
def test_all_of_a_comparison_is_said(make: Callable[[], Comparison], name: str) -> None:
    comparison = make()
    known = [part for c in comparison.columns for part in (c.own.rubric, c.rubric, c.assessment)]
    with speaking(FOREIGN):
        said = SHOWN[name](comparison)
    assert not left_in_english(said, *known)


def test_all_of_a_chart_is_said() -> None:
    rubric = make_rubric((2, 2, 2))
    assessment = rate(rubric, {"p1.c1": 1, "p2.c1": "?", "p3.c1": {"level": 2, "evidence": [{"what": "Øø"}]}})
    past = a_past()
    with speaking(FOREIGN):
        figures = [draw_radar(rubric, assessment), draw_bars(rubric, assessment)]
        figures += [draw_waterfall(past.intervals[-1].bridge), draw_waterfall(past.intervals[1].bridge)]
    known = [rubric, assessment, past.points[-1].rubric, past.points[-1].assessment]
    assert not left_in_english(" ".join(map(drawn, figures)), *known)


def test_all_of_a_plan_is_said() -> None:
    ended = closed_on(DAY) | {"as_planned": False, "next": "Öö"}
    plan = make_plan(
        {"barrier": {"what": "Ää"}, "measure": "Üü", "first_step": "Éé", "program": "Ññ", "turn": "next"},
        {"due": DAY, "aim": "Îî", "criterion": "p1.c1"},
        {"due": dt.date(2027, 1, 1)},
        {"closed": ended, "criterion": "p1.c1"},
        {"dropped": {"date": DAY, "reason": "Ûû"}, "criterion": "p1.c1"},
    )
    plan = plan.model_copy(update={"next_assessment": dt.date(2026, 9, 1)})
    lines = TakenOn(plan.items, DAY)
    with speaking(FOREIGN):
        said = [
            printed(plan_table(gather_plan_facts(plan, DAY))),
            printed(plan_table(gather_plan_facts(plan, DAY, "Ruth", ended=False, last=DAY))),
            *lines.lines("p1.c1"),
        ]
        calendar = render_calendar(plan, DAY).decode().replace("\r\n ", "")
    assert not left_in_english(" ".join(said), plan)
    told = re.findall(r"^(?:SUMMARY|DESCRIPTION|X-WR-CALNAME):(.*)$", calendar, re.MULTILINE)
    assert len(told) > 10
    assert not left_in_english(" ".join(told).replace("\\n", " "), plan)


def test_all_of_the_votes_is_said() -> None:
    about = {"criterion": "p1.c1", "at": AT}
    entries: list[Any] = []
    for number, levels in ((1, (0, 1, 2, None)), (2, (1, 1, 1, 2))):
        cast = [
            Vote(**about, round=number, by=f"p-{person:06}", role="coach", level=level)
            for person, level in enumerate(levels)
        ]
        entries += [Opened(**about, round=number), *cast, Revealed(**about, round=number)]
    entries.append(Agreed(**about, round=2, level=1, minority="Ææ"))
    entries.append(Opened(criterion="p1.c2", at=AT, round=1))
    rubric, assessment = RICH, rate(RICH)
    for kept in ([], entries, entries[:5]):
        polls = polls_of(kept)
        with speaking(FOREIGN):
            said = printed(votes_table(rubric, assessment, polls))
            assert not left_in_english(said, rubric, assessment)
            assert not left_in_english(VoteWording(rubric, polls).alpha, rubric)


def test_all_of_a_check_is_said() -> None:
    found = tuple(Located(Finding(rule, "p.c", "Öö", "Ää", "Üü"), 1) for rule in ("no-evidence",) * 30)
    for checkups in (
        [Checkup("ö/ä.yaml", "Ññ", "Çç", DAY, "dsds@1.0.0", False, found)],
        [Checkup("ö/ä.yaml", "Ññ", "Çç", DAY, "dsds@1.0.0", True, found[:1])] * 2,
        [Checkup("ö/ä.yaml", name, "Çç", DAY, "dsds@1.0.0", True, ()) for name in ("Ññ", "Éé")],
    ):
        with speaking(FOREIGN):
            assert not left_in_english(printed(check_table(checkups)), "yaml")


def test_all_of_a_rubric_is_said() -> None:
    old = make_rubric({"p1": {"a": {}, "b": {}, "c": {}}})
    changes = {
        "a": {"question": "Eh?"},
        "bb": {"title": "Title of b", "question": "Is it so with b?"},
        "d": {},
    }
    new = make_rubric({"p1": changes}, version="1.1.0")
    with speaking(FOREIGN):
        said = [
            "\n".join(rubric_lines(RICH)),
            written(paper_blocks(RICH), title_of_form(RICH)),
            "\n".join(diff_lines(compare_rubrics(old, new))),
            "\n".join(diff_lines(compare_rubrics(old, old))),
        ]
    assert not left_in_english(" ".join(said), RICH, old, new)


def test_what_differs_in_a_document_is_said() -> None:
    with speaking(FOREIGN):
        found = list(find_differences({"a": [1], "b": "Ää"}, {"a": 1, "b": "Öö", "c": 2}))
    assert not left_in_english(" ".join(f"{one.said} {one.made}" for one in found))


def test_what_becomes_of_a_record_is_said() -> None:
    before = rate(OLD, {"p1.c1": 1, "p1.c2": 2})
    with speaking(FOREIGN):
        words = MigrationWording(before, carry(before, [LEG]), NEW)
        assert not left_in_english(" ".join([words.title, *(fate.title for fate in words.fates)]), before)


def test_a_document_says_its_language_only_where_it_is_not_english() -> None:
    past = a_past()
    assert "language" not in trend_document(past)
    with speaking(FOREIGN):
        document = trend_document(past)
    assert document["language"] == FOREIGN.language
    assert not any("language" in each for each in document["assessments"])
    assert trend_document(past) == {key: value for key, value in document.items() if key != "language"}


def test_decimals_are_those_of_the_language() -> None:
    with speaking(FOREIGN):
        assert "-16·7" in printed(trend_table(a_past()))
