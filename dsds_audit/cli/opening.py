"""Asking in the terminal which interview is meant, where more than one can be."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import NoReturn

import click

from dsds_audit.assessment import Assessment
from dsds_audit.desk import Desk
from dsds_audit.errors import Problem, RubricError, StoreError
from dsds_audit.interview import Interview
from dsds_audit.opening import Wishes, begin_anew, begin_from, correct, is_later, resume, unknown_site
from dsds_audit.speech import say
from dsds_audit.store import Stored


def open_interview(desk: Desk, wishes: Wishes, today: dt.date) -> tuple[Interview, Stored | None]:
    """The interview to hold, resumed, opened again or new, and the file it stands in already.

    Asks in the terminal what is open; leaving there ends the command. Raises AuditError.
    """
    wishes = _of_known_site(desk, wishes)
    kept = desk.of_site(wishes.site, wishes.program, wishes.ref)
    unfinished = [stored for stored in kept if not stored.assessment.finished]
    if unfinished and wishes.from_last and not wishes.new:
        place = unfinished[0].place
        message = say("is an unfinished interview of that site. Please finish it first, or add --new.")
        raise StoreError(Problem("AUD054", message, place))
    finished = [stored for stored in kept if stored.assessment.finished] if wishes.site else []
    if unfinished and not wishes.new and (resumed := _chosen(unfinished, finished, wishes.site)):
        return resume(desk, wishes, resumed), resumed
    wishes, finished = _of_one_program(wishes, finished)
    last = finished[0] if finished else None
    if wishes.from_last:
        return _from_last(desk, wishes, last, today), None
    if last and (wishes.correct or (_is_of(last.assessment, today) and _wants_to_correct(last))):
        return correct(desk, last), last
    if wishes.correct:
        return _nothing_to_correct(desk, wishes)
    return begin_anew(desk, wishes, last, today), None


def _from_last(desk: Desk, wishes: Wishes, last: Stored | None, today: dt.date) -> Interview:
    if wishes.site is None:
        raise click.UsageError(say("--from-last needs the name of a SITE."))
    if last is None:
        desk.store.latest(wishes.site)
        message = say(
            "{site} has no finished assessment of that program and rubric. Please leave --from-last out.",
            site=wishes.site,
        )
        raise StoreError(Problem("AUD053", message))
    try:
        return begin_from(desk, wishes, last, today)
    except RubricError as error:
        first, *others = error.problems
        way_out = say(
            "Or stay with the version of last time: --rubric {rubric}.", rubric=last.assessment.rubric
        )
        raise RubricError([replace(first, message=f"{first.message} {way_out}"), *others]) from error


def _nothing_to_correct(desk: Desk, wishes: Wishes) -> NoReturn:
    if wishes.site is None:
        raise click.UsageError(say("--correct needs the name of a SITE."))
    desk.store.latest(wishes.site)
    message = say(
        "{site} has no finished assessment of that program and rubric. Please leave --correct out.",
        site=wishes.site,
    )
    raise StoreError(Problem("AUD053", message))


def _of_known_site(desk: Desk, wishes: Wishes) -> Wishes:
    """The wishes, for a site that is known or is meant to be new; a typing slip makes no second site."""
    unknown = unknown_site(desk, wishes.site) if wishes.site else None
    if unknown is None:
        return wishes
    choices = [(choice.label, choice.value) for choice in unknown.meanings]
    taken = _picked(say("There is no site called {site} here yet.", site=wishes.site), choices)
    return replace(wishes, site=unknown.chosen(taken))


def _of_one_program(wishes: Wishes, finished: Sequence[Stored]) -> tuple[Wishes, list[Stored]]:
    """The wishes for one program of the site, and its finished assessments, newest first."""
    programs = list(dict.fromkeys(stored.assessment.program or "" for stored in finished))
    if wishes.program is None and len(programs) > 1:
        choices = [(program or say("no program named"), program) for program in programs]
        title = say("{site} has several programs. Which is it about?", site=wishes.site)
        taken = _picked(title, choices)
        return replace(wishes, program=taken or None), [
            stored for stored in finished if (stored.assessment.program or "") == taken
        ]
    return wishes, list(finished)


def _is_of(assessment: Assessment, today: dt.date) -> bool:
    return assessment.date == today


def _wants_to_correct(last: Stored) -> bool:
    """Whether the assessment of today is to be opened again; the person leaves otherwise."""
    told = _told(last.assessment)
    title = say("There is an assessment of {site_and_date} already.", site_and_date=told)
    choices = [(say("Open it again, to correct it"), "correct"), (say("Leave it as it is"), "")]
    if not _picked(title, choices):
        raise click.exceptions.Exit(0)
    return True


def _chosen(unfinished: Sequence[Stored], finished: Sequence[Stored], site: str | None) -> Stored | None:
    """The unfinished interview to go on with; None for a new one.

    Of a named site the only one is meant, unless a later assessment of it is finished already.
    """
    only = unfinished[0].assessment if site and len(unfinished) == 1 else None
    later = [stored for stored in finished if only and is_later(stored.assessment, only)]
    if only and not later:
        return unfinished[0]
    choices = [(_told(stored.assessment), stored.place) for stored in unfinished]
    title = say("There are unfinished interviews here. Go on with")
    if only:
        title = say(
            "This interview was not finished, and there is an assessment of {date} since. Go on with",
            date=later[0].assessment.date,
        )
    taken = _picked(title, [*choices, (say("A new assessment"), "")])
    return next((stored for stored in unfinished if stored.place == taken), None)


def _picked(title: str, choices: Sequence[tuple[str, str]]) -> str:
    """What the person picks of labels and what they stand for; leaving ends the command."""
    from dsds_audit.interview.questions import Choice
    from dsds_audit.terminal.prompts import choose

    page = [("bold", title), ("", "")]
    try:
        taken = choose(page, say("Which one?"), tuple(Choice(value, label) for label, value in choices), {})
    except (KeyboardInterrupt, EOFError):
        raise click.exceptions.Exit(0) from None
    return taken if isinstance(taken, str) else ""


def _told(assessment: Assessment) -> str:
    program = f", {assessment.program}" if assessment.program else ""
    return f"{assessment.site}{program}, {assessment.date}"
