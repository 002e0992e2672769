"""A workbook's file as rows of values, bounded whatever the file holds; nothing in it is ever run."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

from dsds_audit.errors import Problem
from dsds_audit.speech import mark, say
from dsds_audit.workbook.archive import LARGEST_CONTENT, LARGEST_FILE, TooMuchError, pack_plainly, unpack
from dsds_audit.workbook.extent import MOST_CELLS, Cell, Survey, survey
from dsds_audit.workbook.values import cell_name

_MOST_SHEETS = 60
_MOST_TEXT = 256_000_000  # bytes
_SMALLEST = len('<c t="s"><v>0</v></c>')  # Bytes of a cell that holds one of the shared texts.
_WAY_OUT = mark("Please send the workbook again as it was saved, as an .xlsx file without a password.")
_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATION_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
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
        surveys = _look_through(entries)
        if far := _far_cell(surveys):
            return _refused("AUD146", far, place)
        sheets = tuple(_read_sheets(entries, surveys))
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


def _look_through(entries: Mapping[str, bytes]) -> dict[str, Survey]:
    """What is known of the cells of every entry that may hold some."""
    surveys = {name: survey(entry) for name, entry in entries.items() if b"sheetData" in entry}
    _bound_texts(entries, surveys.values())
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


def _bound_texts(entries: Mapping[str, bytes], surveys: Iterable[Survey]) -> None:
    """Raise TooMuchError where a long text, kept once, may stand in very many cells."""
    shared = next((entries[name] for name in entries if name.lower() == "xl/sharedstrings.xml"), b"")
    cells = sum(len(each.sheet) for each in surveys) // _SMALLEST
    if len(shared) * cells > _MOST_TEXT and cells * max(map(len, shared.split(b"si>"))) > _MOST_TEXT:
        raise TooMuchError


def _read_sheets(entries: Mapping[str, bytes], surveys: Mapping[str, Survey]) -> Iterator[Rows]:
    """Every sheet's cells; ValueError where the library that reads them cannot.

    The library is given what was checked here and nothing else.
    """
    from python_calamine import CalamineError, load_workbook

    paths = _paths_of_sheets(entries.get(_BOOK, b""), entries.get(_RELATIONS, b""))
    checked = {**entries, **{name: sheet.sheet for name, sheet in surveys.items()}}
    try:
        book = load_workbook(io.BytesIO(pack_plainly(checked)))
        names = book.sheet_names
        if len(names) > _MOST_SHEETS:
            raise TooMuchError
        _refuse_doubles(names)
        for name in names:
            known = surveys.get(paths.get(name, ""))
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if rows and not known:
                raise ValueError("a sheet holds cells that were not looked through")
            yield Rows(name, rows, known.computed if known else {})
    except (CalamineError, OSError) as error:
        raise ValueError(str(error)) from error
    except BaseException as error:  # What the library itself trips over arrives as a panic.
        if type(error).__name__ != "PanicException":
            raise
        raise ValueError(str(error)) from error


@lru_cache(maxsize=1)  # Workbooks of one rubric have the same sheets, however they are filled in.
def _paths_of_sheets(book: bytes, relations: bytes) -> Mapping[str, str]:
    """Each sheet's name with the entry that holds it."""
    if b"<!" in book.replace(b"<!--", b"") or b"<!" in relations.replace(b"<!--", b""):
        raise ValueError("it declares a document type")
    try:
        targets = {each.get("Id", ""): each.get("Target", "") for each in ElementTree.fromstring(relations)}
        sheets = [each for each in ElementTree.fromstring(book).iter() if each.tag.endswith("}sheet")]
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from error
    paths: dict[str, str] = {}
    for sheet in sheets:
        target = targets.get(sheet.get(_RELATION) or sheet.get(_RELATION_STRICT) or "", "")
        paths[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    _refuse_doubles([path.casefold() for path in paths.values()])
    return paths


def _refuse_doubles(names: Sequence[str]) -> None:
    """Raise ValueError where one sheet is named twice: it would be held as often."""
    if len(set(names)) < len(names):
        raise ValueError("a sheet is named twice")


def _notes(entries: Mapping[str, bytes], place: str) -> Iterator[Problem]:
    found = {text for start, text in _NOT_READ.items() if any(name.startswith(start) for name in entries)}
    for text in sorted(found):
        yield Problem("AUD152", say(text), place)
