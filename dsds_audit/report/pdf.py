"""A written report as a PDF that anyone can read, with eyes or with ears: tagged, by PDF/UA-1."""

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import category

from dsds_audit.languages import ENGLISH, direction_of
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
    in_words,
    staying_with_next,
)
from dsds_audit.report.templates import read_template
from dsds_audit.report.text import around_blanks
from dsds_audit.report.text import plain as printed
from dsds_audit.speech import say
from dsds_audit.theme import PLAIN, Letterhead

if TYPE_CHECKING:
    import typst

_SIZE = 9.5  # points
_IN_A_LINE, _SMALL_IN_A_LINE = 80, 100  # letters, about, over the width of a page; those of tables
_TOGETHER = re.compile(r"\(\d+ (?:of|de|sur) \d+\)|\d %")


def write_pdf(
    blocks: Iterable[Block],
    title: str,
    date: dt.date,
    letterhead: Letterhead = PLAIN,
    *,
    one_page: bool = False,
    form: bool = False,
    language: str = ENGLISH,
) -> bytes:
    """Blocks as a PDF with bookmarks, alternative texts and its fonts inside; the same bytes each time.

    ``title`` is the document's own and stands on top of every page but the first; ``date`` is when what it
    tells was so. With ``one_page`` the text is made smaller until all of it fits, as far as it can be read; a
    ``form`` has room to write in, and no question of it breaks over two pages. ``language`` is the one that
    most of it is in; pages and columns run as that is read.

    Where a sign was typed that no font can draw, the sign for what cannot be shown stands in its place.
    """
    import typst

    primary, region = _as_typst_names(language)
    report = {
        "title": plain(title),
        "size": _SIZE,
        "one_page": one_page,
        "form": form,
        "language": primary,
        "region": region,
        "direction": direction_of(language),
        "page_number": around_blanks(say("{page} of {pages}")),
        "theme": _theme(letterhead),
        "blocks": list(_records(list(blocks))),
    }
    given = json.dumps(report, ensure_ascii=False)
    try:
        return _compiled(given, date)
    except typst.TypstError:  # The standard forbids what no font can draw, such as a keycap around a figure.
        try:
            return _compiled(_drawable(given, marks_only=True), date)
        except typst.TypstError:
            return _compiled(_drawable(given), date)


def _compiled(report: str, date: dt.date) -> bytes:
    """The PDF of a report that the template reads as JSON; raises TypstError."""
    import typst

    template = read_template("report.typ").encode()
    compiler = typst.Compiler(template, font_paths=_fonts(), sys_inputs={"report": report})
    at = dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC)
    made = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=at)
    if not isinstance(made, bytes):
        raise TypeError("a document without an output is bytes")
    return made


def _as_typst_names(language: str) -> tuple[str, str | None]:
    """A language as typst names it, and its region; private languages have no name there."""
    primary, *parts = language.partition("-x-")[0].split("-")
    region = next((part for part in parts if len(part) == 2 and part.isalpha()), None)
    return (primary, region) if len(primary) > 1 else ("und", None)


@lru_cache(maxsize=1)
def _fonts() -> "typst.Fonts":
    """The fonts that come with matplotlib, so that every computer sets the same lines."""
    import matplotlib as mpl
    import typst

    folder = Path(mpl.get_data_path(), "fonts", "ttf")
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[str(folder)])


def _drawable(text: str, *, marks_only: bool = False) -> str:
    """Text without what the bundled font cannot draw, or only without such marks upon letters of its own."""
    from matplotlib import get_data_path
    from matplotlib.ft2font import FT2Font

    known = FT2Font(str(Path(get_data_path(), "fonts", "ttf", "DejaVuSans.ttf"))).get_charmap()
    written, base = [], " "
    for sign in text:
        mark = category(sign).startswith("M")
        base = base if mark else sign
        kept = ord(sign) in known or (marks_only and not (mark and ord(base) in known))
        written.append(sign if kept else "\N{REPLACEMENT CHARACTER}")
    return "".join(written)


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


def _records(blocks: Sequence[Block]) -> Iterator[dict[str, Any]]:
    """What the template reads; pictures that follow one another stand side by side."""
    tied = zip(blocks, staying_with_next(blocks), strict=True)
    for pictures, group in groupby(tied, lambda pair: isinstance(pair[0], Picture)):
        if pictures:
            row = [_picture(block) for block, _ in group if isinstance(block, Picture)]
            yield {"kind": "pictures", "pictures": row}
        else:
            yield from ({**_record(block), "with_next": with_next} for block, with_next in group)


def _record(block: Block) -> dict[str, Any]:
    match block:
        case Heading(text, level, own):
            runs = _runs((Run(text, language=own),), _IN_A_LINE // 2)
            return {"kind": "heading", "runs": runs, "level": level}
        case Paragraph(text):
            return {"kind": "paragraph", "runs": _runs(text)}
        case Bullets(items):
            return {"kind": "bullets", "items": [_runs(item) for item in items]}
        case Table():
            return _table(block)
        case Boxes(items):
            return {"kind": "boxes", "items": [_runs(item) for item in items]}
        case Lines(label, count):
            return {"kind": "lines", "label": plain(label), "count": count}
        case Picture():
            return _picture(block)


def _table(table: Table) -> dict[str, Any]:
    """A table; a cell that is ``long`` may go on on the next page, which a short one does not."""
    rooms = [max(3, _SMALL_IN_A_LINE * share // sum(table.widths) - 2) for share in table.widths]
    cells = [
        {
            "runs": _runs(tuple(replace(run, text=_kept(run.text)) for run in text), room),
            "long": sum(len(run.text) for run in text) > 30 * room,
        }
        for row in table.rows
        for text, room in zip(row, rooms, strict=True)
    ]
    heads = [_runs((Run(name),), room) for name, room in zip(table.columns, rooms, strict=True)]
    return {"kind": "table", "columns": heads, "cells": cells, "widths": table.widths}


def _picture(picture: Picture) -> dict[str, Any]:
    from dsds_audit.report.charts.files import to_svg

    figure = picture.draw()
    return {"svg": to_svg(figure), "caption": plain(picture.caption), "alt": in_words(figure)}


def plain(text: str) -> str:
    """Text as a PDF can hold it: a mark of byte order, which pastes bring along, becomes a word joiner."""
    return printed(text).replace("\N{ZERO WIDTH NO-BREAK SPACE}", "\N{WORD JOINER}")


def _runs(text: Text, room: int = _IN_A_LINE) -> list[dict[str, Any]]:
    """Text where a line holds so many letters; what holds a word with more of them is ``wide``."""
    return [
        {
            "text": plain(run.text),
            "strong": run.strong,
            "aside": run.emphasis,
            "wide": room if any(len(word) > room for word in run.text.split()) else 0,
            "language": run.language and _as_typst_names(run.language)[0],
            "direction": run.language and direction_of(run.language),
        }
        for run in text
    ]


def _kept(text: str) -> str:
    """What a narrow column should not tear apart: ``(1 of 2)``, ``75 %``."""
    blank = "\N{NO-BREAK SPACE}"
    return _TOGETHER.sub(lambda found: found[0].replace(" ", blank), text)
