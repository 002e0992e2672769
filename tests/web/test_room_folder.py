import os
import subprocess
import sys
from pathlib import Path

import pytest

from dsds_audit.web.room_folder import RoomFolder

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    folder = RoomFolder(tmp_path / "w" / ".room")
    assert folder.read("a") is None
    assert folder.write("a", b"one")
    assert folder.write("a", b"two")
    assert RoomFolder(tmp_path / "w" / ".room").read("a") == b"two"
    folder.remove("a")
    folder.remove("a")
    assert folder.read("a") is None


@posix
def test_it_is_readable_for_its_person_alone_whatever_the_umask(tmp_path: Path) -> None:
    folder = RoomFolder(tmp_path / ".room")
    before = os.umask(0)
    try:
        assert folder.write("a", b"one")
    finally:
        os.umask(before)
    assert mode(tmp_path / ".room") == 0o700
    assert mode(tmp_path / ".room" / "a") == 0o600


@posix
def test_a_file_that_others_may_write_is_not_trusted(tmp_path: Path) -> None:
    folder = RoomFolder(tmp_path / ".room")
    folder.write("a", b"one")
    for shared in (0o640, 0o602, 0o644):
        (tmp_path / ".room" / "a").chmod(shared)
        assert folder.read("a") is None
    assert folder.write("a", b"two"), "written anew it is its person's alone"
    assert folder.read("a") == b"two"


@posix
def test_a_link_is_neither_followed_nor_written_through(tmp_path: Path) -> None:
    folder = RoomFolder(tmp_path / ".room")
    folder.write("b", b"")
    other = tmp_path / "other"
    other.write_bytes(b"precious")
    other.chmod(0o600)
    (tmp_path / ".room" / "a").symlink_to(other)
    assert folder.read("a") is None
    folder.write("a", b"new")
    assert other.read_bytes() == b"precious"


def test_where_nothing_can_be_kept_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for folder in (RoomFolder(), RoomFolder(tmp_path / "file" / ".room")):
        assert not folder.write("a", b"one")
        assert folder.read("a") is None
        folder.remove("a")
        with folder.held() as alone:
            assert alone


def test_only_one_server_has_it_and_a_proper_end_leaves_nothing(tmp_path: Path) -> None:
    folder = RoomFolder(tmp_path / ".room")
    with folder.held() as first:
        folder.write("a", b"one")
        with RoomFolder(tmp_path / ".room").held() as second:
            assert (first, second) == (True, False)
        assert folder.read("a") == b"one", "who came second takes nothing away"
    assert not (tmp_path / ".room").exists()


def test_a_server_that_could_not_start_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), RoomFolder(tmp_path / ".room").held() as alone:
        assert 1 / (not alone)
    assert not (tmp_path / ".room").exists()


def test_a_killed_server_holds_nothing_and_what_it_kept_stays(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path\n"
        "from dsds_audit.web.room_folder import RoomFolder\n"
        "folder = RoomFolder(Path(sys.argv[1]))\n"
        "with folder.held():\n"
        "    folder.write('a', b'one')\n"
        "    os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / ".room")], check=False)
    folder = RoomFolder(tmp_path / ".room")
    with folder.held() as alone:
        assert alone
        assert folder.read("a") == b"one"


def test_a_fault_in_between_keeps_what_is_there(tmp_path: Path) -> None:
    folder = RoomFolder(tmp_path / ".room")
    with pytest.raises(ZeroDivisionError), folder.held():
        assert 1 / (not folder.write("a", b"one"))
    assert folder.read("a") == b"one"
