"""``dsds-audit interview``."""

import datetime as dt
import shlex
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from dsds_audit.cli.desk import desk_in, home_of_site
from dsds_audit.cli.inputs import as_of_option, program_option, workspace_option
from dsds_audit.cli.opening import open_interview
from dsds_audit.cli.spoken import LANGUAGE, SpokenCommand
from dsds_audit.desk import Desk
from dsds_audit.errors import AnswerError, Problem
from dsds_audit.interview import Interview, Reply
from dsds_audit.keeping import Keeper
from dsds_audit.opening import Wishes
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say
from dsds_audit.store import Stored
from dsds_audit.store.where import Where

if TYPE_CHECKING:
    from dsds_audit.interview.questions import Question
    from dsds_audit.terminal import Ending
    from dsds_audit.terminal.asking import Parting
    from dsds_audit.terminal.lists import Probe


@click.command("interview", cls=SpokenCommand)
@click.argument("site", required=False)
@program_option
@workspace_option
@click.option(
    "--rubric", "ref", metavar="ID[@VERSION]", help="The rubric.  [default: the last one used, or dsds]"
)
@click.option("--quick", is_flag=True, help="Rate levels only: no checks, evidence or notes.")
@click.option(
    "--answers", "answers_file", metavar="FILE", help="Take the answers from a YAML or JSON file; - is stdin."
)
@click.option(
    "--from-last", is_flag=True, help="Start from the last assessment's answers, each to be confirmed."
)
@click.option("--correct", is_flag=True, help="Open the latest finished assessment again, at its review.")
@click.option("--new", is_flag=True, help="Begin anew, even where an interview is unfinished.")
@as_of_option
def command(
    site: str | None,
    program: str | None,
    workspace: Where,
    ref: str | None,
    quick: bool,
    answers_file: str | None,
    from_last: bool,
    correct: bool,
    new: bool,
    as_of: dt.date | None,
) -> None:
    """Guide a team through the assessment of SITE, from the first question to the last.

    Every answer is saved before the next question appears: stop at any moment, and run the same command to
    go on where you stopped.
    """
    if site is not None:
        site, workspace = home_of_site(site, workspace)
    desk = desk_in(workspace)
    today = as_of or dt.date.today()
    if answers_file is not None:
        if from_last or new or correct:
            raise click.UsageError(say("--answers goes with neither --from-last, --new nor --correct."))
        from dsds_audit.cli.scripted import hold_scripted, read_answers

        hold_scripted(desk, read_answers(answers_file), site, program, ref, quick, today)
        return
    from dsds_audit.terminal import has_terminal

    if not has_terminal():
        message = say(
            "there is no terminal to ask in, and no answers were given. Please run this in a terminal, or "
            "give a file with --answers FILE (- reads them from stdin)."
        )
        raise AnswerError(Problem("AUD060", message))
    wishes = Wishes(site, program, ref, quick, from_last, correct, new)
    _hold(desk, *open_interview(desk, wishes, today), today)


def _hold(desk: Desk, interview: Interview, stored: Stored | None, today: dt.date) -> None:
    """Ask until the end or until the person leaves; everything answered is on disk then."""
    from dsds_audit.terminal import ask_question, run_interview

    keeper = Keeper(desk.store, interview, stored)
    notes = _notes_on(interview.rubric)

    def ask(question: "Question", probe: "Probe") -> "Reply | Parting":
        nonlocal notes
        shown, notes = replace(question, help=(*question.help, *notes)), ()
        return ask_question(shown, lambda reply: probe(reply) or keeper.objection(reply), today=today)

    with keeper:
        ending = run_interview(interview, keeper.save, today=today, ask=ask)
    _say_goodbye(ending, keeper.stored, desk.named)


def _notes_on(rubric: Rubric) -> tuple[str, ...]:
    """What there is to say of a translation, for the first page: it is not said again in the end."""
    from dsds_audit.translation import language_notes

    notes = language_notes(rubric)
    if notes:
        click.get_current_context().meta.setdefault(f"{LANGUAGE}.told", set()).add(rubric.ref)
    return notes


def _say_goodbye(ending: "Ending", stored: Stored | None, where: str) -> None:
    from dsds_audit.report.facts import gather_facts
    from dsds_audit.report.record_wording import RecordWording
    from dsds_audit.report.wording import Wording

    if stored is None:
        click.echo(say("Nothing was answered, so nothing was saved."))
        return
    program = stored.assessment.program
    named = f" --program {shlex.quote(program)}" if program else ""
    name = f"{shlex.quote(stored.assessment.site)}{named}{where}"
    if not ending.saved:
        _say(
            say(
                "The last answer is not in {place}, which holds what was saved before it. Where somebody "
                "else has changed that, your answers are kept beside it, with .conflict in the name.",
                place=stored.place,
            ),
            err=True,
        )
        raise SystemExit(1)
    _say(say("Everything is saved in {place}.", place=stored.place))
    if not ending.finished:
        _offer(say("Go on where you stopped"), f"interview {name}")
        return
    facts = gather_facts(ending.interview.rubric, ending.interview.assessment)
    words, run = Wording(facts), RecordWording(facts).run
    _say(say("{headline}. Total: {score}.", headline=words.headline, score=words.both(facts.card)))
    if run:
        _say(say("How this assessment was run: {run}.", run=run))
    _offer(say("The report to hand over"), f"report {name}")
    if facts.recommendations:
        _offer(say("Take on what to do next, with owner and date"), f"plan adopt {name}")


def _say(text: str, *, err: bool = False) -> None:
    """Print a text in lines as wide as the terminal, broken between words."""
    from dsds_audit.terminal.page import wrap

    for line in wrap(text, shutil.get_terminal_size((100, 24)).columns):
        click.echo(line, err=err)


def _offer(what: str, command: str) -> None:
    """Print what can be done next and the command for it, in a line of its own to be copied whole."""
    click.echo(f"{say('{offer}:', offer=what)}\n  dsds-audit {command}")
