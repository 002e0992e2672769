"""What several commands take: an assessment by file or site, a workspace, a date that stands for today."""

import datetime as dt
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click

from dsds_audit.assessment import Assessment
from dsds_audit.assessment_files import read_assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import AssessmentError, AuditError, Problem
from dsds_audit.rubric import Rubric

P = ParamSpec("P")
R = TypeVar("R")


class DateParam(click.ParamType):  # type: ignore[type-arg]
    """A date written as 2026-03-31."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The date; anything else is wrong usage."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date. Please write it as 2026-03-31.", param, ctx)


workspace_option = click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    envvar="DSDS_AUDIT_WORKSPACE",
    default=Path(),
    show_default="this folder",
    help="The folder that holds the sites, one folder each.",
)
program_option = click.option("--program", metavar="NAME", help="The program or practice that is assessed.")
as_of_option = click.option(
    "--as-of", type=DateParam(), metavar="DATE", help="The date that stands for today, as 2026-03-31."
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print.",
)


def assessment_input(command: Callable[..., R]) -> Callable[..., R]:
    """Give a command FILE and what finds it, and hand the command the rubric and the assessment."""

    @click.argument("file")
    @program_option
    @click.option("--rubric", "rubric_id", metavar="ID", help="The rubric, where a site is rated by several.")
    @workspace_option
    @as_of_option
    @wraps(command)
    def wrapped(
        file: str,
        program: str | None,
        rubric_id: str | None,
        workspace: Path,
        as_of: dt.date | None,
        **options: Any,
    ) -> R:
        rubric, assessment = find_assessment(file, workspace, program, rubric_id, as_of)
        return command(rubric=rubric, assessment=assessment, **options)

    return wrapped


def find_assessment(
    file: str,
    workspace: Path,
    program: str | None = None,
    rubric_id: str | None = None,
    as_of: dt.date | None = None,
) -> tuple[Rubric, Assessment]:
    """The assessment in a file, or the latest of a site; raises AuditError where there is none."""
    path = Path(file)
    catalogue = catalogue_for(workspace, path.parent, path.parent.parent)
    if os.path.isfile(file) or (looks_like_a_file(path) and not _is_site(file, workspace)):  # noqa: PTH113
        assessment = read_assessment(path, catalogue.load)
    else:
        from dsds_audit.store.folder import FolderStore

        store = FolderStore(workspace, catalogue.load)
        assessment = store.latest(file, program, rubric_id, as_of).assessment
        for kept in store.find(file):
            if not kept.assessment.finished and kept.assessment.date >= assessment.date:
                click.echo(
                    f"Note: an interview of {kept.assessment.date} is unfinished: {kept.place}", err=True
                )
    return catalogue.load(assessment.rubric), assessment


def looks_like_a_file(path: Path) -> bool:
    """Whether a name is a file's, there or not, rather than a site's."""
    return path.suffix in (".yaml", ".yml", ".json") or len(path.parts) > 1


def _is_site(name: str, workspace: Path) -> bool:
    """Whether the workspace has a site of that name, however much the name looks like a file's."""
    from dsds_audit.store.folder import FolderStore

    return bool(FolderStore(workspace, catalogue_for(workspace).load).find(name))


def catalogue_for(*folders: Path) -> Catalogue:
    """The bundled rubrics, those named by DSDS_AUDIT_RUBRICS, and those of these folders."""
    named = [Path(part) for part in os.environ.get("DSDS_AUDIT_RUBRICS", "").split(os.pathsep) if part]
    return Catalogue(tuple(dict.fromkeys([*named, *(folder / "rubrics" for folder in folders)])))


def write_output(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; raises AuditError (AUD070) where it cannot be written."""
    from dsds_audit.atomic import write_atomically

    try:
        write_atomically(path, content)
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}. Please name another place with -o."
        raise AuditError(Problem("AUD070", message, str(path))) from error


def make_output_folder(folder: Path) -> None:
    """Make a folder for output; raises AuditError (AUD070) where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot be made: {error.strerror or error}. Please name another folder."
        raise AuditError(Problem("AUD070", message, str(folder))) from error


def suffix_of(path: Path, known: tuple[str, ...]) -> str:
    """The ending of an output file; raises AuditError (AUD071) where it is none of ``known``."""
    suffix = path.suffix.lower()
    if suffix not in known:
        message = f"the ending {suffix or 'is missing'} names no format. Please use {' or '.join(known)}."
        raise AssessmentError(Problem("AUD071", message, str(path)))
    return suffix
