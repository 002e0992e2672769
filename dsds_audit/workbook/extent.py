"""How far the cells of a sheet reach, told from its XML before anything makes room for them."""

import re
from xml.parsers import expat

MOST_CELLS = 1_000_000
# Every cell names its place first, in columns A to Z and the first 9,999 rows: room for that is always made.
_ODD = re.compile(
    rb"<(?:\w+:(?:c|row)[\s/>]|c(?! r=\"[A-Z][0-9]{1,4}\"|[A-Za-z])|row(?! r=\"[0-9]{1,4}\"|[A-Za-z]))"
)
_PLACE = re.compile(r"\s*\$?([A-Za-z]*)\$?([0-9]*)\s*")


def is_canonical(sheet: bytes) -> bool:
    """Whether a sheet is written as every program writes a small one, so that it need not be measured."""
    return _ODD.search(sheet) is None


def extent_of(sheet: bytes) -> tuple[int, int]:
    """How many rows and columns lead from A1 to the last cell that holds something.

    Raises ValueError where the XML is not sound, or declares a document type.
    """
    measure = _Measure()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = measure.start
    parser.StartDoctypeDeclHandler = measure.refuse
    try:
        parser.Parse(sheet, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    return measure.rows, measure.columns


class _Measure:
    """Follows the cells of a sheet; one without a place stands after the one before it."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
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
        elif kind in ("v", "is", "f", "t"):
            self.rows = max(self.rows, self._row + 1)
            self.columns = max(self.columns, self._column + 1)

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
