"""What every call passes: it must name this server, come from its own pages, and be of bearable size."""

import asyncio
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dsds_audit.speech import say
from dsds_audit.web.faults import tell_fault
from dsds_audit.web.headers import add_headers

MOST_BYTES = 512_000
"""What a form may hold at most."""
MOST_READ = 8_000_000
"""What is read of a form that is too large, so that its sender can be told."""
MOST_HELD = 32_000_000
"""What the forms that come in at the same time may hold together."""
WHOLE_BODY = 10.0
"""Seconds within which a form has to be there."""


class CallError(Exception):
    """A call that does not pass, with the status and the words for it."""

    def __init__(self, status: int, words: str) -> None:
        """Say why; the connection ends with it, for more may be on its way."""
        super().__init__(words)
        self.answer = PlainTextResponse(words, status, {"connection": "close"})


class Guard:
    """Refuses calls under another name, from another site, too large or too slow; adds every header."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        """Guard an application that may be called as any of ``hosts``."""
        self.app, self.hosts, self.held = app, hosts, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what passes, with the whole of its form."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sender = _Sender(send)
        body = b""
        try:
            self._look_at(Headers(scope=scope), scope["method"])
            whole = await self._body(receive)
            if whole is not None:
                body = whole
                self.held += len(body)
                await self.app(scope, _told(body, receive), sender)
        except CallError as refused:
            await refused.answer(scope, receive, sender)
        except Exception as fault:
            tell_fault(fault, scope["path"])
            if not sender.started:
                words = say("Something went wrong here. Please go back and try again.")
                await PlainTextResponse(words, 500)(scope, receive, sender)
        finally:
            self.held -= len(body)

    def _look_at(self, headers: Headers, method: str) -> None:
        host = headers.get("host", "").lower()
        if host not in self.hosts:
            raise CallError(
                421, say("This server goes by another name. Please use the address that it shows.")
            )
        # Every browser of today says where a form comes from.
        if method not in ("GET", "HEAD") and headers.getlist("origin") != [f"http://{host}"]:
            raise CallError(403, say("This was sent from another site. Please use the pages of this server."))
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length[:20]) > MOST_READ:
            raise CallError(413, say("This is too large. Please send less."))

    async def _body(self, receive: Receive) -> bytes | None:
        """All that was sent; None where its sender has gone."""
        parts: list[bytes] = []
        taken = 0
        try:
            async with asyncio.timeout(WHOLE_BODY):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return None
                    part = message.get("body", b"")
                    taken += len(part)
                    if taken <= MOST_BYTES:
                        parts.append(part)
                    if not message.get("more_body") or taken > MOST_READ:
                        break
        except TimeoutError:
            raise CallError(408, say("This took too long to arrive. Please try again.")) from None
        if taken > MOST_BYTES:
            raise CallError(413, say("This is too large. Please send less."))
        if self.held + taken > MOST_HELD:
            raise CallError(503, say("Too much is sent here at once. Please try again."))
        return b"".join(parts)


class _Sender:
    """Sends an answer with the headers that every answer carries."""

    def __init__(self, send: Send) -> None:
        self.send, self.started = send, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            add_headers(MutableHeaders(scope=message))
        await self.send(message)


def _told(body: bytes, receive: Receive) -> Receive:
    """Receive a form that is there already; after it, whether the caller has gone."""
    told = False

    async def receiver() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receiver
