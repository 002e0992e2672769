"""One record on its way to a later version of its rubric, and what is told of it."""

import shlex
from dataclasses import dataclass

import click

from dsds_audit.assessment import Assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.crosswalk import Carried, carry
from dsds_audit.desk import Desk
from dsds_audit.errors import AssessmentError, Problem, printable
from dsds_audit.report.migration_wording import MigrationWording
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say


@dataclass(frozen=True, slots=True)
class Step:
    """One record on its way: what its file held, what that says, and what becomes of it."""

    content: bytes
    before: Assessment
    carried: Carried
    rubric: Rubric

    @property
    def after(self) -> Assessment:
        """The record as the later version holds it."""
        return self.carried.assessment


def step_to(
    version: str | None, before: Assessment, content: bytes, place: str, catalogue: Catalogue
) -> Step:
    """A record carried to a later version, the newest without one; raises AuditError where none serves."""
    rubric = _later_version(catalogue, before, version, place)
    return Step(content, before, carry(before, catalogue.legs(before.rubric, rubric.ref)), rubric)


def _later_version(catalogue: Catalogue, before: Assessment, version: str | None, place: str) -> Rubric:
    name = before.rubric.partition("@")[0]
    wanted = f"{name}@{version}" if version else name
    rubric = catalogue.load(version if version and "@" in version else wanted)
    if rubric.ref == before.rubric:
        message = say(
            "is an assessment against {rubric} already. Please name a later one with --to."
            if version
            else "is an assessment against {rubric} already, the newest version there is here. Please name a "
            "later one with --to.",
            rubric=rubric.ref,
        )
        raise AssessmentError(Problem("AUD035", message, place))
    return rubric


def tell_step(step: Step) -> None:
    """Say what became of each rating."""
    words = MigrationWording(step.before, step.carried, step.rubric)
    click.echo(printable(words.title))
    for fate in words.fates:
        click.echo(fate.told)


def tell_open(desk: Desk, step: Step) -> None:
    """Say where to go on, as long as the new record leaves something open."""
    if step.after.finished:
        return
    command = f"dsds-audit interview {shlex.quote(step.before.site)}{desk.named}"
    date = step.before.date
    click.echo(say("Until what is open is answered, trend and compare leave {date} out.", date=date))
    click.echo(say("Answer it:  {command}", command=command))
