"""The report as one HTML file that needs no network."""

import re
from base64 import b64encode
from collections.abc import Mapping

from markupsafe import Markup

from dsds_audit.report.advice_wording import AdviceWording
from dsds_audit.report.charts import draw_dots, draw_radar, to_svg
from dsds_audit.report.charts.sheet import CLAIM, GOOD, GRID, INK, MUTED, PAPER, PART, RANGE, SHOWN, TARGET
from dsds_audit.report.documents import report_document, to_embedded_json
from dsds_audit.report.facts import Facts
from dsds_audit.report.method import explain_method
from dsds_audit.report.pages import mark_of_language, page_environment
from dsds_audit.report.record_wording import RecordWording
from dsds_audit.report.templates import read_styles, read_template
from dsds_audit.report.wording import Wording, title_of
from dsds_audit.theme import PLAIN, Letterhead, Logo
from dsds_audit.translation import language_notes

_COLORS = {
    PAPER: "paper",
    INK: "ink",
    MUTED: "muted",
    GRID: "grid",
    CLAIM: "accent",
    RANGE: "range",
    SHOWN: "shown",
    TARGET: "target",
    GOOD: "good",
    PART: "part",
}
READY = "ready"
"""The reason that a page gives once for all instead of beside every recommendation (actions.py)."""
_COLOR = re.compile("|".join(_COLORS))
_TAG = re.compile(r'<\w(?:[^<>"]|"[^"]*")*>')
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_LOOKS = {"style", "fill", "stroke"}


def render_html(facts: Facts, letterhead: Letterhead = PLAIN) -> str:
    """The whole report; opens anywhere, prints on A4 and Letter, and holds its own numbers as JSON.

    Typed text is escaped wherever it stands; the template has no arithmetic.
    """
    return (
        page_environment(read_template)
        .get_template("report.html.j2")
        .render(
            facts=facts,
            title=title_of(facts),
            words=Wording(facts),
            advised=AdviceWording(facts),
            record=RecordWording(facts),
            method=explain_method(facts),
            rubric=facts.rubric,
            assessment=facts.assessment,
            card=facts.card,
            radar=inline_svg(to_svg(draw_radar(facts.rubric, facts.assessment, titled=False))),
            dots=inline_svg(to_svg(draw_dots(facts.rubric, facts.assessment, criteria=False, titled=False))),
            ready=READY,
            notes=language_notes(facts.rubric),
            spoken=mark_of_language(facts.rubric),
            document=Markup(to_embedded_json(report_document(facts, letterhead))),
            style=Markup(read_styles("report.css") + own_color(letterhead)),
            **on_top(letterhead),
        )
    )


def on_top(letterhead: Letterhead) -> dict[str, object]:
    """What a page's template needs for the letterhead."""
    return {"theme": letterhead.theme, "logo": letterhead.logo and _as_address(letterhead.logo)}


def own_color(letterhead: Letterhead) -> str:
    """The theme's color in place of ours, on paper and wherever the page is light."""
    if letterhead.theme.color == PLAIN.theme.color:
        return ""
    own = f":root {{ --accent: {letterhead.theme.color}; }}"
    return f"@media screen and (prefers-color-scheme: light), print {{ {own} }}\n"


def _as_address(logo: Logo) -> Mapping[str, str]:
    """A picture as the address of itself, with what it shows."""
    kind = {"png": "image/png", "jpg": "image/jpeg"}[logo.format]
    return {"address": f"data:{kind};base64,{b64encode(logo.content).decode()}", "text": logo.text}


def inline_svg(svg: str) -> Markup:
    """An SVG as part of the page, its colors those of the page, light or dark."""
    svg = svg[svg.index("<svg") :]
    size = re.search(r'width="([\d.]+)pt" height="[\d.]+pt"', svg)
    if size is None:
        raise ValueError("no figure of ours: it has no size")
    svg = svg.replace(size[0], f'class="chart" style="--width: {float(size[1]):.0f}"', 1)
    svg = svg.replace('style="stroke-linejoin: round; stroke-linecap: butt"', "", 1)
    return Markup(_TAG.sub(lambda tag: _ATTRIBUTE.sub(_as_on_the_page, tag[0]), svg))


def _as_on_the_page(attribute: re.Match[str]) -> str:
    """An attribute of an SVG's tag with the fonts and colors of the page, where it has any."""
    name, value = attribute.groups()
    if name not in _LOOKS:
        return attribute[0]
    value = re.sub(r"font-family: [^;]+", "font-family: inherit", value)
    value = _COLOR.sub(lambda color: f"var(--{_COLORS[color[0]]})", value)
    return f'{name}="{value}"'
