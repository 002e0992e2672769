"""Telling very many listeners of changes, no more often than they can be served."""

import asyncio

from dsds_audit.web.feed import Feed


class Pace:
    """Tells a topic once for all that changes within a while; used in the loop that listeners wait in."""

    def __init__(self) -> None:
        """Nothing waits to be told."""
        self._waiting: dict[str, asyncio.TimerHandle] = {}

    def tell(self, feed: Feed, topic: str, seconds: float) -> None:
        """Tell a topic after so many seconds, unless that is going to happen earlier already."""
        loop, waiting = asyncio.get_running_loop(), self._waiting.get(topic)
        if waiting is not None:
            if waiting.when() <= loop.time() + seconds:
                return
            waiting.cancel()
        self._waiting[topic] = loop.call_later(seconds, self._tell, feed, topic)

    def _tell(self, feed: Feed, topic: str) -> None:
        del self._waiting[topic]
        feed.tell(topic)
