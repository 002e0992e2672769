"""The guided interview in a terminal: each question a page, each answer saved before the next appears."""

import contextlib
import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TextIO

from dsds_audit.errors import AnswerError, AuditError
from dsds_audit.interview import Answer, Finish, Forward, Interview, Jump, Reply
from dsds_audit.interview.intake_questions import doubt_about
from dsds_audit.interview.questions import Choice, Question, Value
from dsds_audit.interview.route import REVIEW, split_id
from dsds_audit.speech import say
from dsds_audit.terminal.lists import Probe, ask_list, today_for
from dsds_audit.terminal.page import Line, notice_of, page_of
from dsds_audit.terminal.prompts import choose, make_room, screen_size, show, tick, type_text
from dsds_audit.terminal.ways import IN_A_FORM, GoTo, Left, Quit, Way, ways_from

Save = Callable[[Interview], None]
Draft = str | tuple[Any, ...] | None

_FINISH, _GO_ON, _AGAIN, _LEAVE = "finish", "go on", "again", "leave"
_LISTS = ("evidence", "people", "barriers")


@dataclass(frozen=True, slots=True)
class Parting:
    """A page left with something on it that was not accepted yet: first to record, then where to go.

    Without a reply to follow, the person leaves the interview.
    """

    draft: Answer
    then: Reply | None


