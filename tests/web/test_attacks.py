"""Attacks on a server that runs, over its sockets, by somebody in the same network."""

import base64
import json
import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from urllib.parse import parse_qs, urlencode

import httpx
import pytest
from pages_for_tests import HOSTILE

from dsds_audit.cli.desk import desk_in
from dsds_audit.polls import Poll, polls_of
from dsds_audit.web.app import ROUTES
from dsds_audit.web.guard import MOST_BYTES, MOST_READ
from dsds_audit.web.headers import HEADERS
from dsds_audit.web.passes import Facilitator
from tests.web.halls_for_tests import RIVERBEND, Running, Scene, fill, open_vote, running_server, workspace_in

EVIL = "http://evil.example"
CRITERION = "access.fidelity"
RIVER = urlencode(RIVERBEND)
PLAN = f"GET /plan?{RIVER} HTTP/1.1".encode()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    workspace = workspace_in(tmp_path_factory.mktemp("attacks"))
    with running_server(workspace, "--lan", "--address", "127.0.0.1", "--yes") as running:
        yield running
        assert running.process.poll() is None, "it has gone down"
        assert "Traceback" not in "\n".join(running.said)
        assert "fault of this program" not in "\n".join(running.said)


@pytest.fixture
def facilitator(server: Running) -> Iterator[httpx.Client]:
    with server.browser() as client:
        yield client


@pytest.fixture
def scene(facilitator: httpx.Client, request: pytest.FixtureRequest) -> Iterator[Scene]:
    """A room and a vote for this test alone, led by its facilitator."""
    made = open_vote(facilitator, f"Site {request.node.name[:60]}")
    yield made
    fill(facilitator, f"/room{made.assessment}", do="close")


@pytest.fixture
def voters(server: Running, scene: Scene) -> Iterator[list[httpx.Client]]:
    with ExitStack() as stack:
        clients = [stack.enter_context(server.browser(facilitator=False)) for _ in range(3)]
        for number, client in enumerate(clients):
            scene.join(client, f"Voter {number}")
        yield clients


def raw(server: Running, request: bytes, timeout: float = 5) -> bytes:
    """All that is answered to these bytes."""
    with closing(socket.create_connection(("127.0.0.1", server.port), timeout)) as caller:
        answer = b""
        try:
            caller.sendall(request)
            while more := caller.recv(65536):
                answer += more
                if b"\r\n\r\n" in answer and b"keep-alive" not in request:
                    break
        except (ConnectionError, TimeoutError):
            pass
        return answer


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer else 0


def asking(server: Running, line: bytes, *headers: bytes, body: bytes = b"") -> bytes:
    host = b"Host: 127.0.0.1:%d" % server.port
    return b"\r\n".join(
        (line, *([] if any(h.lower().startswith(b"host") for h in headers) else [host]), *headers, b"", body)
    )


def cookies_of(client: httpx.Client) -> bytes:
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar).encode()


# Who calls, and from where


