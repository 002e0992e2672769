"""Sites whose latest assessment may be among the files that cannot be read."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from dsds_audit.errors import AuditError
from dsds_audit.names import folded
from dsds_audit.portfolio.records import Record
from dsds_audit.yaml.files import read_bytes, top_text


def doubtful_sites(
    records: Sequence[tuple[str, Record]], unreadable: Iterable[str]
) -> Mapping[str, tuple[str, str]]:
    """For each site (as ``folded`` has it) whose latest may not be read: its name, and that file.

    A file that does not say its site is of the one that is assessed in its folder, where that is one. Which
    date it is of may not be known; then it may be the latest.
    """
    newest: dict[str, Record] = {}
    beside: dict[str, set[str]] = {}
    for place, record in records:
        key = folded(record.site)
        beside.setdefault(_folder(place), set()).add(key)
        if key not in newest or newest[key].date < record.date:
            newest[key] = record
    found: dict[str, tuple[str, str]] = {}
    for place in unreadable:
        site, date = _named_in(place)
        around = beside.get(_folder(place), set())
        key = folded(site) if site else next(iter(around)) if len(around) == 1 else ""
        if key in newest and (date is None or date > newest[key].date):
            found.setdefault(key, (newest[key].site, place))
    return found


def _named_in(place: str) -> tuple[str | None, dt.date | None]:
    try:
        content = read_bytes(Path(place))
        site, day = top_text(content, "site"), top_text(content, "date")
        return site, dt.date.fromisoformat(day) if day else None
    except (AuditError, ValueError):
        return None, None


def _folder(place: str) -> str:
    return str(Path(place).parent)
