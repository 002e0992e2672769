"""Where a workspace is: in a folder, or in a database that an address names without telling its password."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from dsds_audit.errors import Problem, StoreError
from dsds_audit.speech import say

_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_KINDS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgresql": "postgresql",
    "postgresql+psycopg": "postgresql",
    "postgres": "postgresql",
}
# What leads to a server; everything else behind the question mark may be a secret.
_TOLD = ("host", "port", "service", "sslmode")


@dataclass(frozen=True, slots=True)
class Database:
    """A workspace in a database; ``url`` may hold a password, so it is never shown."""

    url: str = field(repr=False)

    def __str__(self) -> str:
        """The address without user and password, as messages and commands name it."""
        kind, _, rest = self.url.partition("://")
        if kind == "sqlite":
            return f"sqlite://{rest.partition('?')[0]}"
        parts = urlsplit(f"//{rest}")
        server = parts.netloc.rpartition("@")[2]
        told = [(name, value) for name, value in parse_qsl(parts.query) if name in _TOLD]
        query = urlencode(told, quote_via=quote, safe="/")
        return f"{kind}://{server}{parts.path}{'?' if query else ''}{query}"


Where = Path | Database


def where_of(text: str) -> Where:
    """The workspace that a text names: a folder, or the address of a SQLite or PostgreSQL database.

    Raises StoreError (AUD114) for the address of anything else, which is not told again.
    """
    match = _ADDRESS.match(text)
    if match is None:
        return Path(text)
    kind, rest = _KINDS.get(match[1].lower()), text[match.end() :]
    if kind is None:
        raise _refusal(say("{kind}:// is no address of a database that can be used.", kind=match[1]))
    if not _is_readable(rest):
        raise _refusal(say("this address of a database cannot be read."))
    if kind == "sqlite" and rest.partition("?")[0] in ("", "/", "/:memory:"):
        raise _refusal(say("this address names no file, so nothing could be kept."))
    return Database(f"{kind}://{rest}")


def _is_readable(rest: str) -> bool:
    if not rest.isprintable() or len(rest) > 4000:
        return False
    try:
        urlsplit(f"//{rest}").port  # noqa: B018
    except ValueError:
        return False
    # A slash in a password, say, would make what follows it part of the name that is shown.
    return rest.count("@") <= 1 and "@" not in urlsplit(f"//{rest}").path and "#" not in rest


def _refusal(fault: str) -> StoreError:
    way_out = say(
        "Please write it as postgresql://host/name or as sqlite:///folder/audits.db, with what is special in "
        "it (such as @ or / in a password) as %40 or %2F; or keep the password out of it."
    )
    return StoreError(Problem("AUD114", f"{fault} {way_out}"))
