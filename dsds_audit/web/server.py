"""The server: a hall, served at its sockets until somebody ends it."""

import datetime as dt
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Thread
from types import FrameType

import uvicorn

from dsds_audit.desk import Desk
from dsds_audit.speech import speaking
from dsds_audit.web.addresses import address_of, hosts_of
from dsds_audit.web.app import build_app
from dsds_audit.web.connections import PatientProtocol
from dsds_audit.web.hall import Hall
from dsds_audit.web.keys import Keys
from dsds_audit.web.passes import Passes
from dsds_audit.web.room_file import Rooms
from dsds_audit.web.room_folder import RoomFolder

_PATIENCE = 1
"""Seconds that answers on their way get at the end."""
_FILES = 4096
"""Files and connections that may be open at once, where the system lets a program have so many."""


def make_hall(
    desk: Desk,
    today: Callable[[], dt.date],
    keys: Keys,
    folder: RoomFolder,
    addresses: Sequence[str],
) -> Hall:
    """A hall that is served at these addresses, this computer's own first; participants go to the last."""
    return Hall(
        desk,
        today,
        Passes(keys.signing, f"-{keys.port}"),
        keys.entry,
        hosts_of(addresses, keys.port),
        rooms=Rooms(folder),
        front=address_of(addresses[-1], keys.port),
        lan=len(addresses) > 1,
    )


def make_server(hall: Hall) -> uvicorn.Server:
    """The server of a hall, not running yet."""
    config = uvicorn.Config(
        build_app(hall),
        http=PatientProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=_PATIENCE,
    )
    return _Server(config, hall)


def serve(hall: Hall, sockets: list[socket.socket]) -> None:
    """Serve until Ctrl-C, or until the system asks to end; within two seconds then, pages open or not.

    Raises KeyboardInterrupt at that end, as what has not begun to serve does.
    """
    _raise_limit_of_files()
    Thread(target=_warm_up, daemon=True).start()
    with _ended_by_signals():
        make_server(hall).run(sockets)


class _Server(uvicorn.Server):
    """A server that speaks its hall's language; it lets its listeners go before it waits for who is there."""

    def __init__(self, config: uvicorn.Config, hall: Hall) -> None:
        super().__init__(config)
        self._hall = hall

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        with speaking(self._hall.speech):  # So does whatever it begins, such as what is told to no browser.
            await super().serve(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._hall.feed.close()
        await super().shutdown(sockets)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Have the system's wish to end end the server as Ctrl-C does, which cleans up behind itself."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _warm_up() -> None:
    """Load what draws, which takes longest, so that the first page with a chart need not wait."""
    with suppress(Exception):
        import dsds_audit.report.charts.files  # noqa: F401


def _raise_limit_of_files() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit.
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wished = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft < wished:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wished, hard))
