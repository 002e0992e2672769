"""The spokes of a radar, and where their labels go."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import cos, pi, sin, sqrt
from typing import Literal

from dsds_audit.report.charts.sheet import Point, Side, height_of, width_of, wrap
from dsds_audit.report.facts import Facts
from dsds_audit.report.wording import Wording
from dsds_audit.scoring import PracticeScore
from dsds_audit.speech import say_in

TITLE, VALUE = 11.0, 10.0
_LABEL_WIDTH = 1.6
_OUT = 0.14
_APART = 0.06


@dataclass(frozen=True)
class Spoke:
    """One practice: its direction (radians clockwise from the top), its ends from 0 to 1, its label.

    ``state`` is *open* where something applies but nothing is rated, *absent* where nothing applies;
    ``shown`` is the low end that evidence shows.
    """

    angle: float
    state: Literal["known", "open", "absent"]
    low: float
    high: float
    shown: float
    title: tuple[str, ...]
    value: tuple[str, ...]
    y: float = 0.0

    @property
    def side(self) -> Side:
        """On which side of its anchor the label begins."""
        if abs(sin(self.angle)) < 0.02:
            return "center"
        return "left" if sin(self.angle) > 0 else "right"

    @property
    def partly_shown(self) -> bool:
        """Whether evidence shows less than is claimed."""
        return self.state == "known" and self.shown < self.low

    @property
    def height(self) -> float:
        """How high the label is, in inches."""
        return height_of(self.title, TITLE) + height_of(self.value, VALUE)

    @property
    def width(self) -> float:
        """How wide the label is, in inches."""
        widths = [width_of(line, TITLE, True) for line in self.title]
        return max([*widths, *(width_of(line, VALUE) for line in self.value)])

    def at(self, share: float, radius: float) -> Point:
        """The point a share of the way out, seen from the middle."""
        return share * radius * sin(self.angle), share * radius * cos(self.angle)


def spokes_of(facts: Facts) -> Iterator[Spoke]:
    """A spoke a practice, in rubric order clockwise from the top."""
    words = Wording(facts)
    count = len(facts.card.practices)
    shorts = [practice.short for practice in facts.rubric.practices]
    pairs = zip(facts.card.practices, facts.evidenced.practices, shorts, strict=True)
    for index, (practice, shown, short) in enumerate(pairs):
        yield Spoke(
            angle=2 * pi * index / count,
            state="absent" if not practice.possible else "known" if practice.rated else "open",
            low=_share(practice.low),
            high=_share(practice.high),
            shown=_share(shown.low),
            title=wrap(short, TITLE, _LABEL_WIDTH, 2, bold=True),
            value=_value(words, practice, count),
        )


def _value(words: Wording, practice: PracticeScore, count: int) -> tuple[str, ...]:
    if not practice.possible:
        return (words.percent(practice),)
    rated = say_in("label of a spoke", "{rated} of {asked} rated", rated=practice.rated, asked=practice.asked)
    lines = (words.percent(practice), rated)
    return lines if count <= 8 else (", ".join(lines),)


def place_labels(spokes: Sequence[Spoke]) -> tuple[tuple[Spoke, ...], float]:
    """The spokes with labels that do not overlap, and a radius at which there is room for that."""
    columns = [
        sorted((s for s in spokes if s.side == side), key=lambda s: -cos(s.angle))
        for side in ("left", "right")
    ]
    needed = max(sum(s.height + _APART for s in column) for column in columns)
    radius = min(max(1.5, (needed - 0.2) / 2), 4.5)
    placed = {}
    for column in columns:
        wanted = [(radius + _OUT) * cos(s.angle) for s in column]
        for spoke, y in zip(column, _apart(wanted, [s.height + _APART for s in column]), strict=True):
            placed[spoke.angle] = replace(spoke, y=y)
    for spoke in (s for s in spokes if s.side == "center"):
        out = radius + _OUT - 0.04 + spoke.height / 2
        placed[spoke.angle] = replace(spoke, y=out if cos(spoke.angle) > 0 else -out)
    return tuple(placed[spoke.angle] for spoke in spokes), radius


def _apart(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Heights as near to the wanted ones, from the top down, as boxes that do not overlap can have."""
    offsets, below = [], 0.0
    for height in heights:
        offsets.append(below + height / 2)
        below += height
    blocks: list[tuple[float, int]] = []
    for y, offset in zip(wanted, offsets, strict=True):
        mean, size = y + offset, 1
        while blocks and blocks[-1][0] < mean:
            other, many = blocks.pop()
            mean, size = (mean * size + other * many) / (size + many), size + many
        blocks.append((mean, size))
    flat = [mean for mean, size in blocks for _ in range(size)]
    return [level - offset for level, offset in zip(flat, offsets, strict=True)]


def room_of(spokes: Sequence[Spoke], radius: float) -> tuple[float, float, float, float]:
    """How far spokes and labels reach from the middle: to the left, to the right, up and down."""
    right = max([radius, *(label_x(s, radius) + s.width for s in spokes if s.side == "left")])
    left = max([radius, *(s.width - label_x(s, radius) for s in spokes if s.side == "right")])
    half = max([s.width / 2 for s in spokes if s.side == "center"], default=0.0)
    up = max([radius + 0.1, *(s.y + s.height / 2 for s in spokes)])
    down = max([radius + 0.1, *(s.height / 2 - s.y for s in spokes)])
    return max(left, half), max(right, half), up, down


def label_x(spoke: Spoke, radius: float) -> float:
    """Where a label begins, seen from the middle: outside the circle at its height."""
    if spoke.side == "center":
        return 0.0
    out = radius + _OUT
    near = max(abs(spoke.y) - spoke.height / 2, 0.0)
    edge = sqrt(out**2 - near**2) if near < out else 0.0
    reach = max(edge, out * abs(sin(spoke.angle)) if abs(spoke.y) > radius else 0.0)
    return reach if spoke.side == "left" else -reach


def _share(value: object) -> float:
    return 0.0 if value is None else float(value) / 100  # type: ignore[arg-type]
