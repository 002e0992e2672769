"""What has changed, told to every page that shows it; a slow listener gets only the newest state."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field

HEARTBEAT = 15.0
"""Seconds after which a listener hears that the server is still there."""
MOST_IN_ALL = 600
MOST_OF_ONE = 5
"""Streams that one person may have open; a phone that comes back may leave a dead one behind."""


@dataclass(eq=False, slots=True)
class Listener:
    """One open page; ``whose`` is the person's id, ``ended`` whether it has to go."""

    topic: str
    whose: str
    news: asyncio.Event = field(default_factory=asyncio.Event)
    ended: bool = False


class Feed:
    """Counts the changes of topics, and wakes whoever listens.

    Nothing is queued: a listener is told the number of the newest change, however many there were. Only
    ``tell`` may be called from any thread; all else belongs to the loop that the feed was opened in.
    """

    def __init__(self) -> None:
        """Nothing has changed yet."""
        self._changes: Counter[str] = Counter()
        self._listeners: dict[str, list[Listener]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def open(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take the loop that listeners wait in."""
        self._loop = loop

    def close(self) -> None:
        """Let every listener go; nobody joins any more."""
        self._loop = None
        for listener in self._all():
            _end(listener)

    def number(self, topic: str) -> int:
        """How often a topic has changed."""
        return self._changes[topic]

    def tell(self, topic: str) -> None:
        """Say that a topic has changed; from any thread, also while the server starts or ends."""
        loop = self._loop
        if loop is None:
            self._changes[topic] += 1
        else:
            with suppress(RuntimeError):  # The loop has ended in between.
                loop.call_soon_threadsafe(self._wake, topic)

    def join(self, topic: str, whose: str) -> Listener | None:
        """Begin to listen; the person's oldest page goes where it is one too many, None where all are."""
        everybody = self._all()
        own = [listener for listener in everybody if listener.whose == whose and not listener.ended]
        if self._loop is None or (len(everybody) >= MOST_IN_ALL and len(own) < MOST_OF_ONE):
            return None
        if len(own) >= MOST_OF_ONE:
            _end(own[0])
        listener = Listener(topic, whose)
        listener.news.set()  # The present state is news to whoever has just come.
        self._listeners.setdefault(topic, []).append(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """Listen no more."""
        left = self._listeners.get(listener.topic, [])
        with suppress(ValueError):
            left.remove(listener)
        if not left:
            self._listeners.pop(listener.topic, None)

    async def events(self, listener: Listener) -> AsyncIterator[str]:
        """What happens, as a browser takes it, the present state first; ends when the listener has to go."""
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT):
                    await listener.news.wait()
            except TimeoutError:
                yield "event: still\ndata: here\n\n"
                continue
            if listener.ended:
                return
            listener.news.clear()  # Before the number is read: what comes after it wakes again.
            yield f"data: {self._changes[listener.topic]}\n\n"

    def _all(self) -> list[Listener]:
        return [listener for listeners in self._listeners.values() for listener in listeners]

    def _wake(self, topic: str) -> None:
        self._changes[topic] += 1
        for listener in self._listeners.get(topic, ()):
            listener.news.set()


def _end(listener: Listener) -> None:
    listener.ended = True
    listener.news.set()
