"""Browsers that cost next to nothing: what a page's script would ask for, over bare connections."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

_TOKEN = re.compile(rb'name="token" value="([0-9a-f]+)"')


@dataclass
class Browser:
    """One browser at a server (``http://127.0.0.1:port``), with one connection that it keeps."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def see(self, path: str) -> tuple[int, bytes]:
        """A page as the script loads it again; status and body."""
        status, body = await self._ask("GET", path, b"", "x-part: main\r\n")
        if found := _TOKEN.search(body):
            self.token = found[1].decode()
        return status, body

    async def send(self, path: str, **fields: str) -> int:
        """A form with its token; the status."""
        body = urlencode({"token": self.token, **fields}).encode()
        kind = f"content-type: application/x-www-form-urlencoded\r\norigin: {self.address}\r\n"
        status, _ = await self._ask("POST", path, body, kind)
        return status

    async def listen(self, path: str, news: asyncio.Event) -> None:
        """Set ``news`` at every event of a stream, until cancelled."""
        reader, writer = await self._connected()
        writer.write(self._head("GET", path, 0, ""))
        try:
            while line := await reader.readline():
                if line.startswith(b"data:"):
                    news.set()
        finally:
            writer.close()

    def close(self) -> None:
        """Close the connection; another is made when it is needed."""
        if self._streams:
            self._streams[1].close()
        self._streams = None

    async def _ask(self, method: str, path: str, body: bytes, headers: str) -> tuple[int, bytes]:
        request = self._head(method, path, len(body), headers) + body
        reader, head = await self._asked(request)
        status, answer = _parsed(head.decode("latin-1"))
        for cookie in answer.get("set-cookie", "").split("\n"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies |= {name: value} if name else {}
        if "close" in answer.get("connection", ""):
            self._streams = None
        return status, await reader.readexactly(int(answer.get("content-length", 0)))

    async def _asked(self, request: bytes) -> tuple[asyncio.StreamReader, bytes]:
        """Over the connection that is there, else over a new one: the server lets go of idle ones."""
        kept, self._streams = self._streams, self._streams or await self._connected()
        reader, writer = self._streams
        writer.write(request)
        try:
            return reader, await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionResetError):
            if kept is None:
                raise
        self.close()
        return await self._asked(request)

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        where = urlsplit(self.address)
        return await asyncio.open_connection(where.hostname, where.port)

    def _head(self, method: str, path: str, length: int, headers: str) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        host = urlsplit(self.address).netloc
        lines = f"{method} {path} HTTP/1.1\r\nhost: {host}\r\ncookie: {cookies}\r\n{headers}"
        return f"{lines}content-length: {length}\r\n\r\n".encode()


def _parsed(head: str) -> tuple[int, Mapping[str, str]]:
    first, *lines = head.strip().split("\r\n")
    headers: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        known = headers.get(name.lower())
        headers[name.lower()] = f"{known}\n{value.strip()}" if known else value.strip()
    return int(first.split()[1]), headers
