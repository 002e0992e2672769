"""The waterfall: from an earlier score to a later one, a bar for each step between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from dsds_audit.bridge import STEPS, Bridge, Span
from dsds_audit.display import percent_of
from dsds_audit.report.bridge_wording import STEP_LABELS, STEPS_INSIDE, BridgeWording, change
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
from dsds_audit.report.charts.sheet import CLAIM, GRID, INK, MUTED, PAPER, RANGE, Sheet, height_of, wrap
from dsds_audit.speech import say, series_of

_PLOT = 2.6
_LEFT = MARGIN + 0.45
_COLUMN = 0.97
_NARROWEST = 4.3
_BAR = 0.34
_SIZE = 9.5
_FILLS = {MUTED: GRID}


@dataclass(frozen=True)
class _Bar:
    """One bar from ``start`` to ``end`` percent; ``high`` is whether it is about the high end."""

    column: int
    high: bool
    start: float
    end: float
    text: str
    color: str

    @property
    def top(self) -> float:
        return max(self.start, self.end)


def draw_waterfall(bridge: Bridge, *, subject: str | None = None, titled: bool = True) -> Figure:
    """The steps from the earlier score to the later one, of the total or of the practice ``subject``.

    The low end is filled, the high end hatched; one bar stands for both where they never differ. Every bar
    has its number, and its sign where it is a step. Steps without points are named and not drawn. Raises
    KeyError where there is no such practice.
    """
    words = BridgeWording(bridge)
    span = _span(bridge, subject)
    twofold = any(stage.low != stage.high for stage in span.stages)
    bars = tuple(_bars(words, span, twofold))
    sheet, bottom = _lay_out(words, span, twofold, titled)
    _draw_scale(sheet, bottom, _LEFT + _COLUMN * (len(words.moving(span)) + 2))
    for bar in bars:
        _draw_bar(sheet, bottom, bar, twofold)
    _draw_links(sheet, bottom, bars, twofold)
    for column, missing in enumerate(_missing(words, span)):
        if missing:
            sheet.words(_middle(column), bottom + 0.2, say("no number"), _SIZE - 1, "center", color=MUTED)
    return sheet.figure


def _span(bridge: Bridge, subject: str | None) -> Span:
    found = {span.subject: span for span in (bridge.total, *bridge.practices)}
    return found[subject]


def _bars(words: BridgeWording, span: Span, twofold: bool) -> Iterator[_Bar]:
    for high in (False, True) if twofold else (False,):
        stages = [stage.high if high else stage.low for stage in span.stages]
        kinds = words.moving(span)
        if stages[0] is not None:
            yield _Bar(0, high, 0, float(stages[0]), words.ends(span, 0)[high], INK)
        for column, kind in enumerate(kinds, start=1):
            start, end = stages[STEPS.index(kind)], stages[STEPS.index(kind) + 1]
            if start is not None and end is not None:
                color = CLAIM if kind == "levels" else MUTED
                yield _Bar(column, high, float(start), float(end), change(end - start), color)
        if stages[-1] is not None:
            yield _Bar(len(kinds) + 1, high, 0, float(stages[-1]), words.ends(span, -1)[high], INK)


def _missing(words: BridgeWording, span: Span) -> Iterator[bool]:
    yield span.stages[0].low is None
    yield from (span.steps[kind].low is None for kind in words.moving(span))
    yield span.stages[-1].low is None


def _lay_out(words: BridgeWording, span: Span, twofold: bool, titled: bool) -> tuple[Sheet, float]:
    """A sheet with heading, key and the names of the columns, and the height of the scale's zero."""
    bridge, name = words.bridge, say("Total") if span.subject is None else words.titles[span.subject]
    kinds = words.moving(span)
    inside = max(_LEFT + _COLUMN * (len(kinds) + 2) - MARGIN, _NARROWEST)
    lines = _heading(words, span, name, inside) if titled else ()
    others = len(kinds) > 1
    entries = [*(_low_and_high() if twofold else ()), *([_filled(MUTED)] if others else []), _filled(CLAIM)]
    key = arrange_key(entries, inside)
    then, now = words.dates
    named = (then, *(STEP_LABELS[kind] for kind in kinds), now)
    labels = [wrap(text, _SIZE, _COLUMN - 0.08, 3) for text in named]
    still = wrap(words.still(span), _SIZE - 0.5, inside, 2)
    below = 0.25 + 0.17 * max(len(label) for label in labels) + height_of(still, _SIZE)
    bottom = key_height(key) + below
    height = bottom + _PLOT + 0.28 + heading_height(lines) + MARGIN
    title = say("What really changed: {site}", site=bridge.later.site)
    sheet = Sheet("waterfall", inside + 2 * MARGIN, height, title, _description(words, span, name))
    draw_heading(sheet, lines)
    draw_key(sheet, key)
    last = len(labels) - 1
    for column, label in enumerate(labels):
        bold = column in (0, last - 1, last)
        sheet.lines_of_words(_middle(column), bottom - 0.1, label, _SIZE, "center", bold=bold)
    floor = key_height(key) + height_of(still, _SIZE)
    sheet.lines_of_words(MARGIN, floor, still, _SIZE - 0.5, color=MUTED)
    return sheet, bottom


