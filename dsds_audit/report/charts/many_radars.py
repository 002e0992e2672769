"""Many small radars side by side, one an assessment."""

from dataclasses import replace
from math import cos, sin

from matplotlib.figure import Figure

from dsds_audit.comparison import Comparison
from dsds_audit.report.charts.frame import (
    MARGIN,
    arrange_key,
    draw_heading,
    draw_key,
    heading_height,
    heading_of,
    key_height,
)
from dsds_audit.report.charts.radar import key_of
from dsds_audit.report.charts.sheet import INK, MUTED, TARGET, Sheet, height_of, wrap
from dsds_audit.report.charts.spokes import Spoke, spokes_of
from dsds_audit.report.charts.web import DOTTED, Web
from dsds_audit.report.column_wording import ColumnWording
from dsds_audit.report.compare_wording import ComparisonWording, describe

_RADIUS, _WIDTH, _HEIGHT = 0.62, 1.85, 2.2
_ACROSS = 5
_NAME, _VALUE, _NUMBER = 9.0, 8.0, 7.5
READING = "Read along the spokes; the area means nothing. This is no ranking."


def draw_many(comparison: Comparison, *, titled: bool = True) -> Figure:
    """A small radar for each assessment, with numbers for the practices, clockwise from the top."""
    words = ComparisonWording(comparison)
    across = min(_ACROSS, len(words.columns))
    rows = -(-len(words.columns) // across)
    width = across * _WIDTH + 2 * MARGIN
    lines = heading_of(words.headline, words.subject, READING, width - 2 * MARGIN) if titled else ()
    spokes = [tuple(spokes_of(column.facts)) for column in words.columns]
    threshold = words.practice_threshold_words or "each site's own"
    key = arrange_key(key_of([spoke for own in spokes for spoke in own], threshold), width - 2 * MARGIN)
    order = "; ".join(
        f"{place} {practice.short}" for place, practice in enumerate(comparison.rubric.practices, 1)
    )
    told = wrap(f"Clockwise from the top: {order}.", 9.5, width - 2 * MARGIN, 4)
    bottom = key_height(key) + height_of(told, 9.5) + 0.15
    height = bottom + rows * _HEIGHT + MARGIN + heading_height(lines)
    sheet = Sheet("overlay", width, height, f"Radars: {words.headline}", describe(words))
    draw_heading(sheet, lines)
    sheet.lines_of_words(MARGIN, bottom - 0.06, told, 9.5)
    draw_key(sheet, key)
    for number, (column, own) in enumerate(zip(words.columns, spokes, strict=True)):
        left = MARGIN + number % across * _WIDTH
        top = bottom + (rows - number // across) * _HEIGHT
        _draw_one(sheet, left, top, column, own)
    return sheet.figure


def _draw_one(
    sheet: Sheet, left: float, top: float, column: ColumnWording, spokes: tuple[Spoke, ...]
) -> None:
    center = (left + _WIDTH / 2, top - _HEIGHT + _RADIUS + 0.25)
    web = Web(sheet, center, _RADIUS, [replace(spoke, title=(), value=()) for spoke in spokes])
    name = wrap(column.name, _NAME, _WIDTH - 0.1, 2, bold=True)
    below = sheet.lines_of_words(center[0], top, name, _NAME, "center", bold=True)
    sheet.lines_of_words(
        center[0], below, [column.words.score(column.facts.card)], _VALUE, "center", color=MUTED
    )
    web.draw_grid()
    threshold = float(column.facts.card.practice_threshold) / 100
    sheet.ring(center, _RADIUS * threshold, TARGET, 1.2, linestyle=DOTTED, zorder=4)
    web.draw_band()
    web.draw_claimed()
    web.draw_proof()
    for place, spoke in enumerate(spokes, start=1):
        out = _RADIUS + 0.1
        x, y = center[0] + out * sin(spoke.angle), center[1] + out * cos(spoke.angle)
        sheet.words(x, y, str(place), _NUMBER, "center", color=INK if spoke.state == "known" else MUTED)
