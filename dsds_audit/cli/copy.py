"""``dsds-audit copy``."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsds_audit.cli.choosing import tell_left_out
from dsds_audit.cli.inputs import WhereParam, catalogue_for
from dsds_audit.display import plural
from dsds_audit.errors import Problem, StoreError, printable
from dsds_audit.store.where import Where

if TYPE_CHECKING:
    from dsds_audit.copying import Copied
    from dsds_audit.store.homes import Kind

_NAMES: dict["Kind", tuple[str, str]] = {
    "assessment": ("assessment", "assessments"),
    "plan": ("plan", "plans"),
    "votes": ("record of votes", "records of votes"),
    "conflict": ("copy kept of a conflict", "copies kept of conflicts"),
    "rubric": ("file of a rubric", "files of rubrics"),
}
_MOST_NAMED = 20


@click.command("copy")
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
        done = f"Stopped: {copied.seen} of {copied.total} are done, and stay."
        click.echo(f"{done} Run the same command again to go on from there.", err=True)
        raise
    click.echo(_summary(copied, source, target))
    _tell_others(source)
    tell_left_out(copied.problems)


def _check(source: Where, target: Where) -> None:
    """Refuse what is no workspace to copy (AUD118)."""
    from dsds_audit.store.own_folders import is_own_folder, workspace_of
    from dsds_audit.store.paths import is_folder

    if isinstance(source, Path) and not is_folder(source):
        raise _refusal(f"{source} is no folder. Please name the folder that holds the sites.")
    for where in (source, target):
        if isinstance(where, Path) and is_own_folder(where):
            within = workspace_of(where)
            raise _refusal(f"{where} is the folder of one site. Please name the one that it is in: {within}")
    if source == target or (
        isinstance(source, Path) and isinstance(target, Path) and source.resolve() == target.resolve()
    ):
        raise _refusal("SOURCE and TARGET are the same workspace. Please name another one to copy to.")


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
        task = bar.add_task("Copying", total=None)
        for copied in steps:
            bar.update(task, total=copied.total, completed=copied.seen)
            yield copied


def _summary(copied: "Copied", source: Where, target: Where) -> str:
    counts = [
        plural(copied.written[kind], *names) for kind, names in _NAMES.items() if copied.written.get(kind)
    ]
    what = f"{', '.join(counts[:-1])} and {counts[-1]}" if len(counts) > 1 else "".join(counts)
    told = f"Copied {what} from {source} to {target}, each one compared." if what else "Nothing was copied."
    there = f" {copied.there} {'was' if copied.there == 1 else 'were'} there already." if copied.there else ""
    left = f" {len(copied.refused)} left out." if copied.refused else ""
    return printable(f"{told}{there}{left}")


def _tell_others(source: Where) -> None:
    """Name the files in the sites' folders that are not part of a copy."""
    if not isinstance(source, Path):
        return
    from dsds_audit.store.folder_home import other_files

    others = other_files(source)
    if others:
        rest = len(others) - _MOST_NAMED
        named = ", ".join(others[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")
        what = plural(len(others), "other file")
        click.echo(printable(f"Note: not copied, as no part of the workspace: {what} ({named})"), err=True)
