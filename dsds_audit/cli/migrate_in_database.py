"""Carrying an assessment that a database holds to a later version of its rubric."""

from pathlib import Path

import click

from dsds_audit.assessment_files import render_assessment
from dsds_audit.cli.choosing import Wish, latest_of
from dsds_audit.cli.desk import desk_in, home_of_site
from dsds_audit.cli.migration_steps import Step, step_to, tell_open, tell_step
from dsds_audit.cli.output_files import write_output
from dsds_audit.desk import Desk
from dsds_audit.errors import Problem, StoreError
from dsds_audit.series import find_of_site
from dsds_audit.speech import say
from dsds_audit.store import Stored
from dsds_audit.store.names import same_identity
from dsds_audit.store.where import Database


def migrate_in_database(
    database: Database, site: str, version: str | None, output: Path | None, *, in_place: bool, dry_run: bool
) -> None:
    """Carry the latest of a site, into a file or, ``in_place``, where it stands; raises AuditError."""
    site, home = home_of_site(site, database)
    desk = desk_in(home)
    latest = latest_of(desk, find_of_site(desk.store, site), site, Wish())
    if not (in_place or dry_run or output):
        message = say(
            "is in a database, beside which no file can be put. Please name the new file with -o, or use "
            "--in-place to put the new record into the database."
        )
        raise StoreError(Problem("AUD119", message, latest.place))
    if in_place and not dry_run:
        _replace(desk, latest, version)
        return
    step = _step(desk, latest, version)
    tell_step(step)
    if dry_run or output is None:
        click.echo(say("Nothing was written."))
        return
    write_output(output, render_assessment(step.after, step.rubric), new=True)
    message = say(
        "The new record is in {new_file}; the database holds {old_record} as it was.",
        new_file=output,
        old_record=latest.place,
    )
    click.echo(f"\n{message}")


def _step(desk: Desk, stored: Stored, version: str | None) -> Step:
    return step_to(version, stored.assessment, b"", stored.place, desk.catalogue)


def _replace(desk: Desk, latest: Stored, version: str | None) -> None:
    """Put the new record in the place of the old one, as it is once nobody has it open."""
    with desk.store.lock(latest.assessment):
        found = desk.store.find(latest.assessment.site)
        now = next((entry for entry in found if same_identity(entry.assessment, latest.assessment)), latest)
        step = _step(desk, now, version)
        tell_step(step)
        stored = desk.store.save(step.after, step.rubric, now)
    replaced = say("The new record is in {place}, in place of the old one.", place=stored.place)
    click.echo(f"\n{replaced}")
    message = say(
        "What the new version does not hold stands in it under `earlier`. A database keeps no file of the "
        "old record: to have one, copy the workspace into a folder before, with dsds-audit copy."
    )
    click.echo(message)
    tell_open(desk, step)
