"""The guided interview in a terminal: each question a page, each answer saved before the next appears."""

import contextlib
import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TextIO

from dsds_audit.errors import AnswerError, AuditError
from dsds_audit.interview import Answer, Finish, Interview, Jump, Reply
from dsds_audit.interview.questions import Choice, Question
from dsds_audit.interview.route import REVIEW, split_id
from dsds_audit.terminal.lists import Probe, ask_list
from dsds_audit.terminal.page import Line, notice_of, page_of
from dsds_audit.terminal.prompts import (
    IN_A_FORM,
    GoTo,
    Way,
    choose,
    make_room,
    screen_size,
    show,
    tick,
    type_text,
    ways_from,
)

Ask = Callable[[Question, Probe], Reply]
Save = Callable[[Interview], None]

_FINISH, _AGAIN, _LEAVE = "finish", "again", "leave"


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
            interview, saved = interview.answered(reply), False
            saved = _keep(interview, save)
    except (KeyboardInterrupt, EOFError, OSError):
        saved = saved or _keep(interview, save)
    with contextlib.suppress(OSError):
        show([])
    return Ending(interview, saved)


def ask_question(question: Question, probe: Probe, *, today: dt.date) -> Reply:
    """A reply that fits; asks again, with what was typed still there, until there is one.

    Raises KeyboardInterrupt or EOFError where the person leaves.
    """
    complaint, draft = "", None
    while True:
        reply = _ask_once(question, complaint, draft, probe, today)
        if isinstance(reply, GoTo):
            draft = reply.draft or draft
            if (target := _choose_destination(question)) is None:
                continue
            reply = target
        if not (complaint := probe(reply)):
            return reply
        draft = reply.value if isinstance(reply, Answer) and isinstance(reply.value, str) else draft


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
    page = notice_of("This could not be saved.", problems, screen_size())
    choices = (Choice(_AGAIN, "Try again"), Choice(_LEAVE, "Quit without saving the last answer"))
    try:
        return choose(page, "What now?", choices, {}) == _AGAIN
    except (KeyboardInterrupt, EOFError):
        return False


def _ask_once(
    question: Question, complaint: str, draft: str | None, probe: Probe, today: dt.date
) -> Reply | GoTo:
    if question.kind in ("evidence", "people", "barriers"):
        return _reply(ask_list(question, complaint, probe, today))
    page = page_of(question, screen_size(), complaint=complaint)
    if question.kind == "checks":
        return _reply(tick(page, question.prompt, question.choices, ways_from(question)))
    if question.kind in ("level", "confirm"):
        return _reply(
            choose(page, question.prompt, question.choices, ways_from(question), _preselected(question))
        )
    if question.kind == "review":
        return _ask_review(page, question)
    current = "" if question.current is None else str(question.current)
    typed = type_text(page, current if draft is None else draft, ways_from(question))
    return _reply(str(today) if question.kind == "date" and typed in ("today", "Today") else typed)


def _reply(taken: str | tuple[str, ...] | Way | Answer) -> Reply | GoTo:
    """What a prompt gave, as a reply."""
    return Answer(taken) if isinstance(taken, str | tuple) else taken


def _preselected(question: Question) -> str | None:
    """What is on record, else what the ticks suggest."""
    marked = [choice for choice in question.choices if choice.current]
    marked += [choice for choice in question.choices if choice.suggested]
    return marked[0].value if marked else None


def _ask_review(page: list[Line], question: Question) -> Reply | GoTo:
    choices = (Choice(_FINISH, "Finish"), *question.choices)
    taken = choose(page, "Finish, or choose what to change", choices, ways_from(question))
    if taken == _FINISH:
        return Finish()
    return Jump(taken) if isinstance(taken, str) else _reply(taken)


def _choose_destination(question: Question) -> Jump | None:
    """A question to go to; None where the person would rather stay."""
    asked = Question(question.id, "text", "", "Where would you like to go?", headway=question.headway)
    places = (Choice(REVIEW, "Review of all answers"), *question.destinations)
    taken = choose(page_of(asked, screen_size()), "Go to", places, IN_A_FORM, _listed_place(question))
    return Jump(taken) if isinstance(taken, str) else None


def _listed_place(question: Question) -> str | None:
    """Where the question itself stands among those one can go to."""
    places = [REVIEW, *(choice.value for choice in question.destinations)]
    if question.criterion:
        return next((place for place in places if split_id(place)[0] == question.criterion), None)
    return next((place for place in places if place == question.id), None)
