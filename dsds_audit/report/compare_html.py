"""A comparison as one HTML file that needs no network."""

from markupsafe import Markup

from dsds_audit.comparison import Comparison
from dsds_audit.report.charts.files import to_svg
from dsds_audit.report.charts.overlay import draw_overlay
from dsds_audit.report.charts.waterfall import draw_waterfall
from dsds_audit.report.compare_documents import comparison_document
from dsds_audit.report.compare_wording import ComparisonWording
from dsds_audit.report.documents import to_embedded_json
from dsds_audit.report.html import inline_svg, on_top, own_color
from dsds_audit.report.pages import page_environment
from dsds_audit.report.templates import read_styles, read_template
from dsds_audit.report.text import in_blocks
from dsds_audit.theme import PLAIN, Letterhead

_ACROSS = 24


def render_comparison(comparison: Comparison, letterhead: Letterhead = PLAIN) -> str:
    """The whole page: the assessments, their radars, practices and criteria, and its own numbers as JSON.

    Of two assessments of one site also what really changed. Typed text is escaped wherever it stands.
    """
    words = ComparisonWording(comparison)
    bridge = words.bridge
    return (
        page_environment(read_template)
        .get_template("compare.html.j2")
        .render(
            words=words,
            rubric=comparison.rubric,
            blocks=in_blocks(words.columns, _ACROSS),
            bridge=bridge,
            waterfall=inline_svg(to_svg(draw_waterfall(bridge.bridge, titled=False))) if bridge else None,
            radars=inline_svg(to_svg(draw_overlay(comparison, titled=False))),
            document=Markup(to_embedded_json(comparison_document(comparison, letterhead))),
            style=Markup(read_styles("report.css", "compare.css") + own_color(letterhead)),
            **on_top(letterhead),
        )
    )
