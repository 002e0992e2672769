"""Figures as bytes: the same figure always gives the same bytes."""

import re
from html import escape, unescape
from io import BytesIO, StringIO
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.text import Text

from dsds_audit.report.charts.sheet import FAMILY

_NAMED_BY_MATPLOTLIB = re.compile(r' id="(?:figure|patch|line2d|text)_\d+"')
_NOT_TURNED = re.compile(r' transform="rotate\(-0 [^"]*"')
_STACK = f"{FAMILY}, Verdana, sans-serif"


def to_svg(figure: Figure) -> str:
    """A figure as an SVG document with role, title and description, its text as text.

    Title and description are the first line and the rest of the figure's label. Text stays text, so that it
    can be searched, read aloud and set in any script the reader's computer knows, and the file stays small.
    """
    page = StringIO()
    with mpl.rc_context(_settings(figure)):
        bare = {"Date": None, "Creator": None, "Format": None, "Type": None}
        FigureCanvasSVG(figure).print_svg(page, metadata=bare)  # type: ignore[no-untyped-call]
    drawn = page.getvalue()
    drawn = drawn[drawn.index("<svg") :]
    drawn = re.sub(r"\s*<defs>\s*<style.*?</style>\s*</defs>", "", drawn, count=1, flags=re.DOTALL)
    for text in figure.findobj(Text):
        if isinstance(text, Text) and text.get_gid():
            drawn = _restored(drawn, str(text.get_gid()), str(text.get_label()))
    drawn = _NAMED_BY_MATPLOTLIB.sub("", drawn)
    drawn = _NOT_TURNED.sub("", drawn).replace(f"'{FAMILY}'", _STACK)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + _described(drawn, figure)


def to_png(figure: Figure, dpi: int = 200) -> bytes:
    """A figure as a PNG image, ``dpi`` pixels to the inch."""
    page = BytesIO()
    with mpl.rc_context(_settings(figure)):
        figure.savefig(page, format="png", dpi=dpi, metadata={"Software": None})
    return page.getvalue()


def to_picture(figure: Figure, suffix: str) -> bytes:
    """A figure as an SVG document where ``suffix`` is ".svg", else as a PNG image."""
    return to_svg(figure).encode() if suffix == ".svg" else to_png(figure)


def _settings(figure: Figure) -> dict[Any, Any]:
    """What a person's own matplotlibrc could otherwise change."""
    return {
        "svg.fonttype": "none",
        "svg.hashsalt": f"dsds-audit-{figure.get_gid()}",
        "svg.id": None,
        "text.usetex": False,
        "text.hinting": "no_hinting",
        "path.simplify": True,
        "path.sketch": None,
        "hatch.linewidth": 0.8,
        "savefig.bbox": None,
        "savefig.facecolor": "auto",
        "savefig.transparent": False,
    }


def _restored(drawn: str, gid: str, text: str) -> str:
    """The SVG with a text that the charts' own font cannot draw, as it was written."""
    pattern = re.compile(rf'(<g id="{gid}">\s*<text[^>]*>)[^<]*(</text>)')
    return pattern.sub(lambda found: f"<g>{found[1].partition('>')[2]}{escape(text)}{found[2]}", drawn)


def _described(drawn: str, figure: Figure) -> str:
    title, _, description = str(figure.get_label()).partition("\n")
    name = figure.get_gid() or "figure"
    opening, rest = drawn.split(">", 1)
    head = (
        f'{opening} role="img" aria-labelledby="{name}-title {name}-description" '
        f'style="stroke-linejoin: round; stroke-linecap: butt">\n'
        f' <title id="{name}-title">{escape(unescape(title))}</title>\n'
        f' <desc id="{name}-description">{escape(description)}</desc>'
    )
    return head + rest
