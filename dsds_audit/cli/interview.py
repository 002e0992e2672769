"""``dsds-audit interview``."""

import datetime as dt
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsds_audit.assessment import Assessment
from dsds_audit.cli.desk import Desk, desk_in
from dsds_audit.cli.inputs import as_of_option, program_option, workspace_option
from dsds_audit.display import STATUS_LABELS, percent_range, plural
from dsds_audit.errors import AnswerError, Problem, StoreError
from dsds_audit.interview import Interview, begin, begin_from_last
from dsds_audit.keeping import Keeper
from dsds_audit.scoring import score
from dsds_audit.store import Stored

if TYPE_CHECKING:
    from dsds_audit.terminal import Ending


@click.command("interview")
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
@click.option("--new", is_flag=True, help="Begin anew, even where an interview is unfinished.")
@as_of_option
def command(
    site: str | None,
    program: str | None,
    workspace: Path,
    ref: str | None,
    quick: bool,
    answers_file: str | None,
    from_last: bool,
    new: bool,
    as_of: dt.date | None,
) -> None:
    """Guide a team through the assessment of SITE, from the first question to the last.

    Every answer is saved before the next question appears: stop at any moment, and run the same command to
    go on where you stopped.
    """
    desk = desk_in(workspace)
    today = as_of or dt.date.today()
    if answers_file is not None:
        from dsds_audit.cli.scripted import hold_scripted, read_answers

        hold_scripted(desk, read_answers(answers_file), site, program, ref, quick, today)
        return
    from dsds_audit.terminal import has_terminal

    if not has_terminal():
        message = (
            "there is no terminal to ask in, and no answers were given. Please run this in a terminal, or "
            "give a file with --answers FILE (- reads them from stdin)."
        )
        raise AnswerError(Problem("AUD060", message))
    wishes = Wishes(site, program, ref, quick, from_last, new)
    _hold(desk, *_opening(desk, wishes, today), today)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asks for."""

    site: str | None
    program: str | None
    ref: str | None
    quick: bool
    from_last: bool
    new: bool


def _opening(desk: Desk, wishes: Wishes, today: dt.date) -> tuple[Interview, Stored | None]:
    """The interview to hold, resumed or new, and the file it stands in already."""
    kept = desk.of_site(wishes.site, wishes.program, wishes.ref)
    unfinished = [stored for stored in kept if not stored.assessment.finished]
    if unfinished and not wishes.new and (resumed := _chosen(unfinished, wishes.site)):
        return Interview(desk.catalogue.load(resumed.assessment.rubric), resumed.assessment), resumed
    last = next((stored for stored in kept if stored.assessment.finished), None) if wishes.site else None
    if wishes.from_last:
        return _from_last(desk, wishes, last, today), None
    before = last.assessment if last else None
    rubric = desk.rubric_for(wishes.ref, last)
    interview = begin(
        rubric,
        today,
        site=before.site if before else wishes.site or "",
        program=wishes.program or (before and before.program) or "",
        group=(before and before.group) or "",
        quick=wishes.quick,
    )
    if before and before.rubric.partition("@")[0] == rubric.id:
        named = interview.assessment.model_copy(update={"populations": before.populations})
        interview = replace(interview, assessment=named)
    return interview, None


def _from_last(desk: Desk, wishes: Wishes, last: Stored | None, today: dt.date) -> Interview:
    if wishes.site is None:
        raise click.UsageError("--from-last needs the name of a SITE.")
    if last is None:
        desk.store.latest(wishes.site)
        none = f"{wishes.site} has no finished assessment of that program and rubric."
        raise StoreError(Problem("AUD053", f"{none} Please leave --from-last out."))
    return begin_from_last(
        desk.catalogue.load(last.assessment.rubric), last.assessment, today, quick=wishes.quick
    )


def _chosen(unfinished: Sequence[Stored], site: str | None) -> Stored | None:
    """The unfinished interview to go on with; None for a new one."""
    if site and len(unfinished) == 1:
        return unfinished[0]
    from dsds_audit.interview.questions import Choice
    from dsds_audit.terminal.prompts import choose

    choices = [Choice(stored.place, _told(stored.assessment), stored.place) for stored in unfinished]
    page = [("bold", "There are unfinished interviews here."), ("", "")]
    taken = choose(page, "Go on with", (*choices, Choice("", "A new assessment")), {})
    return next((stored for stored in unfinished if stored.place == taken), None)


def _told(assessment: Assessment) -> str:
    program = f", {assessment.program}" if assessment.program else ""
    return f"{assessment.site}{program}, {assessment.date}"


def _hold(desk: Desk, interview: Interview, stored: Stored | None, today: dt.date) -> None:
    """Ask until the end or until the person leaves; everything answered is on disk then."""
    from dsds_audit.terminal import ask_question, run_interview

    keeper = Keeper(desk.store, interview, stored)
    with keeper:
        ending = run_interview(
            interview,
            keeper.save,
            today=today,
            ask=lambda question, probe: ask_question(
                question, lambda reply: probe(reply) or keeper.objection(reply), today=today
            ),
        )
    _say_goodbye(ending, keeper.stored, desk.named)


def _say_goodbye(ending: "Ending", stored: Stored | None, where: str) -> None:
    if stored is None:
        click.echo("Nothing was answered, so nothing was saved.")
        return
    name = shlex.quote(stored.assessment.site) + where
    if not ending.saved:
        click.echo(
            f"The last answer could not be saved. What was saved before it is in {stored.place}.", err=True
        )
        raise SystemExit(1)
    click.echo(f"Everything is saved in {stored.place}.")
    if not ending.finished:
        click.echo(f"Go on where you stopped:  dsds-audit interview {name}")
        return
    card = score(ending.interview.rubric, ending.interview.assessment)
    thresholds = (card.total_threshold,)
    shown = percent_range(card.low, card.high, thresholds)
    click.echo(
        f"{STATUS_LABELS[card.status].capitalize()}: {card.in_place} of "
        f"{plural(len(card.applicable), 'practice')} in place; {shown} ({card.rated} of {card.asked} rated)."
    )
    click.echo(f"The report to hand over:  dsds-audit report {name}")
