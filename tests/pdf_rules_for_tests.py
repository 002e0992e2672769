"""What a program can check of the rules of PDF/UA-1, by the Matterhorn Protocol."""

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

_SHOWS = {b"Tj", b"TJ", b"'", b'"', b"Do", b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"sh"}
_KNOWN = {
    *("Document", "Part", "Sect", "Div", "P", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody"),
    *("Table", "THead", "TBody", "TFoot", "TR", "TH", "TD", "Figure", "Caption", "Span", "Link", "Formula"),
    *("NonStruct", "Quote", "Code", "Note", "Art", "BlockQuote", "Reference", "TOC", "TOCI"),
}


def faults_in(content: bytes) -> list[str]:
    """Each rule that a PDF breaks, with where; empty where it holds them all."""
    reader = PdfReader(BytesIO(content))
    tree = reader.trailer["/Root"]["/StructTreeRoot"]
    elements = list(_elements(tree, "", None))
    roles = {str(name)[1:] for name in tree.get("/RoleMap", {})}
    return [
        *_of_the_document(reader),
        *_of_the_tags(elements, roles),
        *_of_the_content(reader, _numbers(elements)),
        *_of_the_fonts(reader),
    ]


def _of_the_document(reader: PdfReader) -> Iterator[str]:
    root = reader.trailer["/Root"]
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "06: it does not say that it is tagged"
    if root.get("/MarkInfo", {}).get("/Suspects", False) == True:  # noqa: E712 - an object of its own
        yield "05: its tags are suspect"
    if not root.get("/Lang"):
        yield "11-006: no language"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "07-001: the title is not shown"
    metadata = root["/Metadata"].get_data()
    if b"dc:title" not in metadata or b"pdfuaid:part" not in metadata:
        yield "06-002: no title or standard in the metadata"
    if "/OCProperties" in root or "/JavaScript" in root.get("/Names", {}) or "/OpenAction" in root:
        yield "it does something by itself"
    for number, page in enumerate(reader.pages, start=1):
        if "/Annots" in page and page.get("/Tabs") != "/S":
            yield f"28-009: page {number} has no order of tabs"


def _of_the_tags(elements: list[tuple[str, Any, str]], roles: set[str]) -> Iterator[str]:
    for kind, element, above in elements:
        if kind not in _KNOWN | roles:
            yield f"02-001: {kind} is no tag of the standard"
        if kind == "Figure" and not str(element.get("/Alt", "")).strip():
            yield "13-004: a figure without words"
        if (kind == "LI" and above != "L") or (kind in ("Lbl", "LBody") and above != "LI"):
            yield f"09-005: {kind} in {above}"
        if kind == "TR" and above not in ("Table", "THead", "TBody", "TFoot"):
            yield f"09-004: TR in {above}"
        if kind in ("TH", "TD") and above != "TR":
            yield f"09-004: {kind} in {above}"
        if kind == "TH" and not any("/Scope" in each for each in _attributes(element)):
            yield "15-003: a head without its scope"
        if kind == "Table":
            yield from _of_a_table(element)
    levels = [int(kind[1]) for kind, _, _ in elements if len(kind) == 2 and kind[0] == "H"]
    if (levels and levels[0] != 1) or any(now - before > 1 for before, now in pairwise(levels)):
        yield f"14-003: levels of headings are left out: {levels}"


def _of_a_table(table: Any) -> Iterator[str]:
    rows = [element for kind, element, _ in _elements(table, "", None) if kind == "TR"]
    widths = {len([child for child in _children(row) if isinstance(child, dict)]) for row in rows}
    if len(widths) > 1:
        yield f"15-005: rows of {sorted(widths)} cells"
    if rows and not any(kind == "TH" for kind, _, _ in _elements(rows[0], "", None)):
        yield "15: a table without heads"


def _of_the_content(reader: PdfReader, known: set[tuple[int, int]]) -> Iterator[str]:
    """All that is shown is either tagged, and its tag is in the tree, or says that it is decoration."""
    for number, page in enumerate(reader.pages, start=1):
        open_marks: list[int | str | None] = []
        for operands, operator in ContentStream(page["/Contents"], reader).operations:
            if operator in (b"BMC", b"BDC"):
                about = operands[1] if len(operands) > 1 and isinstance(operands[1], dict) else {}
                open_marks.append("artifact" if operands[0] == "/Artifact" else about.get("/MCID"))
            elif operator == b"EMC":
                open_marks.pop()
            elif operator in _SHOWS:
                marks = [mark for mark in open_marks if mark is not None]
                if not marks:
                    yield f"01-005: page {number} shows what is neither tagged nor decoration ({operator!r})"
                elif marks[-1] != "artifact" and (page.indirect_reference.idnum, marks[-1]) not in known:
                    yield f"01-006: page {number} shows what no tag in the tree names"


def _of_the_fonts(reader: PdfReader) -> Iterator[str]:
    for number, page in enumerate(reader.pages, start=1):
        for name, font in page["/Resources"].get("/Font", {}).items():
            within = font.get("/DescendantFonts", [font])[0].get_object()
            about = within.get("/FontDescriptor", {})
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(about) and font["/Subtype"] != "/Type3":
                yield f"31-009: page {number}: {name} is not inside"
            if "/ToUnicode" not in font:
                yield f"10-001: page {number}: {name} does not say which letters it shows"


def _elements(node: Any, above: str, page: Any) -> Iterator[tuple[str, Any, str]]:
    for child in _children(node):
        if not isinstance(child, dict) or "/S" not in child:
            continue
        kind = child["/S"][1:]
        yield kind, child, above
        yield from _elements(child, kind if kind not in ("NonStruct", "Span") else above, page)


def _children(node: Any) -> list[Any]:
    held = node.get_object().get("/K", [])
    held = held.get_object() if hasattr(held, "get_object") else held
    return [child.get_object() for child in (held if isinstance(held, list) else [held])]


def _attributes(element: Any) -> list[Any]:
    held = element.get("/A", [])
    held = held.get_object() if hasattr(held, "get_object") else held
    return [each.get_object() for each in (held if isinstance(held, list) else [held])]


def _numbers(elements: list[tuple[str, Any, str]]) -> set[tuple[int, int]]:
    """Each piece of content that a tag names: its page, and its number there."""
    known = set()
    for _, element, _ in elements:
        for child in _children(element):
            if isinstance(child, dict) and child.get("/Type") == "/MCR":
                page = child.raw_get("/Pg") if "/Pg" in child else element.raw_get("/Pg")
                known.add((page.idnum, int(child["/MCID"])))
            elif isinstance(child, int):
                known.add((element.raw_get("/Pg").idnum, int(child)))
    return known
