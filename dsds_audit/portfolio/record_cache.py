"""Records kept from the last time the same files were read, found again by what the files hold."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

from dsds_audit.atomic import write_atomically
from dsds_audit.errors import RubricError
from dsds_audit.portfolio.records import Record
from dsds_audit.rubric import Rubric
from dsds_audit.version import __version__

FORMAT = 1
MOST_FILES = 50  # Of as many folders records are kept, the last ones read.
VARIABLE = "DSDS_AUDIT_CACHE"
_DATE, _PACKED, _TARGETS = (Record.__slots__.index(name) for name in ("date", "packed", "targets"))


@dataclass(frozen=True, slots=True)
class Kept:
    """A record, and the digest of the rubric that its file was checked against."""

    rubric_digest: str
    record: Record


def cache_folder(environment: Mapping[str, str], platform: str, home: Path) -> Path | None:
    """Where this user's caches belong on a platform (as ``sys.platform`` names it).

    ``DSDS_AUDIT_CACHE`` names another folder, or is ``off``: then None, and nothing is kept.
    """
    named = environment.get(VARIABLE, "")
    if named:
        return None if named.lower() == "off" else Path(named)
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "dsds-audit" / "Cache"
    if platform == "darwin":
        return home / "Library" / "Caches" / "dsds-audit"
    return Path(environment.get("XDG_CACHE_HOME") or home / ".cache") / "dsds-audit"


def digest_of_content(content: bytes) -> str:
    """What a file's record is found by: 32 hexadecimal digits over all its bytes."""
    return blake2b(content, digest_size=16).hexdigest()


def cache_file(folder: Path, what: Path) -> Path:
    """The file in which the records of a folder are kept."""
    return folder / f"records-{digest_of_content(str(what.resolve()).encode())}.json"


def load_records(path: Path, rubric_of: Callable[[str], Rubric]) -> dict[str, Kept]:
    """What is kept in a file, by the digests of the contents; nothing where it is not there or damaged.

    Nor what was kept by another version of this program, or checked against a rubric that is not this one.
    """
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        if head != _head(body):
            return {}
        kept = dict(_kept(fields) for fields in json.loads(body))
    except (OSError, ValueError, TypeError):
        return {}
    sound = {ref: _digest_now(ref, rubric_of) for ref in {each.record.rubric for each in kept.values()}}
    return {key: each for key, each in kept.items() if each.rubric_digest == sound[each.record.rubric]}


def save_records(path: Path, kept: Mapping[str, Kept]) -> None:
    """Keep these records and no others; where that cannot be, the next time is as slow as this one.

    Of the folders whose records are kept, those read longest ago are forgotten.
    """
    body = json.dumps([list(_fields(key, each)) for key, each in kept.items()]).encode()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomically(path, _head(body) + b"\n" + body)
        written = sorted(
            path.parent.glob("records-*.json"), key=lambda each: each.stat().st_mtime, reverse=True
        )
        for old in written[MOST_FILES:]:
            old.unlink(missing_ok=True)


def _head(body: bytes) -> bytes:
    return f"dsds-audit {__version__} records {FORMAT} {digest_of_content(body)}".encode()


def _digest_now(ref: str, rubric_of: Callable[[str], Rubric]) -> str | None:
    try:
        return rubric_of(ref).digest
    except RubricError:
        return None


def _fields(key: str, kept: Kept) -> Iterator[Any]:
    yield from (key, kept.rubric_digest)
    for value in astuple(kept.record):
        yield (
            value.isoformat()
            if isinstance(value, date)
            else value.hex()
            if isinstance(value, bytes)
            else value
        )


def _kept(fields: list[Any]) -> tuple[str, Kept]:
    key, rubric_digest, *values = fields
    values[_DATE], values[_PACKED] = date.fromisoformat(values[_DATE]), bytes.fromhex(values[_PACKED])
    values[_TARGETS] = tuple((name, level) for name, level in values[_TARGETS])
    return key, Kept(rubric_digest, Record(*values))
