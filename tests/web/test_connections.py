import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from dsds_audit.web import connections
from dsds_audit.web.headers import HEADERS
from tests.web.halls_for_tests import hall_for, served_here

ASKING = b"HEAD /static/app.css HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(connections, "WHOLE_REQUEST", 0.4)
    monkeypatch.setattr(connections, "MOST", 20)
    with served_here(hall_for(tmp_path, example=False)) as port:
        yield port


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=5)


def ended_after(caller: socket.socket, drip: bytes = b"") -> float:
    """Seconds until the other side closes, while a byte is sent now and then."""
    since = time.monotonic()
    caller.settimeout(0.05)
    while time.monotonic() - since < 5:
        try:
            if drip:
                caller.sendall(drip)
            if caller.recv(65536) == b"":
                return time.monotonic() - since
        except TimeoutError:
            continue
        except ConnectionError:
            return time.monotonic() - since
    raise AssertionError("it is held open")


def answer_to(caller: socket.socket, request: bytes) -> bytes:
    caller.sendall(request)
    return caller.recv(65536)


def test_who_says_nothing_is_cut_off(port: int) -> None:
    with closing(connect(port)) as caller:
        assert 0.2 < ended_after(caller) < 2


def test_who_says_it_letter_by_letter_is_cut_off_all_the_same(port: int) -> None:
    with closing(connect(port)) as caller:
        caller.sendall(ASKING % port)
        assert 0.2 < ended_after(caller, b"X-A: b\r\n") < 2


def test_also_at_the_second_request(port: int) -> None:
    with closing(connect(port)) as caller:
        for _ in range(3):
            assert answer_to(caller, ASKING % port + b"\r\n").startswith(b"HTTP/1.1 200")
            time.sleep(0.1)
        caller.sendall(ASKING % port)
        assert ended_after(caller, b"X-A: b\r\n") < 2


def test_who_goes_on_sending_after_the_answer_is_cut_off(port: int) -> None:
    with closing(connect(port)) as caller:
        sending = b"POST /enter HTTP/1.1\r\nHost: evil\r\nContent-Length: 1000000\r\n\r\n"
        assert answer_to(caller, sending).startswith(b"HTTP/1.1 421")
        assert ended_after(caller, b"x") < 2


def test_who_is_answered_is_not_cut_off(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(connect(port)) as caller:
        caller.sendall(b"POST /enter HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 3\r\n" % port)
        caller.sendall(b"Origin: http://127.0.0.1:%d\r\n\r\na" % port)
        time.sleep(0.8)  # Longer than a request may take; its body has a limit of its own.
        assert answer_to(caller, b"bc").startswith(b"HTTP/1.1 405")


def test_one_too_many_ends_the_one_that_has_waited_longest(port: int) -> None:
    with ExitStack() as stack:
        idle = [stack.enter_context(closing(connect(port))) for _ in range(20)]
        for caller in idle:
            caller.sendall(b"GET")
        time.sleep(0.1)
        new = stack.enter_context(closing(connect(port)))
        assert answer_to(new, ASKING % port + b"\r\n").startswith(b"HTTP/1.1 200")
        assert ended_after(idle[0]) < 0.2


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\x00\xff\xfe\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
        b"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 100_000,
        b"G" * 100_000,
    ],
)
def test_what_is_no_request_is_refused_with_every_header(port: int, nonsense: bytes) -> None:
    with closing(connect(port)) as caller:
        caller.settimeout(5)
        answer = b""
        try:
            caller.sendall(nonsense)
            while more := caller.recv(65536):
                answer += more
        except ConnectionError:
            pass
        if answer:
            assert answer.startswith(b"HTTP/1.1 4")
            assert b"Traceback" not in answer
            for name in HEADERS:
                assert name.encode() + b":" in answer.lower()
    with closing(connect(port)) as caller:
        assert answer_to(caller, ASKING % port + b"\r\n").startswith(b"HTTP/1.1 200")


def test_nonsense_behind_a_request_breaks_nothing(port: int) -> None:
    with closing(connect(port)) as caller:
        assert answer_to(caller, ASKING % port + b"\r\n" + b"\x00\x01\r\n\r\n").startswith(b"HTTP/1.1")
        assert ended_after(caller) < 2


def test_a_wish_to_speak_another_protocol_is_passed_over(port: int) -> None:
    with closing(connect(port)) as caller:
        wish = b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n"
        assert answer_to(caller, ASKING % port + wish).startswith(b"HTTP/1.1 200")
        assert b"server:" not in answer_to(caller, ASKING % port + b"\r\n").lower()
