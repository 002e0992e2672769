"""Many small radars side by side, one an assessment, each as claimed and as fresh evidence shows it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
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
from dsds_audit.report.charts.sheet import INK, MUTED, TARGET, Sheet, height_of, width_of, words_of, wrap
from dsds_audit.report.charts.spokes import Spoke, spokes_of
from dsds_audit.report.charts.web import DOTTED, Web
from dsds_audit.report.column_wording import ColumnWording
from dsds_audit.report.compare_wording import ComparisonWording, describe
from dsds_audit.speech import mark, say, series_of

READING = mark("Read along the spokes; the area means nothing. This is no ranking.")
_RADIUS, _HEIGHT, _OUT = 0.62, 2.55, 0.14
_WIDEST, _WORD, _SPOKES = 9.4, 0.95, 6
_NAME, _VALUE, _TITLE = 9.0, 8.0, 7.5


@dataclass(frozen=True)
class SmallRadars:
    """The small radars of a comparison in rows of nearly equal length, at most ``most`` in a row."""

    words: ComparisonWording
    most: int

    @cached_property
    def spokes(self) -> tuple[tuple[Spoke, ...], ...]:
        """The spokes of each."""
        return tuple(tuple(spokes_of(column.facts)) for column in self.words.columns)

    @cached_property
    def named(self) -> bool:
        """Whether there is room for the practices' names at the spokes; else numbers stand there."""
        return len(self.spokes[0]) <= _SPOKES and self._longest_word <= _WORD

    @cached_property
    def cell(self) -> float:
        """How wide one radar is with what stands beside it, in inches."""
        return 2 * (_RADIUS + _OUT + 0.04) + (max(2 * self._longest_word, 0.7) if self.named else 0.4)

    @cached_property
    def rows(self) -> tuple[range, ...]:
        """The numbers of the assessments, a range for each row."""
        count = len(self.words.columns)
        across = max(min(self.most, int(_WIDEST / self.cell)), 1)
        rows = -(-count // across)
        ends = [-(-count * row // rows) for row in range(rows + 1)]
        return tuple(range(start, end) for start, end in pairwise(ends))

    @property
    def width(self) -> float:
        """How wide they are together, in inches."""
        return self.cell * max(len(row) for row in self.rows)

    @property
    def height(self) -> float:
        """How high they are together, in inches."""
        return _HEIGHT * len(self.rows)

    @property
    def order(self) -> str:
        """What the numbers at the spokes stand for; empty where names stand there."""
        if self.named:
            return ""
        practices = enumerate(self.words.comparison.rubric.practices, 1)
        named = series_of(f"{at} {practice.short}" for at, practice in practices)
        return say("Clockwise from the top: {practices}.", practices=named)

    def draw(self, sheet: Sheet, left: float, bottom: float) -> None:
        """All of them, their lower left corner there."""
        top = bottom + self.height
        for row in self.rows:
            begin = left + (self.width - self.cell * len(row)) / 2
            for place, number in enumerate(row):
                self._draw_one(sheet, begin + self.cell * (place + 0.5), top, number)
            top -= _HEIGHT

    @cached_property
    def _longest_word(self) -> float:
        """How wide the longest word beside a radar is, in inches."""
        aside = [
            practice.short
            for practice, spoke in zip(self.words.comparison.rubric.practices, self.spokes[0], strict=True)
            if spoke.side != "center"
        ]
        return max((width_of(word, _TITLE) for name in aside for word in words_of(name)), default=0.0)

    def _draw_one(self, sheet: Sheet, x: float, top: float, number: int) -> None:
        column, spokes = self.words.columns[number], self.spokes[number]
        center = (x, top - _HEIGHT + _RADIUS + 0.4)
        name = wrap(self.words.names[number], _NAME, self.cell - 0.1, 2, bold=True)
        scores = tuple(_scores(column))
        begin = center[1] + _RADIUS + _OUT + 0.15 + height_of(name, _NAME) + height_of(scores, _VALUE)
        below = sheet.lines_of_words(x, begin, name, _NAME, "center", bold=True)
        sheet.lines_of_words(x, below, scores, _VALUE, "center", color=MUTED)
        web = Web(sheet, center, _RADIUS, [replace(spoke, title=(), value=()) for spoke in spokes])
        web.draw_grid()
        threshold = float(column.facts.card.practice_threshold) / 100
        sheet.ring(center, _RADIUS * threshold, TARGET, 1.2, linestyle=DOTTED, zorder=4)
        web.draw_band()
        web.draw_claimed()
        web.draw_shown()
        for place, spoke in enumerate(spokes):
            self._draw_title(sheet, center, place, spoke)

    def _draw_title(self, sheet: Sheet, center: tuple[float, float], place: int, spoke: Spoke) -> None:
        """The practice's name or number, clear of a mark at the end of its spoke."""
        practice = self.words.comparison.rubric.practices[place]
        room = self.cell if spoke.side == "center" else self._longest_word + 0.01
        lines = wrap(practice.short, _TITLE, room, 1 if spoke.side == "center" else 2)
        shown = lines if self.named else (str(place + 1),)
        out = _RADIUS + _OUT
        x, y = center[0] + out * sin(spoke.angle), center[1] + out * cos(spoke.angle)
        top = y + height_of(shown, _TITLE) / 2
        color = INK if spoke.state == "known" else MUTED
        sheet.lines_of_words(x, top, shown, _TITLE, spoke.side, color=color)


def draw_many(comparison: Comparison, *, titled: bool = True) -> Figure:
    """A small radar for each assessment, with the practices' names, or numbers for them, at its spokes."""
    words = ComparisonWording(comparison)
    small = SmallRadars(words, 5)
    width = max(small.width, 4.3) + 2 * MARGIN
    lines = heading_of(words.headline, words.subject, say(READING), width - 2 * MARGIN) if titled else ()
    threshold = words.practice_threshold_words or say("each site's own")
    key = arrange_key(key_of([spoke for own in small.spokes for spoke in own], threshold), width - 2 * MARGIN)
    told = wrap(small.order, 9.5, width - 2 * MARGIN, 4)
    bottom = key_height(key) + height_of(told, 9.5) + 0.1
    height = bottom + small.height + MARGIN + heading_height(lines)
    title = say("Radars: {headline}", headline=words.headline)
    sheet = Sheet("overlay", width, height, title, describe(words))
    draw_heading(sheet, lines)
    sheet.lines_of_words(MARGIN, bottom - 0.04, told, 9.5)
    draw_key(sheet, key)
    small.draw(sheet, (width - small.width) / 2, bottom)
    return sheet.figure


def _scores(column: ColumnWording) -> Iterator[str]:
    """The total as claimed, and as fresh evidence shows it."""
    card = column.facts.card
    if card.low is None:
        yield column.words.percent(card)
        return
    score = {"percent": column.words.percent(card), "count": card.rated, "total": card.asked}
    yield say("{percent} claimed ({count} of {total} rated)", **score)
    yield say("{percent} shown", percent=column.words.shown)
