"""The hidden folder in which a server keeps what its successor needs after a crash."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from dsds_audit.atomic import make_folder, write_atomically

NAME = ".room"
_LOCK = ".serving.lock"
_LARGEST = 4_000_000


class RoomFolder:
    """Files that only the person at this computer can read, gone when the server ends properly."""

    def __init__(self, path: Path | None = None) -> None:
        """Use a folder, which need not be there; without one nothing is kept."""
        self.path = path

    def read(self, name: str) -> bytes | None:
        """A file's content; None where there is none, or where it was not this person's alone."""
        if self.path is None:
            return None
        with suppress(OSError), _opened(self.path / name) as file:
            found = os.fstat(file)
            return os.read(file, _LARGEST) if _is_private(found) else None
        return None

    def write(self, name: str, content: bytes) -> bool:
        """Keep a file, whole or not at all; False where it cannot be kept, or not as this person's alone."""
        if self.path is None:
            return False
        path = self.path / name
        with suppress(OSError):
            self._make()
            with suppress(FileExistsError):  # The mode of what is there is kept (atomic.py).
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            path.chmod(0o600)
            if _is_private(path.lstat()):
                write_atomically(path, content)
                return True
            path.unlink()
        return False

    def remove(self, name: str) -> None:
        """Forget a file."""
        if self.path is not None:
            with suppress(OSError):
                (self.path / name).unlink(missing_ok=True)

    @contextmanager
    def held(self) -> Iterator[bool]:
        """Whether this server is the only one here, and stays it; what is kept is removed at a proper end.

        Where nothing can be kept, nobody is in the way.
        """
        if self.path is None:
            yield True
            return
        lock = FileLock(self.path / _LOCK, thread_local=False)
        try:
            self._make()
            lock.acquire(timeout=0)
        except Timeout:
            yield False
            return
        except OSError:
            yield True
            return
        try:
            yield True
            self._clear()
        finally:
            with suppress(OSError):  # While it is held, so that no one holds a lock that has no name.
                (self.path / _LOCK).unlink()
                self.path.rmdir()
            lock.release()

    def _make(self) -> None:
        assert self.path is not None
        make_folder(self.path)
        self.path.chmod(0o700)

    def _clear(self) -> None:
        assert self.path is not None
        for path in list(self.path.iterdir()):
            if path.name != _LOCK:
                with suppress(OSError):
                    path.unlink()


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    file = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    try:
        yield file
    finally:
        os.close(file)


def _is_private(found: os.stat_result) -> bool:
    """Whether nobody else could have read or written it; Windows keeps a person's files to themselves."""
    if os.name == "nt":
        return stat.S_ISREG(found.st_mode)
    own = found.st_uid == os.getuid() and not found.st_mode & 0o077
    return own and stat.S_ISREG(found.st_mode)
