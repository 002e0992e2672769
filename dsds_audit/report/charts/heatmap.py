"""The heatmap: every criterion of every assessment as a cell with its level."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import cos, radians, sin

from matplotlib.figure import Figure

from dsds_audit.comparison import Comparison
from dsds_audit.display import STATUS_LABELS
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
from dsds_audit.report.charts.sheet import GRID, INK, MUTED, PAPER, RANGE, Sheet, height_of, width_of, wrap
from dsds_audit.report.column_wording import SIGNS, ColumnWording
from dsds_audit.report.compare_wording import ComparisonWording, describe
from dsds_audit.report.text import in_blocks
from dsds_audit.speech import mark, say

SHADES = ("#eef4f9", "#0b5a8f")
_LABELS, _CELL, _ROW, _LINE = 2.75, 0.46, 0.3, 0.03
_BLOCK = 24
_NAMES, _TURN = 3.4, 60.0
_SIZE = 9.0
_READING = mark("The levels as claimed. This is no ranking.")


@dataclass(frozen=True)
class _Row:
    """A practice or criterion: its full id, and its title in as many lines as it needs."""

    name: str
    title: tuple[str, ...]
    practice: bool

    @property
    def height(self) -> float:
        """In inches, with air around it."""
        return max(_ROW, height_of(self.title, _SIZE) + 0.1) + (0.1 if self.practice else 0.0)

    @property
    def middle(self) -> float:
        """How high above its bottom the words stand; the air of a practice is above it."""
        return (self.height - _LINE - (0.1 if self.practice else 0.0)) / 2


def draw_heatmap(comparison: Comparison, *, titled: bool = True) -> Figure:
    """Criteria down, assessments across: the level as a number and as a shade.

    Hatched where it is not known, a dash where it does not apply, a star where no fresh evidence shows it.
    More than 24 assessments go into blocks below each other.
    """
    words = ComparisonWording(comparison)
    rows = _rows(words)
    names = [wrap(name, _SIZE, _NAMES, 1)[0] for name in words.names]
    blocks = in_blocks(list(zip(names, words.columns, strict=True)), _BLOCK)
    longest = max(width_of(name, _SIZE) for name in names)
    above = longest * sin(radians(_TURN)) + 0.15
    inside = _LABELS + _CELL * len(blocks[0]) + longest * cos(radians(_TURN))
    inside = max(inside, 4.6)
    key = arrange_key(_signs(words), inside)
    lines = heading_of(words.headline, words.subject, say(_READING), inside) if titled else ()
    block_height = above + sum(row.height for row in rows) + 0.2
    bottom = key_height(key) + 0.1
    height = bottom + block_height * len(blocks) + MARGIN + heading_height(lines)
    title = say("Heatmap: {headline}", headline=words.headline)
    sheet = Sheet("heatmap", inside + 2 * MARGIN, height, title, describe(words))
    draw_heading(sheet, lines)
    draw_key(sheet, key)
    top = bottom + block_height * len(blocks)
    for block in blocks:
        _draw_block(sheet, top - above, rows, block)
        top -= block_height
    return sheet.figure


def _rows(words: ComparisonWording) -> Sequence[_Row]:
    rows = []
    for practice in words.comparison.rubric.practices:
        rows.append(_Row(practice.id, wrap(practice.short, _SIZE, _LABELS - 0.15, 2, bold=True), True))
        for criterion in practice.criteria:
            title = wrap(criterion.title, _SIZE, _LABELS - 0.27, 2)
            rows.append(_Row(f"{practice.id}.{criterion.id}", title, False))
    return rows


def _draw_block(
    sheet: Sheet, top: float, rows: Sequence[_Row], columns: Sequence[tuple[str, ColumnWording]]
) -> None:
    left = MARGIN + _LABELS
    for number, (name, _) in enumerate(columns):
        sheet.words(left + _CELL * (number + 0.5), top + 0.08, name, _SIZE, turn=_TURN)
    y = top
    for row in rows:
        y -= row.height
        x = MARGIN if row.practice else MARGIN + 0.12
        begin = y + row.middle + height_of(row.title, _SIZE) / 2
        sheet.lines_of_words(x, begin, row.title, _SIZE, bold=row.practice)
        for number, (_, column) in enumerate(columns):
            _draw_cell(sheet, left + _CELL * number, y, row, column)


def _draw_cell(sheet: Sheet, x: float, y: float, row: _Row, column: ColumnWording) -> None:
    cell, share = column.cells[row.name], column.share_of(row.name)
    wide, high = _CELL - _LINE, row.height - _LINE
    middle = (x + wide / 2, y + row.middle)
    if row.practice:
        sheet.words(*middle, cell.sign, _SIZE + 1, "center", color=MUTED)
        return
    if cell.unknown:
        sheet.box(x, y, wide, high, PAPER, edgecolor=RANGE, hatch="//////", linewidth=0.8)
        sheet.box(x + 0.13, middle[1] - 0.08, wide - 0.26, 0.16, PAPER, zorder=1.5)
    elif share is None:
        sheet.box(x, y, wide, high, PAPER, edgecolor=GRID, linewidth=0.8)
    else:
        sheet.box(x, y, wide, high, shade(share))
    color = PAPER if column.is_dark(row.name) else INK
    sheet.words(*middle, cell.marked, _SIZE, "center", color=color)


def shade(share: Fraction) -> str:
    """The color of a share of the scale from 0 to 1, from light to dark."""
    ends = [[int(color[at : at + 2], 16) for at in (1, 3, 5)] for color in SHADES]
    mixed = [round(light + float(share) * (dark - light)) for light, dark in zip(*ends, strict=True)]
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _signs(words: ComparisonWording) -> list[Entry]:
    rubric = words.comparison.rubric
    steps = [0, rubric.top] if rubric.top > 4 else range(rubric.top + 1)

    def sign(level: int) -> Entry:
        color = shade(Fraction(level, rubric.top))

        def draw(sheet: Sheet, x: float, y: float) -> None:
            sheet.box(x - 0.13, y - 0.08, 0.26, 0.16, color, edgecolor=GRID, linewidth=0.6)

        return Entry(f"{level} {rubric.label_of(level)}", draw)

    cells = [cell for column in words.columns for cell in column.cells.values()]
    signs = {cell.sign for cell in cells}
    practices = {cell.status for cell in cells if "." not in cell.name}
    return [
        *(sign(level) for level in steps),
        *([Entry(say("not known"), _unknown_sign)] if "?" in signs else []),
        *([Entry(STATUS_LABELS["not_applicable"], partial(_word_sign, "–"))] if "–" in signs else []),
        *(
            [Entry(say("no fresh evidence shows it"), partial(_word_sign, "*"))]
            if any(cell.doubtful for cell in cells)
            else []
        ),
        *(
            Entry(say("practice {status}", status=STATUS_LABELS[status]), partial(_word_sign, sign_of))
            for status, sign_of in SIGNS.items()
            if status in practices
        ),
    ]


def _word_sign(word: str, sheet: Sheet, x: float, y: float) -> None:
    sheet.words(x, y, word, _SIZE, "center", color=MUTED)


def _unknown_sign(sheet: Sheet, x: float, y: float) -> None:
    sheet.box(x - 0.13, y - 0.08, 0.26, 0.16, PAPER, edgecolor=RANGE, hatch="//////", linewidth=0.8)
