"""``dsds-audit import``."""

import datetime as dt
import shlex
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from os.path import abspath
from typing import TYPE_CHECKING, TypeVar, cast

import click

from dsds_audit.cli.desk import desk_in
from dsds_audit.cli.inputs import workspace_option
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.desk import Desk
from dsds_audit.errors import AuditError, Problem, printable
from dsds_audit.speech import mark, say, say_many
from dsds_audit.store.paths import is_file
from dsds_audit.store.where import Where

if TYPE_CHECKING:
    from dsds_audit.returns.files import Found
    from dsds_audit.returns.kinds import Kind
    from dsds_audit.returns.many import ReadFile
    from dsds_audit.returns.reading import Returned
    from dsds_audit.returns.taking import Taken

_KINDS = ("kobo", "odk", "redcap", "surveyjs", "workbook", "table")
T = TypeVar("T")


@click.command("import", cls=SpokenCommand)
@click.argument("sources", nargs=-1, required=True, metavar="FILE|FOLDER...")
@click.option(
    "--from", "kind", type=click.Choice(_KINDS), help="What the files are, where it is not told right."
)
@click.option("--dry-run", is_flag=True, help="Say what would come of it, and write nothing.")
@workspace_option
def command(sources: tuple[str, ...], kind: str | None, dry_run: bool, workspace: Where) -> None:
    """Bring whatever came back into the workspace: each FILE, and all files in each FOLDER.

    Filled-in workbooks, exports from KoboToolbox, ODK, REDCap and SurveyJS, tables in the tidy form, and
    assessments in YAML: each is told from what it holds. Good ones are taken, whatever is wrong with others;
    every problem is named by its place, and the exit code is 1 then. Run again, nothing is written twice.

    Where several people answered for one assessment, their levels become votes to agree on, and the
    assessment waits for its interview.

    \b
    Example: dsds-audit import returned/
    """
    from dsds_audit.returns.groups import group_returned
    from dsds_audit.returns.taking import Intake, tell_alike

    desk = desk_in(workspace)
    reading = _Reading(desk, cast("Kind | None", kind))
    returned = list(reading.read_all(sources))
    groups = group_returned(returned)
    intake = Intake(desk.store, desk.catalogue.load, dry=dry_run)
    taken: list[Taken] = []
    try:
        with desk.store.saving_many():
            for group in _with_progress(groups, say("Taking in")):
                taken.append(intake.take(group, dt.datetime.now(dt.UTC)))  # noqa: PERF401
    finally:  # What was taken before an interruption is told, too.
        for one in taken:
            _tell_taken(one, desk, dry_run)
        brought = {one.decision.assessment.site for one in taken if one.kept}
        for sentence in tell_alike(intake.sites, brought):
            click.echo(printable(say("Note: {note}", note=sentence)), err=True)
        click.echo(_summary(reading, taken, dry_run))
    if reading.faulty or any(one.decision.problems for one in taken):
        raise SystemExit(1)


class _Reading:
    """Reads the files that are meant, and tells what is wrong with them."""

    def __init__(self, desk: Desk, kind: "Kind | None") -> None:
        self._catalogue, self._kind = desk.catalogue, kind
        self._others: Counter[str] = Counter()
        self._told: list[str] = []
        self.files = self.faulty = 0

    def read_all(self, sources: Sequence[str]) -> "Iterator[Returned]":
        """Everything that came back, in the order of the files, each file once."""
        from dsds_audit.returns.files import find_returned, tell_others
        from dsds_audit.returns.many import read_files

        found: dict[str, Found] = {}
        for source in sources:
            try:
                found |= {abspath(each.path): each for each in find_returned(source)}  # noqa: PTH100
            except AuditError as error:
                self._tell(error.problems)
        read = read_files([each.path for each in found.values()], self._catalogue, self._kind)
        for each in _with_progress(tuple(found.values()), say("Reading")):
            yield from self._take(each, next(read))
        if others := tell_others(self._others):
            self._told.append(printable(say("Note: {note}", note=others)))
        for line in self._told:  # Only now, as the bar would stand in between.
            click.echo(line, err=True)

    def _take(self, found: "Found", read: "ReadFile") -> "Sequence[Returned]":
        """What a file says, its notes and problems kept for telling."""
        if read.problems:
            self._tell(read.problems)
            return ()
        ending = found.path.suffix.lower()
        if read.kind is None and not found.named and ending not in _ENDINGS:
            self._others[ending] += 1
            return ()
        self.files += 1
        if read.kind is None:
            self._tell([Problem("AUD171", say(_UNKNOWN), str(found.path))])
            return ()
        said = [one.submission for one in read.returned]
        self.faulty += sum(bool(one.problems) for one in said)
        told = [str(problem) for one in said for problem in (*one.notes, *one.problems)]
        self._told += told[:_MOST_TOLD]
        if len(told) > _MOST_TOLD:
            more = say("and {count} more of these.", count=len(told) - _MOST_TOLD)
            self._told.append(printable(say("{label}: {text}", label=found.path, text=more)))
        return read.returned

    def _tell(self, problems: Sequence[Problem]) -> None:
        self.faulty += 1
        self._told += map(str, problems)


