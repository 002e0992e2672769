"""What stands around a chart: its heading above, its key below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dsds_audit.report.charts.sheet import INK, MUTED, Sheet, height_of, width_of, wrap
from dsds_audit.report.facts import Facts
from dsds_audit.report.text import long_date
from dsds_audit.report.wording import Wording
from dsds_audit.speech import say

MARGIN = 0.15
_KEY_SIZE = 9.5
_SLOT = 0.42
_KEY_STEP = 0.23


@dataclass(frozen=True)
class Line:
    """A line of a heading."""

    text: str
    size: float
    bold: bool
    color: str


@dataclass(frozen=True)
class Entry:
    """What a sign means; ``draw`` puts the sign at the middle of a slot (x, y)."""

    text: str
    draw: Callable[[Sheet, float, float], None]


def heading(facts: Facts, width: float, titled: bool) -> tuple[Line, ...]:
    """The site, what was assessed and when, and the headline; nothing where the page says it."""
    if not titled:
        return ()
    assessment, words = facts.assessment, Wording(facts)
    parts = (facts.rubric.title, assessment.program, long_date(assessment.date))
    total = say("{headline}. Total: {score}", headline=words.headline, score=words.both(facts.card))
    return heading_of(assessment.site, ", ".join(part for part in parts if part), total, width)


def heading_of(name: str, subject: str, sentence: str, width: float) -> tuple[Line, ...]:
    """A heading of at most ``width`` inches: what it is about, more about that, and what there is to say."""
    texts = [(name, 13, True, INK), (subject, 9, False, MUTED), (sentence, 9, False, INK)]
    return tuple(
        Line(line, size, bold, color)
        for text, size, bold, color in texts
        for line in wrap(text, size, 0.97 * width, 3, bold)
    )


def heading_height(lines: Sequence[Line]) -> float:
    """How high a heading is, in inches."""
    return sum(height_of([line.text], line.size) for line in lines) + (0.2 if lines else 0)


def draw_heading(sheet: Sheet, lines: Sequence[Line]) -> None:
    """The heading at the top of a sheet."""
    top = sheet.height - MARGIN
    for line in lines:
        top = sheet.lines_of_words(MARGIN, top, [line.text], line.size, bold=line.bold, color=line.color)


def arrange_key(entries: Sequence[Entry], width: float) -> tuple[tuple[tuple[float, Entry], ...], ...]:
    """The entries in rows of at most ``width`` inches, each with where it begins."""
    rows: list[list[tuple[float, Entry]]] = [[]]
    x = 0.0
    for entry in entries:
        needed = _SLOT + width_of(entry.text, _KEY_SIZE) + 0.2
        if rows[-1] and x + needed > width:
            rows.append([])
            x = 0.0
        rows[-1].append((x, entry))
        x += needed
    return tuple(tuple(row) for row in rows if row)


def key_height(rows: Sequence[object]) -> float:
    """How high a key is, in inches."""
    return _KEY_STEP * len(rows) + MARGIN


def draw_key(sheet: Sheet, rows: Sequence[Sequence[tuple[float, Entry]]], bottom: float = MARGIN) -> None:
    """The key, at the bottom of a sheet or higher."""
    for index, row in enumerate(reversed(rows)):
        y = bottom + _KEY_STEP * (index + 0.5)
        for x, entry in row:
            entry.draw(sheet, MARGIN + x + _SLOT / 2 - 0.04, y)
            sheet.words(MARGIN + x + _SLOT, y, entry.text, _KEY_SIZE)
