"""The web application: every page there is, behind its guard."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dsds_audit.speech import mark, say
from dsds_audit.web import (
    ballot_pages,
    downloads,
    entrance,
    files,
    interview_pages,
    join_pages,
    listening,
    migration_pages,
    opening_pages,
    plan_forms,
    plan_pages,
    result_pages,
    room_pages,
    series_pages,
    site_pages,
    vote_pages,
    voting,
)
from dsds_audit.web.doors import person_at
from dsds_audit.web.faults import tell_loops_fault
from dsds_audit.web.guard import Guard
from dsds_audit.web.hall import Hall
from dsds_audit.web.speaker import Speaker
from dsds_audit.web.visits import Visit, problem_page

ROUTES = (
    *entrance.ROUTES,
    *files.ROUTES,
    *listening.ROUTES,
    *site_pages.ROUTES,
    *result_pages.ROUTES,
    *series_pages.ROUTES,
    *plan_pages.ROUTES,
    *plan_forms.ROUTES,
    *migration_pages.ROUTES,
    *downloads.ROUTES,
    *interview_pages.ROUTES,
    *opening_pages.ROUTES,
    *ballot_pages.ROUTES,
    *join_pages.ROUTES,
    *room_pages.ROUTES,
    *vote_pages.ROUTES,
    *voting.ROUTES,
)
_SAID = {
    404: mark("There is no such page here. Please go back to the start."),
    405: mark("This page does not take that. Please go back and use its form."),
}
_REFUSED = mark("This cannot be done. Please go back and try again.")


def build_app(hall: Hall) -> Starlette:
    """The application that serves a hall."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(tell_loops_fault)
        hall.feed.open(loop)
        yield
        hall.feed.close()
        hall.sittings.close()

    app = Starlette(routes=ROUTES, lifespan=lifespan, exception_handlers={HTTPException: _refused})
    app.router.redirect_slashes = False
    app.state.hall = hall
    app.add_middleware(Guard, hosts=hall.hosts)
    app.add_middleware(Speaker, speech=hall.speech)
    return app


async def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    hall: Hall = request.app.state.hall
    answer = problem_page(
        Visit(request, hall, person_at(request)),
        status,
        say(_SAID.get(status, _REFUSED)),
    )
    answer.headers.update(getattr(error, "headers", None) or {})
    return answer
