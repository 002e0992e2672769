"""A portfolio as one HTML file that needs no network."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from dsds_audit.display import percent_of
from dsds_audit.portfolio.facts import PortfolioFacts
from dsds_audit.portfolio.reliability import Reliability
from dsds_audit.report.charts.files import to_svg
from dsds_audit.report.column_wording import tell_scale
from dsds_audit.report.html import inline_svg
from dsds_audit.report.pages import page_environment
from dsds_audit.report.portfolio_radars import draw_radars, radars_of
from dsds_audit.report.portfolio_reliability import ReliabilityWording
from dsds_audit.report.portfolio_wording import PortfolioWording
from dsds_audit.report.templates import read_styles, read_template
from dsds_audit.speech import say

_MOST_HISTOGRAMS, _MOST_RANKS = 13, 200


def render_portfolio(facts: PortfolioFacts, reliability: Reliability, sites: Sequence[str] = ()) -> str:
    """The whole page, with how reliable the instrument is; of many sites only those named have a picture.

    Typed text is escaped wherever it stands; the template has no arithmetic.
    """
    words = PortfolioWording(facts, tuple(sites))
    rubric = words.rubric
    return (
        page_environment(read_template)
        .get_template("portfolio.html.j2")
        .render(
            words=words,
            rubric=rubric,
            places={name: place for place, name in enumerate(rubric.criteria)},
            scale=tell_scale(rubric),
            percent_of=percent_of,
            radars=_radars(words),
            contents=tuple(_contents(words)),
            reliability=ReliabilityWording(reliability, words.advice.titles),
            several_versions=words.several_versions,
            most_histograms=_MOST_HISTOGRAMS,
            most_ranks=_MOST_RANKS,
            style=Markup(read_styles("report.css", "portfolio.css")),
        )
    )


def _radars(words: PortfolioWording) -> Markup | None:
    radars = radars_of(words)
    return inline_svg(to_svg(draw_radars(words, radars))) if radars else None


def _contents(words: PortfolioWording) -> Iterator[tuple[str, str]]:
    yield "groups", say("Spread")
    yield "heatmap", say("Practices and criteria")
    if radars_of(words):
        yield "radars", say("Over its group")
    if words.criterion:
        yield "criterion", say("One criterion")
    yield "adequate", say("Adequate")
    yield "gaps", say("Gaps and actions")
    yield "strengths", say("Strengths")
    yield "change", say("Change")
    yield "ranks", say("Ranks")
    yield "reliability", say("Reliability")
    yield "sites", say("Sites")
    yield "method", say("How to read this")
