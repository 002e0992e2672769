"""Answers that stay open, over which a page hears that what it shows has changed."""

from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from dsds_audit.speech import mark, say
from dsds_audit.web.feed import Feed
from dsds_audit.web.visits import Visit

_FULL = mark("Too many pages are listening. Please close some, or load this one again by hand.")


class EventStream(Response):
    """The changes of one topic, as server-sent events, for as long as the page is open.

    One page too many in all is told so with status 503.
    """

    def __init__(self, feed: Feed, topic: str, whose: str) -> None:
        """Listen to a topic; ``whose`` tells one person from another."""
        super().__init__(media_type="text/event-stream")
        self.feed, self.topic, self.whose = feed, topic, whose

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Stream until the page is closed or the server ends."""
        if scope["method"] == "HEAD":
            await super().__call__(scope, receive, send)
            return
        listener = self.feed.join(self.topic, self.whose)
        if listener is None:
            refusal = PlainTextResponse(say(_FULL), 503, {"retry-after": "10"})
            await refusal(scope, receive, send)
            return
        try:
            stream = StreamingResponse(self.feed.events(listener), media_type=self.media_type)
            await stream(scope, receive, send)
        finally:
            self.feed.leave(listener)


def event_stream(visit: Visit, topic: str) -> EventStream:
    """The stream of a topic for who calls; only behind a door that needs a pass."""
    if visit.person is None:
        raise TypeError("not behind a door that needs a pass")
    return EventStream(visit.hall.feed, topic, f"{type(visit.person).__name__} {visit.person.id}")
