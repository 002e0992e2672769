"""The room as the facilitator sees it: how to join, who is here, and its end."""

from collections.abc import Callable, Sequence

import segno
from markupsafe import Markup
from starlette.responses import Response

from dsds_audit.assessment import Participant
from dsds_audit.errors import AnswerError, AuditError, ConflictError, Problem
from dsds_audit.interview import Interview
from dsds_audit.interview.panel_answers import record_participants
from dsds_audit.polls import Polls
from dsds_audit.report.text import sentences_of
from dsds_audit.speech import mark, say
from dsds_audit.votes import Entry
from dsds_audit.web.doors import for_facilitators
from dsds_audit.web.presence_wording import tell_presence
from dsds_audit.web.room import Guest, Room, is_among
from dsds_audit.web.room_panel import name_of
from dsds_audit.web.sitting import Sitting
from dsds_audit.web.visits import Visit, address, page, see, step_among, topic_of
from dsds_audit.web.voting import PHONES, shown_if_complete

_ELSEWHERE = mark("The room is open for another assessment. Please close it there first.")


def show(visit: Visit) -> Response:
    """The room of an assessment, open or not."""
    return _page(visit, visit.hall.sittings.open(visit))


def act(visit: Visit) -> Response:
    """One thing done in the room; back to it."""
    sitting = visit.hall.sittings.open(visit)
    try:
        sitting.refuse_watchers(visit.facilitator)
        step_among(_STEPS, visit)(visit, sitting)
    except AuditError as error:
        status = 409 if isinstance(error, ConflictError) else 422
        return _page(visit, sitting, sentences_of(error), status)
    assessment = sitting.interview.assessment
    visit.hall.feed.tell(topic_of(assessment))
    visit.hall.feed.tell(PHONES)
    return see(address("/room", assessment, at=visit.asked("at")))


def qr_code_of(link: str) -> Markup:
    """A link as a QR code, dark on light whatever the page's colors are."""
    code = segno.make(link, error="m", micro=False)
    return Markup(code.svg_inline(border=4, dark="#000", light="#fff", svgclass="qr", omitsize=True))


def _page(visit: Visit, sitting: Sitting, problems: Sequence[str] = (), status: int = 200) -> Response:
    hall, rubric, assessment = visit.hall, sitting.interview.rubric, sitting.interview.assessment
    hall.rooms.follow(sitting)
    own = hall.rooms.now if hall.rooms.is_for(sitting) else None
    link = f"{hall.front}/join"
    return page(
        visit,
        "room.html.j2",
        status,
        assessment=assessment,
        back=address("/interview", assessment, at=visit.asked("at")),
        act=address("/room", assessment, at=visit.asked("at")),
        room=own,
        elsewhere=hall.rooms.now if own is None else None,
        kept=hall.rooms.kept,
        link=link,
        qr=qr_code_of(f"{link}?code={own.code}") if own else "",
        only_here=not hall.lan,
        guests=[(n, guest, name_of(guest, rubric)) for n, guest in enumerate(own.guests)] if own else [],
        recordable=bool(rubric.panel and own and any(not guest.recorded for guest in own.guests)),
        presence=tell_presence(rubric, assessment, own),
        may_act=not sitting.watches(visit.facilitator),
        problems=problems,
        feed=address("/feed", topic=topic_of(assessment)),
    )


def _open(visit: Visit, sitting: Sitting) -> None:
    visit.hall.rooms.open(sitting)
    _check_own(visit, sitting)


def _close(visit: Visit, _: Sitting) -> None:
    visit.hall.rooms.close()


def _mark_gone(visit: Visit, sitting: Sitting) -> None:
    _change_guest(visit, sitting, here=False)
    hall, room = visit.hall, visit.hall.rooms.now
    rubric, assessment = sitting.interview.rubric, sitting.interview.assessment

    def make(polls: Polls) -> Sequence[Entry]:
        return shown_if_complete(polls, rubric, assessment, room)

    hall.journals.add(hall.desk.store, sitting.stored, make).result()


def _mark_here(visit: Visit, sitting: Sitting) -> None:
    _change_guest(visit, sitting, here=True)


def _forget_name(visit: Visit, sitting: Sitting) -> None:
    _change_guest(visit, sitting, name=None)


def _record(visit: Visit, sitting: Sitting) -> None:
    """Take who joined over into the assessment's participants, once each."""
    _check_own(visit, sitting)
    new = [guest for guest in visit.hall.rooms.found.guests if not guest.recorded]

    def recorded(interview: Interview) -> Interview:
        known = [(person.role, person.name) for person in interview.assessment.participants]
        return record_participants(interview, [_participant(g) for g in new if not is_among(g, known)])

    sitting.change(visit.facilitator, recorded)
    visit.hall.rooms.change(lambda room: _with_recorded(room, new))


def _change_guest(visit: Visit, sitting: Sitting, **changes: object) -> None:
    _check_own(visit, sitting)
    who = visit.sent("who")  # Their number: no page tells which pseudonym is whose.
    guests = visit.hall.rooms.found.guests
    if not (who.isascii() and who.isdecimal() and len(who) < 5 and int(who) < len(guests)):
        raise AnswerError(
            Problem("AUD061", say("There is nobody of that number. Please load the page again."))
        )
    visit.hall.rooms.change(lambda room: room.changing(guests[int(who)].pseudonym, **changes))


def _check_own(visit: Visit, sitting: Sitting) -> None:
    if not visit.hall.rooms.is_for(sitting):
        message = say(_ELSEWHERE) if visit.hall.rooms.now else say("The room is closed.")
        raise AnswerError(Problem("AUD104", message))


def _participant(guest: Guest) -> Participant:
    return Participant(role=guest.role, name=guest.name)


def _with_recorded(room: Room, guests: list[Guest]) -> Room:
    for guest in guests:
        room = room.changing(guest.pseudonym, recorded=True)
    return room


_STEPS: dict[str, Callable[[Visit, Sitting], None]] = {
    "open": _open,
    "close": _close,
    "gone": _mark_gone,
    "here": _mark_here,
    "forget": _forget_name,
    "record": _record,
}
ROUTES = (for_facilitators("/room", show, act),)
