import os
import stat
from errno import EINVAL, EIO, ENOTSUP
from pathlib import Path
from typing import Any

import pytest

from dsds_audit import atomic
from dsds_audit.atomic import flush_folder, make_folder, remove_leftovers, write_atomically


def fail(*_: Any, **__: Any) -> Any:
    raise OSError(EIO, os.strerror(EIO))


def test_a_file_is_made_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "ä b.yaml"
    write_atomically(path, b"one")
    write_atomically(path, b"two" * 1_000_000)
    assert path.read_bytes() == b"two" * 1_000_000
    assert os.listdir(tmp_path) == [path.name]  # noqa: PTH208


def test_a_new_file_replaces_none(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_atomically(path, b"one", new=True)
    with pytest.raises(FileExistsError):
        write_atomically(path, b"two", new=True)
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"one"]


def test_a_new_file_where_there_are_no_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", fail)
    test_a_new_file_replaces_none(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_mode_is_kept_and_a_new_file_follows_the_umask(tmp_path: Path) -> None:
    path = tmp_path / "a"
    old = os.umask(0o027)
    try:
        write_atomically(path, b"one")
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    path.chmod(0o604)
    write_atomically(path, b"two")
    assert stat.S_IMODE(path.stat().st_mode) == 0o604


@pytest.mark.parametrize("step", ["os.write", "os.fsync", "pathlib.Path.replace", "pathlib.Path.chmod"])
def test_a_failure_at_any_step_leaves_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "a"
    write_atomically(path, b"one")
    with monkeypatch.context() as patched:
        patched.setattr(step, fail)
        with pytest.raises(OSError, match=os.strerror(EIO)):
            write_atomically(path, b"two")
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"one"]


def test_a_short_write_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, content: write(handle, content[:3]))
    write_atomically(tmp_path / "a", b"0123456789")
    assert (tmp_path / "a").read_bytes() == b"0123456789"


def test_content_is_on_the_disk_before_it_has_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    for module, name in ((os, "write"), (os, "fsync"), (Path, "replace")):
        real = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *a, real=real, name=name: (steps.append(name), real(*a))[1])
    write_atomically(tmp_path / "a", b"one")
    assert steps == ["write", "fsync", "replace", *(["fsync"] if os.name != "nt" else [])]


@pytest.mark.parametrize("code", [EINVAL, ENOTSUP])
def test_folders_that_cannot_be_flushed_are_let_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(_: int) -> None:
        raise OSError(code, "no")

    monkeypatch.setattr(os, "fsync", refuse)
    flush_folder(tmp_path)
    monkeypatch.setattr(os, "fsync", fail)
    if os.name != "nt":
        with pytest.raises(OSError, match=os.strerror(EIO)):
            flush_folder(tmp_path)


def test_folders_are_made_and_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[Path] = []
    monkeypatch.setattr(atomic, "flush_folder", flushed.append)
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    assert set(flushed) == {tmp_path, tmp_path / "a"}


def test_leftovers_of_killed_writers_go(tmp_path: Path) -> None:
    (tmp_path / ".dsds-0123.tmp").touch()
    (tmp_path / "mine.tmp").touch()
    remove_leftovers(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.tmp"]
