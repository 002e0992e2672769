"""A history as tables for the terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table

from dsds_audit.history import History
from dsds_audit.intervals import Interval, Point
from dsds_audit.report.bridge_tables import bridge_table
from dsds_audit.report.column_wording import tell_scale
from dsds_audit.report.interval_wording import IntervalWording
from dsds_audit.report.screen import Bar, line_of, table_of, title_of
from dsds_audit.report.text import in_blocks, short_date
from dsds_audit.report.trend_wording import SIGNS, TrendWording, sign_of
from dsds_audit.rubric import Practice
from dsds_audit.speech import say, say_many

_PRACTICES, _TITLE, _DATE = 4, 36, 7


def trend_table(history: History, *, every: bool = False) -> RenderableType:
    """All assessments of a site over time, what moved, and the bridge to the last one.

    What moved between earlier dates, and the bridge by practice, only with ``every``.
    """
    words = TrendWording(history)
    assessment = history.points[-1].assessment
    about = ", ".join(part for part in (history.rubric.title, assessment.program) if part)
    return Group(
        line_of(assessment.site, "bold"),
        line_of(about, "dim"),
        line_of(f"{words.headline}. {words.modesty}"),
        *(line_of(note, "yellow") for note in words.notes),
        *((line_of(say("To see that as well, add --unfinished."), "dim"),) if history.left_out else ()),
        title_of(say("The total")),
        _totals(words),
        title_of(say("The practices, as claimed; below it what fresh evidence shows")),
        *(_practices(words, block) for block in in_blocks(history.rubric.practices, _PRACTICES)),
        title_of(say("The criteria")),
        _Criteria(history),
        line_of(f"{tell_scale(history.rubric)}. {say(SIGNS)}", "dim"),
        *_between(history, every),
    )


def _totals(words: TrendWording) -> Table:
    heads = (say("Claimed"), say("Shown by fresh evidence"), "", say("How it was run"), say("Rubric"))
    table = table_of("", "", *heads)
    for point in words.history.points:
        table.add_row(
            line_of(short_date(point.date)),
            Bar(point.card.low, point.card.high),
            line_of(words.claimed(point), "bold"),
            line_of(words.shown(point), "dim"),
            line_of(words.rated(point)),
            line_of(words.run(point), "dim"),
            line_of(point.rubric.version, "dim"),
        )
    return table


def _practices(words: TrendWording, practices: Sequence[Practice]) -> Table:
    table = table_of("", *(practice.short for practice in practices))
    for point in words.history.points:
        cells = [line_of(words.claimed(point, practice.id)) for practice in practices]
        shown = [line_of(words.shown(point, practice.id), "dim") for practice in practices]
        table.add_row(line_of(short_date(point.date)), *cells)
        table.add_row("", *shown)
    return table


@dataclass(frozen=True)
class _Criteria:
    """The level of every criterion of the newest version on every date, in blocks as wide as fit."""

    history: History

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The blocks."""
        fitting = max((options.max_width - _TITLE) // (_DATE + 3), 1)
        yield from map(self._block, in_blocks(self.history.points, fitting))

    def _block(self, points: Sequence[Point]) -> Table:
        table = table_of("", *(short_date(point.date) for point in points))
        for column in table.columns[1:]:
            column.max_width = _DATE
        for practice in self.history.rubric.practices:
            table.add_row(line_of(practice.short, "bold"))
            for criterion in practice.criteria:
                name = f"{practice.id}.{criterion.id}"
                signs = (line_of(sign_of(point, name)) for point in points)
                table.add_row(Padding(line_of(criterion.title), (0, 0, 0, 2)), *signs)
            table.add_section()
        return table


def _between(history: History, every: bool) -> Iterator[RenderableType]:
    """What happened in the whole time and between the dates, then the bridge to the last of them."""
    if history.whole is None:
        return
    if len(history.intervals) > 1:
        yield from _interval(history.whole, say("In the whole time"))
    for interval in reversed(history.intervals if every else history.intervals[-1:]):
        yield from _interval(interval, IntervalWording(interval).title)
    yield bridge_table(history.intervals[-1].bridge, practices=every)
    if not every:
        earlier = len(history.intervals) - 1
        yield title_of(_left_out(earlier), "dim")


def _left_out(earlier: int) -> str:
    """What only ``--all`` shows; ``earlier`` is how many intervals there are before the last."""
    if not earlier:
        return say("The steps by practice are left out here; --all shows them.")
    return say_many(
        "{count} earlier interval and the steps by practice are left out here; --all shows them.",
        "{count} earlier intervals and the steps by practice are left out here; --all shows them.",
        earlier,
    )


def _interval(interval: Interval, title: str) -> Iterator[RenderableType]:
    words = IntervalWording(interval)
    yield title_of(title)
    yield line_of(words.bridge.conclusion)
    grid = Table.grid(padding=(0, 2))
    for named in words.lists:
        for index, line in enumerate(named.lines):
            name = named.name if index == 0 else ""
            grid.add_row("", line_of(name, "bold yellow" if named.look else "dim"), line_of(line))
    yield grid
    yield line_of(words.rest, "dim")
