"""Leading a vote on a criterion: begin it, count hands, show the votes, record what was agreed."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence

from starlette.responses import Response

from dsds_audit.assessment import Assessment
from dsds_audit.errors import AnswerError, AuditError, ConflictError, Problem
from dsds_audit.interview.panel_answers import record_consensus
from dsds_audit.polls import Polls, agree, begin_poll, count, everyone_voted, follow, open_poll_of, reveal
from dsds_audit.report.text import sentences_of
from dsds_audit.rubric import Rubric
from dsds_audit.speech import mark, say
from dsds_audit.votes import Entry
from dsds_audit.web.doors import for_facilitators
from dsds_audit.web.presence_wording import hands_to_count
from dsds_audit.web.room import Room
from dsds_audit.web.room_panel import UNKNOWN, Panel, panel_of
from dsds_audit.web.sitting import Sitting
from dsds_audit.web.visits import Visit, address, page, problem_page, see, step_among, topic_of

PHONES = "room"
"""The topic under which phones are told of changes."""
FEWEST_TO_SHOW = 2
"""How many have to be here for their votes to be shown by themselves."""
_NO_CRITERION = mark("There is no such criterion in this rubric. Please choose one in the interview.")


def now() -> dt.datetime:
    """This moment, as a journal has it."""
    return dt.datetime.now(dt.UTC)


def shown_if_complete(
    polls: Polls, rubric: Rubric, assessment: Assessment, room: Room | None
) -> Sequence[Entry]:
    """The entry that shows the open votes, where everyone who is here has voted; else nothing.

    Where somebody on record votes without a phone, only the facilitator knows when that is.
    """
    poll = open_poll_of(polls)
    present = [guest.pseudonym for guest in room.present] if room else []
    if poll is None or len(present) < FEWEST_TO_SHOW or not everyone_voted(poll, present):
        return ()
    if hands_to_count(rubric, assessment, room):
        return ()
    return (reveal(polls, poll.criterion, now()),)


def show(visit: Visit) -> Response:
    """The vote on a criterion on a page of its own, for a second screen."""
    sitting = visit.hall.sittings.open(visit)
    return _page(visit, sitting, panel_of(visit, sitting, visit.asked("at")))


def act(visit: Visit) -> Response:
    """One step of the vote; back to the page where it was taken."""
    sitting = visit.hall.sittings.open(visit)
    panel = panel_of(visit, sitting, visit.asked("at"))
    if panel is None:
        return problem_page(visit, 404, say(_NO_CRITERION))
    try:
        sitting.refuse_watchers(visit.facilitator)
        step_among(_STEPS, visit)(visit, sitting, panel)
    except AuditError as error:
        status = 409 if isinstance(error, ConflictError) else 422
        return _page(visit, sitting, panel_of(visit, sitting, panel.criterion), sentences_of(error), status)
    assessment = sitting.interview.assessment
    visit.hall.feed.tell(topic_of(assessment))
    visit.hall.feed.tell(PHONES)
    return see(address(panel.back, assessment, at=panel.criterion))


def _page(
    visit: Visit, sitting: Sitting, panel: Panel | None, problems: Collection[str] = (), status: int = 200
) -> Response:
    if panel is None:
        return problem_page(visit, 404, say(_NO_CRITERION))
    assessment = sitting.interview.assessment
    return page(
        visit,
        "vote.html.j2",
        status,
        panel=panel,
        problems=problems,
        assessment=assessment,
        criterion=panel.rubric.criteria[panel.criterion],
        feed=address("/feed", topic=topic_of(assessment)),
    )


def _begin(visit: Visit, sitting: Sitting, panel: Panel) -> None:
    _add(visit, sitting, lambda polls: (begin_poll(panel.rubric, polls, panel.criterion, now()),))


def _show(visit: Visit, sitting: Sitting, panel: Panel) -> None:
    _add(visit, sitting, lambda polls: (reveal(polls, panel.criterion, now()),))


def _count(visit: Visit, sitting: Sitting, panel: Panel) -> None:
    levels = {step.level: _people(visit.sent(f"level-{step.level}")) for step in panel.rubric.scale}
    abstained = _people(visit.sent("abstained"))

    def counted(polls: Polls) -> Sequence[Entry]:
        poll = open_poll_of(polls)
        number = poll.round if poll else 1
        return (count(panel.rubric, polls, panel.criterion, number, levels, abstained, now()),)

    def counted_and_shown(polls: Polls) -> Sequence[Entry]:
        (entry,) = counted(polls)
        return (entry, reveal(follow(polls, entry), panel.criterion, now()))

    _add(visit, sitting, counted_and_shown if visit.sent("do") == "count-show" else counted)


def _agree(visit: Visit, sitting: Sitting, panel: Panel) -> None:
    """The level goes onto the record first: the journal never says more than the record holds."""
    level, minority = _level(visit.sent("level")), visit.sent("minority")
    agree(panel.rubric, panel.polls, panel.criterion, level, minority, now())
    sitting.change(
        visit.facilitator, lambda interview: record_consensus(interview, panel.criterion, level, minority)
    )
    _add(visit, sitting, lambda polls: (agree(panel.rubric, polls, panel.criterion, level, minority, now()),))


def _add(visit: Visit, sitting: Sitting, make: Callable[[Polls], Sequence[Entry]]) -> None:
    visit.hall.journals.add(visit.hall.desk.store, sitting.stored, make).result()


def _level(typed: str) -> int | None:
    if typed == UNKNOWN:
        return None
    if typed.isascii() and typed.isdecimal() and len(typed) < 4:
        return int(typed)
    message = say("No level is chosen. Please choose the one you agree on, or that the panel does not know.")
    raise AnswerError(Problem("AUD061", message))


def _people(typed: str) -> int:
    """How many people a field says; none where it is empty."""
    text = typed.strip() or "0"
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return int(text)
    message = say("“{typed}” is no number of people. Please use whole numbers, such as 3.", typed=text[:20])
    raise AnswerError(Problem("AUD061", message))


_STEPS: dict[str, Callable[[Visit, Sitting, Panel], None]] = {
    "begin": _begin,
    "show": _show,
    "count": _count,
    "count-show": _count,
    "agree": _agree,
}
ROUTES = (for_facilitators("/vote", show, act),)
