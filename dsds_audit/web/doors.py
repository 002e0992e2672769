"""The way to every page: who may come in, what a form must bring, what goes wrong on the way."""

import inspect
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dsds_audit.errors import AuditError, ConflictError
from dsds_audit.speech import mark, say
from dsds_audit.web.faults import tell_fault
from dsds_audit.web.hall import Hall
from dsds_audit.web.passes import Facilitator, Member, Person
from dsds_audit.web.visits import Form, Visit, problem_page, see

Endpoint = Callable[[Visit], Response] | Callable[[Visit], Awaitable[Response]]
MOST_FIELDS = 2_000
_FORM = "application/x-www-form-urlencoded"
_STRANGER = mark(
    "This page is for whoever leads the interview. Please open it with the link that the terminal shows."
)
_NOT_IN_THE_ROOM = mark("You are not in the room any more. Please join again.")
_NOT_OURS = mark(
    "This form was not sent from a page of this server, or the page is from before it was started anew. "
    "Please go back, load the page again, and send it once more."
)
_NO_FORM = mark(
    "This is no form of this server's, or it has far too many fields. Please go back and try again."
)
_OUR_FAULT = mark(
    "This is a fault of this program, not yours. What was saved before is unharmed. Please go back and try "
    "again; the terminal that the server runs in says more."
)


class Door(Route):
    """The way to one page; ``whom`` is who may come in, None where everyone may."""

    def __init__(self, path: str, show: Endpoint, act: Endpoint | None, whom: type[Person] | None) -> None:
        """Let in ``whom`` to see what ``show`` answers, and to send the forms that ``act`` answers."""

        async def endpoint(request: Request) -> Response:
            visit = Visit(request, request.app.state.hall, person_at(request, whom))
            if whom and visit.person is None:
                return _turned_away(visit, whom)
            if request.method != "POST":
                return await _answered(show, visit)
            return await _acted(act or show, visit)

        self.whom = whom
        super().__init__(path, endpoint, methods=["GET", "POST"] if act else ["GET"])


def for_facilitators(path: str, show: Endpoint, act: Endpoint | None = None) -> Door:
    """A page of the facilitator's: ``show`` answers GET, ``act`` the form it sends."""
    return Door(path, show, act, Facilitator)


def for_members(path: str, show: Endpoint, act: Endpoint | None = None) -> Door:
    """A page of a participant's."""
    return Door(path, show, act, Member)


def for_everyone(path: str, show: Endpoint, act: Endpoint | None = None) -> Door:
    """A page that needs no pass; the facilitator is known here, else the participant."""
    return Door(path, show, act, None)


def person_at(request: Request, whom: type[Person] | None = None) -> Person | None:
    """Who calls, as the kind that is wanted; where any is, the facilitator before the participant."""
    hall: Hall = request.app.state.hall
    if whom is Member:
        return hall.passes.member(request)
    facilitator = hall.passes.facilitator(request)
    return facilitator if facilitator or whom is Facilitator else hall.passes.member(request)


def _turned_away(visit: Visit, whom: type[Person]) -> Response:
    """To the page where one joins, or the word that this is not for them."""
    if whom is Facilitator:
        return problem_page(visit, 403, say(_STRANGER))
    return problem_page(visit, 403, say(_NOT_IN_THE_ROOM)) if visit.request.method == "POST" else see("/join")


async def _acted(act: Endpoint, visit: Visit) -> Response:
    form = await _form(visit.request)
    if form is None:
        return problem_page(visit, 422, say(_NO_FORM))
    if not visit.hall.passes.is_token(visit.person, (form.get("token") or [""])[-1]):
        return problem_page(visit, 403, say(_NOT_OURS))
    return await _answered(act, Visit(visit.request, visit.hall, visit.person, form))


async def _answered(endpoint: Endpoint, visit: Visit) -> Response:
    try:
        if inspect.iscoroutinefunction(endpoint):
            answer: Response = await endpoint(visit)
            return answer
        return await run_in_threadpool(endpoint, visit)  # type: ignore[arg-type]
    except ConflictError as error:
        return problem_page(visit, 409, error)
    except AuditError as error:
        return problem_page(visit, 422, error)
    except HTTPException:
        raise
    except Exception as fault:
        tell_fault(fault, visit.request.url.path)
        return problem_page(visit, 500, say(_OUR_FAULT))


async def _form(request: Request) -> Form | None:
    """The fields of a form, None where it is none; one that is too large never gets this far (guard.py)."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        return None
    try:
        return parse_qs(
            (await request.body()).decode(),
            keep_blank_values=True,
            max_num_fields=MOST_FIELDS,
            errors="strict",
        )
    except ValueError:
        return None
