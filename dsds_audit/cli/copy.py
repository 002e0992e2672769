"""``dsds-audit copy``."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsds_audit.cli.catalogues import catalogue_for
from dsds_audit.cli.choosing import tell_left_out
from dsds_audit.cli.inputs import WhereParam
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.errors import Problem, StoreError, printable
from dsds_audit.speech import list_of, say, say_many
from dsds_audit.store.where import Where

if TYPE_CHECKING:
    from dsds_audit.copying import Copied
    from dsds_audit.store.homes import Kind

_MOST_NAMED = 20


@click.command("copy", cls=SpokenCommand)
@click.argument("source", type=WhereParam())
@click.argument("target", type=WhereParam())
def command(source: Where, target: Where) -> None:
    """Copy a workspace from SOURCE to TARGET, each a folder or the address of a database.

    Assessments, plans, votes, rubrics and crosswalks go along as they are, comments in files included. Each
    is read back and compared. Nothing in TARGET is overwritten, and SOURCE stays as it is. Stopped halfway,
    run the same command again: it goes on where it was.

    \b
    Example: dsds-audit copy . postgresql://db.example.org/audits

    The exit code is 1 where something was left out; it is named at the end. Make a new database ready with
    `dsds-audit prepare` first. Keep its password out of the address: in PGPASSWORD, or in a password file.
    """
    from dsds_audit.copying import Copied, copy_documents
    from dsds_audit.store.opening import open_home

    _check(source, target)
    catalogue = catalogue_for(target, source)  # As the target will have them.
    steps = copy_documents(open_home(source, catalogue), open_home(target, catalogue))
    copied = Copied(0)
    try:
        for copied in _with_progress(steps):  # noqa: B007
            pass
    except (StoreError, KeyboardInterrupt):
        stopped = say(
            "Stopped: {done} of {total} are done, and stay. Run the same command again to go on from there.",
            done=copied.seen,
            total=copied.total,
        )
        click.echo(stopped, err=True)
        raise
    click.echo(_summary(copied, source, target))
    _tell_others(source)
    tell_left_out(copied.problems)


def _check(source: Where, target: Where) -> None:
    """Refuse what is no workspace to copy (AUD118)."""
    from dsds_audit.store.own_folders import is_own_folder, workspace_of
    from dsds_audit.store.paths import is_folder

    if isinstance(source, Path) and not is_folder(source):
        raise _refusal(
            say("{folder} is no folder. Please name the folder that holds the sites.", folder=source)
        )
    for where in (source, target):
        if isinstance(where, Path) and is_own_folder(where):
            message = say(
                "{folder} is the folder of one site. Please name the one that it is in: {workspace}",
                folder=where,
                workspace=workspace_of(where),
            )
            raise _refusal(message)
    if source == target or (
        isinstance(source, Path) and isinstance(target, Path) and source.resolve() == target.resolve()
    ):
        raise _refusal(say("SOURCE and TARGET are the same workspace. Please name another one to copy to."))


def _refusal(message: str) -> StoreError:
    return StoreError(Problem("AUD118", message))


def _with_progress(steps: "Iterator[Copied]") -> "Iterator[Copied]":
    """The steps, with a bar on the terminal that says how far it is."""
    if not sys.stderr.isatty():
        yield from steps
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say("Copying"), total=None)
        for copied in steps:
            bar.update(task, total=copied.total, completed=copied.seen)
            yield copied


def _summary(copied: "Copied", source: Where, target: Where) -> str:
    what = list_of([_counted(kind, count) for kind, count in _in_order(copied) if count])
    told = say("Nothing was copied.")
    if what:
        parts = {"documents": what, "source": source, "target": target}
        told = say("Copied {documents} from {source} to {target}, each one compared.", **parts)
    there = say_many("{count} was there already.", "{count} were there already.", copied.there)
    left_out = len(copied.refused)
    left = say_many("{count} left out.", "{count} left out.", left_out)
    said = (told, there if copied.there else "", left if left_out else "")
    return printable(" ".join(sentence for sentence in said if sentence))


def _in_order(copied: "Copied") -> "Iterator[tuple[Kind, int]]":
    """How many documents of each kind were copied, what people look for first."""
    kinds: tuple[Kind, ...] = ("assessment", "plan", "votes", "conflict", "rubric")
    return ((kind, copied.written.get(kind, 0)) for kind in kinds)


def _counted(kind: "Kind", count: int) -> str:
    match kind:
        case "assessment":
            return say_many("{count} assessment", "{count} assessments", count)
        case "plan":
            return say_many("{count} plan", "{count} plans", count)
        case "votes":
            return say_many("{count} record of votes", "{count} records of votes", count)
        case "conflict":
            return say_many("{count} copy kept of a conflict", "{count} copies kept of conflicts", count)
        case "rubric":
            return say_many("{count} file of a rubric", "{count} files of rubrics", count)


def _tell_others(source: Where) -> None:
    """Name the files in the sites' folders that are not part of a copy."""
    if not isinstance(source, Path):
        return
    from dsds_audit.store.folder_home import other_files

    others = other_files(source)
    if others:
        rest = len(others) - _MOST_NAMED
        named = ", ".join(others[:_MOST_NAMED])
        if rest > 0:
            named = say("{names} and {count} more", names=named, count=rest)
        message = say_many(
            "Note: not copied, as no part of the workspace: {count} other file ({names})",
            "Note: not copied, as no part of the workspace: {count} other files ({names})",
            len(others),
            names=named,
        )
        click.echo(printable(message), err=True)
