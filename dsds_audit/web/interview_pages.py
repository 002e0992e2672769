"""The guided interview, one sheet at a time: what is asked, what is saved, where one goes next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from starlette.responses import Response

from dsds_audit.errors import AnswerError, AuditError, ConflictError, StoreError
from dsds_audit.interview import Finish, Interview, Skip
from dsds_audit.interview.intake_questions import doubt_about_date
from dsds_audit.interview.questions import Question
from dsds_audit.interview.route import REVIEW
from dsds_audit.interview.sheets import (
    Answers,
    Problems,
    Sheet,
    fill_sheet,
    go_to,
    next_open,
    question_left,
    sheet_holding,
    sheet_of,
    still_needed,
)
from dsds_audit.report.pages import mark_of_language
from dsds_audit.speech import mark, say
from dsds_audit.translation import language_notes
from dsds_audit.web.doors import for_facilitators
from dsds_audit.web.room_panel import panel_of
from dsds_audit.web.sheet_forms import answers_in, entries_of, field_of, words_left
from dsds_audit.web.sheet_views import view_of
from dsds_audit.web.sitting import Sitting
from dsds_audit.web.sittings import wanted_by
from dsds_audit.web.visits import Visit, address, page, see, topic_of

PATH = "/interview"
_STAYING = ("", "keep", "seize")
_ABOUT = ("site", "program", "group", "date")
"""What stands fast once an interview has begun, so that it is folded away."""
_MORE_TO_SAY = mark("Saved. With this answer a little more is asked: fill in what helps, then go on.")


@dataclass
class Sending:
    """What came of one sending of a sheet's form, until it is answered.

    ``needs`` are the fields that this page has said an answer is needed in; going on then says so no more.
    """

    name: str
    going: str
    answers: Answers = field(default_factory=dict)
    problems: Problems = field(default_factory=dict)
    unsaved: bool = False
    notices: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    confirming: bool = False
    stays: bool = True


def show(visit: Visit) -> Response:
    """The sheet that the address names, or the one that the interview stands at."""
    sitting = _opened(visit)
    if isinstance(sitting, Response):
        return sitting
    name = visit.asked("at") or sheet_holding(sitting.interview.position)
    return _page(visit, sitting, Sending(name, "", needs=_needs_told(visit)))


def act(visit: Visit) -> Response:
    """Save what was sent, and go where the button says; where it cannot be saved the form comes back."""
    sitting = _opened(visit)
    if isinstance(sitting, Response):
        return sitting
    sending = Sending(
        visit.asked("at") or sheet_holding(sitting.interview.position),
        "keep" if visit.by_script or visit.sent("keep") else visit.sent("go"),
        asked=tuple(visit.form.get("asked", ())),
        needs=_needs_told(visit),
    )
    status = 200
    try:
        sending.answers = answers_in(visit.form, sheet_of(sitting.interview, sending.name))
        if sending.going in ("take", "seize"):
            sitting.take_pen(visit.facilitator)
        if sending.going != "take":
            sitting.change(visit.facilitator, lambda interview: _sent(interview, sending))
    except AuditError as error:
        if isinstance(error, AnswerError) and not sending.answers:
            raise
        status = 409 if isinstance(error, ConflictError) else 422
        sending.unsaved, sending.stays = bool(sending.answers), True
        sending.notices = tuple(str(problem.message) for problem in error.problems)
    return _answered(visit, sitting, sending, status)


def _opened(visit: Visit) -> Sitting | Response:
    """The sitting; where to see instead, of an assessment that is finished or has another name by now."""
    try:
        sitting = visit.hall.sittings.open(visit)
    except StoreError as error:
        if error.problems[0].code != "AUD103":
            raise
        return see(f"/assessment?{visit.request.url.query}")
    if sitting.key != wanted_by(visit):
        return see(_at(sitting.interview, visit.asked("at")))
    return sitting


def _sent(interview: Interview, sending: Sending) -> Interview:
    """The interview with what was sent, at the sheet to go to; notes in ``sending`` what is to be told."""
    filled, sending.problems = fill_sheet(interview, sending.name, sending.answers)
    if sending.problems or sending.going in _STAYING:
        return filled
    sheet = sheet_of(filled, sending.name)
    if sending.going == "next" and _holds_back(sheet, sending):
        return filled
    if sending.going == "finish" and sheet.questions[0].caution:
        sending.confirming = True
        return filled
    sending.stays = False
    return _moved(filled, sheet, sending.going)


def _holds_back(sheet: Sheet, sending: Sending) -> bool:
    """Whether going on waits once: for what is needed, or for what only this answer has led to."""
    if not sending.asked:
        return False
    needed = [field_of(name) for name in still_needed(sheet)]
    if any(name not in sending.needs for name in needed):
        sending.needs = tuple(needed)
        return True
    if any(name not in sending.asked for name in sheet.asked):
        sending.notices = (say(_MORE_TO_SAY),)
        return True
    return False


def _moved(interview: Interview, sheet: Sheet, going: str) -> Interview:
    """The interview at the sheet that a button names."""
    if going in ("finish", "sure"):
        return go_to(interview, REVIEW).answered(Finish())
    if going == "skip":
        return go_to(interview, sheet.name).answered(Skip())
    onward = REVIEW if sheet.detour else sheet.after or REVIEW
    places = {"next": onward, "back": sheet.before or sheet.name, "open": next_open(sheet), "review": REVIEW}
    return go_to(interview, places.get(going) or going.removeprefix("to:"))


def _answered(visit: Visit, sitting: Sitting, sending: Sending, status: int) -> Response:
    """The page, or where to see it: after a change a page is only shown, so that loading it sends nothing."""
    interview = sitting.interview
    if interview.assessment.finished:
        return see(address("/assessment", interview.assessment))
    if not sending.stays:
        return see(_at(interview, sheet_holding(interview.position)))
    if sitting.key != wanted_by(visit):
        return see(_at(interview, sending.name, sending.needs))
    told = sending.problems or sending.notices or sending.confirming
    if status == 200 and not visit.by_script and not told:
        return see(_at(interview, sending.name, sending.needs))
    return _page(visit, sitting, sending, 422 if sending.problems and status == 200 else status)


def _at(interview: Interview, name: str, needs: Iterable[str] = ()) -> str:
    """The address of a sheet; with what it says is needed, so that it says so whenever it is loaded."""
    return address(PATH, interview.assessment, at=name, needs=" ".join(needs))


def _needs_told(visit: Visit) -> tuple[str, ...]:
    return tuple(visit.asked("needs").split())


def _page(visit: Visit, sitting: Sitting, sending: Sending, status: int = 200) -> Response:
    interview = sitting.interview
    sheet = sheet_of(interview, sending.name)
    typed = sending.answers if sending.unsaved else _refused(sending)
    shown = _questions_shown(interview, sheet, sending, typed)
    told = still_needed(sheet).items()
    needed = {name: sentences for name, sentences in told if field_of(name) in sending.needs}
    problems = _doubts(visit, interview, {**needed, **sending.problems})
    entries = {entry.name: entry for entry in entries_of(shown, typed, problems, sheet)}
    about = [name for name in _ABOUT if name in entries]
    context: Mapping[str, object] = {
        "sitting": sitting,
        "assessment": interview.assessment,
        "rubric": interview.rubric,
        "notes": language_notes(interview.rubric),
        "spoken": mark_of_language(interview.rubric),
        "sheet": sheet,
        "entries": entries,
        "about": about,
        "about_wrong": any(entries[name].problems for name in about),
        "wrong": next(iter((*sending.problems, *needed)), ""),
        "view": view_of(interview, sheet),
        "panel": panel_of(visit, sitting, sheet.name),
        "notices": sending.notices,
        "leftovers": words_left(typed, shown),
        "unsaved": sending.unsaved,
        "confirming": sending.confirming,
        "watching": sitting.watches(visit.facilitator) and not sending.unsaved,
        "overtaken": sitting.watches(visit.facilitator) and sending.unsaved,
        "here": _at(interview, sending.name, sending.needs),
        "feed": address("/feed", topic=topic_of(interview.assessment)),
    }
    return page(visit, "interview.html.j2", status, **context)


def _questions_shown(
    interview: Interview, sheet: Sheet, sending: Sending, typed: Answers
) -> tuple[Question, ...]:
    """The questions of the sheet, and those that what was typed and is not kept belongs to."""
    asked = sheet.questions
    if sending.unsaved:
        would_be, _ = fill_sheet(interview, sheet.name, typed)
        asked = sheet_of(would_be, sheet.name).questions
    known = {question.id for question in asked}
    left = (question_left(interview, name) for name in typed if name not in known)
    return (*asked, *(question for question in left if question))


def _refused(sending: Sending) -> Answers:
    """What was typed where it does not fit, to stand in the form still."""
    return {name: sending.answers[name] for name in sending.problems if name in sending.answers}


def _doubts(visit: Visit, interview: Interview, problems: Problems) -> Problems:
    """The problems, with what is odd about a date that fits."""
    doubt = doubt_about_date(interview.assessment.date, visit.hall.today())
    if not doubt:
        return problems
    return {"date": (say("{doubt} Please leave it if that is right.", doubt=doubt),), **problems}


ROUTES = (for_facilitators(PATH, show, act),)
