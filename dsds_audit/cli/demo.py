"""``dsds-audit demo``."""

import shlex
from collections.abc import Iterator
from contextlib import nullcontext, redirect_stdout
from io import StringIO
from pathlib import Path

import click

from dsds_audit.cli.desk import desk_in, schema_text
from dsds_audit.cli.inputs import find_assessment
from dsds_audit.cli.language import language_to_type
from dsds_audit.cli.output_files import make_output_folder, write_output
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.speech import say
from dsds_audit.store.paths import is_taken

AS_OF = "2026-09-28"
_ON_THE_DAY = ("--as-of", AS_OF)

Words = tuple[str, ...]


@click.command("demo", cls=SpokenCommand)
@click.argument(
    "folder",
    metavar="[DIR]",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("dsds-audit-demo"),
)
def command(folder: Path) -> None:
    """Do the whole job on an example: a site, its four assessments, its plan; scores to report, in DIR.

    DIR is made where it is missing; what you have changed in the example there is kept. "Today" is two weeks
    after the site's last assessment.  [default: dsds-audit-demo]
    """
    latest = _lay_out(folder)
    desk = desk_in(folder)
    rubric, assessment = find_assessment(str(latest), folder)
    schema = folder / ".schema" / f"{rubric.id}-{rubric.version}.json"
    make_output_folder(schema.parent)
    write_output(schema, schema_text(rubric).encode())
    site, planned = assessment.site, desk.store.plan(assessment.site) is not None
    for title, words in _to_read(site, planned):
        click.secho(f"\n{title}", bold=True)
        _run(words, folder)
    click.secho(f"\n{say('Made for you')}", bold=True)
    for name, what, words in _to_keep(site, folder, planned):
        _run((*words, *(() if words[0] == "verify" else ("-o", str(folder / name)))), folder, quiet=True)
        click.echo(f"{name:17}{what}")
    click.secho(f"\n{say('More on the screen')}", bold=True)
    for what, words in _to_type(site):
        click.echo(f"{what}\n  {_typed(words, folder)}")
    click.echo(f"\n{say('Begin with your own site:  dsds-audit interview')}")
    report = say("The report is in {file}: open it in your browser.", file=folder / "report.html")
    click.echo(f"\n{report}")


def _to_read(site: str, planned: bool) -> Iterator[tuple[str, Words]]:
    """What is shown at once."""
    yield say("The scores of {site}", site=site), ("score", site)
    if planned:
        yield say("What was decided, and how far it is"), ("plan", "show", site, *_ON_THE_DAY)


def _to_keep(site: str, folder: Path, planned: bool) -> Iterator[tuple[str, str, Words]]:
    """What is written into files; a page is only called sound once it is verified."""
    yield "radar.svg", say("the radar, to print at any size"), ("radar", site)
    yield "radar.png", say("the radar, for slides"), ("radar", site)
    if planned:
        dates = ("plan", "calendar", site, *_ON_THE_DAY)
        yield "plan.ics", say("the plan's dates, for your calendar"), dates
    pages = {
        "comparison.html": (say("its four assessments side by side"), ("compare", site, "--all")),
        "trend.html": (
            say("two years: what moved, and what of it was the site"),
            ("trend", site, *_ON_THE_DAY),
        ),
        "report.html": (
            say("the report: scores, strengths, gaps, what to do, findings"),
            ("report", site),
        ),
    }
    for name, (what, words) in pages.items():
        yield name, what, words
        yield "", say("every number in {file} verified", file=name), ("verify", str(folder / name))


def _to_type(site: str) -> Iterator[tuple[str, Words]]:
    """What there is besides."""
    yield say("Gaps and strengths:"), ("gaps", site)
    yield say("What to do, and why:"), ("actions", site)
    yield say("What changed over two years:"), ("trend", site, *_ON_THE_DAY)
    yield say("What in the record does not add up:"), ("check", site)


def _run(words: Words, folder: Path, quiet: bool = False) -> None:
    """Run a command as a user would, showing what to type, or with only its problems shown."""
    from dsds_audit.cli import command_line

    if not quiet:
        click.secho(f"$ {_typed(words, folder)}", dim=True)
    with redirect_stdout(StringIO()) if quiet else nullcontext():
        typed = [*words, "--workspace", str(folder)]
        # Beneath this command, it is in the same language, and what is said once of it is not said again.
        beneath = click.get_current_context()
        code = command_line.main(typed, prog_name="dsds-audit", standalone_mode=False, parent=beneath)
    if quiet and code:
        raise click.exceptions.Exit(code)


def _typed(words: Words, folder: Path) -> str:
    return f"dsds-audit {shlex.join((*words, '--workspace', str(folder), *language_to_type()))}"


def _lay_out(folder: Path) -> Path:
    """Copy the example into a folder, keeping what is there; the file of its latest assessment."""
    examples = Path(__file__).resolve().parent.parent / "examples"
    sources = sorted(path for path in examples.rglob("*.yaml"))
    for source in sources:
        target = folder / source.relative_to(examples)
        if not is_taken(target):
            make_output_folder(target.parent)
            write_output(target, source.read_bytes())
    return folder / max(path.relative_to(examples) for path in examples.glob("*/[0-9]*.yaml"))
