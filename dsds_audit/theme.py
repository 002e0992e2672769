"""An organization's own look for its reports: letterhead, color, logo."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from dsds_audit.values import Format, Name, Text, Word

LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3, for text of ordinary size.
Color = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]


class Theme(Word):
    """What a theme file holds.

    ``color`` is that of headings and rules, on white paper; ``logo`` is the path of a PNG or JPEG picture as
    seen from the theme file, and ``logo_text`` says in words what it shows.
    """

    format: Format = 1
    organization: Name | None = None
    address: Annotated[tuple[Text, ...], Field(max_length=6)] = ()
    footer: Text | None = None
    color: Color = "#0b5a8f"
    paper: Literal["a4", "us-letter"] = "a4"
    logo: Text | None = None
    logo_text: Text | None = None


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture's bytes, its format, and what it shows in words."""

    content: bytes
    format: Literal["png", "jpg"]
    text: str


@dataclass(frozen=True, slots=True)
class Letterhead:
    """A theme with its logo at hand."""

    theme: Theme
    logo: Logo | None = None


PLAIN = Letterhead(Theme())


def contrast_with_white(color: str) -> float:
    """The contrast ratio of a color, as ``#0b5a8f``, with white: 1 to 21. Source: WCAG 2.2."""
    channels = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
