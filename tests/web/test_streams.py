import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import httpx
import pytest

from dsds_audit.web import feed as feeds
from dsds_audit.web.hall import Hall
from dsds_audit.web.streams import event_stream
from dsds_audit.web.visits import Visit
from tests.web.halls_for_tests import FACILITATOR, client_of, hall_for, served_here


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return hall_for(tmp_path)


@pytest.fixture
def port(hall: Hall) -> Iterator[int]:
    with served_here(hall) as port:
        yield port


def browser(hall: Hall, port: int) -> httpx.Client:
    cookies = {cookie.name: cookie.value or "" for cookie in client_of(hall).cookies.jar}
    return httpx.Client(base_url=f"http://127.0.0.1:{port}", cookies=cookies, timeout=5)


def lines(answer: httpx.Response) -> Iterator[str]:
    return (line for line in answer.iter_lines() if line)


def wait_for_listeners(hall: Hall, number: int) -> None:
    until = time.monotonic() + 5
    while len(hall.feed._all()) != number:
        assert time.monotonic() < until, f"{len(hall.feed._all())} listen"
        time.sleep(0.01)


def test_a_page_hears_what_changes_and_leaves_nothing_behind(hall: Hall, port: int) -> None:
    with browser(hall, port) as client, client.stream("GET", "/feed?topic=a") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        heard = lines(answer)
        assert next(heard) == "data: 0"
        hall.feed.tell("a")
        assert next(heard) == "data: 1"
    wait_for_listeners(hall, 0)


def test_two_hundred_listen_while_pages_are_served(
    hall: Hall, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "MOST_OF_ONE", 200)
    with browser(hall, port) as client, ExitStack() as stack:
        cookie = "; ".join(f"{c.name}={c.value}" for c in client.cookies.jar)
        asking = f"GET /feed?topic=a HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n".encode()
        listening = [
            stack.enter_context(closing(socket.create_connection(("127.0.0.1", port), 5))) for _ in range(200)
        ]
        for page in listening:
            page.sendall(asking)
        wait_for_listeners(hall, 200)
        assert client.get("/static/app.css").status_code == 200
        hall.feed.tell("a")
        for page in listening:
            heard = b""
            while b"data: 1\n" not in heard:
                heard += page.recv(65536)
    wait_for_listeners(hall, 0)


def test_one_too_many_is_told_so(hall: Hall, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_IN_ALL", 0)
    with browser(hall, port) as client:
        answer = client.get("/feed?topic=a")
        assert answer.status_code == 503
        assert "Please close some" in answer.text
        assert "retry-after" in answer.headers
        assert "content-security-policy" in answer.headers


def test_one_page_too_many_of_a_person_ends_the_oldest(hall: Hall, port: int) -> None:
    with browser(hall, port) as client, ExitStack() as stack:
        pages = []
        for _ in range(feeds.MOST_OF_ONE + 1):
            answer = stack.enter_context(client.stream("GET", "/feed?topic=a"))
            pages.append(lines(answer))
            assert next(pages[-1]) == "data: 0"
        assert list(pages[0]) == []
        hall.feed.tell("a")
        assert {next(page) for page in pages[1:]} == {"data: 1"}


def test_to_ask_for_the_headers_alone_ends(hall: Hall, port: int) -> None:
    with browser(hall, port) as client:
        answer = client.head("/feed?topic=a")
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer.headers["content-type"].startswith("text/event-stream")


def test_only_who_has_a_pass_listens(hall: Hall, port: int) -> None:
    assert httpx.get(f"http://127.0.0.1:{port}/feed?topic=a").status_code == 403
    with pytest.raises(TypeError):
        event_stream(Visit(None, hall, None), "a")  # type: ignore[arg-type]
    assert event_stream(Visit(None, hall, FACILITATOR), "a").whose == "Facilitator first"  # type: ignore[arg-type]


def test_the_server_ends_while_pages_listen(hall: Hall) -> None:
    with ExitStack() as stack:
        with served_here(hall) as port:
            client = stack.enter_context(browser(hall, port))
            answer = stack.enter_context(client.stream("GET", "/feed?topic=a"))
            heard = lines(answer)
            next(heard)
            since = time.monotonic()
        assert time.monotonic() - since < 1.5
        assert list(heard) == []
