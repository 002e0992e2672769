"""A report as Markdown, for mail, wikis and version control."""

import re
from collections.abc import Iterable

from dsds_audit.report.blocks import (
    Block,
    Boxes,
    Bullets,
    Heading,
    Lines,
    Paragraph,
    Picture,
    Run,
    Table,
    Text,
)
from dsds_audit.report.facts import Facts
from dsds_audit.report.report_blocks import report_blocks
from dsds_audit.report.text import plain

_SIGNS = re.compile(r"([\\`*_\[\]{}|~#])")
_OPENING = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+=])(?=[-+=\s]|$)")
_MARKUP = re.compile(r"&(?=#?\w+;)|[<>]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def render_markdown(facts: Facts) -> str:
    """The whole report of an assessment as Markdown with tables; typed text is escaped wherever it stands."""
    return write_markdown(report_blocks(facts))


def write_markdown(blocks: Iterable[Block]) -> str:
    """Blocks as Markdown; pictures are left out, as their numbers stand in the tables."""
    written = (_block(block) for block in blocks if not isinstance(block, Picture))
    return "\n\n".join(written) + "\n"


def escape_markdown(text: str) -> str:
    """Text that Markdown shows as it stands, in one line."""
    return _as_a_line(_inner(text))


def _block(block: Heading | Paragraph | Bullets | Table | Boxes | Lines) -> str:
    match block:
        case Heading(text, level, _):
            return f"{'#' * level} {_inner(text).strip()}"
        case Paragraph(text):
            return _text(text)
        case Bullets(items):
            return "\n".join(f"- {_text(item)}" for item in items)
        case Boxes(items):
            return "\n".join(f"- [ ] {_text(item)}" for item in items)
        case Lines(label, count):
            return "\n".join([escape_markdown(label), *["\n" + "\\_" * 30] * count])
        case Table(_, columns, rows, _):
            head = [[escape_markdown(column) for column in columns], ["---"] * len(columns)]
            cells = [[_text(cell) for cell in row] for row in rows]
            return "\n".join(f"| {' | '.join(row)} |" for row in (*head, *cells))


def _text(text: Text) -> str:
    return _as_a_line("".join(_run(run) for run in text))


def _as_a_line(text: str) -> str:
    """What opens a line cannot make another kind of line of it."""
    line = text.strip()
    return _OPENING.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", line)


def _run(run: Run) -> str:
    """A run between its marks, which may not touch a blank on their inside."""
    mark = "**" if run.strong else "*" if run.emphasis else ""
    inner = _inner(run.text)
    words = inner.strip()
    return inner.replace(words, f"{mark}{words}{mark}") if words else inner


def _inner(text: str) -> str:
    """Text with every sign of Markdown as a sign, its blanks and line breaks as one blank each."""
    line = re.sub(r"\s+", " ", plain(text))
    line = _MARKUP.sub(lambda sign: _ENTITIES[sign[0]], line)
    return _SIGNS.sub(r"\\\1", line)
