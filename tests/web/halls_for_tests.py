"""What the tests of the web share: a hall with the example's site in it, browsers in it, a real server."""

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from typing import IO
from urllib.parse import parse_qs, urlsplit

import httpx
from starlette.requests import HTTPConnection
from starlette.responses import Response

from dsds_audit.cli.desk import desk_in
from dsds_audit.web.addresses import hosts_of, listen
from dsds_audit.web.app import build_app
from dsds_audit.web.hall import Hall
from dsds_audit.web.keys import Keys
from dsds_audit.web.passes import Facilitator, Member, Person
from dsds_audit.web.room_folder import RoomFolder
from dsds_audit.web.server import make_hall, make_server
from tests.serving_for_tests import start

with warnings.catch_warnings():  # It would rather have its makers' other library.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

ORIGIN = "http://127.0.0.1:8321"
TODAY = dt.date(2026, 9, 28)
FACILITATOR = Facilitator("first")
"""The facilitator that a browser is given unless told otherwise; another one has another id."""
RIVERBEND = {
    "site": "Riverbend Family Center",
    "program": "Parents as Partners home visiting",
    "rubric": "dsds",
    "date": "2026-09-14",
}
"""What an address says that means the example's latest assessment."""
_EXAMPLES = Path(__file__).resolve().parents[2] / "dsds_audit" / "examples"
_LINK = re.compile(r"http://\S+/enter\?key=\S+")


def hall_for(tmp_path: Path, example: bool = True, today: dt.date = TODAY) -> Hall:
    """A hall on the workspace ``tmp_path / "w"``, where the example's site has its four assessments.

    A second one there is what a server is after a crash of the first.
    """
    workspace = workspace_in(tmp_path, example)
    folder = RoomFolder(workspace / ".room")
    keys = Keys("a-key-for-tests-of-at-least-32-bytes", "an-entry-for-tests-only", 8321)
    return make_hall(desk_in(workspace), lambda: today, keys, folder, ("127.0.0.1",))


def workspace_in(tmp_path: Path, example: bool = True) -> Path:
    """The workspace ``tmp_path / "w"``, with the example's site in it or empty; what is there stays."""
    workspace = tmp_path / "w"
    workspace.mkdir(exist_ok=True)
    if example and not (workspace / "riverbend").exists():
        shutil.copytree(_EXAMPLES, workspace, dirs_exist_ok=True)
    return workspace


def client_of(hall: Hall, person: Person | None = FACILITATOR) -> TestClient:
    """A browser in a hall: a facilitator's, a participant's (``Member(...)``) or, with None, a stranger's.

    It follows no redirect and raises what an endpoint raises. Used in a ``with``, the hall's feed runs.
    """
    client = TestClient(build_app(hall), base_url=ORIGIN, headers={"origin": ORIGIN}, follow_redirects=False)
    if person is not None:
        answer = Response()
        hall.passes.give(answer, person)
        name, _, value = answer.headers["set-cookie"].partition(";")[0].partition("=")
        client.cookies.set(name, value.strip('"'))
    return client


def send(client: TestClient, address: str, script: bool = False, /, **fields: object) -> httpx.Response:
    """Send a form with its token, as this browser's page would; a sequence is a field with several values.

    With ``script`` the page's own script sends it, as it does for what is saved by itself.
    """
    headers = {"x-part": "main"} if script else {}
    data = {"token": token_of(client), **fields}
    return client.post(address, data=data, headers=headers)  # type: ignore[arg-type,return-value]


def token_of(client: TestClient) -> str:
    """What the forms of this browser's pages bring back."""
    hall: Hall = client.app.state.hall  # type: ignore[attr-defined]
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar)
    browser = HTTPConnection({"type": "http", "headers": [(b"cookie", cookies.encode())]})
    return hall.passes.token_for(hall.passes.facilitator(browser) or hall.passes.member(browser))


@dataclass
class Running:
    """A server in a process of its own; ``link`` makes a facilitator, ``address`` is without a path."""

    workspace: Path
    process: subprocess.Popen[str]
    link: str
    said: list[str]
    """What it has printed so far, line by line."""

    @property
    def address(self) -> str:
        return f"http://{urlsplit(self.link).netloc}"

    @property
    def port(self) -> int:
        port = urlsplit(self.link).port
        assert port is not None
        return port

    @property
    def key(self) -> str:
        return parse_qs(urlsplit(self.link).query)["key"][0]

    def browser(self, facilitator: bool = True, timeout: float = 10.0) -> httpx.Client:
        """A browser, already a facilitator's or a stranger's; to be closed."""
        cookies = httpx.Cookies()
        if facilitator:
            entered = httpx.get(self.link, timeout=timeout)
            assert entered.status_code == 303, entered.text
            cookies = entered.cookies
        headers = {"origin": self.address}
        return httpx.Client(base_url=self.address, headers=headers, cookies=cookies, timeout=timeout)

    def kill(self) -> None:
        """End it as a pulled plug would."""
        self.process.kill()
        self.process.wait(10)


