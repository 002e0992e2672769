"""What several commands take: an assessment by file or site, a workspace, a date that stands for today."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from dsds_audit.assessment import Assessment
from dsds_audit.assessment_files import read_assessment
from dsds_audit.cli.catalogues import WORKSPACE_VARIABLE, catalogue_beside
from dsds_audit.errors import Problem
from dsds_audit.rubric import Rubric
from dsds_audit.speech import mark, say
from dsds_audit.store.where import Where, where_of

if TYPE_CHECKING:
    from dsds_audit.cli.choosing import Wish
    from dsds_audit.store import Stored

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
            self.fail(say("{date!r} is no date. Please write it as 2026-03-31.", date=value), param, ctx)


class WhereParam(click.ParamType):  # type: ignore[type-arg]
    """A workspace: a folder, or the address of a database, which no message repeats."""

    name = "workspace"

    def convert(self, value: Any, _: click.Parameter | None, __: click.Context | None) -> Where:
        """The folder or database; raises StoreError (AUD114) for an address of anything else."""
        return where_of(value) if isinstance(value, str) else value


workspace_option = click.option(
    "--workspace",
    type=WhereParam(),
    metavar="FOLDER|URL",
    envvar=WORKSPACE_VARIABLE,
    default=Path(),
    show_default=mark("this folder"),
    help="The folder that holds the sites, one folder each; or the address of a team's database.",
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

    @stored_input
    @wraps(command)
    def wrapped(rubric: Rubric, stored: "Stored", **options: Any) -> R:
        return command(rubric=rubric, assessment=stored.assessment, **options)

    return wrapped


def stored_input(command: Callable[..., R], *, unfinished: bool = False) -> Callable[..., R]:
    """Give a command FILE and what finds it, and hand it the rubric and the assessment with its place.

    With ``unfinished``, of a site that has no finished assessment an unfinished one will do.
    """

    @click.argument("file", required=False)
    @program_option
    @click.option("--rubric", "rubric_id", metavar="ID", help="The rubric, where a site is rated by several.")
    @workspace_option
    @as_of_option
    @wraps(command)
    def wrapped(
        file: str | None,
        program: str | None,
        rubric_id: str | None,
        workspace: Where,
        as_of: dt.date | None,
        **options: Any,
    ) -> R:
        named = file if file is not None else _only_site(workspace)
        chosen = _choose(named, workspace, program, rubric_id, as_of, unfinished=unfinished)
        done = command(rubric=chosen.rubric, stored=chosen.stored, **options)
        if chosen.problems:
            from dsds_audit.cli.choosing import tell_left_out

            tell_left_out(chosen.problems)
        return done

    return wrapped


def find_assessment(
    file: str,
    workspace: Where,
    program: str | None = None,
    rubric_id: str | None = None,
    as_of: dt.date | None = None,
) -> tuple[Rubric, Assessment]:
    """The assessment in a file, or the latest of a site by its name or its own folder.

    Other files of the site that cannot be read are told of on stderr. Raises AuditError where there is none.
    """
    chosen = _choose(file, workspace, program, rubric_id, as_of)
    for problem in chosen.problems:
        click.echo(say("Left out: {problem}", problem=problem), err=True)
    return chosen.rubric, chosen.stored.assessment


def find_stored(site: str, workspace: Where) -> "Stored":
    """The latest of a site, with its place; raises AuditError as ``find_assessment`` does."""
    return _choose(site, workspace, None, None, None).stored


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The assessment that is meant, and what is wrong with other files of its site."""

    rubric: Rubric
    stored: "Stored"
    problems: Sequence[Problem] = ()


def _choose(
    file: str,
    workspace: Where,
    program: str | None,
    rubric_id: str | None,
    as_of: dt.date | None,
    *,
    unfinished: bool = False,
) -> _Chosen:
    from dsds_audit.cli.choosing import Wish, latest_of
    from dsds_audit.store.paths import is_file

    path, wish = Path(file), Wish(program, rubric_id, as_of, unfinished=unfinished)
    if is_file(path):
        return _in_file(path, workspace, wish)
    from dsds_audit.cli.desk import desk_in, home_of_site
    from dsds_audit.series import find_of_site

    site, home = home_of_site(file, workspace)
    desk = desk_in(home, workspace, path.parent, path.parent.parent)
    found = find_of_site(desk.store, site)
    if not found.sound and not found.damaged and looks_like_a_file(path):
        return _in_file(path, workspace, wish)  # It is not there, and says so.
    latest = latest_of(desk, found, site, wish)
    assessment = latest.assessment
    for kept in found.sound:
        if not kept.assessment.finished and kept.assessment.date >= assessment.date:
            message = say(
                "Note: an interview of {date} is unfinished: {place}",
                date=kept.assessment.date,
                place=kept.place,
            )
            click.echo(message, err=True)
    return _Chosen(desk.catalogue.load(assessment.rubric), latest, found.problems)


def _in_file(path: Path, workspace: Where, wish: "Wish") -> _Chosen:
    from dsds_audit.store import Stored

    catalogue = catalogue_beside(path, workspace)
    assessment = read_assessment(path, catalogue.load)
    return _Chosen(catalogue.load(assessment.rubric), wish.refuse_others(Stored(str(path), "", assessment)))


def _only_site(workspace: Where) -> str:
    """The one site that a workspace holds; raises StoreError (AUD053) where there is none, or several."""
    from dsds_audit.cli.desk import desk_in
    from dsds_audit.store.choice import only_site

    return only_site(desk_in(workspace).store.all_assessments(), str(workspace))


def looks_like_a_file(path: Path) -> bool:
    """Whether a name is a file's, there or not, rather than a site's."""
    return path.suffix in (".yaml", ".yml", ".json") or len(path.parts) > 1
