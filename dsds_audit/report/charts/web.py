"""The part of a radar inside its labels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import cos, hypot, pi, sin

from dsds_audit.report.charts.sheet import (
    CLAIM,
    GRID,
    INK,
    MUTED,
    PAPER,
    RANGE,
    SHOWN,
    TARGET,
    Point,
    Sheet,
    width_of,
)
from dsds_audit.report.charts.spokes import TITLE, VALUE, Spoke, label_x

_RING = 9.0
DASHED = (0, (4, 2.2))
DOTTED = (0, (1, 1.6))


@dataclass(frozen=True)
class Web:
    """The part of a radar inside its labels."""

    sheet: Sheet
    center: Point
    radius: float
    spokes: Sequence[Spoke]

    def draw_grid(self) -> None:
        """Rings at every quarter, and the spokes."""
        for quarter in (1, 2, 3, 4):
            width = 1.1 if quarter == 4 else 0.8
            self.sheet.ring(self.center, self.radius * quarter / 4, GRID, width, zorder=0.5)
        for spoke in self.spokes:
            looks = {"linestyle": DOTTED} if spoke.state == "absent" else {}
            self.sheet.line([self.center, self.point(spoke, 1)], GRID, 0.9, zorder=0.5, **looks)

    def draw_threshold(self, threshold: Fraction | None, words: str) -> None:
        """A ring at the threshold, in percent, where there is one for all; then what the rings stand for."""
        first, second = self._emptiest_gaps()
        if threshold is not None:
            out = self.radius * float(threshold) / 100
            self.sheet.ring(self.center, out, TARGET, 1.8, linestyle=DOTTED, zorder=4)
        for quarter in (1, 2, 3, 4):
            self._ring_label(first, quarter / 4, str(25 * quarter), MUTED)
        if threshold is not None:
            self._ring_label(second, float(threshold) / 100, words, TARGET)

    def draw_band(self) -> None:
        """From low to high between neighbors; a hatched spoke where nothing is known."""
        looks = {"edgecolor": RANGE, "hatch": "//////", "zorder": 1.5}
        for one, other in self.neighbors():
            if one.low != one.high or other.low != other.high:
                ends = [(one, one.low), (other, other.low), (other, other.high), (one, one.high)]
                self.sheet.shape([self.point(s, share) for s, share in ends], PAPER, alpha=None, **looks)
        for spoke in self.spokes:
            if spoke.state == "open" or (spoke.state == "known" and spoke.low != spoke.high):
                self.sheet.shape(
                    self._strip(spoke, spoke.low, spoke.high), PAPER, **looks | {"linewidth": 0.8}
                )

    def draw_claimed(self) -> None:
        """The low end as claimed: a mark on every known spoke, outline and fill between neighbors."""
        known = [spoke for spoke in self.spokes if spoke.state == "known"]
        for one, other in self.neighbors():
            corner = [self.center, self.point(one, one.low), self.point(other, other.low)]
            self.sheet.shape(corner, CLAIM, alpha=0.2, zorder=2)
            self.sheet.line(corner[1:], CLAIM, 2.2, zorder=3, solid_capstyle="round")
        for spoke in known:
            if spoke.low:
                self.sheet.line([self.center, self.point(spoke, spoke.low)], CLAIM, 1.2, zorder=2.5)
        self.sheet.marks([self.point(s, s.low) for s in known], CLAIM, "o", 6)

    def draw_shown(self) -> None:
        """What evidence shows at least."""
        for one, other in self.neighbors():
            if one.partly_shown or other.partly_shown:
                ends = [self.point(one, one.shown), self.point(other, other.shown)]
                self.sheet.line(ends, SHOWN, 1.6, linestyle=DASHED, zorder=3.5)
        less = [self.point(s, s.shown) for s in self.spokes if s.partly_shown]
        self.sheet.marks(less, SHOWN, "D", 4.5, markerfacecolor=PAPER)

    def draw_labels(self) -> None:
        """Title and value of every spoke; a thin line where the label had to move away from it."""
        for spoke in self.spokes:
            x, y = self.center[0] + label_x(spoke, self.radius), self.center[1] + spoke.y
            end = self.point(spoke, 1)
            if spoke.side != "center" and hypot(x - end[0], y - end[1]) > 0.4:
                inward = -0.04 if spoke.side == "left" else 0.04
                self.sheet.line([end, (x + inward, y)], GRID, 0.8)
            below = self.sheet.lines_of_words(
                x, y + spoke.height / 2, spoke.title, TITLE, spoke.side, bold=True
            )
            color = INK if spoke.state == "known" else MUTED
            self.sheet.lines_of_words(x, below, spoke.value, VALUE, spoke.side, color=color)

    def point(self, spoke: Spoke, share: float) -> Point:
        """Where on the sheet the point a share of the way out on a spoke is."""
        x, y = spoke.at(share, self.radius)
        return self.center[0] + x, self.center[1] + y

    def _emptiest_gaps(self) -> tuple[float, float]:
        """The directions of the two gaps between spokes in which least is drawn."""
        following = (*self.spokes[1:], self.spokes[0])
        filled = [one.high + other.high for one, other in zip(self.spokes, following, strict=True)]
        first, second = sorted(range(len(filled)), key=lambda gap: filled[gap])[:2]
        half = pi / len(filled)
        return self.spokes[first].angle + half, self.spokes[second].angle + half

    def _ring_label(self, angle: float, share: float, text: str, color: str) -> None:
        r = share * self.radius
        x, y = self.center[0] + r * sin(angle), self.center[1] + r * cos(angle)
        half = width_of(text, _RING) / 2 + 0.03
        self.sheet.box(x - half, y - 0.075, 2 * half, 0.15, PAPER, zorder=4.2, alpha=0.85)
        self.sheet.words(x, y, text, _RING, "center", color=color)

    def _strip(self, spoke: Spoke, low: float, high: float) -> list[Point]:
        """A narrow box along a spoke."""
        dx, dy = 0.05 * cos(spoke.angle), -0.05 * sin(spoke.angle)
        (x1, y1), (x2, y2) = self.point(spoke, low), self.point(spoke, high)
        return [(x1 - dx, y1 - dy), (x2 - dx, y2 - dy), (x2 + dx, y2 + dy), (x1 + dx, y1 + dy)]

    def neighbors(self) -> Iterator[tuple[Spoke, Spoke]]:
        """Every two spokes side by side of which something is known."""
        following = (*self.spokes[1:], self.spokes[0])
        for one, other in zip(self.spokes, following, strict=True):
            if one.state == other.state == "known":
                yield one, other