@contextmanager
def running_server(workspace: Path, *options: str, port: int = 0) -> Iterator[Running]:
    """``dsds-audit serve`` on a workspace, in a process of its own; port 0 is any that is free.

    It is killed at the end if it runs still.
    """
    words = (sys.executable, "-m", "dsds_audit", "serve", str(workspace), "--no-browser")
    named = ("--as-of", TODAY.isoformat(), "--port", str(port))
    process = subprocess.Popen(
        (*words, *named, *options),
        env={name: value for name, value in os.environ.items() if not name.startswith("DSDS_AUDIT_")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    said: list[str] = []
    assert process.stdout is not None
    reader = Thread(target=_listen, args=(process.stdout, said), daemon=True)
    reader.start()
    try:
        yield Running(workspace, process, _link(process, said), said)
    finally:
        process.kill()
        process.wait(10)
        reader.join(10)
        process.stdout.close()


def fill(client: httpx.Client, address: str, /, act: str = "", **fields: object) -> httpx.Response:
    """Send a form of the page at an address as a browser would: with the token that the page brought.

    ``act`` is where the form goes, if not to its own page. It works with a real server too.
    """
    shown = client.get(address)
    found = re.search(r'name="token" value="(\w+)"', shown.text)
    assert found, (shown.status_code, shown.text)
    return client.post(act or address, data={"token": found[1], **fields})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Scene:
    """An interview that a facilitator leads, with an open room and a vote that has begun."""

    assessment: str
    """The address of its pages, from the question mark on."""
    code: str

    def join(self, client: httpx.Client, name: str = "Ada") -> httpx.Response:
        """Join with a browser that has not joined yet, in the first role that votes."""
        role = re.search(r'<option value="([\w-]+)"', client.get("/join").text)
        assert role
        answer = fill(client, "/join", code=self.code, name=name, role=role[1])
        assert answer.status_code == 303, answer.text
        return answer


def open_vote(
    facilitator: httpx.Client, site: str = "Millbrook", criterion: str = "access.fidelity"
) -> Scene:
    """Begin an interview on a new site, open its room and begin the vote on a criterion."""
    answer = fill(facilitator, "/begin", site=site, unknown=site, meant="new", rubric="dsds")
    assert answer.status_code == 303, answer.text
    assessment = "?" + urlsplit(answer.headers["location"]).query.partition("&at=")[0]
    fill(facilitator, f"/room{assessment}", do="open")
    code = re.search(r'class="code">([\w-]+)<', facilitator.get(f"/room{assessment}").text)
    assert code
    answer = fill(facilitator, f"/vote{assessment}&at={criterion}", do="begin")
    assert answer.status_code == 303, answer.text
    return Scene(assessment, code[1])


@contextmanager
def served_here(hall: Hall) -> Iterator[int]:
    """The server itself, on loopback and in a thread of this process, where its limits can be set; its port.

    The hall has to be one of ``hall_for``.
    """
    (listening,) = listen(["127.0.0.1"], 0)
    port: int = listening.getsockname()[1]
    server = make_server(replace(hall, hosts=hosts_of(["127.0.0.1"], port)))
    thread = start(server, listening)
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.005)
        yield port
    finally:
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive()


def member(number: int = 1, room: str = "room") -> Member:
    """A participant as passes know them."""
    return Member(f"p-{number:08d}", room)


def _listen(output: IO[str], said: list[str]) -> None:
    for line in output:
        said.append(line.rstrip("\n"))  # noqa: PERF401 (each at once)


def _link(process: subprocess.Popen[str], said: list[str]) -> str:
    """The facilitator's link, once it is answered there."""
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        found = _LINK.search("\n".join(said))
        if found and _answers(found[0]):
            return found[0]
        time.sleep(0.02)
    raise AssertionError(f"the server did not start: {said}")


def _answers(link: str) -> bool:
    try:
        return httpx.get(f"http://{urlsplit(link).netloc}/static/app.css").status_code < 500
    except httpx.TransportError:
        return False
