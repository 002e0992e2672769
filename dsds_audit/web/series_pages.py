"""A site's assessments together: over time, side by side, and what in them does not add up."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup
from starlette.responses import Response

from dsds_audit.errors import AuditError, Problem
from dsds_audit.history import History
from dsds_audit.report.column_wording import tell_scale
from dsds_audit.report.compare_wording import ComparisonWording
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.interval_wording import IntervalWording
from dsds_audit.report.record_wording import RecordWording
from dsds_audit.report.trend_wording import SIGNS, TrendWording, sign_of
from dsds_audit.series import are_of_one_series, compare_stored, history_of, series_of
from dsds_audit.speech import say
from dsds_audit.store import Stored
from dsds_audit.store.choice import Found
from dsds_audit.store.names import slug_of
from dsds_audit.web.addressed import found_at, newest_at
from dsds_audit.web.charts import figure_of
from dsds_audit.web.doors import for_facilitators
from dsds_audit.web.downloads import as_asked
from dsds_audit.web.visits import Visit, page


@dataclass(frozen=True)
class Looked:
    """An assessment that was looked over: what in its record does not add up."""

    stored: Stored
    record: RecordWording


def show_trend(visit: Visit) -> Response:
    """A site's assessments over time, what moved, and what came of the plan."""
    found = found_at(visit)
    newest = newest_at(visit, found)
    series = series_of(found, newest) if newest else []
    if newest is None or not any(entry.assessment.finished for entry in series):
        return _too_few(visit, found, say("Over time"), "trend")
    desk = visit.hall.desk
    history, damage = history_of(desk.store, desk.catalogue, series)
    if visit.asked("as"):
        return _trend_as(visit.asked("as"), history)
    return page(
        visit,
        "trend.html.j2",
        history=history,
        last=history.points[-1].assessment,
        words=TrendWording(history),
        told=[IntervalWording(interval) for interval in reversed(history.intervals)],
        figures=_trend_figures(history),
        legend=f"{tell_scale(history.rubric)}. {say(SIGNS)}",
        sign_of=sign_of,
        newest=newest.assessment,
        others=_other_series(found, newest),
        problems=[*found.problems, *damage],
    )


def show_comparison(visit: Visit) -> Response:
    """The finished assessments of a site side by side."""
    found = found_at(visit)
    newest = newest_at(visit, found)
    series = [e for e in series_of(found, newest) if e.assessment.finished] if newest else []
    if newest is None or len(series) < 2:
        return _too_few(visit, found, say("Side by side"), "compare")
    words = ComparisonWording(compare_stored(visit.hall.desk.catalogue, series))
    if visit.asked("as"):
        return _comparison_as(visit.asked("as"), words)
    return page(
        visit,
        "compare.html.j2",
        words=words,
        rubric=words.comparison.rubric,
        radars=_overlay(words),
        newest=newest.assessment,
        others=_other_series(found, newest),
        problems=found.problems,
    )


def show_check(visit: Visit) -> Response:
    """What in the records of a site does not add up, newest first."""
    found, catalogue = found_at(visit), visit.hall.desk.catalogue
    looked = [
        Looked(entry, RecordWording(gather_facts(catalogue.load(entry.assessment.rubric), entry.assessment)))
        for entry in found.sound
    ]
    problems = [*found.problems, *_journal_problems(visit, found)]
    return page(visit, "check.html.j2", site=visit.asked("site"), looked=looked, problems=problems)


def _journal_problems(visit: Visit, found: Found) -> Iterator[Problem]:
    """What keeps the votes on an assessment from being read."""
    for stored in found.sound:
        try:
            visit.hall.desk.store.votes(stored)
        except AuditError as error:
            yield from error.problems


def _too_few(visit: Visit, found: Found, title: str, here: str) -> Response:
    unfinished = [entry.assessment for entry in found.sound if not entry.assessment.finished]
    context = {"title": title, "here": here, "site": visit.asked("site"), "unfinished": unfinished}
    finished = [entry.assessment for entry in found.sound if entry.assessment.finished]
    return page(visit, "too_few.html.j2", problems=found.problems, finished=finished, **context)


def _other_series(found: Found, newest: Stored) -> list[Stored]:
    """The newest finished assessment of every other program or rubric of the site."""
    others: list[Stored] = []
    for entry in found.sound:
        known = (newest, *others)
        if entry.assessment.finished and not any(are_of_one_series(entry, other) for other in known):
            others.append(entry)
    return others


def _trend_figures(history: History) -> dict[str, Markup]:
    """The pictures of a history, by name; what needs two assessments is left out where there is one."""
    from dsds_audit.report.charts.before_and_now import draw_before_and_now
    from dsds_audit.report.charts.lines import draw_lines
    from dsds_audit.report.charts.waterfall import draw_waterfall

    figures = {
        "lines": figure_of(partial(draw_lines, history, titled=False)),
        "dots": figure_of(partial(draw_before_and_now, history, titled=False)),
    }
    if history.intervals:
        bridge = history.intervals[-1].bridge
        figures["waterfall"] = figure_of(partial(draw_waterfall, bridge, titled=False))
    return figures


def _overlay(words: ComparisonWording) -> Markup:
    from dsds_audit.report.charts.overlay import draw_overlay

    return figure_of(partial(draw_overlay, words.comparison, titled=False))


def _trend_as(form: str, history: History) -> Response:
    from dsds_audit.report.trend_documents import trend_document
    from dsds_audit.report.trend_html import render_trend

    name = f"{slug_of(history.points[-1].assessment.site)}-trend"
    return as_asked(form, name, partial(render_trend, history), partial(trend_document, history, as_of=None))


def _comparison_as(form: str, words: ComparisonWording) -> Response:
    from dsds_audit.report.compare_documents import comparison_document
    from dsds_audit.report.compare_html import render_comparison

    compared = words.comparison
    name = f"{slug_of(words.columns[-1].column.assessment.site)}-compared"
    return as_asked(form, name, partial(render_comparison, compared), partial(comparison_document, compared))


ROUTES = (
    for_facilitators("/trend", show_trend),
    for_facilitators("/compare", show_comparison),
    for_facilitators("/check", show_check),
)
