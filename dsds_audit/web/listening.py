"""Where a facilitator's page hears that what it shows has changed."""

from starlette.responses import Response

from dsds_audit.web.doors import for_facilitators
from dsds_audit.web.streams import event_stream
from dsds_audit.web.visits import Visit


async def facilitators_feed(visit: Visit) -> Response:
    """The changes of one topic, as server-sent events."""
    return event_stream(visit, visit.asked("topic"))


ROUTES = (for_facilitators("/feed", facilitators_feed),)
