"""Files that are written whole or not at all."""

import os
from contextlib import suppress
from errno import EINVAL, ENOSYS, ENOTSUP
from pathlib import Path
from secrets import token_hex

_LEFTOVERS = ".dsds-*.tmp"


def write_atomically(path: Path, content: bytes, new: bool = False) -> None:
    """Put the content under the name at once, and on the disk before this returns.

    Whoever reads meanwhile, or after a crash at any moment, finds the old content or the new. A file that is
    there keeps its mode; with ``new`` it may not be there (FileExistsError). Raises OSError and leaves
    everything as it was.
    """
    temporary = path.with_name(f".dsds-{token_hex(8)}.tmp")
    try:
        _write(temporary, content)
        if new:
            _name(temporary, path)
        else:
            with suppress(FileNotFoundError):
                temporary.chmod(path.stat().st_mode & 0o7777)
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    flush_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, so that they are there after a crash; raises OSError."""
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for made in missing:
        flush_folder(made.parent)


def flush_folder(folder: Path) -> None:
    """Bring a folder's list of names to the disk, where the system can; raises OSError."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (EINVAL, ENOSYS, ENOTSUP):
            raise
    finally:
        os.close(handle)


def remove_leftovers(folder: Path) -> None:
    """Remove what writers that were killed have left; only while no one writes there."""
    for path in folder.glob(_LEFTOVERS):
        with suppress(OSError):
            path.unlink()


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(handle, view) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _name(temporary: Path, path: Path) -> None:
    """Give a file a name that no file has; raises FileExistsError."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # No hard links here (FAT, some network shares): a check just before must do.
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        temporary.rename(path)
