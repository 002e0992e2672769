"""A server that is killed, ended, started twice, or started on what another one left."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from tests.faults.conftest import COMMAND
from tests.web.halls_for_tests import RIVERBEND, Running, fill, open_vote, running_server, workspace_in

PLAN = f"/plan?{urlencode(RIVERBEND)}"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return workspace_in(tmp_path)


def ended(server: Running, by: signal.Signals) -> float:
    """Seconds until a server has ended that was told to; it says nothing and leaves nothing behind."""
    since = time.monotonic()
    server.process.send_signal(by)
    assert server.process.wait(10) == 0
    took = time.monotonic() - since
    assert not (server.workspace / ".room").exists()
    assert len(server.said) == 1, server.said
    return took


def listening(server: Running, client: httpx.Client, stack: ExitStack) -> Iterator[str]:
    answer = stack.enter_context(client.stream("GET", "/feed?topic=a"))
    lines = (line for line in answer.iter_lines() if line)
    assert next(lines).startswith("data: ")
    return lines


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_with_pages_open_and_forgets_its_secrets(workspace: Path, by: signal.Signals) -> None:
    with running_server(workspace) as server, ExitStack() as stack:
        client = stack.enter_context(server.browser())
        pages = [listening(server, client, stack) for _ in range(3)]
        idle = stack.enter_context(closing(socket.create_connection(("127.0.0.1", server.port))))
        idle.sendall(b"GET / HT")
        assert ended(server, by) < 2
        for page in pages:
            assert list(page) == []
        key, port = server.key, server.port
    with running_server(workspace, port=port) as server:
        assert server.key != key
        with httpx.Client(base_url=server.address, cookies=client.cookies) as stale:
            assert stale.get(PLAN).status_code == 403, "a pass of an earlier server"
            assert stale.get(f"/enter?key={key}").status_code == 403


def test_killed_in_the_middle_of_a_vote_everybody_goes_on(workspace: Path) -> None:
    with ExitStack() as stack:
        with running_server(workspace) as server:
            facilitator = stack.enter_context(server.browser())
            phone = stack.enter_context(server.browser(facilitator=False))
            scene = open_vote(facilitator)
            scene.join(phone)
            token = re.search(r'name="token" value="(\w+)"', phone.get("/ballot").text)
            assert token
            link, port = server.link, server.port
            server.kill()
        assert (workspace / ".room" / "keys.json").stat().st_mode & 0o777 == 0o600
        words = ("serve", str(workspace), "--no-browser")
        with subprocess.Popen((*COMMAND, *words), stdout=subprocess.PIPE, text=True) as again:
            try:
                assert again.stdout
                assert link in again.stdout.readline(), "the same port and the same link, unasked"
                until_answered(port)
                form = {
                    "token": token[1],
                    "do": "vote",
                    "criterion": "access.fidelity",
                    "round": "1",
                    "level": "2",
                }
                assert phone.post("/ballot", data=form).status_code == 303, "even the page from before"
                assert (
                    fill(facilitator, f"/vote{scene.assessment}&at=access.fidelity", do="show").status_code
                    == 303
                )
            finally:
                again.send_signal(signal.SIGINT)
                assert again.wait(10) == 0


def until_answered(port: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            httpx.get(f"http://127.0.0.1:{port}/static/app.css")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("it does not answer")


@pytest.mark.parametrize(
    "left", [b"", b"{", b"\x00" * 50, b'{"signing": "", "entry": "", "port": 8321}', b"[]", "mode", "folder"]
)
def test_damaged_secrets_are_made_anew(workspace: Path, left: bytes | str) -> None:
    kept = workspace / ".room" / "keys.json"
    kept.parent.mkdir()
    good = json.dumps({"signing": "s" * 43, "entry": "e" * 22, "port": 1}).encode()
    if left == "folder":
        kept.mkdir()
    else:
        kept.write_bytes(left if isinstance(left, bytes) else good)
        kept.chmod(0o666 if left == "mode" else 0o600)
    with running_server(workspace) as server:
        assert server.key != "e" * 22
        with server.browser() as client:
            assert client.get(PLAN).status_code == 200


def test_a_workspace_is_served_once_at_a_time(workspace: Path) -> None:
    with running_server(workspace) as server:
        words = (sys.executable, "-m", "dsds_audit", "serve", str(workspace), "--no-browser")
        second = subprocess.run(words, capture_output=True, text=True, timeout=30, check=False)
        assert second.returncode == 1
        assert "AUD100" in second.stderr
        assert server.address in second.stderr
        assert "Traceback" not in second.stderr
        with server.browser() as client:
            assert client.get(PLAN).status_code == 200


def test_a_workspace_that_cannot_be_written_is_served_all_the_same(workspace: Path) -> None:
    (workspace / ".room").write_text("in the way")
    with running_server(workspace) as server, server.browser() as client:
        assert client.get(PLAN).status_code == 200
        assert "everyone has to join again" in "\n".join(server.said)
