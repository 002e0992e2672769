"""Coming in as the facilitator, with the secret that the terminal shows."""

from secrets import compare_digest

from starlette.responses import Response

from dsds_audit.speech import mark, say
from dsds_audit.web.doors import for_everyone
from dsds_audit.web.passes import Facilitator, new_facilitator
from dsds_audit.web.visits import Visit, problem_page, see

_NOT_THE_KEY = mark(
    "This link is not the one that the terminal shows. Please copy it whole, or start the server again."
)
_TOO_OFTEN = mark(
    "Too many wrong links were tried. Please wait a minute, then copy the one that the terminal shows."
)


def enter(visit: Visit) -> Response:
    """Make whoever has the secret a facilitator; the secret leaves the address at once.

    It has 128 bits, which nobody guesses: wrong ones are slowed down, the right one is never kept waiting, so
    that nobody can keep the facilitator out by trying wrong ones.
    """
    if not compare_digest(visit.asked("key").encode(), visit.hall.entry.encode()):
        return _refused(visit)
    known = visit.person if isinstance(visit.person, Facilitator) else None
    answer = see("/")
    visit.hall.passes.give(answer, known or new_facilitator())
    return answer


def _refused(visit: Visit) -> Response:
    caller = visit.request.client
    address = caller.host if caller else ""
    if visit.hall.wrong_keys.reached(address):
        return problem_page(visit, 429, say(_TOO_OFTEN))
    visit.hall.wrong_keys.count(address)
    return problem_page(visit, 403, say(_NOT_THE_KEY))


ROUTES = (for_everyone("/enter", enter),)
