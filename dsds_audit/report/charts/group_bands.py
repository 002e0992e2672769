"""Small radars of sites, each over the middle half of its group."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import cos, pi, sin

from matplotlib.figure import Figure

from dsds_audit.report.charts.frame import MARGIN, Entry, arrange_key, draw_key, key_height
from dsds_audit.report.charts.sheet import (
    CLAIM,
    GRID,
    INK,
    MUTED,
    PAPER,
    RANGE,
    Sheet,
    height_of,
    width_of,
    wrap,
)
from dsds_audit.report.charts.spokes import Spoke
from dsds_audit.report.charts.web import DASHED, Web
from dsds_audit.speech import say, series_of

_RADIUS, _HEIGHT, _OUT = 0.78, 2.75, 0.12
_WIDEST, _WORD, _SPOKES, _ABREAST = 9.4, 1.05, 6, 4
_NAME, _VALUE, _TITLE = 9.5, 8.0, 7.5
_BAND = 0.75


@dataclass(frozen=True)
class Middle:
    """Where the middle half of a group lies on one spoke, in percent: its lower end, median, upper end."""

    low: float
    median: float
    high: float


@dataclass(frozen=True)
class BandSpoke:
    """One practice of a site: its ends in percent, None where nothing applies; its group's middle half.

    ``rated`` is whether anything of it is rated; ``group`` is None where the group's figures are not shown.
    """

    low: float | None
    high: float | None
    rated: bool
    group: Middle | None


@dataclass(frozen=True)
class BandRadar:
    """One site: its name, what is said below that, a spoke a practice in rubric order."""

    name: str
    lines: tuple[str, ...]
    spokes: tuple[BandSpoke, ...]


@dataclass(frozen=True)
class _Layout:
    """Where the radars of a sheet stand."""

    radars: Sequence[BandRadar]
    practices: Sequence[str]

    @cached_property
    def longest(self) -> float:
        """How wide the longest word beside a radar is, in inches; above and below it there is room."""
        count = len(self.practices)
        aside = [name for place, name in enumerate(self.practices) if 2 * place % count]
        return max((width_of(word, _TITLE) for name in aside for word in name.split()), default=0.0)

    @cached_property
    def named(self) -> bool:
        """Whether there is room for names at the spokes; else numbers stand there."""
        return len(self.practices) <= _SPOKES and self.longest <= _WORD

    @cached_property
    def cell(self) -> float:
        """How wide one radar is, in inches."""
        return 2 * (_RADIUS + _OUT + 0.04) + (max(2 * self.longest, 0.8) if self.named else 0.5)

    @property
    def abreast(self) -> int:
        """How many radars stand in a row."""
        return max(min(_ABREAST, len(self.radars), int(_WIDEST / self.cell)), 1)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return -(-len(self.radars) // self.abreast)

    @property
    def order(self) -> str:
        """What the numbers at the spokes stand for; empty where names stand there."""
        if self.named:
            return ""
        named = series_of(f"{at} {name}" for at, name in enumerate(self.practices, 1))
        return say("Clockwise from the top: {practices}.", practices=named)


def draw_group_bands(radars: Sequence[BandRadar], practices: Sequence[str], description: str) -> Figure:
    """A small radar for each site, over the quartile band and the median of its group.

    ``practices`` are the short names in rubric order, at least three; ``description`` says all of it to those
    who do not see it. A practice that does not apply, or of which nothing is known, breaks the outline; what
    is unknown is hatched.
    """
    layout = _Layout(radars, practices)
    inside = max(layout.cell * layout.abreast, 4.3)
    key = arrange_key(_key(radars), inside)
    told = wrap(layout.order, 9, inside, 4)
    bottom = key_height(key) + height_of(told, 9) + 0.1
    height = bottom + _HEIGHT * layout.rows
    sheet = Sheet("bands", inside + 2 * MARGIN, height, say("Sites over their groups"), description)
    sheet.lines_of_words(MARGIN, bottom - 0.04, told, 9)
    draw_key(sheet, key)
    left = MARGIN + (inside - layout.cell * layout.abreast) / 2
    for number, radar in enumerate(radars):
        row, place = divmod(number, layout.abreast)
        _draw_one(sheet, layout, radar, left + layout.cell * (place + 0.5), height - _HEIGHT * row)
    return sheet.figure


def _draw_one(sheet: Sheet, layout: _Layout, radar: BandRadar, x: float, top: float) -> None:
    center = (x, top - _HEIGHT + _RADIUS + 0.42)
    name = wrap(radar.name, _NAME, layout.cell - 0.12, 2, bold=True)
    begin = center[1] + _RADIUS + _OUT + 0.16 + height_of(name, _NAME) + height_of(radar.lines, _VALUE)
    below = sheet.lines_of_words(x, begin, name, _NAME, "center", bold=True)
    sheet.lines_of_words(x, below, radar.lines, _VALUE, "center", color=MUTED)
    web = Web(sheet, center, _RADIUS, _own_spokes(radar))
    _draw_middle(web, [spoke.group for spoke in radar.spokes])
    web.draw_grid()
    web.draw_band()
    _draw_outline(web)
    for place, spoke in enumerate(web.spokes):
        _draw_title(sheet, layout, center, place, spoke)


def _own_spokes(radar: BandRadar) -> list[Spoke]:
    count = len(radar.spokes)
    return [
        Spoke(
            angle=2 * pi * place / count,
            state="absent" if spoke.low is None else "known" if spoke.rated else "open",
            low=(spoke.low or 0.0) / 100,
            high=(spoke.high or 0.0) / 100,
            shown=(spoke.low or 0.0) / 100,
            title=(),
            value=(),
        )
        for place, spoke in enumerate(radar.spokes)
    ]


def _draw_middle(web: Web, middles: Sequence[Middle | None]) -> None:
    """The quartile band between neighbors, and the median through it."""
    pairs = list(zip(web.spokes, middles, strict=True))
    for (one, its), (other, theirs) in zip(pairs, [*pairs[1:], pairs[0]], strict=True):
        if its is None or theirs is None:
            continue
        ends = [(one, its.low), (other, theirs.low), (other, theirs.high), (one, its.high)]
        corners = [web.point(spoke, percent / 100) for spoke, percent in ends]
        web.sheet.shape(corners, GRID, alpha=_BAND, zorder=0.4)
        median = [web.point(one, its.median / 100), web.point(other, theirs.median / 100)]
        web.sheet.line(median, MUTED, 1.5, linestyle=DASHED, zorder=2.2)


def _draw_outline(web: Web) -> None:
    """The low end, without a fill that would hide the group."""
    known = [spoke for spoke in web.spokes if spoke.state == "known"]
    for one, other in web.neighbors():
        web.sheet.line([web.point(one, one.low), web.point(other, other.low)], CLAIM, 2.2, zorder=3)
    web.sheet.marks([web.point(spoke, spoke.low) for spoke in known], CLAIM, "o", 5)


def _draw_title(sheet: Sheet, layout: _Layout, center: tuple[float, float], place: int, spoke: Spoke) -> None:
    room = layout.cell if spoke.side == "center" else layout.longest + 0.01
    lines = wrap(layout.practices[place], _TITLE, room, 1 if spoke.side == "center" else 2)
    shown = lines if layout.named else (str(place + 1),)
    out = _RADIUS + _OUT
    x, y = center[0] + out * sin(spoke.angle), center[1] + out * cos(spoke.angle)
    color = INK if spoke.state == "known" else MUTED
    sheet.lines_of_words(x, y + height_of(shown, _TITLE) / 2, shown, _TITLE, spoke.side, color=color)


def _key(radars: Sequence[BandRadar]) -> list[Entry]:
    spokes = [spoke for radar in radars for spoke in radar.spokes]
    grouped = any(spoke.group for spoke in spokes)
    entries = [
        (True, Entry(say("the site, its low end"), _site_sign)),
        (any(spoke.low != spoke.high for spoke in spokes), Entry(say("not known"), _unknown_sign)),
        (grouped, Entry(say("the middle half of its group"), _middle_sign)),
        (grouped, Entry(say("the group's median"), _median_sign)),
    ]
    return [entry for occurs, entry in entries if occurs]


def _site_sign(sheet: Sheet, x: float, y: float) -> None:
    sheet.line([(x - 0.15, y), (x + 0.15, y)], CLAIM, 2.2)
    sheet.marks([(x, y)], CLAIM, "o", 5)


def _unknown_sign(sheet: Sheet, x: float, y: float) -> None:
    sheet.box(x - 0.15, y - 0.055, 0.3, 0.11, PAPER, edgecolor=RANGE, hatch="//////", linewidth=0.8)


def _middle_sign(sheet: Sheet, x: float, y: float) -> None:
    sheet.box(x - 0.15, y - 0.06, 0.3, 0.12, GRID, alpha=_BAND)


def _median_sign(sheet: Sheet, x: float, y: float) -> None:
    sheet.line([(x - 0.16, y), (x + 0.16, y)], MUTED, 1.5, linestyle=DASHED)
