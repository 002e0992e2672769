"""Names of sites and programs: when two are the same, and which folder name fits one."""

import datetime as dt
import re
import unicodedata

from dsds_audit.assessment import Assessment
from dsds_audit.names import folded

Key = tuple[str, str, str, dt.date]
LONGEST = 60
_TAKEN = {
    "rubrics",
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}


def make_key(site: str, program: str | None, rubric_id: str, date: dt.date) -> Key:
    """What tells an assessment from others, however its names are written."""
    return folded(site), folded(program), rubric_id, date


def key_of(assessment: Assessment) -> Key:
    """The key of an assessment, whatever the version of its rubric."""
    return make_key(*assessment.identity)


def same_identity(one: Assessment, other: Assessment) -> bool:
    """Whether two are the same assessment: site, program, rubric id, date."""
    return key_of(one) == key_of(other)


def slug_of(name: str) -> str:
    """A folder name for a site: small letters, digits and hyphens, plain ASCII where the name has it.

    It is never empty, hidden, longer than 60 characters or 180 bytes, nor a name that Windows or the
    workspace uses otherwise. Two names may have the same one.
    """
    letters = "".join(_plain(char) for char in folded(name))
    slug = re.sub(r"-+", "-", letters)[:LONGEST].strip("-")
    while len(slug.encode()) > LONGEST * 3:
        slug = slug[:-1].rstrip("-")
    return f"site-{slug}".rstrip("-") if not slug or slug in _TAKEN else slug


def _plain(char: str) -> str:
    first = unicodedata.normalize("NFKD", char)[0]
    if first.isascii():
        return first if first.isalnum() else "-"
    # Marks carry the vowels in many scripts: they stay with their letters.
    return char if char.isalnum() or unicodedata.category(char).startswith("M") else "-"
