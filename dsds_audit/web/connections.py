"""Connections that may not be held open by someone who asks for nothing."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from dsds_audit.speech import say
from dsds_audit.web.headers import HEADERS

WHOLE_REQUEST = 15.0
"""Seconds within which a request's line and headers have to be there."""
WHOLE_ANSWER = 60.0
"""Seconds within which an answer has to be taken."""
MOST = 1_000
"""Connections at the same time; for one more, the one that has asked for nothing for longest goes."""


class PatientProtocol(H11Protocol):
    """The server's side of a connection, with an end to its patience."""

    _deadline: asyncio.TimerHandle | None = None
    waiting_since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Let somebody in, in place of who has waited longest where it is full."""
        super().connection_made(transport)
        self._mind()
        if len(self.connections) > MOST:
            waiting = [c for c in self.connections if isinstance(c, PatientProtocol) and c.is_waiting]
            min(waiting, key=lambda c: c.waiting_since).transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there to be minded."""
        self._unmind()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what was sent, and look whether it is a request yet."""
        super().data_received(data)
        self._mind()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._mind()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002
        """Answer what is not HTTP, with the headers that every answer has, where it can be answered."""
        content = say("This is no request that a browser makes.").encode()
        headers = {**HEADERS, "content-type": "text/plain; charset=utf-8", "connection": "close"}
        answer = h11.Response(
            status_code=400,
            reason=b"Bad Request",
            headers=[*headers.items(), ("content-length", str(len(content)))],
        )
        try:
            for event in (answer, h11.Data(data=content), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        except h11.LocalProtocolError:  # Another answer is on its way.
            pass
        self.transport.close()

    @property
    def is_waiting(self) -> bool:
        """Whether no request is being answered."""
        return self.cycle is None or self.cycle.response_complete

    def _mind(self) -> None:
        if not self.is_waiting or self.transport.is_closing():
            self._unmind()
        elif self._deadline is None:
            self.waiting_since = self.loop.time()
            self._deadline = self.loop.call_later(WHOLE_REQUEST, self._lose_patience)

    def _unmind(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _lose_patience(self) -> None:
        """Cut off who has not asked, or who does not take an answer; a slow reader gets more time."""
        reading = self.transport.get_write_buffer_size() > 0
        if reading and self.loop.time() - self.waiting_since < WHOLE_ANSWER:
            self._deadline = self.loop.call_later(WHOLE_REQUEST, self._lose_patience)
        else:
            self.transport.abort()
