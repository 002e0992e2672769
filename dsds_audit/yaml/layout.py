"""Where everything stands in a YAML text: lines, comments, entries and how they are indented."""

import re
from bisect import bisect_left, bisect_right
from typing import Any, NamedTuple

from dsds_audit.yaml.files import Document, Path_, Span

# What the parser counts as the end of a line.
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_COLON = re.compile(r"[ \t]*:")


class UnfitError(Exception):
    """The text is written in a way that cannot be changed in place."""


class Comment(NamedTuple):
    """A comment from its ``#`` to the end of its line, and where it starts in the text."""

    start: int
    text: str


class Layout:
    """A text with the places of everything in it; offsets count its characters from 0, and so do lines.

    ``complete`` says whether the text ended with a line end; here it always does. ``step`` and ``dash`` are
    how far a mapping and how far a dash is indented below its key, 2 where the text has none.
    """

    def __init__(self, text: str, document: Document) -> None:
        """Lay out a text by the spans that the document noted while reading it."""
        first = _BREAK.search(text)
        self.newline = first[0] if first else "\n"
        self.complete = text == "" or _BREAK.search(text, len(text) - 1) is not None
        self.text = text if self.complete else text + self.newline
        self.spans, self.data = document.spans, document.data
        self.starts = [0, *(match.end() for match in _BREAK.finditer(self.text))]
        self.comments = self._find_comments()
        self.step, self.dash = self._indentation()

    def value_at(self, path: Path_) -> Any:
        """The value as it was read."""
        value = self.data
        for step in path:
            value = value[step]
        return value

    def prefix_of(self, path: Path_) -> str:
        """What stands before an entry on its line."""
        span = self.spans[path]
        line = self.starts[span.first - 1]
        return self.text[line : line + span.column]

    def after_colon(self, span: Span) -> int:
        """Where the colon of a key ends; raises UnfitError where none follows it."""
        match = _COLON.match(self.text, self.offset_of(span.key_end)) if span.key_end else None
        if match is None:
            raise UnfitError
        return match.end()

    def end_of(self, path: Path_) -> int:
        """Where the value at a path ends in the text, without the line end."""
        span = self.spans[path]
        if span.style == "block":
            inner = self.value_at(path)
            return self.end_of((*path, next(reversed(inner)) if isinstance(inner, dict) else len(inner) - 1))
        end = self.offset_of(span.end)
        if span.style in ("|", ">"):
            begin = self.offset_of(span.begin)
            return begin + len(self.text[begin:end].rstrip())
        return end

    def top_of(self, path: Path_) -> int:
        """Where the lines of an entry begin, with the comments directly above it, unless indented deeper."""
        span = self.spans[path]
        line = span.first - 1
        while line and self._text_of(line - 1)[: span.column + 1].lstrip(" ").startswith("#"):
            line -= 1
        return self.starts[line]

    def bottom_of(self, path: Path_, column: int) -> int:
        """Where the line after an entry begins; comments indented deeper than ``column`` belong to it."""
        line = bottom = self.line_of(self.end_of(path)) + 1
        while line < len(self.starts):
            text = self._text_of(line)
            inside = text.lstrip(" ")
            deeper = inside.startswith("#") and len(text) - len(inside) > column
            if not deeper and text.strip():
                break
            line += 1
            bottom = line if deeper else bottom
        return self.start_of(bottom)

    def next_line(self, offset: int) -> int:
        """Where the next line begins."""
        return self.start_of(self.line_of(offset) + 1)

    def start_of(self, line: int) -> int:
        """Where a line begins, or the end of the text."""
        return self.starts[line] if line < len(self.starts) else len(self.text)

    def offset_of(self, place: tuple[int, int]) -> int:
        """The offset of a line and column."""
        line, column = place
        return min(self.starts[line] + column, len(self.text)) if line < len(self.starts) else len(self.text)

    def line_of(self, offset: int) -> int:
        """The line of an offset."""
        return bisect_right(self.starts, offset) - 1

    def comments_in(self, start: int, end: int) -> list[Comment]:
        """The comments that start between two offsets."""
        first = bisect_left(self.comments, (start, ""))
        return self.comments[first : bisect_left(self.comments, (end, ""))]

    def _text_of(self, line: int) -> str:
        return self.text[self.starts[line] : self.start_of(line + 1)]

    def _find_comments(self) -> list[Comment]:
        """A ``#`` outside of every scalar starts a comment."""
        found: list[Comment] = []
        scalars = self._scalars()
        starts = [start for start, _ in scalars]
        place = self.text.find("#")
        while place >= 0:
            index = bisect_right(starts, place) - 1
            if index >= 0 and place < scalars[index][1]:
                place = scalars[index][1]
            else:
                match = _BREAK.search(self.text, place)
                end = match.start() if match else len(self.text)
                found.append(Comment(place, self.text[place:end].rstrip()))
                place = end
            place = self.text.find("#", place)
        return found

    def _scalars(self) -> list[tuple[int, int]]:
        """Where scalars start and end in the text; a block scalar starts on the line after its mark."""
        starts, found = [*self.starts, len(self.text), len(self.text)], []
        for *_, (line, column), (last, end), style in self.spans.values():
            if style in ("|", ">"):
                found.append((starts[line + 1], starts[last] + end))
            elif style not in ("block", "flow"):
                found.append((starts[line] + column, starts[last] + end))
        return sorted(found)

    def _indentation(self) -> tuple[int, int]:
        """How far a mapping and how far a dash is indented below its key here; 2 where none is."""
        step = dash = None
        for path, span in self.spans.items():
            above = self.spans.get(path[:-1]) if len(path) > 1 else None
            if above is None or above.style != "block" or above.key_end is None:
                continue
            if step is None and span.key_end:
                step = span.column - above.column
            if dash is None and span.key_end is None:
                dash = above.begin[1] - above.column
            if step is not None and dash is not None:
                break
        return max(step or 2, 1), 2 if dash is None else max(dash, 0)