_MOST_TOLD = 200  # Lines about one file.


_ENDINGS = (".csv", ".tsv", ".xlsx", ".xlsm", ".zip", ".json", ".yaml", ".yml")
_UNKNOWN = mark(
    "is nothing that can be brought in: no workbook of ours, no export from another tool with our "
    "questions, no table in the tidy form, no assessment. Please look whether it is the right file; if it "
    "is, say what it is with --from."
)


def _with_progress(steps: Sequence[T], what: str) -> Iterator[T]:
    """The steps, with a bar on the terminal that says how far it is."""
    if not sys.stderr.isatty():
        yield from steps
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(steps, what, console=Console(stderr=True), transient=True)


def _tell_all(problems: Iterable[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)


def _tell_taken(taken: "Taken", desk: Desk, dry_run: bool) -> None:
    """A line for what was kept, with the way on where people have to agree."""
    decision, assessment = taken.decision, taken.decision.assessment
    _tell_all((*decision.notes, *decision.problems))
    if taken.kept is None or decision.fate == "same":
        return
    place = taken.kept.place
    told = _told_of_kept(decision.people, "" if dry_run else place)
    named = f"{assessment.site}, {assessment.date}"
    click.echo(printable(say("{label}: {text}", label=named, text=told)))
    if decision.people and not dry_run:
        site = shlex.quote(assessment.site)
        named = shlex.quote(place) if is_file(place) else f"{site}{desk.named}"
        click.echo(printable(f"  {say('See where they differ:')}  dsds-audit votes {named}"))
        click.echo(printable(f"  {say('Agree on it:')}  dsds-audit interview {site}{desk.named}"))


def _told_of_kept(people: int, place: str) -> str:
    """Where answers are kept, and how many people's they are; nowhere where nothing is written."""
    if not people:
        return say("kept as {place}", place=place) if place else say("would be kept")
    if place:
        return say_many(
            "{count} person's answers kept as {place}, as votes to agree on",
            "{count} people's answers kept as {place}, as votes to agree on",
            people,
            place=place,
        )
    return say_many(
        "{count} person's answers would be kept, as votes to agree on",
        "{count} people's answers would be kept, as votes to agree on",
        people,
    )


def _summary(reading: _Reading, taken: "Sequence[Taken]", dry_run: bool) -> str:
    from dsds_audit.returns.taking import count_fates

    fates = count_fates(taken)
    people = sum(one.decision.people for one in taken if one.kept)
    conflicts, agreeing = fates["conflict"], fates["votes"]
    parts = [
        say_many("{count} new", "{count} new", fates["new"]),
        say_many("{count} there already", "{count} there already", fates["same"]),
        say_many("{count} now to be agreed on", "{count} now to be agreed on", agreeing) if agreeing else "",
        say_many("{count} in conflict", "{count} in conflict", conflicts) if conflicts else "",
        say_many("{count} with problems", "{count} with problems", reading.faulty) if reading.faulty else "",
    ]
    kinds = ", ".join(part for part in parts if part)
    told = [
        say_many("{count} file read: {kinds}.", "{count} files read: {kinds}.", reading.files, kinds=kinds)
    ]
    if people:
        told.append(_votes_made(people, dry_run))
    return " ".join([*told, say("Nothing was written.")] if dry_run else told)


def _votes_made(people: int, dry_run: bool) -> str:
    if dry_run:
        return say_many(
            "{count} person's answers would become votes.",
            "{count} people's answers would become votes.",
            people,
        )
    return say_many(
        "{count} person's answers became votes.", "{count} people's answers became votes.", people
    )
