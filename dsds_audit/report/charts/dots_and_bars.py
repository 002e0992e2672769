"""The dot plot, and the bars."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import nan

from matplotlib.figure import Figure

from dsds_audit.assessment import Assessment
from dsds_audit.display import percent_of
from dsds_audit.report.charts.frame import (
    MARGIN,
    Entry,
    arrange_key,
    draw_heading,
    draw_key,
    heading,
    heading_height,
    key_height,
)
from dsds_audit.report.charts.rows import LABELS, SIZE, Row, describe, rows_of
from dsds_audit.report.charts.sheet import (
    CLAIM,
    GRID,
    MUTED,
    PAPER,
    RANGE,
    SHOWN,
    TARGET,
    Point,
    Sheet,
)
from dsds_audit.report.facts import Facts, gather_facts
from dsds_audit.report.text import short_date
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import Scorecard
from dsds_audit.speech import mark, say

_PLOT = 2.35
_WIDTH = MARGIN + LABELS + 0.25 + _PLOT + 0.22
_LEFT = MARGIN + LABELS + 0.25


def draw_dots(
    rubric: Rubric,
    assessment: Assessment,
    *,
    before: Scorecard | None = None,
    before_on: date | None = None,
    criteria: bool = True,
    titled: bool = True,
) -> Figure:
    """The dot plot: where every practice, and every criterion, stands now, and its threshold or target.

    What is unknown is hatched from the low to the high end. ``before`` is an earlier scorecard of the same
    rubric, drawn on the same line, ``before_on`` its date.
    """
    facts = gather_facts(rubric, assessment)
    rows = tuple(rows_of(facts, criteria, before))
    signs = _needed(rows, [_NOW, _OPEN, _UNKNOWN, _SHOWN, _TARGET, _BEFORE], before_on)
    sheet, places = _lay_out(facts, "dots", say("Dot plot"), rows, signs, titled)
    _draw_scale(sheet, places, _percents())
    _draw_ranges(sheet, places, 0.055)
    known = [(row, y) for row, y in places if row.known]
    sheet.marks(
        [(_x(r.high), y) for r, y in known if r.high is not None], CLAIM, "o", 7, markerfacecolor=PAPER
    )
    sheet.marks([(_x(r.low), y) for r, y in known if r.low is not None], CLAIM, "o", 7)
    _draw_shown(sheet, places)
    _draw_before(sheet, places)
    _draw_targets(sheet, places, 0.13)
    return sheet.figure


def draw_bars(rubric: Rubric, assessment: Assessment, *, titled: bool = True) -> Figure:
    """The bars: every criterion's level out of the top of the scale, with its target."""
    facts = gather_facts(rubric, assessment)
    top = rubric.top
    steps = tuple(str(step) for step in range(top + 1)) if top <= 12 else ("0", str(top))
    return _draw_bars(facts, "bars", say("Levels by criterion"), tuple(rows_of(facts, True)), steps, titled)


def draw_practice_bars(facts: Facts, titled: bool) -> Figure:
    """What stands in for a radar of fewer than three spokes."""
    rows = tuple(rows_of(facts, False))
    return _draw_bars(facts, "radar", say("Scores by practice"), rows, _percents(), titled)


def _draw_bars(
    facts: Facts, name: str, title: str, rows: Sequence[Row], steps: Sequence[str], titled: bool
) -> Figure:
    criteria_only = tuple(row for row in rows if row.indent or name == "radar")
    signs = _needed(criteria_only, [_BAR, _UNKNOWN, _SHOWN, _TARGET])
    sheet, places = _lay_out(facts, name, title, rows, signs, titled)
    barred = [(row, y) for row, y in places if row.indent or name == "radar"]
    _draw_scale(sheet, barred, steps)
    for row, y in barred:
        if row.known and row.low is not None:
            sheet.box(_LEFT, y - 0.075, max(_PLOT * row.low / 100, 0.03), 0.15, CLAIM, zorder=3)
    _draw_ranges(sheet, barred, 0.075)
    for step in range(1, len(steps) - 1):
        share = 100 * step / (len(steps) - 1)
        cuts = [((_x(share), y - 0.08), (_x(share), y + 0.08)) for row, y in barred if (row.low or 0) > share]
        sheet.line(_broken(cuts), PAPER, 1.2, zorder=4)
    _draw_shown(sheet, barred)
    _draw_targets(sheet, barred, 0.12)
    return sheet.figure


def _lay_out(
    facts: Facts, name: str, title: str, rows: Sequence[Row], signs: Sequence[Entry], titled: bool
) -> tuple[Sheet, list[tuple[Row, float]]]:
    """A sheet with heading, key and labels, and the height at which each row's signs go."""
    lines = heading(facts, _WIDTH - 2 * MARGIN, titled)
    key = arrange_key(signs, _WIDTH - 2 * MARGIN)
    top = 0.3
    height = MARGIN + heading_height(lines) + top + sum(row.height for row in rows) + key_height(key) + 0.1
    told = say("{label}: {text}", label=title, text=facts.assessment.site)
    sheet = Sheet(name, _WIDTH, height, told, describe(rows))
    draw_heading(sheet, lines)
    draw_key(sheet, key)
    y = height - MARGIN - heading_height(lines) - top + 0.1
    places = []
    for row in rows:
        left = MARGIN + 0.14 * row.indent
        below = sheet.lines_of_words(left, y - 0.05, row.label, SIZE, bold=row.practice)
        sheet.lines_of_words(left, below, row.worth, SIZE - 1, color=MUTED)
        places.append((row, y - row.height / 2))
        y -= row.height
    return sheet, places


