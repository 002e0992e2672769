"""Changes to a YAML text that leave every line alone whose value stays the same.

The text is changed in place, by the spans its reader noted: neither a loader nor a dumper sees it, so
comments, quotes, indentation and line ends stay as a person wrote them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from dsds_audit.yaml.files import Path_, Span
from dsds_audit.yaml.layout import Layout, UnfitError
from dsds_audit.yaml.text import (
    WIDEST,
    render_entry,
    render_inline,
    render_item,
    render_mapping,
    render_scalar,
    render_value,
)

_ABSENT = object()


def edit_text(layout: Layout, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """The text changed so that it holds ``after``, where it holds ``before`` (a mapping) now.

    Lines of values that are equal in both stay byte for byte. Comments of what goes stay in its place. Raises
    UnfitError where the text cannot be changed in place.
    """
    if not layout.spans or layout.spans[()].style != "block":
        raise UnfitError
    edits = _Edits(layout)
    edits.edit_value((), before, after)
    return edits.applied()


class _Edits:
    """The changes to a text, collected as (start, end, new text)."""

    def __init__(self, layout: Layout) -> None:
        self.at = layout
        self.edits: list[tuple[int, int, str]] = []

    def applied(self) -> str:
        """The text after all edits."""
        parts, done = [], 0
        for start, end, new in sorted(self.edits, key=lambda edit: edit[:2]):
            if start < done:
                raise UnfitError
            parts += [self.at.text[done:start], new]
            done = end
        result = "".join([*parts, self.at.text[done:]])
        return result if self.at.complete else result.removesuffix(self.at.newline)

    def edit_value(self, path: Path_, before: Any, after: Any) -> None:
        """Change the value at a path from ``before`` to ``after``, as little as possible."""
        style = self.at.spans[path].style
        if style == "block" and isinstance(before, Mapping) and isinstance(after, Mapping) and after:
            self._edit_mapping(path, before, after)
        elif style == "block" and _is_list(before) and _is_list(after) and after:
            self._edit_sequence(path, before, after)
        elif style != "flow" or not self._edit_flow(path, before, after):
            self._replace(path, after)

    def _edit_mapping(self, path: Path_, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        present = list(self.at.value_at(path))
        removed = [key for key in present if key in before and key not in after]
        if any(self.at.prefix_of((*path, key)).strip() for key in removed):
            self._replace(path, after)
            return
        for key in present:
            old = before.get(key, _ABSENT)
            if key in removed:
                self._remove((*path, key), self.at.spans[*path, key].column)
            elif key in after and old is _ABSENT:
                self._replace((*path, key), after[key])
            elif key in after and old != after[key]:
                self.edit_value((*path, key), old, after[key])
        self._insert_entries(path, present, after)

    def _insert_entries(self, path: Path_, present: Sequence[str], after: Mapping[str, Any]) -> None:
        column = self.at.spans[*path, present[0]].column
        anchor = None if not self.at.prefix_of((*path, present[0])).strip() else present[0]
        for key, value in after.items():
            if key in present:
                anchor = key
                continue
            first = (*path, present[0])
            place = self.at.top_of(first) if anchor is None else self.at.bottom_of((*path, anchor), column)
            self._insert_lines(place, render_entry(key, value, column, self.at.step, self.at.dash))

    def _edit_sequence(self, path: Path_, before: Sequence[Any], after: Sequence[Any]) -> None:
        prefixes = {self.at.prefix_of((*path, index)) for index in range(len(before))}
        if len(before) != len(self.at.value_at(path)) or any(prefix.strip() != "-" for prefix in prefixes):
            self._replace(path, after)
            return
        dash = next(iter(prefixes)).index("-")
        head = _common(before, after)
        tail = _common(before[head:][::-1], after[head:][::-1])
        old, new = range(head, len(before) - tail), range(head, len(after) - tail)
        for index in old[: len(new)]:
            self.edit_value((*path, index), before[index], after[index])
        for index in old[len(new) :]:
            self._remove((*path, index), dash)
        last = old[: len(new)][-1] if old and new else head - 1
        place = self.at.bottom_of((*path, last), dash) if last >= 0 else self.at.top_of((*path, 0))
        for index in new[len(old) :]:
            self._insert_lines(place, render_item(after[index], dash, self.at.step, self.at.dash))

    def _edit_flow(self, path: Path_, before: Any, after: Any) -> bool:
        """Change single values inside braces; False where more than that has changed."""
        span = self.at.spans[path]
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            same = list(before) == list(self.at.value_at(path)) and before.keys() == after.keys()
            changed = [key for key in after if same and before[key] != after[key]]
            return same and all(self._edit_flow((*path, key), before[key], after[key]) for key in changed)
        if span.style == "flow" or span.begin == span.end or isinstance(after, Mapping) or _is_list(after):
            return False
        begin, end = self.at.offset_of(span.begin), self.at.offset_of(span.end)
        self.edits.append((begin, end, render_scalar(after, flow=True)))
        return True

    def _replace(self, path: Path_, after: Any) -> None:
        """Put a new value where the value at a path stands; comments inside it move to their own lines."""
        span = self.at.spans[path]
        end = self.at.end_of(path)
        start = self.at.after_colon(span) if span.key_end else self.at.offset_of(span.begin)
        self.edits = [edit for edit in self.edits if not start <= edit[0] <= edit[1] <= end]
        head, body = self._rendered(span, after, start)
        below = self.at.bottom_of(path, span.column)
        if isinstance(after, str) and body and below != self.at.next_line(end):
            head, body = f" {render_scalar(after)}", []  # A block would swallow the comments that follow.
        self.edits.append((start, end, head))
        kept = [" " * span.column + comment.text for comment in self.at.comments_in(start, end)]
        if kept and not self.at.prefix_of(path).strip():
            self._insert_lines(self.at.starts[span.first - 1], kept)
            kept = []
        self._insert_lines(below, [*body, *kept])

    def _rendered(self, span: Span, after: Any, start: int) -> tuple[str, list[str]]:
        at = start - self.at.starts[self.at.line_of(start)] + 1
        if span.style == "flow":
            padded = self.at.text[self.at.offset_of(span.begin) + 1] == " "
            inline = render_inline(after, " " if padded else "")
            if at + len(inline) <= WIDEST and "\\n" not in inline:
                return (f" {inline}" if span.key_end else inline), []
        if span.key_end:
            return render_value(after, span.column, at, self.at.step, self.at.dash)
        if isinstance(after, Mapping) and after:
            lines = list(render_mapping(after, span.column, self.at.step, self.at.dash))
            return lines[0].lstrip(), lines[1:]
        return render_inline(after), []

    def _remove(self, path: Path_, column: int) -> None:
        start = self.at.starts[self.at.spans[path].first - 1]
        end = self.at.bottom_of(path, column)
        kept = [" " * column + comment.text + self.at.newline for comment in self.at.comments_in(start, end)]
        self.edits.append((start, end, "".join(kept)))

    def _insert_lines(self, place: int, lines: Sequence[str]) -> None:
        self.edits.append((place, place, "".join(line + self.at.newline for line in lines)))


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _common(one: Sequence[Any], other: Sequence[Any]) -> int:
    """How many items are the same from the start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))
