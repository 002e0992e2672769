"""``dsds-audit plan schedule`` and ``dsds-audit plan calendar``: the dates of a plan."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsds_audit.cli.inputs import DateParam
from dsds_audit.cli.output_files import suffix_of, write_output
from dsds_audit.cli.plan.asking import ask_form, refuse_to_guess
from dsds_audit.cli.plan.inputs import PlanDesk, plan_input, say_saved
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.errors import PlanError, Problem
from dsds_audit.speech import say, say_many

if TYPE_CHECKING:
    from dsds_audit.dialogues.forms import Form


@click.command("schedule", cls=SpokenCommand)
@plan_input
@click.argument("date", type=DateParam(), required=False)
def schedule_assessment(plan: PlanDesk, date: dt.date | None) -> None:
    """Set the DATE on which SITE is to be assessed again.

    Without DATE you are asked, and half a year after the last assessment is offered.
    """
    from dsds_audit.dialogues.changing import scheduling
    from dsds_audit.report.text import long_date
    from dsds_audit.terminal import has_terminal

    again, seen = "", plan.now()
    change = scheduling(plan, seen)
    if date is None:
        form = change.form({})
        if not has_terminal():
            refuse_to_guess(say("No date is given"), plan.command("schedule", form.values["date"]))
        date = _asked(plan, form)
        again = plan.command("schedule", str(date))
    told = {"date": str(date)}
    stored = plan.keep(lambda kept: change.make(kept, told), again)
    told_when = say("{site} will be assessed again on {date}.", site=stored.plan.site, date=long_date(date))
    say_saved(plan, stored, [told_when])


def _asked(plan: PlanDesk, form: "Form") -> dt.date:
    from dsds_audit.dialogues.changing import date_of
    from dsds_audit.dialogues.forms import fault_of

    fault = fault_of(lambda texts: date_of(texts["date"]))
    told = ask_form(plan, form, fault, form.values, lambda said: plan.command("schedule", said["date"]))
    return date_of(told.get("date", form.values["date"]))


@click.command("calendar", cls=SpokenCommand)
@plan_input
@click.option(
    "-o", "output", type=click.Path(path_type=Path), default="plan.ics", show_default=True, help="Where to."
)
def write_calendar(plan: PlanDesk, output: Path) -> None:
    """Write the due dates of what is open, and the next assessment of SITE, as a calendar file (iCalendar).

    Open it in your calendar. Take it in again after the plan has changed: events are updated, not doubled,
    and what is closed or dropped is called off.
    """
    from dsds_audit.planning.status import open_items
    from dsds_audit.report.calendar import render_calendar

    suffix_of(output, (".ics",))
    kept = plan.seen()
    count = len(open_items(kept)) + (kept.next_assessment is not None)
    if not count and not kept.items:
        message = say(
            "{site} has no date for a calendar: nothing is planned. Please set the date of the next "
            "assessment with: {command}",
            site=kept.site,
            command=plan.command("schedule"),
        )
        raise PlanError(Problem("AUD088", message))
    write_output(output, render_calendar(kept, plan.today))
    ended = len(kept.items) - len(open_items(kept))
    told = (
        say_many(
            "{count} date, and {ended} called off in {file}. Open it in your calendar.",
            "{count} dates, and {ended} called off in {file}. Open it in your calendar.",
            count,
            ended=ended,
            file=output,
        )
        if ended
        else say_many(
            "{count} date in {file}. Open it in your calendar.",
            "{count} dates in {file}. Open it in your calendar.",
            count,
            file=output,
        )
    )
    click.echo(told)
