"""The secrets of a server, which outlive a crash so that every browser goes on by itself."""

import json
import re
from dataclasses import asdict, dataclass
from secrets import token_urlsafe

from dsds_audit.web.room_folder import RoomFolder

_FILE = "keys.json"
_SECRET = re.compile(r"[A-Za-z0-9_-]{20,200}")


@dataclass(frozen=True, slots=True)
class Keys:
    """``signing`` makes passes good, ``entry`` makes a facilitator; ``port`` is where the server was."""

    signing: str
    entry: str
    port: int


def new_keys(port: int) -> Keys:
    """Secrets that nobody knows yet: 256 and 128 bits."""
    return Keys(token_urlsafe(32), token_urlsafe(16), port)


def kept_keys(folder: RoomFolder) -> Keys | None:
    """The secrets of a server that did not end properly; None where there was none, or they are damaged."""
    try:
        found = json.loads(folder.read(_FILE) or b"")
        keys = Keys(found["signing"], found["entry"], found["port"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    secrets = all(isinstance(text, str) and _SECRET.fullmatch(text) for text in (keys.signing, keys.entry))
    return keys if secrets and type(keys.port) is int and 0 < keys.port < 65536 else None


def keep_keys(folder: RoomFolder, keys: Keys) -> bool:
    """Keep the secrets for a successor; False where they cannot be kept."""
    return folder.write(_FILE, json.dumps(asdict(keys)).encode())