def _heading(words: BridgeWording, span: Span, name: str, width: float) -> tuple[Line, ...]:
    bridge = words.bridge
    about = ", ".join(part for part in (bridge.rubric.title, bridge.later.program, name) if part)
    message = f"{words.title}. {words.conclusion}" if span.subject is None else f"{words.title}."
    return heading_of(bridge.later.site, about, message, width)


def _description(words: BridgeWording, span: Span, name: str) -> str:
    then, now = words.dates
    steps = (
        say("{label}: {text}", label=STEPS_INSIDE[kind], text=words.points(ends))
        for kind, ends in span.steps.items()
    )
    return say(
        "{name}: {before} on {earlier}, {after} on {later}. In percentage points, {steps}. Only the levels "
        "are a change of the site.",
        name=name,
        before=words.score(span, 0),
        earlier=then,
        after=words.score(span, -1),
        later=now,
        steps=series_of(steps),
    )


def _draw_scale(sheet: Sheet, bottom: float, right: float) -> None:
    for step in (0, 25, 50, 75, 100):
        y = bottom + _PLOT * step / 100
        sheet.line([(_LEFT, y), (right, y)], GRID, 1.1 if step == 0 else 0.7, zorder=0.5)
        sheet.words(_LEFT - 0.07, y, percent_of(step) if step == 100 else str(step), 9, "right", color=MUTED)


def _draw_bar(sheet: Sheet, bottom: float, bar: _Bar, twofold: bool) -> None:
    left, y = _left(bar, twofold), bottom + _PLOT * min(bar.start, bar.end) / 100
    height = _PLOT * abs(bar.end - bar.start) / 100
    if height == 0:
        sheet.line([(left, y), (left + _BAR, y)], bar.color, 2.2, zorder=3)
    elif bar.high:
        sheet.box(left, y, _BAR, height, PAPER, edgecolor=bar.color, hatch="//////", linewidth=1.1, zorder=2)
    else:
        sheet.box(left, y, _BAR, height, _FILLS.get(bar.color, bar.color), edgecolor=bar.color, linewidth=1.1)
    above = bottom + _PLOT * bar.top / 100 + 0.1
    sheet.words(left + _BAR / 2, above, bar.text.replace(" %", ""), _SIZE - 0.5, "center", bold=True)


def _draw_links(sheet: Sheet, bottom: float, bars: Sequence[_Bar], twofold: bool) -> None:
    """A thin line from where each bar ends to where the next begins."""
    for bar in bars:
        if any(other.column == bar.column + 1 and other.high == bar.high for other in bars):
            y = bottom + _PLOT * bar.end / 100
            start = _left(bar, twofold) + _BAR
            end = start + _COLUMN - _BAR
            sheet.line([(start, y), (end, y)], RANGE if bar.high else MUTED, 0.8, zorder=1)


def _left(bar: _Bar, twofold: bool) -> float:
    middle = _middle(bar.column)
    return middle - _BAR / 2 if not twofold else middle + 0.04 if bar.high else middle - _BAR - 0.04


def _middle(column: int) -> float:
    return _LEFT + _COLUMN * (column + 0.5)


def _filled(color: str) -> Entry:
    texts = {MUTED: say("not the site"), CLAIM: say("the site")}
    looks = {"edgecolor": color, "linewidth": 1}
    return Entry(
        texts[color],
        lambda s, x, y: s.box(x - 0.12, y - 0.06, 0.24, 0.12, _FILLS.get(color, color), **looks),
    )


def _low_sign(sheet: Sheet, x: float, y: float) -> None:
    sheet.box(x - 0.12, y - 0.06, 0.24, 0.12, INK)


def _high_sign(sheet: Sheet, x: float, y: float) -> None:
    sheet.box(x - 0.12, y - 0.06, 0.24, 0.12, PAPER, edgecolor=INK, hatch="//////", linewidth=1)


def _low_and_high() -> tuple[Entry, Entry]:
    return Entry(say("low end"), _low_sign), Entry(say("high end"), _high_sign)