def _draw_scale(sheet: Sheet, places: Sequence[tuple[Row, float]], steps: Sequence[str]) -> None:
    if not places:
        return
    top, bottom = places[0][1] + 0.2, places[-1][1] - 0.2
    for index, step in enumerate(steps):
        x = _x(100 * index / (len(steps) - 1))
        sheet.line([(x, bottom), (x, top)], GRID, 0.7, zorder=0.5)
        sheet.words(x, top + 0.1, step, 9, "center", color=MUTED)
    tracks = [((_LEFT, y), (_LEFT + _PLOT, y)) for row, y in places if row.low is not None]
    sheet.line(_broken(tracks), GRID, 0.7, zorder=0.6)
    absent = [((_LEFT, y), (_LEFT + _PLOT, y)) for row, y in places if row.low is None]
    sheet.line(_broken(absent), GRID, 1, linestyle=(0, (1, 3)), zorder=0.6)


def _draw_ranges(sheet: Sheet, places: Sequence[tuple[Row, float]], half: float) -> None:
    """What is unknown: hatched from the low end to the high end."""
    for row, y in places:
        if row.low is not None and row.high is not None and row.low != row.high:
            width = _PLOT * (row.high - row.low) / 100
            sheet.box(
                _x(row.low), y - half, width, 2 * half, PAPER, edgecolor=RANGE, hatch="//////", linewidth=0.8
            )


def _draw_shown(sheet: Sheet, places: Sequence[tuple[Row, float]]) -> None:
    """What evidence shows: from its low end to what is claimed."""
    shown = [(_x(r.shown), _x(r.low), y) for r, y in places if r.shown is not None and r.low is not None]
    sheet.line(
        _broken([((x, y), (end, y)) for x, end, y in shown]), SHOWN, 1.6, linestyle=(0, (3, 2)), zorder=3.5
    )
    sheet.marks([(x, y) for x, _, y in shown], SHOWN, "D", 6, markerfacecolor=PAPER)


def _draw_before(sheet: Sheet, places: Sequence[tuple[Row, float]]) -> None:
    """Where it stood before: a frame wide enough to be seen around now, and a line from there to now."""
    then = [
        (_x(r.before), _x(r.before_high), r, y)
        for r, y in places
        if r.before is not None and r.before_high is not None
    ]
    moved = [((low, y), (_x(r.low), y)) for low, _, r, y in then if r.known and r.low is not None]
    sheet.line(_broken(moved), MUTED, 1.2, zorder=2.5)
    ranges = [(low, high, y) for low, high, _, y in then if low != high]
    sheet.line(_broken([((low, y), (high, y)) for low, high, y in ranges]), MUTED, 1.2, linestyle=(0, (1, 1)))
    sheet.marks([(high, y) for _, high, y in ranges], MUTED, "s", 6, markerfacecolor=PAPER, zorder=2.6)
    sheet.marks([(low, y) for low, _, _, y in then], MUTED, "s", 10.5, markerfacecolor=PAPER, zorder=2.6)


def _draw_targets(sheet: Sheet, places: Sequence[tuple[Row, float]], half: float) -> None:
    ticks = [((_x(r.target), y - half), (_x(r.target), y + half)) for r, y in places if r.low is not None]
    sheet.line(_broken(ticks), TARGET, 2.2, zorder=4.5)


def _broken(pieces: Sequence[tuple[Point, Point]]) -> list[Point]:
    return [point for start, end in pieces for point in (start, end, (nan, nan))]


def _x(value: float) -> float:
    return _LEFT + _PLOT * value / 100


def _percents() -> tuple[str, ...]:
    return ("0", "25", "50", "75", percent_of(100))


def _needed(rows: Sequence[Row], signs: Sequence[Entry], before_on: date | None = None) -> list[Entry]:
    """The signs that occur in these rows, said; that of what was before with its date."""
    occurs = {
        _NOW: any(row.known for row in rows),
        _BAR: any(row.known for row in rows),
        _OPEN: any(row.known and row.low != row.high for row in rows),
        _UNKNOWN: any(row.low != row.high for row in rows),
        _SHOWN: any(row.shown is not None for row in rows),
        _TARGET: any(row.low is not None for row in rows),
        _BEFORE: any(row.before is not None for row in rows),
    }
    dated = "" if before_on is None else say("before, on {date}", date=short_date(before_on))
    needed = (sign for sign in signs if occurs[sign])
    return [replace(sign, text=(sign is _BEFORE and dated) or say(sign.text)) for sign in needed]


def _unknown_sign(sheet: Sheet, x: float, y: float) -> None:
    sheet.box(x - 0.14, y - 0.05, 0.28, 0.1, PAPER, edgecolor=RANGE, hatch="//////", linewidth=0.8)


_NOW = Entry(mark("now, as claimed"), lambda s, x, y: s.marks([(x, y)], CLAIM, "o", 7))
_BAR = Entry(mark("now, as claimed"), lambda s, x, y: s.box(x - 0.14, y - 0.05, 0.28, 0.1, CLAIM))
_OPEN = Entry(mark("at most"), lambda s, x, y: s.marks([(x, y)], CLAIM, "o", 7, markerfacecolor=PAPER))
_UNKNOWN = Entry(mark("not known"), _unknown_sign)
_SHOWN = Entry(
    mark("shown by fresh evidence, at least"),
    lambda s, x, y: s.marks([(x, y)], SHOWN, "D", 6, markerfacecolor=PAPER),
)
_TARGET = Entry(
    mark("threshold or target"), lambda s, x, y: s.line([(x, y - 0.08), (x, y + 0.08)], TARGET, 2.2)
)
_BEFORE = Entry(mark("before"), lambda s, x, y: s.marks([(x, y)], MUTED, "s", 10.5, markerfacecolor=PAPER))
