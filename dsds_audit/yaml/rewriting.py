"""A record written into a YAML text, with a person's lines left alone."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from dsds_audit.errors import AuditError, Problem
from dsds_audit.speech import mark, say
from dsds_audit.yaml.edits import edit_text
from dsds_audit.yaml.files import joined_surrogates
from dsds_audit.yaml.layout import Layout, UnfitError
from dsds_audit.yaml.records import Kind, Model, sound_record
from dsds_audit.yaml.text import render_mapping

_SCHEMA_LINE = re.compile(r"# yaml-language-server: \$schema=.*")
_ENCODINGS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_UNWRITABLE = {
    "assessment": mark(
        "the assessment cannot be written: {why}. Please correct the text that you typed last."
    ),
    "plan": mark("the plan cannot be written: {why}. Please correct the text that you typed last."),
    "theme": mark("the theme cannot be written: {why}. Please correct the text that you typed last."),
}

Plain = Mapping[str, Any]


def render_record(
    kind: Kind[Model],
    target: Model,
    plain: Callable[[Model], Plain],
    previous: bytes | None,
    schema: str | None,
    stale: Callable[[Model], bool],
) -> bytes:
    """The text of a record; ``plain`` makes the values to write, in their order.

    ``previous`` is what the file holds now: its lines stay byte for byte but for those of what has changed,
    and so do its comments. Where it is written in a way that cannot be changed in place (JSON, say), all is
    written anew, with the comments at the end. ``schema`` is the address an editor finds the JSON Schema at;
    ``stale`` says whether the one that was named for what the file holds now has to go.

    Raises the kind's error where ``previous`` is no such record, or where no file can hold the target
    (AUD024).
    """
    if previous is None:
        return _checked(kind, _fresh(plain(target), schema), target, ())
    before, layout = sound_record(kind, previous).record, _layout_of(kind, previous)
    line = _schema_line(schema) if schema and stale(before) else None
    comments = [_current(comment.text, line) for comment in layout.comments]
    try:
        text = edit_text(layout, plain(before), plain(target))
        return _checked(kind, _encoded(previous, text, line), target, comments)
    except (UnfitError, kind.error):
        return _checked(kind, _fresh(plain(target), schema, comments), target, comments)


@lru_cache(maxsize=2)
def _layout_of(kind: Kind[Any], content: bytes) -> Layout:
    """Where everything stands in a text; remembered because what one save writes the next one changes."""
    return Layout(_decoded(joined_surrogates(content))[2], sound_record(kind, content).document)


def _checked(kind: Kind[Any], content: bytes, target: BaseModel, comments: Sequence[str]) -> bytes:
    """The text, if it reads back as the target with all its comments; raises the kind's error (AUD024)."""
    try:
        record = sound_record(kind, content).record
    except AuditError as error:
        raise kind.error([_unwritable(kind, str(problem)) for problem in error.problems]) from error
    if record != target:
        raise kind.error(_unwritable(kind, say("it would not read back the same")))
    if Counter(comments) - Counter(comment.text for comment in _layout_of(kind, content).comments):
        raise kind.error(_unwritable(kind, say("a comment would be lost")))
    return content


def _unwritable(kind: Kind[Any], why: str) -> Problem:
    return Problem("AUD024", say(_UNWRITABLE[kind.noun], why=why.removesuffix(".")))


def _encoded(previous: bytes, text: str, line: str | None) -> bytes:
    mark, encoding, _ = _decoded(previous)
    first = _SCHEMA_LINE.match(text)
    if first:
        named = first[0].rstrip()
        text = _current(named, line) + text[len(named) :]
    return mark + text.encode(encoding)


def _current(comment: str, line: str | None) -> str:
    """A comment as it stands; but the one that names the schema follows the record."""
    return line if line and _SCHEMA_LINE.fullmatch(comment) else comment


def _fresh(plain: Plain, schema: str | None, comments: Sequence[str] = ()) -> bytes:
    first = [_schema_line(schema)] if schema else []
    rest = [comment for comment in comments if comment not in first]
    lines = [*first, *render_mapping(plain, 0), *rest]
    return "".join(f"{line}\n" for line in lines).encode()


def _schema_line(schema: str) -> str:
    return f"# yaml-language-server: $schema={schema}"


def _decoded(content: bytes) -> tuple[bytes, str, str]:
    """The byte order mark, the encoding, and the text after the mark."""
    for start, encoding in {**_ENCODINGS, b"\xef\xbb\xbf": "utf-8", b"": "utf-8"}.items():
        if content.startswith(start):
            return start, encoding, content[len(start) :].decode(encoding)
    raise AssertionError("every text starts with nothing")
