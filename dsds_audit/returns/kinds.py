"""Which kind of file some bytes are, told from what they hold and never from their name."""

import codecs
import csv
import io
import re
import zipfile
import zlib
from collections.abc import Mapping, Set
from typing import Literal, get_args

from dsds_audit.forms.columns import is_of_the_tool, last_name
from dsds_audit.forms.questions import DIGEST, RUBRIC
from dsds_audit.forms.redcap_names import COMPLETE, RECORD
from dsds_audit.portfolio.tidy import DATE, SITE
from dsds_audit.workbook.layout import MARK

Kind = Literal["workbook", "kobo", "odk", "redcap", "surveyjs", "table", "assessment"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_HEAD = 1 << 16  # bytes of a text
_MOST_UNPACKED = 1 << 22  # bytes of a part of an archive
_ZIP = b"PK\x03\x04"
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_TITLED = re.compile(rb"[>/.:-](?:%s|%s)<" % (RUBRIC.encode(), DIGEST.encode()))
_CRITERION = re.compile(r"[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*")
_FIELD = re.compile(r"^(?:site|rubric|date|ratings|format)[ ]*:", re.MULTILINE)
_RATED = re.compile(r'"(?:ratings|format)"\s*:')
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    OSError,
)
_BY_ENDING: Mapping[str, Kind] = {
    ".xlsx": "workbook",
    ".xlsm": "workbook",
    ".zip": "odk",
    ".json": "surveyjs",
    ".yaml": "assessment",
    ".yml": "assessment",
}


def kind_of(content: bytes, name: str) -> Kind | None:
    """What a file is; None where it is nothing that is read here.

    Only where the content itself tells nothing, as in a damaged file, the ending of its ``name`` decides, so
    that whoever reads that kind can say what is wrong.
    """
    told = _kind_of_archive(content) if content.startswith(_ZIP) else _kind_of_text(content)
    if told:
        return told
    return next((kind for ending, kind in _BY_ENDING.items() if name.lower().endswith(ending)), None)


def _kind_of_archive(content: bytes) -> Kind | None:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        names = archive.namelist()
        if not any(name.startswith("xl/") for name in names):
            return "odk" if any(name.lower().endswith(".csv") for name in names) else None
        texts = [name for name in names if name.lower() == "xl/sharedstrings.xml"]
        sheets = sorted(name for name in names if name.startswith("xl/worksheets/"))
        for name in [*texts, *sheets[:1]]:
            with archive.open(name) as part:
                text = part.read(_MOST_UNPACKED)
            if MARK.encode() in text:
                return "workbook"
            if _TITLED.search(text):
                return "kobo"
    except _UNREADABLE:
        return None
    return None


def _kind_of_text(content: bytes) -> Kind | None:
    text = _decoded(content[:_HEAD]).lstrip()
    if text.startswith(("{", "[")):
        return "assessment" if text.startswith("{") and _RATED.search(_decoded(content)) else "surveyjs"
    first = next((line for line in text.splitlines() if line and not line.lower().startswith("sep=")), "")
    try:
        rows = (next(csv.reader([first], delimiter=separator), []) for separator in ",;\t")
        columns = max(rows, key=len)
    except csv.Error:
        columns = []
    told = _kind_of_columns({column.strip() for column in columns}) if len(columns) > 1 else None
    return told or ("assessment" if _FIELD.search(text) else None)


def _decoded(content: bytes) -> str:
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    return content.decode(encoding, errors="replace")


def _kind_of_columns(columns: Set[str]) -> Kind | None:
    """Which tool made a table with these columns."""
    names = {last_name(column) for column in columns}
    if {RECORD, COMPLETE} & columns or any(column.startswith("redcap_") for column in columns):
        return "redcap"
    if {SITE, DATE, RUBRIC} <= columns and any(_CRITERION.fullmatch(column) for column in columns):
        return "table"
    if any(column in ("KEY", "SubmissionDate", "instanceID") for column in columns):
        return "odk"
    return "kobo" if {RUBRIC, DIGEST} & names or any(map(is_of_the_tool, columns)) else None
