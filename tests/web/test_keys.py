import json
from pathlib import Path

import pytest

from dsds_audit.web.keys import keep_keys, kept_keys, new_keys
from dsds_audit.web.room_folder import RoomFolder


@pytest.fixture
def folder(tmp_path: Path) -> RoomFolder:
    return RoomFolder(tmp_path / ".room")


def test_a_successor_finds_them(folder: RoomFolder) -> None:
    assert kept_keys(folder) is None
    keys = new_keys(8321)
    assert keep_keys(folder, keys)
    assert kept_keys(folder) == keys


def test_they_are_long_and_never_the_same() -> None:
    keys = [new_keys(1) for _ in range(100)]
    assert len({key.entry for key in keys} | {key.signing for key in keys}) == 200
    assert min(len(key.entry) for key in keys) >= 22
    assert min(len(key.signing) for key in keys) >= 43


GOOD = {"signing": "s" * 43, "entry": "e" * 22, "port": 8321}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        *(json.dumps({k: v for k, v in GOOD.items() if k != gone}).encode() for gone in GOOD),
        json.dumps(GOOD | {"signing": ""}).encode(),
        json.dumps(GOOD | {"entry": "short"}).encode(),
        json.dumps(GOOD | {"entry": "a b c d e f g h i j k l m"}).encode(),
        json.dumps(GOOD | {"entry": ["e" * 22]}).encode(),
        *(json.dumps(GOOD | {"port": port}).encode() for port in (0, -1, 65536, "8321", True, 1.5, None)),
    ],
)
def test_what_is_damaged_is_as_if_it_were_not_there(folder: RoomFolder, content: bytes) -> None:
    folder.write("keys.json", content)
    assert kept_keys(folder) is None
    folder.write("keys.json", json.dumps(GOOD).encode())
    assert kept_keys(folder) is not None
