"""How a workbook looks: the colors of the reports, and a format for each kind of cell."""

from collections.abc import Mapping
from typing import Any

from dsds_audit.workbook.rows import ANSWER, DATE, LABEL, MORE

# As in report/templates/palette.css, by which a test holds them.
PAPER, INK, MUTED, LINE, GRID = "#ffffff", "#1b2733", "#51606c", "#d5dce1", "#c9d2d9"
ACCENT, ACCENT_SOFT, PART_SOFT = "#0b5a8f", "#e7f0f7", "#fbf0dd"

WIDTHS: Mapping[str, int] = {LABEL: 56, ANSWER: 42, MORE: 32, DATE: 13}  # in characters
WIDE = sum(WIDTHS.values())
SIZE, SMALL = 11, 8

_BASE: Mapping[str, Any] = {
    "font_name": "Calibri",
    "font_size": SIZE,
    "font_color": INK,
    "valign": "top",
    "text_wrap": True,
}
# Text as it was typed: what begins with = stays text, 007 keeps its zeros.
_INPUT = {
    "locked": False,
    "border": 1,
    "border_color": GRID,
    "bg_color": PAPER,
    "num_format": "@",
    "indent": 1,
    "align": "left",
}
FORMATS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 18, "font_color": ACCENT, "valign": "vcenter", "text_wrap": False},
    "prose": {},
    "faint": {"font_color": MUTED, "italic": True, "font_size": 10},
    "band": {"bold": True, "font_size": 12, "font_color": PAPER, "bg_color": ACCENT, "valign": "vcenter"},
    "section": {"bold": True, "font_size": 12, "font_color": ACCENT, "bottom": 2, "bottom_color": ACCENT},
    "heads": {"font_color": ACCENT, "bold": True, "font_size": 10, "valign": "bottom"},
    "hint": {"font_color": MUTED, "italic": True, "font_size": 10},
    "plain": {},
    "strong": {"bold": True, "bg_color": ACCENT_SOFT},
    "gap": {},
    "input": _INPUT,
    "small input": {**_INPUT, "font_size": SMALL},
    "strong input": {**_INPUT, "bold": True, "border": 2, "border_color": ACCENT},
    "date input": {**_INPUT, "num_format": "yyyy-mm-dd"},
    "number input": {**_INPUT, "num_format": "0"},
}
WAITS: Mapping[str, Any] = {"bg_color": PART_SOFT}


def format_of(name: str) -> dict[str, Any]:
    """The properties of a kind of cell, as XlsxWriter takes them."""
    return {**_BASE, **FORMATS[name]}
