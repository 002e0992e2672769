"""Which entries of an archive are a workbook's sheets, and a book of those alone, made anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from posixpath import normpath
from xml.etree import ElementTree

_ROOT, _BOOK, _RELATIONS = "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_TEXTS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True, slots=True)
class Book:
    """What a workbook is made of.

    ``sheets`` are the names of the sheets, in order, each with the name of its entry; ``texts`` and
    ``styles`` name the entries of shared texts and of formats. Any of these may name an entry that is not
    there. In a book ``from_1904``, that year is where the days are counted from.
    """

    sheets: tuple[tuple[str, str], ...]
    texts: str = _TEXTS
    styles: str = _STYLES
    from_1904: bool = False


def book_in(entries: Mapping[str, bytes]) -> Book:
    """The workbook in an archive; raises ValueError where it is damaged, or where one entry is two sheets."""
    names = {_plainly(name): name for name in entries}
    if len(names) < len(entries):
        raise ValueError("two entries have one name")

    def held_in(path: str) -> bytes:
        return entries.get(names.get(_plainly(path), ""), b"")

    path = _path_of_book(held_in(_ROOT))
    folder, _, own = path.rpartition("/")
    meant = _book_of(folder, held_in(path), held_in(f"{folder}/_rels/{own}.rels"))
    sheets = tuple((title, names.get(_plainly(path), path)) for title, path in meant.sheets)
    held = [name for _, name in sheets if name in entries]
    if len(set(held)) < len(held):
        raise ValueError("one entry is two sheets")
    texts, styles = (names.get(_plainly(path), path) for path in (meant.texts, meant.styles))
    return replace(meant, sheets=sheets, texts=texts, styles=styles)


def make_plain(book: Book, entries: Mapping[str, bytes], sheets: Sequence[bytes]) -> Mapping[str, bytes]:
    """The entries of a workbook with these sheets, named by numbers, and the book's texts and formats."""
    own = {
        path: entries[name]
        for path, name in ((_TEXTS, book.texts), (_STYLES, book.styles))
        if name in entries
    }
    named = {f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(sheets, 1)}
    return {**_around(len(sheets), book.from_1904), **own, **named}


def _plainly(path: str) -> str:
    return path.replace("\\", "/").removeprefix("/").casefold()


@lru_cache(maxsize=1)
def _path_of_book(root: bytes) -> str:
    related = _related("", root) if root else []
    return next((path for kind, _, path in related if kind == "officeDocument"), _BOOK)


@lru_cache(maxsize=1)  # Workbooks of one rubric have the same sheets, however they are filled in.
def _book_of(folder: str, book: bytes, relations: bytes) -> Book:
    root, related = _read(book), _related(folder, relations)
    paths = {name: path for _, name, path in related}
    kinds = {kind: path for kind, _, path in related}
    sheets = [
        sheet for part in root if _local(part) == "sheets" for sheet in part if _local(sheet) == "sheet"
    ]
    ids = [sheet.get(f"{{{_OFFICE}}}id") or sheet.get(f"{{{_STRICT}}}id") or "" for sheet in sheets]
    return Book(
        tuple((sheet.get("name", ""), paths.get(name, "")) for sheet, name in zip(sheets, ids, strict=True)),
        kinds.get("sharedStrings", _TEXTS),
        kinds.get("styles", _STYLES),
        any(part.get("date1904") in ("1", "true") for part in root if _local(part) == "workbookPr"),
    )


def _related(folder: str, relations: bytes) -> list[tuple[str, str, str]]:
    """The kind, the name and the path of everything that something in a folder is related to."""
    return [
        (each.get("Type", "").rpartition("/")[2], each.get("Id", ""), _inside(folder, each.get("Target", "")))
        for each in _read(relations)
    ]


def _read(content: bytes) -> ElementTree.Element:
    if b"<!" in content.replace(b"<!--", b""):
        raise ValueError("it declares a document type")
    try:
        return ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from error


def _inside(folder: str, target: str) -> str:
    """The path that a target means; some programs write it from the top without saying so."""
    from_top = target.startswith(("/", f"{folder}/"))
    return normpath(target if from_top else f"{folder}/{target}").lstrip("/")


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


@lru_cache(maxsize=1)
def _around(count: int, from_1904: bool) -> Mapping[str, bytes]:
    """The entries that say that there are so many sheets."""
    numbers = range(1, count + 1)
    sheets = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    counted = f'<workbookPr date1904="{int(from_1904)}"/>'
    book = f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{counted}<sheets>{sheets}</sheets></workbook>'
    targets = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    relations = f'<Relationships xmlns="{_PACKAGE}">{targets}</Relationships>'
    about = f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="{_BOOK}"/>'
    root = f'<Relationships xmlns="{_PACKAGE}">{about}</Relationships>'
    return {_ROOT: root.encode(), _BOOK: book.encode(), _RELATIONS: relations.encode()}
