"""A sheet measured in inches, on which a chart places lines, shapes and words."""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon

from dsds_audit.report.text import plain

PAPER = "#ffffff"
INK = "#1b2733"
MUTED = "#51606c"
GRID = "#c9d2d9"
CLAIM = "#0b5a8f"
RANGE = "#6ea6cd"
SHOWN = "#7a2f63"
TARGET = "#b0470d"
GOOD = "#1b6642"
PART = "#855000"

FAMILY = "DejaVu Sans"
LINE_HEIGHT = 1.3
_FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
_FILES = {False: str(_FONTS / "DejaVuSans.ttf"), True: str(_FONTS / "DejaVuSans-Bold.ttf")}

Point = tuple[float, float]
Side = Literal["left", "center", "right"]
_WORD = re.compile("[\\S\u00a0\u202f]+")  # A no-break space is inside a word.


@lru_cache(maxsize=2)
def _font(bold: bool) -> FT2Font:
    font = FT2Font(_FILES[bold])
    font.set_size(100, 72)
    return font


@lru_cache(maxsize=4096)
def _advance(char: str, bold: bool) -> float:
    """How far a character moves the pen, as a share of the font's size."""
    return _font(bold).load_char(ord(char), LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / 100


@lru_cache(maxsize=64)
def _style(size: float, bold: bool) -> FontProperties:
    return FontProperties(family=FAMILY, size=size, weight="bold" if bold else "normal", fname=_FILES[bold])


@lru_cache(maxsize=4096)
def _drawn(char: str) -> str:
    return char if _font(False).get_char_index(ord(char)) else "\N{REPLACEMENT CHARACTER}"


def words_of(text: str) -> list[str]:
    """The words of a text, between which a line may break."""
    return _WORD.findall(plain(text))


def drawable(text: str) -> str:
    """The text with a sign in place of every character that the charts' font lacks, in one line."""
    return "".join(_drawn(char) for char in " ".join(words_of(text)))


def width_of(text: str, size: float, bold: bool = False) -> float:
    """How wide a text is, in inches; ``size`` in points."""
    return sum(_advance(char, bold) for char in drawable(text)) * size / 72


def height_of(lines: Sequence[str], size: float) -> float:
    """How high some lines are, in inches; ``size`` in points."""
    return len(lines) * size * LINE_HEIGHT / 72


def wrap(text: str, size: float, width: float, most: int, bold: bool = False) -> tuple[str, ...]:
    """A text in lines of at most ``width`` inches; what passes ``most`` lines ends in an ellipsis."""
    words = deque(words_of(text))
    lines: list[str] = []
    while words:
        line = words.popleft()
        fits = _fitting(line, size, width, bold)
        if fits < len(line):
            words.appendleft(line[fits:])
            line = line[:fits]
        else:
            line = _filled(line, words, size, width, bold)
        if len(lines) == most - 1 and words:
            return (*lines, _shortened(f"{line} {words[0]}", size, width, bold))
        lines.append(line)
    return tuple(lines)


def _filled(line: str, words: deque[str], size: float, width: float, bold: bool) -> str:
    """The line and as many of the words as fit behind it; takes these away from the words."""
    while words:
        longer = f"{line} {words[0]}"
        if _fitting(longer, size, width, bold) < len(longer):
            break
        line = longer
        words.popleft()
    return line


def _fitting(line: str, size: float, width: float, bold: bool) -> int:
    """How many characters of a line fit, at least one; measures no more of it than the first that does not.

    A space at the end takes no room.
    """
    pen = 0.0
    for count, char in enumerate(line):
        pen += _advance(_drawn(char), bold)
        if char != " " and pen * size / 72 > width:
            return max(count, 1)
    return len(line)


def _shortened(line: str, size: float, width: float, bold: bool) -> str:
    return line[: _fitting(line, size, width - width_of("…", size, bold), bold)].rstrip() + "…"


@dataclass
class Sheet:
    """A figure in the making; the origin is its lower left corner, lengths are inches.

    ``name`` tells it from other figures on the same page; ``title`` and ``description`` say what it shows to
    those who do not see it.
    """

    name: str
    width: float
    height: float
    title: str
    description: str
    figure: Figure = field(init=False)
    _texts: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        """Lay out the empty sheet."""
        with mpl.rc_context({"figure.autolayout": False, "figure.constrained_layout.use": False}):
            self.figure = Figure(figsize=(self.width, self.height), dpi=72, facecolor=PAPER, edgecolor="none")
        self.figure.set_gid(self.name)
        self.figure.set_label(f"{' '.join(words_of(self.title))}\n{plain(self.description)}")

    def line(self, points: Sequence[Point], color: str, width: float = 1.0, **style: Any) -> None:
        """A line through some points; nan breaks it."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        looks: dict[str, Any] = {"linestyle": "-", "marker": "None", "solid_capstyle": "butt", "zorder": 2}
        looks.update(style)
        self._place(Line2D(xs, ys, color=color, linewidth=width, antialiased=True, **looks))

    def marks(self, points: Sequence[Point], color: str, marker: str, size: float, **style: Any) -> None:
        """The same mark at some points."""
        if points:
            looks: dict[str, Any] = {"markerfacecolor": color, "markeredgecolor": color, "zorder": 5}
            looks.update({"markersize": size, "markeredgewidth": 1.2, "fillstyle": "full"}, **style)
            xs, ys = [x for x, _ in points], [y for _, y in points]
            self._place(Line2D(xs, ys, linestyle="None", marker=marker, **looks))

    def ring(self, center: Point, radius: float, color: str, width: float, **style: Any) -> None:
        """A circle, not filled."""
        self._place(Circle(center, radius, fill=False, edgecolor=color, linewidth=width, **style))

    def shape(self, points: Sequence[Point], color: str, **style: Any) -> None:
        """A filled shape, or with ``hatch`` a hatched one."""
        looks: dict[str, Any] = {"facecolor": color, "edgecolor": "none", "linewidth": 0, "zorder": 1}
        looks.update(style)
        self._place(Polygon(points, closed=True, **looks))

    def box(self, left: float, bottom: float, width: float, height: float, color: str, **style: Any) -> None:
        """A filled rectangle."""
        right, top = left + width, bottom + height
        self.shape([(left, bottom), (right, bottom), (right, top), (left, top)], color, **style)

    def words(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 9,
        side: Side = "left",
        bold: bool = False,
        color: str = INK,
        turn: float = 0.0,
    ) -> None:
        """One line of text whose middle is at the height ``y``; ``turn`` in degrees, around its beginning."""
        shown = drawable(text)
        text = " ".join(words_of(text))
        # "center_baseline" would need a layout of each text; a third of its size is where the middle is.
        artist = self.figure.text(
            x,
            y - size * 0.36 / 72,
            shown,
            transform=self.figure.dpi_scale_trans,
            fontproperties=_style(size, bold),
            horizontalalignment=side,
            verticalalignment="baseline",
            color=color,
            rotation=turn,
            rotation_mode="anchor",
            zorder=6,
            parse_math=False,
            usetex=False,
        )
        if shown != text:
            self._texts += 1
            artist.set_gid(f"{self.name}-text-{self._texts}")
            artist.set_label(text)

    def lines_of_words(
        self,
        x: float,
        top: float,
        lines: Sequence[str],
        size: float = 9,
        side: Side = "left",
        bold: bool = False,
        color: str = INK,
    ) -> float:
        """Lines of text below ``top``; returns the height below them."""
        step = size * LINE_HEIGHT / 72
        for index, line in enumerate(lines):
            self.words(x, top - (index + 0.5) * step, line, size, side, bold, color)
        return top - step * len(lines)

    def _place(self, artist: Any) -> None:
        artist.set_transform(self.figure.dpi_scale_trans)
        self.figure.add_artist(artist)
