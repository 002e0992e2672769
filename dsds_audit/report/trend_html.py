"""A history as one HTML file that needs no network."""

import datetime as dt

from markupsafe import Markup

from dsds_audit.bridge import Bridge
from dsds_audit.history import History
from dsds_audit.report.bridge_wording import ROUNDING
from dsds_audit.report.charts.before_and_now import draw_before_and_now
from dsds_audit.report.charts.files import to_svg
from dsds_audit.report.charts.lines import draw_lines
from dsds_audit.report.charts.waterfall import draw_waterfall
from dsds_audit.report.column_wording import tell_scale
from dsds_audit.report.documents import to_embedded_json
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.html import inline_svg
from dsds_audit.report.interval_wording import IntervalWording
from dsds_audit.report.pages import page_environment
from dsds_audit.report.templates import read_styles, read_template
from dsds_audit.report.text import short_date
from dsds_audit.report.trend_documents import trend_document
from dsds_audit.report.trend_wording import SIGNS, TrendWording, sign_of
from dsds_audit.report.wording import Wording
from dsds_audit.speech import say


def render_trend(history: History, *, as_of: dt.date | None = None) -> str:
    """The whole page: all scores over time, what moved and what came of the plan, and what of it is the site.

    It holds its own numbers as JSON. Typed text is escaped wherever it stands.
    """
    told = [IntervalWording(interval) for interval in reversed(history.intervals)]
    whole = IntervalWording(history.whole) if history.whole else None
    words = TrendWording(history)
    return (
        page_environment(read_template)
        .get_template("trend.html.j2")
        .render(
            history=history,
            last=history.points[-1].assessment,
            as_of=as_of,
            words=words,
            result=_result(words, whole),
            shown=_shown(words),
            told=told,
            whole=whole,
            lines=inline_svg(to_svg(draw_lines(history, titled=False))),
            dots=inline_svg(to_svg(draw_before_and_now(history, titled=False))),
            waterfall=_waterfall(history.intervals[-1].bridge) if history.intervals else None,
            sign_of=sign_of,
            legend=f"{tell_scale(history.rubric)}. {say(SIGNS)}",
            note=say(ROUNDING),
            document=Markup(to_embedded_json(trend_document(history, as_of=as_of))),
            style=Markup(read_styles("report.css", "trend.css")),
        )
    )


def _result(words: TrendWording, whole: IntervalWording | None) -> str:
    """What it came to, in one sentence."""
    if whole:
        return whole.bridge.result
    point = words.history.points[-1]
    facts = gather_facts(point.rubric, point.assessment)
    score = f"{words.claimed(point)} ({words.rated(point)})"
    return say("{score}, adequate: {verdict}.", score=score, verdict=Wording(facts).verdict)


def _shown(words: TrendWording) -> str:
    """How much of it fresh evidence showed, first and last."""
    points = words.history.points
    dates = [f"{words.shown(point)} ({short_date(point.date)})" for point in (points[0], points[-1])]
    return say("Shown by fresh evidence: {scores}.", scores=" → ".join(dict.fromkeys(dates)))


def _waterfall(bridge: Bridge) -> Markup:
    return inline_svg(to_svg(draw_waterfall(bridge, titled=False)))
