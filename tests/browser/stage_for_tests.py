"""A page of the tests' own in the product's frame, with its style and script; its server does as told."""

import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import anyio
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from dsds_audit.report.pages import page_environment
from dsds_audit.web.files import _content
from dsds_audit.web.guard import Guard
from dsds_audit.web.templates import read_template
from tests.serving_for_tests import start

_PAGE = """
{% extends "base.html.j2" %}
{% import "macros.html.j2" as ui %}
{% block title %}Stage{% endblock %}
{% block main %}
<h1>Stage</h1>
<div id="outer" data-live>
<section id="news" data-live>
<h2>News</h2>
<p id="number">{{ stage.number }}</p>
<details><summary>More</summary><p>Folded</p></details>
{% for line in stage.lines %}<p>{{ line }}</p>
{% endfor %}
{% if stage.has_button %}<button class="button" id="press" type="button">Press</button>{% endif %}
</section>
</div>
<div id="poll" data-live>
{{ ui.problems(stage.wrong) }}
<form method="post" action="/poll" id="ballot">
<input type="hidden" name="question" value="{{ stage.question }}">
{{ ui.choices("pick", "Your pick", stage.choices, chosen=stage.picked) }}
{{ ui.field("remark", "Remark", stage.remark) }}
{{ ui.button("Send") }}
</form>
</div>
<form method="post" action="/save" data-autosave id="sheet">
{{ ui.field("note", "Note", stage.note, problem=stage.problem, rows=3) }}
{{ ui.field("name", "Name", stage.name) }}
<div id="part-level" data-live>
{{ ui.choices("level", "Level", stage.choices, chosen=stage.level, hint=stage.hint) }}
</div>
{{ ui.select("role", "Role", [("a", "A"), ("b", "B")], stage.role) }}
<p class="actions">{{ ui.button("Next", "go", "next") }}</p>
</form>
<p id="saved" data-live>{{ stage.saves }}</p>
{% endblock %}
"""


@dataclass
class Choice:
    value: str
    label: str
    meaning: str = ""


@dataclass
class Stage:
    """What the page shows, and how its server behaves."""

    number: int = 0
    lines: tuple[str, ...] = ()
    question: str = "one"
    remark: str = ""
    picked: str = ""
    note: str = ""
    name: str = ""
    level: str = ""
    role: str = "a"
    problem: str = ""
    hint: str = ""
    wrong: tuple[str, ...] = ()
    has_button: bool = True
    choices: list[Choice] = field(default_factory=lambda: [Choice("0", "None"), Choice("1", "All")])
    status: int = 200
    """What saving answers."""
    pause: float = 0.0
    """Seconds that saving takes."""
    feed_status: int = 200
    saves: int = 0
    sent: list[dict[str, list[str]]] = field(default_factory=list)
    delay: float = 0.0
    """Seconds that a page takes from what it shows to where it is seen."""
    told: int = 0

    def tell(self, **changes: object) -> None:
        """Change what the page shows, and tell it."""
        for name, value in changes.items():
            setattr(self, name, value)
        self.told += 1

    def app(self, host: str) -> Guard:
        """The application, behind the guard that the product has."""
        names = ["GET", "POST"]
        routes = [
            Route("/", self._show),
            Route("/next", self._next),
            Route("/save", self._save, methods=names),
            Route("/poll", self._vote, methods=names),
            Route("/feed", self._feed),
            Route("/static/{name}", self._static),
        ]
        return Guard(Starlette(routes=routes), {host})

    def _page(self, status: int = 200) -> Response:
        environment = page_environment(read_template)
        context = {"stage": self, "feed": "/feed", "facilitates": True}
        return HTMLResponse(environment.from_string(_PAGE).render(context), status)

    async def _show(self, _: Request) -> Response:
        page = self._page()
        await anyio.sleep(self.delay)
        return page

    async def _next(self, _: Request) -> Response:
        return HTMLResponse("<!doctype html><html lang='en'><title>Next</title><h1>Next</h1></html>")

    async def _save(self, request: Request) -> Response:
        form = parse_qs((await request.body()).decode(), keep_blank_values=True)
        self.sent.append(form)
        await anyio.sleep(self.pause)
        if self.status < 300:
            self.note, self.name = form["note"][0], form["name"][0]
            self.level, self.role = form.get("level", [""])[0], form["role"][0]
            self.saves += 1
        if "keep" in form or self.status >= 300:
            return self._page(self.status)
        return RedirectResponse("/next", 303)

    async def _vote(self, request: Request) -> Response:
        self.sent.append(parse_qs((await request.body()).decode()))
        await anyio.sleep(self.pause)
        return RedirectResponse("/", 303)

    async def _feed(self, request: Request) -> Response:
        async def events() -> AsyncIterator[str]:
            heard = -1
            while not await request.is_disconnected():
                if heard != self.told:
                    heard = self.told
                    yield f"data: {heard}\n\n"
                await anyio.sleep(0.02)

        if self.feed_status != 200:
            return Response("", self.feed_status)
        return StreamingResponse(events(), media_type="text/event-stream")

    async def _static(self, request: Request) -> Response:
        content, _ = _content(request.path_params["name"])
        kind = "text/css" if request.path_params["name"].endswith("css") else "text/javascript"
        return Response(content, media_type=kind)


@contextmanager
def playing(stage: Stage, port: int = 0) -> Iterator[str]:
    """The address under which a stage's page is served meanwhile."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        settings = uvicorn.Config(stage.app(host), log_level="critical", timeout_graceful_shutdown=1)
        server = uvicorn.Server(settings)
        thread = start(server, listener)
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://{host}"
        finally:
            server.should_exit = server.force_exit = True
            thread.join(10)
