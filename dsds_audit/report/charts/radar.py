"""The radar: one spoke a practice, read along the spokes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

from matplotlib.figure import Figure

from dsds_audit.assessment import Assessment
from dsds_audit.report.charts.dots_and_bars import draw_practice_bars
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
from dsds_audit.report.charts.sheet import (
    CLAIM,
    GRID,
    INK,
    MUTED,
    PAPER,
    PROOF,
    RANGE,
    TARGET,
    Point,
    Sheet,
    width_of,
)
from dsds_audit.report.charts.spokes import TITLE, VALUE, Spoke, label_x, place_labels, spokes_of
from dsds_audit.report.facts import Facts, gather_facts
from dsds_audit.report.wording import Wording
from dsds_audit.rubric import Rubric

_RING = 9.0
_DASHED = (0, (4, 2.2))
_DOTTED = (0, (1, 1.6))


def draw_radar(rubric: Rubric, assessment: Assessment, *, titled: bool = True) -> Figure:
    """The radar of an assessment, axes in rubric order clockwise from the top.

    A solid outline for the low end as claimed, a band up to the high end for what is unknown, a dashed
    outline for what evidence shows where that is less, a ring for the threshold. A practice that does not
    apply, or of which nothing is known, breaks the outline. Bars instead where fewer than three apply.
    """
    facts = gather_facts(rubric, assessment)
    if len(facts.card.applicable) < 3:
        return draw_practice_bars(facts, titled)
    spokes, radius = place_labels(tuple(spokes_of(facts)))
    sheet, center = _lay_out(facts, spokes, radius, titled)
    web = _Web(sheet, center, radius, spokes)
    web.draw_rings(facts)
    web.draw_band()
    web.draw_claimed()
    web.draw_proof()
    web.draw_labels()
    return sheet.figure


def _lay_out(facts: Facts, spokes: Sequence[Spoke], radius: float, titled: bool) -> tuple[Sheet, Point]:
    """A sheet as large as labels, heading and key need, and where its middle is."""
    right = max([radius, *(label_x(s, radius) + s.width for s in spokes if s.side == "left")])
    left = max([radius, *(s.width - label_x(s, radius) for s in spokes if s.side == "right")])
    half = max([s.width / 2 for s in spokes if s.side == "center"], default=0.0)
    up = max([radius + 0.1, *(s.y + s.height / 2 for s in spokes)])
    down = max([radius + 0.1, *(s.height / 2 - s.y for s in spokes)])
    left, right = max(left, half), max(right, half)
    width = max(left + right + 2 * MARGIN, 4.3)
    key = arrange_key(_key(facts, spokes), width - 2 * MARGIN)
    lines = heading(facts, width - 2 * MARGIN, titled)
    bottom = key_height(key) + 0.18
    height = bottom + down + up + MARGIN + heading_height(lines)
    sheet = Sheet("radar", width, height, f"Radar: {facts.assessment.site}", _description(facts))
    draw_heading(sheet, lines)
    draw_key(sheet, key)
    return sheet, (MARGIN + left + (width - left - right - 2 * MARGIN) / 2, bottom + down)


def _description(facts: Facts) -> str:
    words = Wording(facts)
    spokes = "; ".join(
        f"{words.title(practice.id)}: {words.score(practice)}" for practice in facts.card.practices
    )
    return (
        f"Radar of {len(facts.card.practices)} practices, clockwise from the top. {spokes}. "
        f"Total: {words.score(facts.card)}. The threshold for a practice is "
        f"{words.threshold(facts.card.practices[0])}. Read along the spokes; the area means nothing."
    )


@dataclass(frozen=True)
class _Web:
    """The part of a radar inside its labels."""

    sheet: Sheet
    center: Point
    radius: float
    spokes: Sequence[Spoke]

    def draw_rings(self, facts: Facts) -> None:
        """Rings at every quarter, the spokes, and the threshold."""
        for quarter in (1, 2, 3, 4):
            width = 1.1 if quarter == 4 else 0.8
            self.sheet.ring(self.center, self.radius * quarter / 4, GRID, width, zorder=0.5)
        for spoke in self.spokes:
            looks = {"linestyle": _DOTTED} if spoke.state == "absent" else {}
            self.sheet.line([self.center, self._point(spoke, 1)], GRID, 0.9, zorder=0.5, **looks)
        threshold = float(facts.card.practice_threshold)
        out = self.radius * threshold / 100
        self.sheet.ring(self.center, out, TARGET, 1.8, linestyle=_DOTTED, zorder=4)
        first, second = self._emptiest_gaps()
        for quarter in (1, 2, 3, 4):
            self._ring_label(first, quarter / 4, str(25 * quarter), MUTED)
        words = Wording(facts).threshold(facts.card.practices[0])
        self._ring_label(second, threshold / 100, words, TARGET)

    def draw_band(self) -> None:
        """From low to high between neighbors; a hatched spoke where nothing is known."""
        looks = {"edgecolor": RANGE, "hatch": "//////", "zorder": 1.5}
        for one, other in self._neighbors():
            if one.low != one.high or other.low != other.high:
                ends = [(one, one.low), (other, other.low), (other, other.high), (one, one.high)]
                self.sheet.shape([self._point(s, share) for s, share in ends], PAPER, alpha=None, **looks)
        for spoke in self.spokes:
            if spoke.state == "open" or (spoke.state == "known" and spoke.low != spoke.high):
                self.sheet.shape(
                    self._strip(spoke, spoke.low, spoke.high), PAPER, **looks | {"linewidth": 0.8}
                )

    def draw_claimed(self) -> None:
        """The low end as claimed: a mark on every known spoke, outline and fill between neighbors."""
        known = [spoke for spoke in self.spokes if spoke.state == "known"]
        for one, other in self._neighbors():
            corner = [self.center, self._point(one, one.low), self._point(other, other.low)]
            self.sheet.shape(corner, CLAIM, alpha=0.2, zorder=2)
            self.sheet.line(corner[1:], CLAIM, 2.2, zorder=3, solid_capstyle="round")
        for spoke in known:
            if spoke.low:
                self.sheet.line([self.center, self._point(spoke, spoke.low)], CLAIM, 1.2, zorder=2.5)
        self.sheet.marks([self._point(s, s.low) for s in known], CLAIM, "o", 6)

    def draw_proof(self) -> None:
        """What evidence shows at least."""
        for one, other in self._neighbors():
            if one.proof is not None and other.proof is not None and (one.partly_shown or other.partly_shown):
                ends = [self._point(one, one.proof), self._point(other, other.proof)]
                self.sheet.line(ends, PROOF, 1.6, linestyle=_DASHED, zorder=3.5)
        less = [self._point(s, s.proof) for s in self.spokes if s.proof is not None and s.partly_shown]
        self.sheet.marks(less, PROOF, "D", 4.5, markerfacecolor=PAPER)

    def draw_labels(self) -> None:
        """Title and value of every spoke; a thin line where the label had to move away from it."""
        for spoke in self.spokes:
            x, y = self.center[0] + label_x(spoke, self.radius), self.center[1] + spoke.y
            end = self._point(spoke, 1)
            if spoke.side != "center" and hypot(x - end[0], y - end[1]) > 0.4:
                inward = -0.04 if spoke.side == "left" else 0.04
                self.sheet.line([end, (x + inward, y)], GRID, 0.8)
            below = self.sheet.lines_of_words(
                x, y + spoke.height / 2, spoke.title, TITLE, spoke.side, bold=True
            )
            color = INK if spoke.state == "known" else MUTED
            self.sheet.lines_of_words(x, below, spoke.value, VALUE, spoke.side, color=color)

    def _point(self, spoke: Spoke, share: float) -> Point:
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
        (x1, y1), (x2, y2) = self._point(spoke, low), self._point(spoke, high)
        return [(x1 - dx, y1 - dy), (x2 - dx, y2 - dy), (x2 + dx, y2 + dy), (x1 + dx, y1 + dy)]

    def _neighbors(self) -> Iterator[tuple[Spoke, Spoke]]:
        following = (*self.spokes[1:], self.spokes[0])
        for one, other in zip(self.spokes, following, strict=True):
            if one.state == other.state == "known":
                yield one, other


def _key(facts: Facts, spokes: Sequence[Spoke]) -> list[Entry]:
    """What the signs that occur mean."""
    threshold = Wording(facts).threshold(facts.card.practices[0])
    entries = [
        (any(s.state == "known" for s in spokes), Entry("as claimed", _claim_sign)),
        (any(s.low != s.high for s in spokes), Entry("not known", _band_sign)),
        (any(s.partly_shown for s in spokes), Entry("shown by fresh evidence, at least", _proof_sign)),
        (True, Entry(f"threshold for a practice, {threshold}", _threshold_sign)),
    ]
    return [entry for occurs, entry in entries if occurs]


def _claim_sign(sheet: Sheet, x: float, y: float) -> None:
    sheet.line([(x - 0.15, y), (x + 0.15, y)], CLAIM, 2.2)
    sheet.marks([(x, y)], CLAIM, "o", 6)


def _band_sign(sheet: Sheet, x: float, y: float) -> None:
    sheet.box(x - 0.15, y - 0.055, 0.3, 0.11, PAPER, edgecolor=RANGE, hatch="//////", linewidth=0.8)


def _proof_sign(sheet: Sheet, x: float, y: float) -> None:
    sheet.line([(x - 0.16, y), (x + 0.16, y)], PROOF, 1.6, linestyle=_DASHED)
    sheet.marks([(x, y)], PROOF, "D", 4.5, markerfacecolor=PAPER)


def _threshold_sign(sheet: Sheet, x: float, y: float) -> None:
    sheet.line([(x - 0.16, y), (x + 0.16, y)], TARGET, 1.8, linestyle=_DOTTED)
