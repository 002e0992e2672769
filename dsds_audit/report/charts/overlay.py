"""The radars of several assessments: over each other while they are few, side by side when they are many."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import cos, sin
from typing import Any

from matplotlib.figure import Figure

from dsds_audit.comparison import Comparison
from dsds_audit.report.charts.frame import (
    MARGIN,
    Entry,
    arrange_key,
    draw_heading,
    draw_key,
    heading_height,
    heading_of,
    key_height,
)
from dsds_audit.report.charts.heatmap import draw_heatmap
from dsds_audit.report.charts.many_radars import SmallRadars, draw_many
from dsds_audit.report.charts.radar import key_of, threshold_sign, threshold_told
from dsds_audit.report.charts.sheet import (
    CLAIM,
    GOOD,
    INK,
    MUTED,
    PAPER,
    PART,
    SHOWN,
    Point,
    Sheet,
    height_of,
    wrap,
)
from dsds_audit.report.charts.spokes import Spoke, place_labels, room_of, spokes_of
from dsds_audit.report.charts.web import Web
from dsds_audit.report.column_wording import ColumnWording
from dsds_audit.report.compare_wording import ComparisonWording, describe
from dsds_audit.speech import mark, say

MOST = 5
_ASIDE = 0.07
_ABREAST = 3
_READING = mark("Read along the spokes; the area means nothing.")
_TOGETHER = mark("All together, as claimed")
_ALONE = mark("Each by itself, as claimed and as fresh evidence shows it")
_TITLE = 10.0


@dataclass(frozen=True)
class _Style:
    """How one assessment is told from the others, in grey as in color."""

    color: str
    dashes: Any
    marker: str


_STYLES = (
    _Style(CLAIM, "-", "o"),
    _Style(SHOWN, (0, (5, 2)), "s"),
    _Style(GOOD, (0, (5, 1.6, 1.2, 1.6)), "^"),
    _Style(INK, (0, (1.4, 1.4)), "D"),
    _Style(PART, (0, (9, 2.5)), "v"),
)


def draw_overlay(comparison: Comparison, *, titled: bool = True) -> Figure:
    """The radars of up to five assessments over each other, and below that side by side; of more only so.

    Over each other: an outline for the low end as claimed; a thin line on the spoke up to the high end for
    what is unknown. Side by side each has a dashed outline as well, for what evidence shows. A practice that
    does not apply, or of which nothing is known, breaks the outlines. The heatmap instead where the rubric
    has fewer than three practices.
    """
    if len(comparison.rubric.practices) < 3:
        return draw_heatmap(comparison, titled=titled)
    if len(comparison.columns) > MOST:
        return draw_many(comparison, titled=titled)
    words = ComparisonWording(comparison)
    own = [tuple(spokes_of(column.facts)) for column in words.columns]
    labels, radius = place_labels([_label(words, place, spoke) for place, spoke in enumerate(own[0])])
    sheet, center = _lay_out(words, labels, radius, titled)
    web = Web(sheet, center, radius, labels)
    web.draw_grid()
    web.draw_threshold(words.practice_threshold, words.practice_threshold_words)
    for number, spokes in enumerate(own):
        aside = _ASIDE * (number - (len(own) - 1) / 2)
        _draw_outline(Web(sheet, center, radius, spokes), _STYLES[number], aside)
    web.draw_labels()
    return sheet.figure


def _label(words: ComparisonWording, place: int, spoke: Spoke) -> Spoke:
    """A spoke whose label has a line for each assessment."""
    values = [_value(column, place) for column in words.columns]
    return replace(spoke, state="known", value=tuple(values), low=0.0, high=0.0)


def _value(column: ColumnWording, place: int) -> str:
    practice = column.facts.card.practices[place]
    score = column.words.percent(practice)
    if practice.possible:
        score = f"{score} ({say('{count} of {total}', count=practice.rated, total=practice.asked)})"
    return say("{label}: {text}", label=column.letter, text=score)


def _lay_out(
    words: ComparisonWording, spokes: Sequence[Spoke], radius: float, titled: bool
) -> tuple[Sheet, Point]:
    """A sheet with everything on it but the large radar, and where the middle of that is."""
    left, right, up, down = room_of(spokes, radius)
    small = SmallRadars(words, _ABREAST)
    inside = max(left + right, small.width, 4.0)
    above = [*arrange_key(_names(words), inside), *arrange_key(_signs(words), inside)]
    below = arrange_key(key_of([s for own in small.spokes for s in own], None), inside)
    told = wrap(small.order, 9.5, inside, 4)
    lines = heading_of(words.headline, words.subject, say(_READING), inside) if titled else ()
    floor = key_height(below) + height_of(told, 9.5) + 0.1
    alone = wrap(say(_ALONE), _TITLE, inside, 2, bold=True)
    middle = floor + small.height + 0.4 + height_of(alone[1:], _TITLE)
    bottom = middle + key_height(above) + 0.18
    height = bottom + down + up + 0.35 + MARGIN + heading_height(lines)
    title = say("Radars: {headline}", headline=words.headline)
    sheet = Sheet("overlay", inside + 2 * MARGIN, height, title, describe(words))
    draw_heading(sheet, lines)
    sheet.words(MARGIN, bottom + down + up + 0.25, say(_TOGETHER), _TITLE, bold=True)
    draw_key(sheet, above, middle)
    for number, line in enumerate(alone):
        sheet.words(MARGIN, middle - 0.18 - number * height_of([line], _TITLE), line, _TITLE, bold=True)
    small.draw(sheet, MARGIN + (inside - small.width) / 2, floor)
    sheet.lines_of_words(MARGIN, floor - 0.04, told, 9.5)
    draw_key(sheet, below)
    return sheet, (MARGIN + left + (inside - left - right) / 2, bottom + down)


def _draw_outline(web: Web, style: _Style, aside: float) -> None:
    """The low ends and what is unknown, a little beside the spokes, so that no two marks hide each other."""

    def point(spoke: Spoke, share: float) -> Point:
        x, y = web.point(spoke, share)
        return x + aside * cos(spoke.angle), y - aside * sin(spoke.angle)

    for one, other in web.neighbors():
        ends = [point(one, one.low), point(other, other.low)]
        web.sheet.line(ends, style.color, 2.0, linestyle=style.dashes, zorder=3)
    known = [spoke for spoke in web.spokes if spoke.state == "known"]
    web.sheet.marks([point(spoke, spoke.low) for spoke in known], style.color, style.marker, 6.5)
    for spoke in web.spokes:
        if spoke.state != "absent" and spoke.low != spoke.high:
            ends = [point(spoke, spoke.low), point(spoke, spoke.high)]
            web.sheet.line(ends, style.color, 1.1, zorder=2.5)
            web.sheet.marks(ends[1:], style.color, style.marker, 5, markerfacecolor=PAPER)


def _names(words: ComparisonWording) -> list[Entry]:
    return [
        Entry(name, partial(_line_sign, style)) for name, style in zip(words.names, _STYLES, strict=False)
    ]


def _signs(words: ComparisonWording) -> list[Entry]:
    unknown = any(column.facts.card.rated < column.facts.card.asked for column in words.columns)
    signs = [
        (unknown, Entry(say("open mark: as high as it could be, for what is not known"), _open_sign)),
        (
            words.practice_threshold is not None,
            Entry(threshold_told(words.practice_threshold_words), threshold_sign),
        ),
    ]
    return [entry for occurs, entry in signs if occurs]


def _line_sign(style: _Style, sheet: Sheet, x: float, y: float) -> None:
    sheet.line([(x - 0.19, y), (x + 0.19, y)], style.color, 2.0, linestyle=style.dashes)
    sheet.marks([(x, y)], style.color, style.marker, 6.5)


def _open_sign(sheet: Sheet, x: float, y: float) -> None:
    sheet.line([(x - 0.15, y), (x + 0.1, y)], MUTED, 1.1)
    sheet.marks([(x + 0.1, y)], MUTED, "o", 5, markerfacecolor=PAPER)
