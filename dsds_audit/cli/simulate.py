"""``dsds-audit simulate``."""

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dsds_audit.catalogue import Catalogue
from dsds_audit.cli.catalogues import catalogue_for
from dsds_audit.cli.inputs import DateParam
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.errors import AuditError, Problem, StoreError
from dsds_audit.speech import say, say_many

if TYPE_CHECKING:
    from dsds_audit.simulation.model import SimulationModel

MOST_FILES = 10_000
_SUFFIXES = (".parquet", ".csv")
F = TypeVar("F", bound=Callable[..., Any])


def _number(name: str, default: float, about: str) -> Callable[[F], F]:
    return click.option(f"--{name}", type=float, default=default, show_default=True, metavar="X", help=about)


def _count(name: str, default: int, least: int, most: int | None, about: str) -> Callable[[F], F]:
    kind = click.IntRange(least, most)
    return click.option(f"--{name}", type=kind, default=default, show_default=True, metavar="N", help=about)


def _share(name: str, default: float, about: str) -> Callable[[F], F]:
    kind = click.FloatRange(0, 1)
    return click.option(
        f"--{name}", type=kind, default=default, show_default=True, metavar="SHARE", help=about
    )


@click.command("simulate", cls=SpokenCommand)
@click.option(
    "-o",
    "output",
    metavar="TARGET",
    required=True,
    help="Where to: a folder, the address of a database, out.parquet or out.csv.",
)
@_count("sites", 100, 1, None, "How many sites.")
@_count("dates", 2, 1, 1000, "How many assessments a site has, half a year apart.")
@_count("groups", 5, 0, 1_000_000, "How many groups the sites fall into; 0 for none.")
@click.option(
    "--rubric", "ref", metavar="ID[@VERSION]", default="dsds", show_default=True, help="The rubric."
)
@_count("seed", 1, 0, None, "What the chances are drawn from; the same seed gives the same file.")
@click.option("--first-day", type=DateParam(), metavar="DATE", help="The first date.  [default: 2024-03-01]")
@_number("average", 0.0, "Where the average site stands: -1 is low, 1 is high.")
@_number("group-effect", 0.3, "How far groups differ (standard deviation; so the next five).")
@_number("site-effect", 0.8, "How far sites of a group differ.")
@_number("practice-effect", 0.4, "How far a site's practices differ.")
@_number("practice-difficulty", 0.3, "How far practices differ in how hard they are.")
@_number("criterion-difficulty", 0.5, "How far criteria differ in how hard they are.")
@_number("vote-noise", 1.5, "How far one vote is off; the consensus of many is off less.")
@_number("drift", 0.15, "How far every site moves in half a year.")
@click.option(
    "--panel",
    type=click.IntRange(1, 1000),
    nargs=2,
    default=(3, 9),
    show_default=True,
    metavar="MIN MAX",
    help="How many people vote, at least and at most.",
)
@_share("unrecorded", 0.1, "Assessments in which nobody wrote down who was there.")
@_share("missing", 0.02, "Criteria left unanswered.")
@_share("dont-know", 0.03, "Criteria answered with don't know.")
@_share("does-not-apply", 0.1, "Criteria that do not apply, where the rubric permits it.")
@_share("evidenced", 0.6, "Levels with fresh evidence.")
@_share("skipped", 0.0, "Dates, but for the first, on which a site did not sit down.")
def command(output: str, ref: str, first_day: dt.date | None, **options: Any) -> None:
    """Make up a portfolio, of any size, from a seed and a stated model: to teach, to try out, to measure.

    Every site is called simulated. TARGET ending in .parquet or .csv is one table in the tidy form, which
    takes millions of assessments; anything else is a workspace of up to 10,000.
    """
    catalogue = catalogue_for(Path())
    model = _model(catalogue, ref, first_day, options)
    if output.lower().endswith(_SUFFIXES):
        count = _write_table(model, Path(output))
    else:
        count = _write_workspace(model, output, catalogue)
    parts = {"assessments": count, "seed": model.seed, "target": _shown(output)}
    if count == 1:
        told = say("1 assessment of 1 site, all made up (seed {seed}): {target}", **parts)
    else:
        told = say_many(
            "{assessments} assessments of {count} site, all made up (seed {seed}): {target}",
            "{assessments} assessments of {count} sites, all made up (seed {seed}): {target}",
            model.sites,
            **parts,
        )
    click.echo(told)


def _model(
    catalogue: Catalogue, ref: str, first_day: dt.date | None, options: dict[str, Any]
) -> "SimulationModel":
    from dsds_audit.simulation.model import FIRST_DAY, SimulationModel

    rubric = catalogue.load(ref)
    try:
        return SimulationModel(rubric, first_day=first_day or FIRST_DAY, **options)
    except ValueError as error:
        raise click.UsageError(say("{fault}. Please mend it.", fault=str(error).replace("_", "-"))) from error


def _write_table(model: "SimulationModel", path: Path) -> int:
    """Write one file; raises AuditError (AUD070, AUD137) where it cannot be made."""
    from dsds_audit.store.paths import reason_of

    try:
        from dsds_audit.simulation.tables import write_table

        with _progress(model) as tell:
            return write_table(model, path, tell)
    except ModuleNotFoundError as error:
        if error.name != "duckdb":
            raise
        message = say(
            "a table needs a part that is not installed. Please install it with: "
            "uv tool install 'dsds-audit[sites]'   or: pip install 'dsds-audit[sites]'"
        )
        raise StoreError(Problem("AUD137", message, str(path))) from None
    except OSError as error:
        message = say(
            "cannot be written: {reason}. Please name another place with -o.", reason=reason_of(error)
        )
        raise AuditError(Problem("AUD070", message, str(path))) from error


def _write_workspace(model: "SimulationModel", output: str, catalogue: Catalogue) -> int:
    """Write a workspace; raises StoreError where it would be too large (AUD135) or is in use (AUD136)."""
    from dsds_audit.simulation.workspace import write_workspace
    from dsds_audit.store.opening import open_home
    from dsds_audit.store.where import where_of

    most = model.sites * model.dates
    if most > MOST_FILES:
        message = say(
            "{assessments} assessments are more than a workspace is made of here ({most}). "
            "Please make a table, such as -o portfolio.parquet, or fewer.",
            assessments=most,
            most=MOST_FILES,
        )
        raise StoreError(Problem("AUD135", message, _shown(output)))
    home = open_home(where_of(output), catalogue)
    if any(held.kind != "rubric" for held in home.held()):
        message = say(
            "holds records already, and made-up ones do not belong among them. Please name a new place."
        )
        raise StoreError(Problem("AUD136", message, _shown(output)))
    with _progress(model) as tell:
        return write_workspace(model, home, catalogue, tell)


def _shown(output: str) -> str:
    """The target as messages name it: an address without its password."""
    if output.lower().endswith(_SUFFIXES):
        return output
    from dsds_audit.store.where import where_of

    return str(where_of(output))


@contextmanager
def _progress(model: "SimulationModel") -> Iterator[Callable[[int], object]]:
    """What to tell how many assessments are drawn: a bar on a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say("Drawing"), total=model.sites * model.dates)
        yield lambda count: bar.update(task, completed=count)
