"""A letterhead as part of a document, and back."""

from base64 import b64decode, b64encode
from typing import Any

from dsds_audit.theme import PLAIN, Letterhead, Logo, Theme


def letterhead_record(letterhead: Letterhead) -> dict[str, Any] | None:
    """What a page shows of a letterhead, with the logo in base 64; None for our plain one."""
    if letterhead == PLAIN:
        return None
    theme, logo = letterhead.theme, letterhead.logo
    return {
        "organization": theme.organization,
        "address": list(theme.address),
        "color": theme.color,
        "logo": logo
        and {"format": logo.format, "text": logo.text, "content": b64encode(logo.content).decode()},
    }


def letterhead_of(record: object) -> Letterhead:
    """The letterhead that a document's record is of; raises ValueError where it is of none."""
    if record is None:
        return PLAIN
    if not isinstance(record, dict) or not record.keys() <= {"organization", "address", "color", "logo"}:
        raise ValueError("no record of a letterhead")
    theme = Theme.model_validate({name: value for name, value in record.items() if name != "logo"})
    return Letterhead(theme, _logo_of(record.get("logo")))


def _logo_of(record: object) -> Logo | None:
    if record is None:
        return None
    match record:
        case {"format": "png" | "jpg" as form, "text": str(text), "content": str(content)}:
            return Logo(b64decode(content, validate=True), form, text)
    raise ValueError("no record of a logo")