Ask = Callable[[Question, Probe], Reply | Parting]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run of the interview ended: where it stands, and whether all of that is saved."""

    interview: Interview
    saved: bool

    @property
    def finished(self) -> bool:
        """Whether the interview is finished; else the person left it to be resumed."""
        return self.interview.question is None


def has_terminal(stdin: TextIO | None = None, stdout: TextIO | None = None) -> bool:
    """Whether a person sits at both ends; a program without a window may have neither."""
    streams = (stdin or sys.stdin, stdout or sys.stdout)
    return all(stream is not None and not stream.closed and stream.isatty() for stream in streams)


def run_interview(interview: Interview, save: Save, *, today: dt.date, ask: Ask | None = None) -> Ending:
    """Ask until the interview is finished or the person leaves, saving before each next question.

    ``save`` may raise any AuditError: the person then chooses to try again or to leave. Ctrl-C, Ctrl-D and a
    closed terminal leave, with everything answered so far saved. Nothing is printed after the last page.
    """
    ask, saved = ask or partial(ask_question, today=today), True
    make_room()
    try:
        while saved and (question := interview.question) is not None:
            reply = ask(question, partial(_complaint, interview))
            for step in (reply.draft, reply.then) if isinstance(reply, Parting) else (reply,):
                if step is None:
                    raise KeyboardInterrupt
                if saved:
                    interview, saved = interview.answered(step), False
                    saved = _keep(interview, save)
    except (KeyboardInterrupt, EOFError, OSError):
        saved = saved or _keep(interview, save)
    with contextlib.suppress(OSError):
        show([])
    return Ending(interview, saved)


def ask_question(question: Question, probe: Probe, *, today: dt.date) -> Reply | Parting:
    """A reply that fits; asks again, with what was typed still there, until there is one.

    A Parting where the page is left with something on it to keep. Raises KeyboardInterrupt or EOFError where
    the person leaves with nothing to keep.
    """
    complaint, draft, standing, doubted = "", None, None, ""
    while True:
        taken = _ask_once(question, complaint, draft, probe, today)
        way, standing = (taken.way, taken.draft) if isinstance(taken, Left) else (taken, None)
        kept = _worth_keeping(question, standing, probe)
        reply = _destination(question, way)
        if kept is not None and reply is not None:
            return Parting(kept, None if isinstance(reply, Quit) else reply)
        if isinstance(reply, Quit):
            raise KeyboardInterrupt
        if reply is not None and not (complaint := probe(reply)):
            doubt = doubt_about(question, reply.value, today) if isinstance(reply, Answer) else ""
            if doubt in ("", doubted):
                return reply
            complaint = say("{doubt} Press Enter if that is right, or correct it.", doubt=doubt)
            doubted = doubt
        draft = _draft_after(question, standing, reply, draft)


def _destination(question: Question, way: Reply | GoTo | Quit) -> Reply | Quit | None:
    """The way itself, or the one chosen of all questions; None where the person would rather stay."""
    try:
        return _choose_destination(question) if isinstance(way, GoTo) else way
    except KeyboardInterrupt:
        return Quit()


def _draft_after(question: Question, standing: Draft, reply: Reply | None, before: Draft) -> Draft:
    """What is to stand on the page when it is asked again: what stood there, or what did not fit."""
    if question.kind in _LISTS:
        return None
    if standing is not None:
        return standing
    return reply.value if isinstance(reply, Answer) and isinstance(reply.value, str | tuple) else before


def _worth_keeping(question: Question, draft: Value, probe: Probe) -> Answer | None:
    """What stands on a page as an answer, where it says something new and fits."""
    recorded = question.current
    if question.kind not in _LISTS and not isinstance(recorded, tuple):
        recorded = "" if recorded is None else str(recorded)
    if draft is None or draft == recorded or (draft == () and not recorded):
        return None
    answer = Answer(draft, stay=True)
    return None if probe(answer) else answer


def _complaint(interview: Interview, reply: Reply) -> str:
    try:
        interview.answered(reply)
    except AnswerError as error:
        return " ".join(problem.message for problem in error.problems)
    return ""


def _keep(interview: Interview, save: Save) -> bool:
    """Save, again while that fails and the person wants to; False where they leave it unsaved."""
    while True:
        try:
            save(interview)
        except AuditError as error:
            if not _wants_another_try(error):
                return False
        else:
            return True


def _wants_another_try(error: AuditError) -> bool:
    problems = [str(problem) for problem in error.problems]
    page = notice_of(say("This could not be saved."), problems, screen_size())
    choices = (
        Choice(_AGAIN, say("Try again")),
        Choice(_LEAVE, say("Quit without saving the last answer")),
    )
    try:
        return choose(page, say("What now?"), choices, {}) == _AGAIN
    except (KeyboardInterrupt, EOFError):
        return False


def _ask_once(
    question: Question, complaint: str, draft: Draft, probe: Probe, today: dt.date
) -> Reply | GoTo | Left:
    if question.kind in _LISTS:
        return _reply(ask_list(question, complaint, probe, today))
    page = page_of(question, screen_size(), complaint=complaint)
    if question.kind == "checks":
        return _ask_checks(page, question, draft)
    if question.kind in ("level", "confirm"):
        return _reply(
            choose(page, question.prompt, question.choices, ways_from(question), question.proposed or None)
        )
    if question.kind == "review":
        return _ask_review(page, question)
    current = "" if question.current is None else str(question.current)
    default = draft if isinstance(draft, str) else current
    taken = type_text(page, default, ways_from(question), anew=question.kind == "date" and draft is None)
    return _reply(_dated(taken, today) if question.kind == "date" else taken)


def _ask_checks(page: list[Line], question: Question, draft: Draft) -> Reply | GoTo | Left:
    """The checks that hold. Only those of a criterion are answered by leaving them as they stand."""
    answers = bool(question.criterion)
    choices = _ticked(question, draft)
    ticked = tick(page, question.prompt, choices, ways_from(question), none_is_an_answer=answers)
    untouched = tuple(choice.value for choice in question.choices if choice.current)
    return Forward() if not answers and ticked == untouched else _reply(ticked)


def _ticked(question: Question, draft: Draft) -> tuple[Choice, ...]:
    """The choices with the ticks that stood there when the person looked elsewhere, else those on record."""
    if not isinstance(draft, tuple):
        return question.choices
    return tuple(replace(choice, current=choice.value in draft) for choice in question.choices)


def _dated(taken: str | Left, today: dt.date) -> str | Left:
    """What was typed as a date, where ``today`` is one."""
    if isinstance(taken, Left):
        return replace(taken, draft=today_for(str(taken.draft), today))
    return today_for(taken, today)


def _reply(taken: str | tuple[str, ...] | Way | Answer | Left) -> Reply | GoTo | Left:
    """What a prompt gave, as a reply."""
    return Answer(taken) if isinstance(taken, str | tuple) else taken


def _ask_review(page: list[Line], question: Question) -> Reply | GoTo | Left:
    """Finish or a line to change; what is open comes right below, and the first of it stands chosen."""
    open_ = [replace(choice, group=say("Still open")) for choice in question.choices if choice.open]
    answered = [choice for choice in question.choices if not choice.open]
    choices = (Choice(_FINISH, say("Finish")), *open_, *answered)
    first = next((choice.value for choice in question.choices if choice.open), _FINISH)
    while True:
        prompt = say("Finish, or choose what to change")
        taken = choose(page, prompt, choices, ways_from(question), first)
        if taken != _FINISH:
            return Jump(taken) if isinstance(taken, str) else _reply(taken)
        if not question.caution or _is_sure(page, question.caution):
            return Finish()


def _is_sure(page: list[Line], caution: str) -> bool:
    choices = (Choice(_GO_ON, say("No, go on")), Choice(_FINISH, say("Yes, finish")))
    return choose(page, caution, choices, IN_A_FORM) == _FINISH


def _choose_destination(question: Question) -> Jump | None:
    """A question to go to; None where the person would rather stay."""
    asked = Question(question.id, "text", "", say("Where would you like to go?"), headway=question.headway)
    places = (Choice(REVIEW, say("Review of all answers")), *question.destinations)
    page = page_of(asked, screen_size())
    taken = choose(page, say("Go to"), places, IN_A_FORM, _listed_place(question))
    return Jump(taken) if isinstance(taken, str) else None


def _listed_place(question: Question) -> str | None:
    """Where the question itself stands among those one can go to."""
    places = [REVIEW, *(choice.value for choice in question.destinations)]
    if question.criterion:
        return next((place for place in places if split_id(place)[0] == question.criterion), None)
    return next((place for place in places if place == question.id), None)
