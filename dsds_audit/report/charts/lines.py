"""The line chart: the total and every practice over time, on a true axis of dates."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from matplotlib.figure import Figure

from dsds_audit.display import percent_of
from dsds_audit.history import History
from dsds_audit.intervals import Interval
from dsds_audit.report.charts.frame import (
    MARGIN,
    Entry,
    Line,
    arrange_key,
    draw_heading,
    draw_key,
    heading_height,
    heading_of,
    key_height,
)
from dsds_audit.report.charts.sheet import (
    CLAIM,
    GRID,
    INK,
    MUTED,
    PAPER,
    RANGE,
    SHOWN,
    TARGET,
    Sheet,
    width_of,
    wrap,
)
from dsds_audit.report.text import short_date
from dsds_audit.report.trend_wording import TrendWording, scores_of
from dsds_audit.speech import say

_WIDTH = 6.6
_LEFT, _RIGHT = MARGIN, _WIDTH - MARGIN - 0.5
_TOTAL, _PRACTICE, _TITLE = 1.6, 0.75, 0.42
_FOOT = 0.4
_SIZE = 9.5
_DOTTED, _DASHED = (0, (1, 1.6)), (0, (4, 2.2))
_Draw = Callable[[Sheet, float, float], None]


@dataclass(frozen=True)
class _Mark:
    """One score on one date, in percent: both ends as claimed, and the low end that evidence shows.

    All are None where nothing applies, or where the rubric had no such practice.
    """

    x: float
    low: float | None = None
    high: float | None = None
    shown: float | None = None
    known: bool = False


@dataclass(frozen=True)
class _Panel:
    """One score over time; ``bottom`` is the height of its zero above the axis."""

    title: str
    bottom: float
    height: float
    threshold: float
    marks: tuple[_Mark, ...]

    def y(self, percent: float) -> float:
        return self.bottom + self.height * percent / 100


def draw_lines(history: History, *, titled: bool = True) -> Figure:
    """The total and every practice of a history, one below the other, over the same axis of dates.

    Names and scale stand at the right, beside the latest date. What is unknown is a hatched bar from the low
    to the high end, with a band between two dates. The line is dashed across a long gap, and broken where the
    version of the rubric changed, which an upright line marks. Triangles on the axis are closed action items.
    """
    words = TrendWording(history)
    lines = _heading(words) if titled else ()
    drawn = tuple(_panels(history, _height(history)))
    key = arrange_key(tuple(_signs(history, drawn)), _WIDTH - 2 * MARGIN)
    foot = key_height(key) + _FOOT
    top = foot + _height(history)
    panels = [replace(panel, bottom=panel.bottom + foot) for panel in drawn]
    height = top + heading_height(lines) + MARGIN
    title = say("Over time: {site}", site=history.points[-1].assessment.site)
    sheet = Sheet("lines", _WIDTH, height, title, words.description)
    draw_heading(sheet, lines)
    draw_key(sheet, key)
    for panel in panels:
        _draw_panel(sheet, history, panel)
    _draw_versions(sheet, history, panels, top)
    _draw_dates(sheet, history, foot)
    return sheet.figure


def _height(history: History) -> float:
    """How high all panels are together, in inches."""
    return _TOTAL + _TITLE + len(history.rubric.practices) * (_PRACTICE + _TITLE) + _FOOT / 2


def _panels(history: History, top: float) -> Iterator[_Panel]:
    card = history.points[-1].card
    bottom = top - _TITLE - _TOTAL
    yield _Panel(say("Total"), bottom, _TOTAL, float(card.total_threshold), tuple(_marks(history, None)))
    for practice in history.rubric.practices:
        bottom -= _TITLE + _PRACTICE
        marks = tuple(_marks(history, practice.id))
        yield _Panel(practice.short, bottom, _PRACTICE, float(card.practice_threshold), marks)


def _marks(history: History, practice: str | None) -> Iterator[_Mark]:
    for point in history.points:
        x = _x(history, point.date)
        pair = scores_of(point, practice)
        if pair is None or pair[0].low is None or pair[0].high is None:
            yield _Mark(x)
            continue
        claimed, shown = pair
        less = None if shown.low is None or shown.low == claimed.low else float(shown.low)
        yield _Mark(x, float(claimed.low), float(claimed.high), less, claimed.rated > 0)  # type: ignore[arg-type]


def _x(history: History, day: date) -> float:
    """Where a date stands; a single one stands in the middle."""
    first, last = history.points[0].date, history.points[-1].date
    if first == last:
        return (_LEFT + _RIGHT) / 2
    return _LEFT + 0.35 + (_RIGHT - _LEFT - 0.7) * (day - first).days / (last - first).days


def _heading(words: TrendWording) -> tuple[Line, ...]:
    assessment = words.history.points[-1].assessment
    about = ", ".join(part for part in (words.history.rubric.title, assessment.program) if part)
    return heading_of(assessment.site, about, f"{words.headline}. {words.modesty}", _WIDTH - 2 * MARGIN)


def _draw_panel(sheet: Sheet, history: History, panel: _Panel) -> None:
    y = panel.y
    for line in wrap(panel.title, _SIZE, _RIGHT - MARGIN, 1, True):
        sheet.words(_RIGHT, y(100) + 0.2, line, _SIZE, "right", bold=True)
    for step in (0, 50, 100):
        sheet.line([(_LEFT, y(step)), (_RIGHT, y(step))], GRID, 0.7, zorder=0.5)
        sheet.words(_RIGHT + 0.07, y(step), percent_of(step) if step == 100 else str(step), 8, color=MUTED)
    held = [(_LEFT, y(panel.threshold)), (_RIGHT, y(panel.threshold))]
    sheet.line(held, TARGET, 1.2, linestyle=_DOTTED, zorder=1.5)
    for interval, (one, other) in zip(history.intervals, pairwise(panel.marks), strict=True):
        _draw_between(sheet, panel, interval, one, other)
    for mark in panel.marks:
        _draw_mark(sheet, panel, mark)


def _draw_between(sheet: Sheet, panel: _Panel, interval: Interval, one: _Mark, other: _Mark) -> None:
    """The line and the band between two neighbors; none across another version of the rubric."""
    if one.low is None or other.low is None or one.high is None or other.high is None:
        return
    if interval.other_version or not (one.known and other.known):
        return
    if one.low != one.high or other.low != other.high:
        band = [(one.x, one.low), (other.x, other.low), (other.x, other.high), (one.x, one.high)]
        if not interval.long:
            sheet.shape([(x, panel.y(v)) for x, v in band], RANGE, alpha=0.25, zorder=1)
    looks = {"linestyle": _DASHED} if interval.long else {}
    sheet.line([(one.x, panel.y(one.low)), (other.x, panel.y(other.low))], CLAIM, 1.8, zorder=3, **looks)


def _draw_mark(sheet: Sheet, panel: _Panel, mark: _Mark) -> None:
    if mark.low is None or mark.high is None:
        sheet.words(mark.x, panel.y(0) + 0.08, "–", _SIZE, "center", color=MUTED)
        return
    low, high = panel.y(mark.low), panel.y(mark.high)
    if low != high:
        looks = {"edgecolor": RANGE, "hatch": "//////", "linewidth": 0.8}
        sheet.box(mark.x - 0.05, low, 0.1, high - low, PAPER, zorder=2.5, **looks)
    if not mark.known:
        return
    if low != high:
        sheet.marks([(mark.x, high)], CLAIM, "o", 5.5, markerfacecolor=PAPER)
    sheet.marks([(mark.x, low)], CLAIM, "o", 5.5)
    if mark.shown is not None:
        sheet.marks([(mark.x, panel.y(mark.shown))], SHOWN, "D", 4.5, markerfacecolor=PAPER, zorder=4.5)


def _draw_versions(sheet: Sheet, history: History, panels: Sequence[_Panel], top: float) -> None:
    """An upright line before the first assessment made with another version."""
    for interval in history.intervals:
        if not interval.other_version:
            continue
        x = (_x(history, interval.earlier.date) + _x(history, interval.later.date)) / 2
        for panel in panels:
            sheet.line([(x, panel.y(0)), (x, panel.y(100))], INK, 1, linestyle=_DASHED, zorder=2)
        text = say("{rubric} from here", rubric=interval.later.rubric.ref)
        half = width_of(text, 8) / 2
        middle = min(max(x, MARGIN + half), _RIGHT - 0.6 - half)
        sheet.words(middle, top - _TITLE + 0.12, text, 8, "center")


def _draw_dates(sheet: Sheet, history: History, foot: float) -> None:
    """The axis: a tick a date, its name wherever there is room, and a triangle for every closed item."""
    sheet.line([(_LEFT, foot), (_RIGHT, foot)], INK, 1, zorder=1)
    free = _WIDTH
    for point in reversed(history.points):
        x, text = _x(history, point.date), short_date(point.date)
        sheet.line([(x, foot - 0.05), (x, foot)], INK, 1)
        half = width_of(text, 8.5) / 2
        if x + half < free:
            sheet.words(x, foot - 0.14, text, 8.5, "center", color=MUTED)
            free = x - half - 0.12
    for interval in history.intervals:
        days = [outcome.item.closed.date for outcome in interval.closed if outcome.item.closed]
        sheet.marks([(_x(history, day), foot + 0.06) for day in days], INK, "^", 5)


def _signs(history: History, panels: Sequence[_Panel]) -> Iterator[Entry]:
    """What the signs mean that occur."""
    marks = [mark for panel in panels for mark in panel.marks]
    if any(mark.known for mark in marks):
        yield Entry(say("as claimed, at least"), lambda s, x, y: s.marks([(x, y)], CLAIM, "o", 5.5))
    if any(mark.known and mark.low != mark.high for mark in marks):
        looks = {"markerfacecolor": PAPER}
        yield Entry(say("as claimed, at most"), lambda s, x, y: s.marks([(x, y)], CLAIM, "o", 5.5, **looks))
    if any(mark.low != mark.high for mark in marks):
        yield Entry(say("not known"), _unknown_sign)
    if any(mark.known and mark.shown is not None for mark in marks):
        yield Entry(
            say("shown by fresh evidence, at least"),
            lambda s, x, y: s.marks([(x, y)], SHOWN, "D", 4.5, markerfacecolor=PAPER),
        )
    yield Entry(say("threshold"), _line_sign(TARGET, 1.2, _DOTTED))
    if any(interval.long and not interval.other_version for interval in history.intervals):
        yield Entry(say("long gap: not known in between"), _line_sign(CLAIM, 1.8, _DASHED))
    if any(interval.closed for interval in history.intervals):
        yield Entry(say("action item closed"), lambda s, x, y: s.marks([(x, y)], INK, "^", 5))


def _line_sign(color: str, width: float, style: tuple[float, tuple[float, float]]) -> _Draw:
    return lambda s, x, y: s.line([(x - 0.16, y), (x + 0.16, y)], color, width, linestyle=style)


def _unknown_sign(sheet: Sheet, x: float, y: float) -> None:
    sheet.box(x - 0.05, y - 0.08, 0.1, 0.16, PAPER, edgecolor=RANGE, hatch="//////", linewidth=0.8)