def test_forged_host(server: Running, facilitator: httpx.Client) -> None:
    for host in (
        "evil.example",
        f"evil.example:{server.port}",
        "127.0.0.1",
        "localhost",
        "",
        "0.0.0.0",
        "[::1]",
    ):
        answer = facilitator.get("/", headers={"host": host})
        assert answer.status_code == 421
        assert "Riverbend" not in answer.text
    assert facilitator.get("/", headers={"host": f"localhost:{server.port}"}).status_code in (200, 303)
    for request in (b"GET / HTTP/1.0\r\n\r\n", b"GET http://evil.example/ HTTP/1.0\r\n\r\n"):
        assert status_of(raw(server, request)) in (400, 421)
    forwarded = {"x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}
    assert "evil.example" not in str(facilitator.get("/room", headers=forwarded).headers)


def test_forged_origin(server: Running, facilitator: httpx.Client) -> None:
    token = re.search(r'name="token" value="(\w+)"', facilitator.get("/begin").text)
    assert token
    form = {"token": token[1], "site": "Forged", "unknown": "Forged", "meant": "new", "rubric": "dsds"}
    wrong = (
        EVIL,
        "null",
        "",
        f"https://127.0.0.1:{server.port}",
        f"http://localhost:{server.port}",
        "http://127.0.0.1",
    )
    for origin in wrong:
        assert facilitator.post("/begin", data=form, headers={"origin": origin}).status_code == 403
    with httpx.Client(base_url=server.address, cookies=facilitator.cookies) as without:
        assert without.post("/begin", data=form).status_code == 403
        assert without.post("/begin", data=form, headers={"referer": f"{server.address}/"}).status_code == 403
    assert "Forged" not in facilitator.get("/").text


def test_missing_or_foreign_token(server: Running, facilitator: httpx.Client) -> None:
    form = {"site": "Tokenless", "unknown": "Tokenless", "meant": "new", "rubric": "dsds"}
    with server.browser() as another, server.browser(facilitator=False) as stranger:
        tokens = [
            found[1]
            for page in (another.get("/begin"), stranger.get("/join"))
            if (found := re.search(r'name="token" value="(\w+)"', page.text))
        ]
    assert tokens
    for token in (None, "", "0" * 64, "\x00", "é" * 32, *tokens):
        sent = form if token is None else {"token": token, **form}
        assert facilitator.post("/begin", data=sent).status_code == 403
    assert "Tokenless" not in facilitator.get("/").text


def test_guessed_entry_key(server: Running) -> None:
    with server.browser(facilitator=False) as stranger:
        for guess in ("", "x", server.key[:-1], server.key.swapcase(), server.key + "x", f"{server.key}%00"):
            answer = stranger.get(f"/enter?key={guess}")
            assert answer.status_code in (403, 429)
            assert not stranger.cookies
        answers = {stranger.get(f"/enter?key={number}").status_code for number in range(30)}
        assert 429 in answers
        assert stranger.get(f"/plan?{RIVER}").status_code == 403
        assert stranger.get(server.link).status_code == 303, "nobody keeps the facilitator out by guessing"


def test_hostile_cookies(server: Running, voters: list[httpx.Client], facilitator: httpx.Client) -> None:
    lead = next(cookie for cookie in facilitator.cookies.jar if "facilitator" in cookie.name)
    vote = next(iter(voters[0].cookies.jar))
    values = [
        vote.value or "", f"{lead.value}x", (lead.value or "")[:-5], "", ".", "..", "W10.x", "\x7f",
        "x" * 7000, "%00", "WyJhIl0.AAAAAAAAAAAAAAAAAAAAAAAAAAA", '"', "a=b=c", "eyJhIjoxfQ.x",
    ]  # fmt: skip
    for value in values:
        for name in (lead.name, vote.name):
            cookie = f"Cookie: {name}={value}; {name}; ;;=; =x".encode("latin-1")
            answer = raw(server, asking(server, PLAN, cookie))
            assert status_of(answer) in (400, 403)
            assert b"Riverbend" not in answer
    swapped = f"Cookie: {lead.name}={vote.value}; {vote.name}={lead.value}".encode()
    assert status_of(raw(server, asking(server, PLAN, swapped))) == 403
    assert status_of(raw(server, asking(server, b"GET /ballot HTTP/1.1", swapped))) == 303


# What is sent


def test_header_injection(server: Running, facilitator: httpx.Client) -> None:
    for inject in (
        "%0d%0aSet-Cookie:%20a=b",
        "%0aSet-Cookie:%20a=b",
        "%E5%98%8A%E5%98%8DSet-Cookie:a=b",
        "\u560d\u560a",
    ):
        for path in (
            f"/{inject}", f"/begin?site={inject}", f"/static/{inject}", f"/enter?key={inject}",
            f"/join?code={inject}", f"/plan.ics?site={inject}",
            f"/report?{RIVER}&as={inject}",
        ):  # fmt: skip
            answer = facilitator.get(path)
            assert "set-cookie" not in answer.headers
            assert answer.status_code < 500
    answer = fill(
        facilitator, "/begin", site="A\r\nSet-Cookie: a=b", unknown="A\r\nSet-Cookie: a=b", meant="new"
    )
    assert "set-cookie" not in answer.headers
    assert "\n" not in answer.headers.get("location", "")


def test_path_traversal_as_it_goes_over_the_line(server: Running, facilitator: httpx.Client) -> None:
    cookie = b"Cookie: " + cookies_of(facilitator)
    for target in (
        b"/../../../../etc/passwd", b"/static/../../../../../etc/passwd",
        b"/static/..%2f..%2f..%2fetc%2fpasswd", b"/%2eroom/keys.json",
        b"/static/%2e%2e/%2e%2e/keys.py", b"/static/..", b"/static/.", b"/.room/keys.json",
        b"//etc/passwd", b"/static//etc/passwd", b"/static/\\..\\..\\keys.py", b"http://evil.example/etc/passwd",
        b"/static/app.css/../../keys.py", b"*", b"/?site=../../etc&rubric=../../etc/passwd&date=2026-09-14",
    ):  # fmt: skip
        answer = raw(server, asking(server, b"GET " + target + b" HTTP/1.1", cookie))
        assert b"root:x:" not in answer
        assert b"signing" not in answer
        assert status_of(answer) < 500


def test_query_strings_of_hostile_bytes(server: Running, facilitator: httpx.Client) -> None:
    cookie = b"Cookie: " + cookies_of(facilitator)
    for text in (
        b"%ff%fe", b"%00", b"%ed%a0%80", b"%", b"%zz", b"&&&===", b"a=" * 900, b"site=" + b"%41" * 4000, b";",
        b"site[]=x",
        b"site=%F4%90%80%80", b"{}", b"<script>", b"'--", b"%{7*7}", b"site=" + "\u202e".encode(),
    ):  # fmt: skip
        for path in (b"/?", b"/plan?site=", b"/interview?site=", b"/feed?topic=", b"/join?code="):
            target = path + text
            answer = raw(server, asking(server, b"GET " + target + b" HTTP/1.1", cookie), timeout=2)
            assert answer
            assert status_of(answer) < 500
            assert b"<script>" not in answer


def test_hostile_text_comes_back_as_text(facilitator: httpx.Client) -> None:
    for text in HOSTILE:
        for answer in (
            facilitator.get("/begin", params={"site": text}),
            facilitator.get("/join", params={"code": text}),
            facilitator.get("/plan", params={"site": text}),
            fill(facilitator, "/begin", site=text, date=text, program=text),
        ):
            assert answer.status_code < 500
            assert "<script>alert" not in answer.text
            assert "<img src=x" not in answer.text
            assert "<svg onload" not in answer.text


# How much, and how slowly


def test_oversized_body_declared_and_chunked(server: Running, facilitator: httpx.Client) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert facilitator.post("/begin", content=b"a" * (MOST_BYTES + 1), headers=kind).status_code == 413
    chunks = (b"a" * 50_000 for _ in range(20))
    assert facilitator.post("/begin", content=chunks, headers=kind).status_code == 413
    origin = f"Origin: {server.address}".encode()
    for length in (MOST_READ + 1, 10**15):
        declared = asking(server, b"POST /begin HTTP/1.1", origin, b"Content-Length: %d" % length)
        assert status_of(raw(server, declared)) == 413
    endless = asking(server, b"POST /begin HTTP/1.1", origin, b"Transfer-Encoding: chunked")
    with closing(socket.create_connection(("127.0.0.1", server.port), 5)) as caller:
        caller.sendall(endless)
        taken = 0
        with suppress(OSError):
            while taken < 10 * MOST_READ:
                caller.sendall(b"10000\r\n" + b"a" * 0x10000 + b"\r\n")
                taken += 0x10000
        assert taken < 2 * MOST_READ
    assert facilitator.get("/begin").status_code == 200


def test_a_request_smuggled_behind_another(server: Running) -> None:
    for headers in (
        (b"Content-Length: 4", b"Transfer-Encoding: chunked"),
        (b"Transfer-Encoding: chunked, identity",),
        (b"Content-Length: 4", b"Content-Length: 5"),
        (b"Transfer-Encoding : chunked",),
    ):
        request = asking(server, b"POST /join HTTP/1.1", *headers, body=b"0\r\n\r\nGET /plan HTTP/1.1\r\nX: ")
        answer = raw(server, request)
        assert status_of(answer) in (0, 400, 403)
        assert answer.count(b"HTTP/1.1") <= 1


@pytest.mark.slow
def test_slow_headers_and_slow_bodies_while_others_are_served(
    server: Running, facilitator: httpx.Client
) -> None:
    origin = f"Origin: {server.address}".encode()
    half = asking(server, b"POST /join HTTP/1.1", origin, b"Content-Length: 1000", body=b"a")
    with ExitStack() as stack:

        def call(begin: bytes) -> socket.socket:
            caller = stack.enter_context(closing(socket.create_connection(("127.0.0.1", server.port), 5)))
            caller.sendall(begin)
            caller.setblocking(False)
            return caller

        slow = [call(b"GET / HTTP/1.1\r\nHost: ") for _ in range(300)] + [call(b"") for _ in range(100)]
        bodies = [call(half) for _ in range(100)]
        since, longest, told = time.monotonic(), 0.0, b""
        while (slow or bodies) and time.monotonic() - since < 25:
            began = time.monotonic()
            assert facilitator.get("/join").status_code in (200, 303, 403)
            longest = max(longest, time.monotonic() - began)
            slow = [caller for caller in slow if drips(caller)[0]]
            for caller in list(bodies):
                goes_on, answer = drips(caller)
                told = answer or told
                if not goes_on:
                    bodies.remove(caller)
            time.sleep(0.2)
        assert not slow
        assert not bodies
        assert told.startswith(b"HTTP/1.1 408")
        assert time.monotonic() - since < 20
        assert longest < 2


def drips(caller: socket.socket) -> tuple[bool, bytes]:
    """Whether the connection is open still, after one more byte, and what was answered."""
    try:
        caller.send(b"a")
        answer = caller.recv(65536)
    except BlockingIOError:
        return True, b""
    except OSError:
        return False, b""
    return answer != b"" and b" 408 " not in answer, answer


def test_more_connections_than_there_may_be(server: Running, facilitator: httpx.Client) -> None:
    with ExitStack() as stack:
        for _ in range(1_200):
            try:
                stack.enter_context(closing(socket.create_connection(("127.0.0.1", server.port), 5)))
            except OSError:  # This side has no more files to open.
                break
        assert facilitator.get("/join").status_code in (200, 303, 403)


# What comes back


def test_every_answer_carries_the_headers(server: Running, facilitator: httpx.Client) -> None:
    cookie = b"Cookie: " + cookies_of(facilitator)
    requests = [
        asking(server, b"GET / HTTP/1.1", cookie),
        asking(server, b"GET /nowhere HTTP/1.1"),
        asking(server, b"GET / HTTP/1.1", b"Host: evil.example"),
        asking(server, b"POST / HTTP/1.1", b"Content-Length: 0"),
        asking(server, b"OPTIONS / HTTP/1.1"),
        asking(server, b"BREW / HTTP/1.1"),
        asking(server, b"HEAD / HTTP/1.1"),
        asking(server, b"GET /feed?topic=a HTTP/1.1", cookie),
        b"nonsense\r\n\r\n",
    ]
    for request in requests:
        head = raw(server, request).partition(b"\r\n\r\n")[0].lower()
        for name, value in HEADERS.items():
            assert f"\r\n{name}: {value.lower()}".encode() in head, (request, head)
        assert head.count(b"content-security-policy") == 1
        assert b"\r\nserver:" not in head
        assert b"access-control-" not in head
        assert b"uvicorn" not in head


# The room and the vote


def vote(client: httpx.Client, **fields: object) -> httpx.Response:
    return fill(client, "/ballot", **{"do": "vote", "criterion": CRITERION, "round": "1", **fields})


def poll_of(server: Running, scene: Scene) -> Poll:
    """What stands on the disk of the last poll."""
    (site,) = parse_qs(scene.assessment[1:])["site"]
    store = desk_in(server.workspace).store
    (stored,) = store.find(site)
    return polls_of(store.votes(stored))[-1]


def levels_of(poll: Poll) -> list[int | None]:
    return [ballot.level for ballot in poll.ballots.values()]


def test_vote_as_another(server: Running, scene: Scene, voters: list[httpx.Client]) -> None:
    one, two, _ = voters
    assert vote(one, level="0").status_code == 303
    (own,) = poll_of(server, scene).ballots
    posing = {"by": own, "pseudonym": own, "who": "0", "id": own, "guest": own, "role": "facilitator"}
    assert vote(two, level="2", **posing).status_code == 303
    assert levels_of(poll_of(server, scene)) == [0, 2]
    assert "facilitator" not in {ballot.role for ballot in poll_of(server, scene).ballots.values()}
    cookie = next(iter(one.cookies.jar))
    known = str(cookie.value).partition(".")
    made_up = base64.urlsafe_b64encode(json.dumps([own, "room"]).encode()).decode().rstrip("=")
    for value in (f"{made_up}.{known[2]}", f"{known[0]}.AAAA", own, f"{known[0]}."):
        with server.browser(facilitator=False) as forger:
            forger.cookies.set(cookie.name, value)
            assert forger.get("/ballot").status_code == 303
            assert forger.post("/ballot", data={"do": "vote", "level": "2"}).status_code == 403
    page = one.get("/ballot").text
    token = re.search(r'name="token" value="(\w+)"', page)
    assert token
    form = {"token": token[1], "do": "vote", "criterion": CRITERION, "round": "1", "level": "1"}
    assert two.post("/ballot", data=form).status_code == 403, "the token is another's"
    assert levels_of(poll_of(server, scene)) == [0, 2]


def test_replayed_vote(
    server: Running, scene: Scene, voters: list[httpx.Client], facilitator: httpx.Client
) -> None:
    for _ in range(5):
        assert vote(voters[0], level="2").status_code == 303
    assert levels_of(poll_of(server, scene)) == [2], "one person, one vote"
    step = f"/vote{scene.assessment}&at={CRITERION}"
    assert fill(facilitator, step, do="show").status_code == 303
    assert fill(facilitator, step, do="begin").status_code == 303
    assert poll_of(server, scene).round == 2
    assert vote(voters[0], level="2", round="1").status_code == 409, "it was meant for the first round"
    assert vote(voters[0], level="2", criterion="access.outcome").status_code == 409
    assert levels_of(poll_of(server, scene)) == []


def test_vote_after_close(
    server: Running, scene: Scene, voters: list[httpx.Client], facilitator: httpx.Client
) -> None:
    assert vote(voters[0], level="2").status_code == 303
    forms = [
        (client, {"token": found[1], "do": "vote", "criterion": CRITERION, "round": "1", "level": "0"})
        for client in voters
        if (found := re.search(r'name="token" value="(\w+)"', client.get("/ballot").text))
    ]
    assert len(forms) == 3
    fill(facilitator, f"/vote{scene.assessment}&at={CRITERION}", do="show")
    for client, form in forms:
        assert client.post("/ballot", data=form).status_code == 409
    assert levels_of(poll_of(server, scene)) == [2]
    fill(facilitator, f"/room{scene.assessment}", do="close")
    for client, form in forms:
        assert client.post("/ballot", data=form).status_code == 409
    fill(facilitator, f"/room{scene.assessment}", do="open")
    for client, form in forms:
        assert client.post("/ballot", data=form).status_code == 409, "a pass of an earlier room"
    assert levels_of(poll_of(server, scene)) == [2]


def test_votes_that_are_none(server: Running, scene: Scene, voters: list[httpx.Client]) -> None:
    for level in ("", "3", "-1", "99999999", "1.0", "1e0", "²", "None", "abstain ", "\x00", "0x1", "true"):
        assert vote(voters[0], level=level).status_code == 422, level
    for number in ("", "0", "2", "-1", "1.0", "x" * 5000):
        assert vote(voters[0], level="1", round=number).status_code == 409
    for criterion in ("", "access", "access.outcome", "../../x", "x" * 5000):
        assert vote(voters[0], level="1", criterion=criterion).status_code == 409
    assert levels_of(poll_of(server, scene)) == []


def test_a_facilitator_who_votes(server: Running, scene: Scene, voters: list[httpx.Client]) -> None:
    with server.browser() as facilitator:
        assert facilitator.get("/ballot").status_code == 303
        assert facilitator.get("/join").status_code == 403
        token = re.search(r'name="token" value="(\w+)"', voters[0].get("/ballot").text)
        assert token
        for cookie in voters[0].cookies.jar:
            facilitator.cookies.set(cookie.name, cookie.value or "", domain=cookie.domain)
        form = {"token": token[1], "do": "vote", "criterion": CRITERION, "round": "1", "level": "0"}
        assert facilitator.post("/ballot", data=form).status_code == 403
    assert levels_of(poll_of(server, scene)) == []


def test_participants_reach_the_vote_and_nothing_else(
    server: Running, scene: Scene, voters: list[httpx.Client]
) -> None:
    assert vote(voters[1], level="2").status_code == 303
    for door in ROUTES:
        if door.whom is Facilitator:
            for asked in (scene.assessment, f"?{RIVER}", ""):
                answer = voters[0].get(f"{door.path}{asked}")
                assert answer.status_code == 403
                assert "Riverbend" not in answer.text
    assert "Riverbend" not in voters[0].get("/ballot").text


def test_guessed_join_code(  # The last: whoever joins from this address has to wait afterwards.
    server: Running, scene: Scene
) -> None:
    with server.browser(facilitator=False) as stranger:
        page = stranger.get("/join").text
        role = re.search(r'<option value="([\w-]+)"', page)
        assert role
        assert scene.code not in page
        for guess in ("", "A", "AAAAAAAA", scene.code[:-1], scene.code + "A", "%", "*" * 8, "\x00" * 8):
            answer = fill(stranger, "/join", code=guess, name="Eve", role=role[1])
            assert answer.status_code in (422, 429)
        answers = [
            fill(stranger, "/join", code=f"AAAA-{n:04}", name="Eve", role=role[1]).status_code
            for n in range(10)
        ]
        assert 429 in answers
        assert not stranger.cookies
        assert stranger.get("/ballot").status_code == 303
