import asyncio
from collections.abc import Iterable, Mapping

import pytest
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dsds_audit.web import guard as guards
from dsds_audit.web.guard import MOST_BYTES, MOST_HELD, MOST_READ, Guard
from dsds_audit.web.headers import HEADERS, REPORT_POLICY

HOST = "127.0.0.1:8321"
OWN = {"host": HOST, "origin": f"http://{HOST}"}


async def repeat(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that says what it was sent."""
    message = await receive()
    await PlainTextResponse(message["body"] or b"nothing")(scope, receive, send)


def call(
    app: ASGIApp = repeat,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    parts: Iterable[Message] = ({"type": "http.request"},),
    hangs: bool = False,
) -> tuple[int, Mapping[str, str], bytes]:
    """Status, headers and body that a guarded application answers; 0 where it answers nothing."""
    scope = {
        "type": "http",
        "method": method,
        "path": "/",
        "headers": [(k.encode(), v.encode("latin-1")) for k, v in (headers or {"host": HOST}).items()],
    }
    coming, sent = iter(parts), []

    async def receive() -> Message:
        message = next(coming, None)
        if message is None and hangs:
            await asyncio.sleep(60)
        return message or {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    guard = Guard(app, {HOST, "localhost:8321"})
    asyncio.run(guard(scope, receive, send))
    assert guard.held == 0
    if not sent:
        return 0, {}, b""
    start, *rest = sent
    told = {k.decode(): v.decode() for k, v in start["headers"]}
    assert told.keys() >= HEADERS.keys(), "every answer carries the headers"
    return start["status"], told, b"".join(message.get("body", b"") for message in rest)


def part(content: bytes, more: bool = True) -> Message:
    return {"type": "http.request", "body": content, "more_body": more}


@pytest.mark.parametrize("host", [HOST, "localhost:8321", "LOCALHOST:8321"])
def test_the_names_of_this_server_pass(host: str) -> None:
    assert call(headers={"host": host})[0] == 200


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "evil.example:8321", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:8321.evil.example",
     "evil@127.0.0.1:8321", "127.0.0.1:8321/", " 127.0.0.1:8321", "127.1:8321", "[::1]:8321", "0.0.0.0:8321"],
)  # fmt: skip
def test_another_name_is_refused(host: str) -> None:
    status, told, _ = call(headers={"host": host})
    assert status == 421
    assert told["connection"] == "close"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "X"])
def test_a_form_of_another_site_is_refused(method: str) -> None:
    assert call(method=method, headers=OWN)[0] == 200
    for origin in (
        "null", "", "http://evil.example", "https://127.0.0.1:8321", "http://127.0.0.1:8321.evil.example",
        "http://127.0.0.1:8322", "http://localhost:8321", "http://[", "127.0.0.1:8321", f"http://{HOST}/",
    ):  # fmt: skip
        assert call(method=method, headers={"host": HOST, "origin": origin})[0] == 403, origin
    assert call(method=method, headers={"host": HOST})[0] == 403


def test_two_origins_are_refused() -> None:
    scope_headers = [(b"host", HOST.encode()), (b"origin", f"http://{HOST}".encode()), (b"origin", b"null")]
    sent: list[Message] = []

    async def receive() -> Message:
        return part(b"", more=False)

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": scope_headers}
    asyncio.run(Guard(repeat, {HOST})(scope, receive, send))
    assert sent[0]["status"] == 403


def test_what_was_sent_arrives_whole() -> None:
    parts = [part(b"a"), part(b""), part(b"b" * 70_000), part(b"c", more=False)]
    assert call(method="POST", headers=OWN, parts=parts)[2] == b"a" + b"b" * 70_000 + b"c"
    full = [part(b"x" * MOST_BYTES, more=False)]
    assert len(call(method="POST", headers=OWN, parts=full)[2]) == MOST_BYTES


def test_what_is_too_large_is_refused_declared_or_in_parts() -> None:
    declared = OWN | {"content-length": str(MOST_READ + 1)}
    assert call(method="POST", headers=declared)[0] == 413
    for length in ("-1", "1e9", "²", "", "9" * 5000):
        assert call(method="POST", headers=OWN | {"content-length": length})[0] == 413
    chunks = [part(b"x" * 100_000) for _ in range(6)]
    assert call(method="POST", headers=OWN, parts=[*chunks, part(b"", more=False)])[0] == 413
    endless = (part(b"x" * 100_000) for _ in iter(int, 1))
    assert call(method="POST", headers=OWN, parts=endless)[0] == 413


def test_what_is_too_slow_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "WHOLE_BODY", 0.05)
    status, told, _ = call(method="POST", headers=OWN, parts=[part(b"a")], hangs=True)
    assert (status, told["connection"]) == (408, "close")


def test_who_goes_in_the_middle_is_not_answered() -> None:
    def must_not(*_: object) -> None:
        raise AssertionError("half a form has come through")

    assert call(must_not, "POST", OWN, [part(b"half")])[0] == 0  # type: ignore[arg-type]


def test_many_large_forms_at_once_are_put_off(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> list[int]:
        guard = Guard(waiting, {HOST})
        await asyncio.gather(*(one(guard) for _ in range(MOST_HELD // MOST_BYTES + 2)))
        assert guard.held == 0
        return statuses

    statuses: list[int] = []

    async def waiting(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(0.05)
        await repeat(scope, receive, send)

    async def one(guard: Guard) -> None:
        async def receive() -> Message:
            return part(b"x" * MOST_BYTES, more=False)

        async def send(message: Message) -> None:
            if "status" in message:
                statuses.append(message["status"])

        headers = [(k.encode(), v.encode()) for k, v in OWN.items()]
        await guard({"type": "http", "method": "POST", "path": "/", "headers": headers}, receive, send)

    answered = asyncio.run(story())
    assert set(answered) == {200, 503}
    assert answered.count(503) <= 2


def test_a_fault_is_told_in_one_line_and_never_shown(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(*_: object) -> None:
        raise KeyError("secret")

    status, _, shown = call(broken)
    assert (status, shown) == (500, b"Something went wrong here. Please go back and try again.")

    async def breaking(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise KeyError("late")

    assert call(breaking)[0] == 200
    assert [record.getMessage().count("\n") for record in caplog.records] == [0, 0]


def test_a_policy_is_ours_whatever_a_page_asks_for() -> None:
    def asking(policy: str) -> ASGIApp:
        return Response("", headers={"content-security-policy": policy})

    named = "content-security-policy"
    assert call(asking("default-src *"))[1][named] == HEADERS[named]
    assert call(asking(REPORT_POLICY))[1][named] == REPORT_POLICY
    for policy in (HEADERS[named], REPORT_POLICY):
        assert "default-src 'none'" in policy
        assert "unsafe-eval" not in policy
        assert not [rule for rule in policy.split("; ") if "script" in rule and "unsafe" in rule]
        assert "http:" not in policy
        assert "*" not in policy
    assert "unsafe" not in HEADERS[named]


def test_a_page_may_say_how_long_it_is_kept_and_nothing_else_is_doubled() -> None:
    kept = Response("", headers={"cache-control": "no-cache"})
    assert call(kept)[1]["cache-control"] == "no-cache"
    assert call()[1]["cache-control"] == "no-store"
