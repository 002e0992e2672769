"""A written report as a PDF that anyone can read, with eyes or with ears: tagged, by PDF/UA-1."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dsds_audit.report.blocks import (
    Block,
    Boxes,
    Bullets,
    Heading,
    Lines,
    Paragraph,
    Picture,
    Table,
    Text,
    in_words,
)
from dsds_audit.report.templates import read_template
from dsds_audit.report.text import plain
from dsds_audit.theme import PLAIN, Letterhead

if TYPE_CHECKING:
    import typst

_SIZE = 9.5  # points


def write_pdf(
    blocks: Iterable[Block],
    title: str,
    date: dt.date,
    letterhead: Letterhead = PLAIN,
    *,
    one_page: bool = False,
    form: bool = False,
) -> bytes:
    """Blocks as a PDF with bookmarks, alternative texts and its fonts inside; the same bytes each time.

    ``title`` is the document's own and stands on top of every page but the first; ``date`` is when what it
    tells was so. With ``one_page`` the text is made smaller until all of it fits, as far as it can be read; a
    ``form`` has room to write in, and no question of it breaks over two pages.
    """
    import typst

    report = {
        "title": plain(title),
        "size": _SIZE,
        "one_page": one_page,
        "form": form,
        "theme": _theme(letterhead),
        "blocks": list(_records(blocks)),
    }
    compiler = typst.Compiler(
        read_template("report.typ").encode(), font_paths=_fonts(), sys_inputs={"report": json.dumps(report)}
    )
    at = dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC)
    made = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=at)
    if not isinstance(made, bytes):
        raise TypeError("a document without an output is bytes")
    return made


@lru_cache(maxsize=1)
def _fonts() -> "typst.Fonts":
    """The fonts that come with matplotlib, so that every computer sets the same lines."""
    import matplotlib as mpl
    import typst

    folder = Path(mpl.get_data_path(), "fonts", "ttf")
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[str(folder)])


def _theme(letterhead: Letterhead) -> dict[str, Any]:
    theme, logo = letterhead.theme, letterhead.logo
    return {
        "organization": plain(theme.organization or ""),
        "address": [plain(line) for line in theme.address],
        "footer": plain(theme.footer or ""),
        "color": theme.color,
        "paper": theme.paper,
        "logo": logo and {"content": list(logo.content), "format": logo.format, "text": plain(logo.text)},
    }


def _records(blocks: Iterable[Block]) -> Iterator[dict[str, Any]]:
    """What the template reads; pictures that follow one another stand side by side."""
    for pictures, group in groupby(blocks, lambda block: isinstance(block, Picture)):
        if pictures:
            row = [_picture(block) for block in group if isinstance(block, Picture)]
            yield {"kind": "pictures", "pictures": row}
        else:
            yield from (_record(block) for block in group)


def _record(block: Block) -> dict[str, Any]:
    match block:
        case Heading(text, level):
            return {"kind": "heading", "text": plain(text), "level": level}
        case Paragraph(text):
            return {"kind": "paragraph", "runs": _runs(text)}
        case Bullets(items):
            return {"kind": "bullets", "items": [_runs(item) for item in items]}
        case Table(_, columns, rows, widths):
            cells = [_runs(cell) for row in rows for cell in row]
            return {
                "kind": "table",
                "columns": [plain(column) for column in columns],
                "cells": cells,
                "widths": widths,
            }
        case Boxes(items):
            return {"kind": "boxes", "items": [_runs(item) for item in items]}
        case Lines(label, count):
            return {"kind": "lines", "label": plain(label), "count": count}
        case Picture():
            return _picture(block)


def _picture(picture: Picture) -> dict[str, Any]:
    from dsds_audit.report.charts.files import to_svg

    figure = picture.draw()
    return {"svg": to_svg(figure), "caption": plain(picture.caption), "alt": in_words(figure)}


def _runs(text: Text) -> list[dict[str, Any]]:
    return [{"text": plain(run.text), "strong": run.strong, "aside": run.emphasis} for run in text]
