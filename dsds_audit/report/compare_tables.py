"""A comparison as tables for the terminal."""

from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from dsds_audit.comparison import Comparison
from dsds_audit.report.bridge_tables import bridge_table
from dsds_audit.report.column_wording import Cell, ColumnWording
from dsds_audit.report.compare_wording import ComparisonWording
from dsds_audit.report.screen import STATUS_COLORS, line_of, table_of, title_of
from dsds_audit.report.text import in_blocks
from dsds_audit.rubric import Practice
from dsds_audit.scoring import PracticeScore
from dsds_audit.speech import say

_TITLE_WIDTH, _PRACTICE_WIDTH = 34, 19
_FEW = 5


def comparison_table(comparison: Comparison) -> RenderableType:
    """The assessments, their practices and their criteria side by side; wide ones in several blocks."""
    words = ComparisonWording(comparison)
    return Group(
        line_of(words.headline, "bold"),
        line_of(words.subject, "dim"),
        *(line_of(note) for note in words.notes),
        line_of(say("Scores are as claimed; the line below each says what fresh evidence shows.")),
        title_of(say("The assessments")),
        _assessments(words),
        title_of(say("The practices, with how many of their criteria are rated")),
        _Practices(words),
        title_of(say("The criteria: the level of each")),
        _Criteria(words),
        Text(),
        line_of(words.legend, "dim"),
        line_of(words.practice_legend, "dim"),
        *([bridge_table(words.bridge.bridge)] if words.bridge else []),
    )


def _assessments(words: ComparisonWording) -> Table:
    heads = (say("Total"), say("Rated"), say("Adequate"), say("Panel"), say("How run"), say("Rubric"))
    table = table_of("", "", *heads)
    for column in words.columns:
        card = column.facts.card
        table.add_row(
            line_of(column.letter, "bold"),
            _over(line_of(column.column.assessment.site), column.day),
            _over(
                line_of(column.words.percent(card), "bold"),
                column.words.percent(column.facts.evidenced),
                column.own_score,
            ),
            line_of(say("{count} of {total}", count=card.rated, total=card.asked)),
            line_of(column.words.verdict),
            line_of(column.panel),
            _over(line_of(column.run), column.run_why),
            line_of(column.version),
        )
    return table


def _over(first: Text, *others: str | None) -> Text:
    return Text("\n").join([first, *(line_of(other, "dim") for other in others if other)])


class _Practices:
    """A row for each assessment, a column for each practice; as many blocks as the width asks for."""

    def __init__(self, words: ComparisonWording) -> None:
        self.words = words

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The blocks."""
        fitting = max((options.max_width - 6) // (_PRACTICE_WIDTH + 3), 1)
        for block in in_blocks(self.words.comparison.rubric.practices, fitting):
            yield self._block(block)

    def _block(self, practices: Sequence[Practice]) -> Table:
        table = table_of("", *(practice.short for practice in practices))
        for column in self.words.columns:
            cells = [_score(column, *pair) for pair in column.scores if pair[0] in practices]
            table.add_row(line_of(column.letter, "bold"), *cells)
        return table


def _score(column: ColumnWording, practice: Practice, score: PracticeScore) -> Text:
    cell = column.cells[practice.id]
    style = STATUS_COLORS.get(cell.status, "dim")
    line = f"{cell.sign} {column.words.percent(score)}"
    if not score.possible:
        return line_of(line, style)
    return _over(line_of(f"{line} ({score.rated}/{score.asked})", style), column.shown(practice.id))


class _Criteria:
    """A row for each criterion, a narrow column for each assessment; as many blocks as the width asks for."""

    def __init__(self, words: ComparisonWording) -> None:
        self.words = words

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The blocks."""
        few = len(self.words.columns) <= _FEW
        fitting = max((options.max_width - _TITLE_WIDTH) // (15 if few else 5), 1)
        for block in in_blocks(self.words.columns, fitting):
            yield self._block(block)

    def _block(self, columns: Sequence[ColumnWording]) -> Table:
        few = len(self.words.columns) <= _FEW
        table = table_of("", *(column.name if few else column.letter for column in columns))
        table.columns[0].min_width = table.columns[0].max_width = _TITLE_WIDTH - 2
        for practice in self.words.comparison.rubric.practices:
            cells = [_sign(column.cells[practice.id]) for column in columns]
            table.add_row(line_of(practice.short, "bold"), *cells)
            for criterion in practice.criteria:
                name = f"{practice.id}.{criterion.id}"
                title = Text("\n").join([line_of(criterion.title), line_of(name, "dim")])
                table.add_row(title, *(_sign(column.cells[name]) for column in columns))
            table.add_section()
        return table


def _sign(cell: Cell) -> Text:
    return line_of(cell.marked, STATUS_COLORS.get(cell.status, "cyan"))
