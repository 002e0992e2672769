"""What a written report is made of: headings, paragraphs, lists, tables and pictures."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one look; ``language`` is its own, where that is not the document's."""

    text: str
    strong: bool = False
    emphasis: bool = False
    language: str | None = None


Text = tuple[Run, ...]
Words = str | Run


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (the title of all) to 4; ``language`` as that of a run."""

    text: str
    level: int
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences."""

    text: Text


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without an order."""

    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; ``caption`` says what it shows where no heading does.

    ``widths`` are the columns' shares of the page, in any unit.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure, drawn when it is needed; the figure's own label says in words what it shows."""

    name: str
    caption: str
    draw: Callable[[], "Figure"]


@dataclass(frozen=True, slots=True)
class Boxes:
    """Choices to tick with a pen."""

    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Room to write in by hand: so many lines, after a few words that say what for."""

    label: str
    count: int


Block = Heading | Paragraph | Bullets | Table | Picture | Boxes | Lines


def text_of(*words: Words) -> Text:
    """Text of strings and runs; what is empty is left out."""
    runs = (word if isinstance(word, Run) else Run(word) for word in words)
    return tuple(run for run in runs if run.text)


def strong(text: str) -> Run:
    """Text that stands out."""
    return Run(text, strong=True)


def aside(text: str) -> Run:
    """Text of our own beside what was typed."""
    return Run(text, emphasis=True)


def paragraph(*words: Words) -> Paragraph:
    """A paragraph of strings and runs."""
    return Paragraph(text_of(*words))


def bullets(items: Sequence[str | Text]) -> tuple[Bullets, ...]:
    """A list, or nothing where there is nothing to list."""
    texts = tuple(text_of(item) if isinstance(item, str) else item for item in items)
    return (Bullets(texts),) if texts else ()


def table(caption: str, columns: dict[str, int], rows: Sequence[Sequence[str | Text]]) -> Table:
    """A table with its columns' widths beside their names."""
    cells = tuple(tuple(text_of(cell) if isinstance(cell, str) else cell for cell in row) for row in rows)
    return Table(caption, tuple(columns), cells, tuple(columns.values()))


def with_language(blocks: Iterable[Block], texts: Collection[str], language: str) -> Iterator[Block]:
    """The blocks, each run and heading that is one of these texts marked as being in this language."""

    def marked(text: Text) -> Text:
        return tuple(replace(run, language=language) if run.text in texts else run for run in text)

    for block in blocks:
        match block:
            case Heading(text):
                yield replace(block, language=language) if text in texts else block
            case Paragraph(text):
                yield Paragraph(marked(text))
            case Bullets(items):
                yield Bullets(tuple(map(marked, items)))
            case Table(rows=rows):
                yield replace(block, rows=tuple(tuple(map(marked, row)) for row in rows))
            case _:
                yield block


def staying_with_next(blocks: Sequence[Block], *, form: bool = False) -> Iterator[bool]:
    """For each block whether it stays on one page with the next.

    A sentence stays with what it leads to: a list, table or picture, or the first of the smaller parts of
    its own. In a ``form`` all that belongs to one question stays together.
    """
    grouped = False
    for before, block, following in zip((None, *blocks), blocks, (*blocks[1:], None), strict=False):
        if isinstance(block, Heading):
            grouped = form and block.level == 3
        parts = (
            isinstance(before, Heading) and isinstance(following, Heading) and before.level < following.level
        )
        leads = isinstance(block, Paragraph) and (
            parts or isinstance(following, Bullets | Boxes | Table | Picture)
        )
        yield leads or (grouped and following is not None and not isinstance(following, Heading))


def in_words(figure: "Figure") -> str:
    """What a figure shows, in words: its title, then what there is to see."""
    return ". ".join(part.rstrip(".") for part in str(figure.get_label()).splitlines() if part) + "."
