"""What a sheet's XML holds, told before anything makes room for its cells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

Cell = tuple[int, int]
FORMULA, ERROR = "a formula", "an error"
MOST_CELLS = 1_000_000
# As every program writes a small sheet: each cell names its place first, in columns A to Z and the first
# 9,999 rows. Room for that is always made. Cells with a text of the shared ones are the most by far, and
# nothing that was matched is ever tried in another way.
_PLAIN = re.compile(
    rb'(?:<row r="[0-9]{1,4}+"[^>]*+>(?:'
    rb'<c r="[A-Z][0-9]{1,4}+"(?: s="[0-9]++")?+(?:/>| t="s"><v>[0-9]++</v></c>|'
    rb'(?: t="(?:s|n|b|str|inlineStr)")?+(?:/>|>'
    rb"(?:<f(?: [^>]*+)?+>[^<]*+</f>)?+(?:<v>[^<]*+</v>|<is><t[^>]*+>[^<]*+</t></is>)?+</c>))"
    rb")*+(?:</row>)?+\s*+)*+"
)
_PLACE = re.compile(r"\s*\$?([A-Za-z]*)\$?([0-9]*)\s*")
_BEGIN, _END, _CELL = b"<sheetData>", b"</sheetData>", b'<c r="'


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of a sheet.

    ``rows`` and ``columns`` lead from A1 to the last cell that holds something, none where that is near;
    ``computed`` are the cells, from 0, with a formula or an error; ``sheet`` is as much of the XML as holds
    the cells.
    """

    sheet: bytes
    rows: int = 0
    columns: int = 0
    computed: Mapping[Cell, str] = field(default_factory=dict)


def survey(sheet: bytes) -> Survey:
    """Look through the XML of a sheet; raises ValueError where it is not sound, or has a document type."""
    begin, end = sheet.find(b"sheetData") - 1, sheet.rfind(_END)
    if not sheet.startswith(_BEGIN, begin) or not _PLAIN.fullmatch(sheet, begin + len(_BEGIN), end):
        return measure(sheet)
    # The library goes through a sheet again to find merged cells; here it finds them at once.
    cells = b"".join((sheet[:begin], b"<mergeCells></mergeCells>", sheet[begin:end], _END, b"</worksheet>"))
    return Survey(cells, computed=_formulas_in(sheet, begin, end))


def measure(sheet: bytes) -> Survey:
    """The same by following every cell, however it is written: twenty times as slow; raises ValueError."""
    cells = _Cells()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = cells.start
    parser.StartDoctypeDeclHandler = cells.refuse
    try:
        parser.Parse(sheet, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    return Survey(sheet, cells.rows, cells.columns, cells.computed)


def _formulas_in(sheet: bytes, begin: int, end: int) -> dict[Cell, str]:
    """The cells of a plain sheet that hold a formula."""
    computed: dict[Cell, str] = {}
    at = sheet.find(b"<f", begin, end)
    while at >= 0:
        place = sheet.rfind(_CELL, begin, at) + len(_CELL)
        digits = sheet[place + 1 : sheet.find(b'"', place)]
        computed[int(digits) - 1, sheet[place] - ord("A")] = FORMULA
        at = sheet.find(b"<f", at + 1, end)
    return computed


class _Cells:
    """Follows the cells of a sheet; one without a place stands after the one before it."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self.computed: dict[Cell, str] = {}
        self._row, self._column = -1, -1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(" ")[2]
        if kind == "row":
            _, digits = _split(attributes.get("r", ""))
            self._row, self._column = (int(digits) - 1 if digits else self._row + 1), -1
        elif kind == "c":
            letters, digits = _split(attributes.get("r", ""))
            self._column = _number(letters) - 1 if letters else self._column + 1
            self._row = int(digits) - 1 if digits else self._row
            if attributes.get("t") == "e":
                self.computed[self._row, self._column] = ERROR
        elif kind in ("v", "is", "f", "t"):
            self.rows = max(self.rows, self._row + 1)
            self.columns = max(self.columns, self._column + 1)
            if kind == "f":
                self.computed[self._row, self._column] = FORMULA

    def refuse(self, *_: object) -> None:
        raise ValueError("it declares a document type")


def _split(place: str) -> tuple[str, str]:
    match = _PLACE.fullmatch(place[:40])
    if match is None:
        raise ValueError(f"{place[:40]} names no cell")
    return match[1].upper(), match[2]


def _number(letters: str) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + ord(letter) - 64
    return number
