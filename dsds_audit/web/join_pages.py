"""Joining the room with its code, a name or initials, and a role."""

from collections.abc import Sequence
from secrets import compare_digest

from pydantic import ValidationError
from starlette.responses import Response

from dsds_audit.errors import AnswerError, AuditError, Problem
from dsds_audit.interview.fault_wording import describe_faults
from dsds_audit.rubric import Rubric
from dsds_audit.speech import mark, say
from dsds_audit.web.doors import for_everyone
from dsds_audit.web.passes import Member
from dsds_audit.web.room import CODE_LENGTH, Guest, Room, new_pseudonym, normal_code, voting_roles
from dsds_audit.web.visits import Visit, page, problem_page, see, sentences_for_guests, topic_of

FACILITATOR_VOTES_NOT = mark(
    "In this browser you lead the interview, and whoever leads it does not vote. Please use another phone or "
    "browser for somebody who votes."
)
_WRONG_CODE = mark(
    "The code is not right, or the room is closed. Please look at the code on the screen again, or ask the "
    "facilitator."
)
_TOO_MANY = mark(
    "There were too many wrong codes. Please wait ten minutes, then try again with the right one."
)


def show(visit: Visit) -> Response:
    """The form with which one joins; who has joined already goes on to the vote."""
    if visit.hall.passes.facilitator(visit.request):
        return problem_page(visit, 403, say(FACILITATOR_VOTES_NOT))
    return see("/ballot") if _joined_already(visit) else _page(visit)


def act(visit: Visit) -> Response:
    """Join with what was sent."""
    if visit.hall.passes.facilitator(visit.request):
        return problem_page(visit, 403, say(FACILITATOR_VOTES_NOT))
    if _joined_already(visit):
        return see("/ballot")
    caller = visit.request.client.host if visit.request.client else ""
    if visit.hall.wrong_codes.reached(caller):
        return _page(visit, [say(_TOO_MANY)], 429)
    room = visit.hall.rooms.now
    if room is None or not _is_code(room, visit.sent("code")):
        visit.hall.wrong_codes.count(caller)
        return _page(visit, [say(_WRONG_CODE)], 422)
    try:
        return _join(visit, room)
    except AuditError as error:
        return _page(visit, sentences_for_guests(error), 422)


def _join(visit: Visit, room: Room) -> Response:
    stored = visit.hall.rooms.stored(visit.hall.desk)
    rubric = visit.hall.desk.catalogue.load(stored.assessment.rubric)
    guest = _guest(visit, room, rubric)
    visit.hall.rooms.change(lambda now: _same(now, room).with_guest(guest))
    visit.hall.feed.tell(topic_of(stored.assessment))
    answer = see("/ballot")
    visit.hall.passes.give(answer, Member(guest.pseudonym, room.id))
    return answer


def _guest(visit: Visit, room: Room, rubric: Rubric) -> Guest:
    if visit.sent("role") not in [role.id for role in voting_roles(rubric)]:
        raise AnswerError(Problem("AUD061", say("No role is chosen. Please choose the one you are here in.")))
    try:
        return Guest(pseudonym=new_pseudonym(room.guests), role=visit.sent("role"), name=visit.sent("name"))
    except ValidationError as error:
        faults = [
            Problem("AUD061", say("Your name: {problem}", problem=text)) for text in describe_faults(error)
        ]
        raise AnswerError(faults) from error


def _same(now: Room, room: Room) -> Room:
    """The room as it is now, if it is still the one whose code was given."""
    if now.id != room.id:
        raise AnswerError(Problem("AUD104", say(_WRONG_CODE)))
    return now


def _is_code(room: Room, typed: str) -> bool:
    return compare_digest(normal_code(typed).encode(), room.code.encode())


def _joined_already(visit: Visit) -> bool:
    room, member = visit.hall.rooms.now, visit.hall.passes.member(visit.request)
    return room is not None and member is not None and member.room == room.id and bool(room.guest(member.id))


def _page(visit: Visit, problems: Sequence[str] = (), status: int = 200) -> Response:
    typed = normal_code(visit.sent("code") or visit.asked("code"))[:CODE_LENGTH]
    return page(
        visit,
        "join.html.j2",
        status,
        roles=_roles(visit) if visit.hall.rooms.now else [],
        code="-".join(filter(None, (typed[:4], typed[4:]))),
        name=visit.sent("name"),
        role=visit.sent("role"),
        problems=problems,
    )


def _roles(visit: Visit) -> list[tuple[str, str]]:
    stored = visit.hall.rooms.stored(visit.hall.desk)
    rubric = visit.hall.desk.catalogue.load(stored.assessment.rubric)
    return [("", say("Please choose")), *((role.id, role.label) for role in voting_roles(rubric))]


ROUTES = (for_everyone("/join", show, act),)
