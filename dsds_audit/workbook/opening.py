"""A workbook's file as rows of values, bounded whatever the file holds; nothing in it is ever run."""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dsds_audit.errors import Problem
from dsds_audit.speech import mark, say
from dsds_audit.workbook.archive import LARGEST_CONTENT, LARGEST_FILE, TooMuchError, pack_plainly, unpack
from dsds_audit.workbook.books import Book, book_in, make_plain
from dsds_audit.workbook.extent import MOST_CELLS, Cell, Survey, survey
from dsds_audit.workbook.values import cell_name

_MOST_SHEETS = 60
_MOST_TEXT = 256_000_000  # bytes
_SMALLEST = len('<c t="s"><v>0</v></c>')  # Bytes of a cell that holds one of the shared texts.
_WAY_OUT = mark("Please send the workbook again as it was saved, as an .xlsx file without a password.")
_NEVER_READ = ("docProps/", "xl/theme/", "xl/media/", "xl/drawings/", "xl/vbaProject", "xl/externalLinks/")
_COMMENTS = mark(
    "it holds comments beside cells, which are not read. Please type what should count into the answers."
)
_NOT_READ: Mapping[str, str] = {
    "xl/vbaProject.bin": mark(
        "it holds macros, which were not run. Please type what should count into the answers."
    ),
    "xl/externalLinks/": mark(
        "it points to other files, which were not looked at. Please type what should count into the answers."
    ),
    "xl/comments": _COMMENTS,
    "xl/threadedComments/": _COMMENTS,
    "xl/drawings/drawing": mark(
        "it holds pictures or text boxes, which are not read. Please type what should count into the answers."
    ),
}


@dataclass(frozen=True, slots=True)
class Rows:
    """A sheet's cells, row by row from A1; ``computed`` are the cells, from 0, with a formula or an error."""

    sheet: str
    rows: list[list[Any]]
    computed: Mapping[Cell, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file holds: its sheets, what else it holds that is not read, or why it cannot be read."""

    sheets: tuple[Rows, ...] = ()
    notes: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


def open_workbook(content: bytes, place: str) -> Opened:
    """The sheets of an .xlsx or .xlsm file; ``place`` names the file in problems (AUD145, AUD146)."""
    if len(content) > LARGEST_FILE:
        message = say("is larger than {size} MB.", size=LARGEST_FILE // 1_000_000)
        return _refused("AUD146", f"{message} {say(_TOO_MUCH)}", place)
    if fault := _fault_of_kind(content):
        return _refused("AUD145", fault, place)
    try:
        entries = unpack(content, _NEVER_READ)
        book = book_in(entries)
        surveys = _look_through(entries, book)
        if far := _far_cell(surveys):
            return _refused("AUD146", far, place)
        sheets = tuple(_read_sheets(entries, book, surveys))
    except TooMuchError:
        size = LARGEST_CONTENT // 1_000_000
        message = say("unpacks to more than {size} MB, or to very many parts.", size=size)
        return _refused("AUD146", f"{message} {say(_TOO_MUCH)}", place)
    except ValueError:
        message = f"{say('is damaged or cut off, and cannot be read.')} {say(_WAY_OUT)}"
        return _refused("AUD145", message, place)
    return Opened(sheets, tuple(_notes(entries, place)))


_TOO_MUCH = mark("No workbook of ours is. Please copy the answers into a new one.")


def _refused(code: str, message: str, place: str) -> Opened:
    return Opened(problems=(Problem(code, message, place),))


def _fault_of_kind(content: bytes) -> str:
    """Why a file is no .xlsx at all; empty where it may be one."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return say(
            "is an old .xls file, or has a password. Please open it and save it as .xlsx, without one."
        )
    if not content.startswith(b"PK\x03\x04"):
        return f"{say('is no Excel workbook.') if content else say('is empty.')} {say(_WAY_OUT)}"
    if b"mimetypeapplication/vnd.oasis.opendocument" in content[:200]:
        return say("is an OpenDocument file. Please open it and save it as .xlsx (Excel 2007-365).")
    return ""


def _look_through(entries: Mapping[str, bytes], book: Book) -> dict[str, Survey]:
    """What is known of the cells of every sheet that may hold some, by the name of its entry."""
    names = [name for _, name in book.sheets if b"sheetData" in entries.get(name, b"")]
    surveys = {name: survey(entries[name]) for name in names}
    _bound_texts(entries.get(book.texts, b""), surveys.values())
    return surveys


def _far_cell(surveys: Mapping[str, Survey]) -> str:
    """What is wrong where a sheet is so large that the cells between could not be held."""
    cells = 0
    for name, sheet in surveys.items():
        cells += sheet.rows * sheet.columns
        if cells > MOST_CELLS:
            last = cell_name(sheet.rows - 1, sheet.columns - 1)
            return say(
                "reaches as far as {cell} in {sheet}, with nothing of ours there. Please delete the rows and "
                "columns beyond the answers, and save it again.",
                cell=last,
                sheet=name.rpartition("/")[2],
            )
    return ""


def _bound_texts(shared: bytes, surveys: Iterable[Survey]) -> None:
    """Raise TooMuchError where a long text, kept once, may stand in very many cells."""
    cells = sum(len(each.sheet) for each in surveys) // _SMALLEST
    if len(shared) * cells > _MOST_TEXT and cells * max(map(len, shared.split(b"si>"))) > _MOST_TEXT:
        raise TooMuchError


def _read_sheets(entries: Mapping[str, bytes], book: Book, surveys: Mapping[str, Survey]) -> Iterator[Rows]:
    """Every sheet's cells; ValueError where the library that reads them cannot.

    The library is given a book of our own making, of what was looked through here and nothing else: so it
    cannot understand the file in another way than we do.
    """
    from python_calamine import CalamineError, load_workbook

    if len(book.sheets) > _MOST_SHEETS:
        raise TooMuchError
    looked_through = [known.sheet for known in surveys.values()]
    try:
        plain = load_workbook(io.BytesIO(pack_plainly(make_plain(book, entries, looked_through))))
        names = dict(zip(surveys, plain.sheet_names, strict=True))
        for title, name in book.sheets:
            if name in surveys:
                rows = plain.get_sheet_by_name(names[name]).to_python(skip_empty_area=False)
                yield Rows(title, rows, surveys[name].computed)
            else:  # A chart, say.
                yield Rows(title, [])
    except (CalamineError, OSError) as error:
        raise ValueError(str(error)) from error
    except BaseException as error:  # What the library itself trips over arrives as a panic.
        if type(error).__name__ != "PanicException":
            raise
        raise ValueError(str(error)) from error


def _notes(entries: Mapping[str, bytes], place: str) -> Iterator[Problem]:
    found = {text for start, text in _NOT_READ.items() if any(name.startswith(start) for name in entries)}
    for text in sorted(found):
        yield Problem("AUD152", say(text), place)
