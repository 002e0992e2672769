"""``dsds-audit demo``."""

import shlex
from collections.abc import Iterator
from pathlib import Path

import click

from dsds_audit.cli.desk import desk_in, schema_text
from dsds_audit.cli.inputs import find_assessment, make_output_folder, write_output

AS_OF = "2026-09-28"
_ON_THE_DAY = ("--as-of", AS_OF)

Job = tuple[str, tuple[str, ...]]


@click.command("demo")
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
    for title, words in [*_to_read(site, planned), *_to_keep(site, folder, planned)]:
        if title:
            click.secho(f"\n{title}", bold=True)
        _run(words, folder)
    click.echo(f"\nThe report is in {folder / 'report.html'}: open it in your browser.")


def _to_read(site: str, planned: bool) -> Iterator[Job]:
    """What is shown on the screen."""
    yield f"The scores of {site}", ("score", site)
    yield "Its gaps and strengths", ("gaps", site)
    yield "What to do, and why", ("actions", site)
    if planned:
        yield "What was decided, and what came of it", ("plan", "show", site, "--all", *_ON_THE_DAY)
    yield "What changed over two years, and what of it is the site", ("trend", site, *_ON_THE_DAY)
    yield "What in the record does not add up", ("check", site)


def _to_keep(site: str, folder: Path, planned: bool) -> Iterator[Job]:
    """What is written into files."""
    yield "Pictures and pages to hand over", ("radar", site, "-o", str(folder / "radar.svg"))
    yield "", ("radar", site, "-o", str(folder / "radar.png"))
    yield "", ("trend", site, "-o", str(folder / "trend.html"), *_ON_THE_DAY)
    yield "", ("compare", site, "--all", "-o", str(folder / "comparison.html"))
    if planned:
        yield "", ("plan", "calendar", site, "-o", str(folder / "plan.ics"), *_ON_THE_DAY)
    yield "", ("report", site, "-o", str(folder / "report.html"))
    yield "Whether every number in the report still holds", ("verify", str(folder / "report.html"))


def _run(words: tuple[str, ...], folder: Path) -> None:
    """Run a command as a user would, showing what to type."""
    from dsds_audit.cli import command_line

    typed = (*words, "--workspace", str(folder))
    click.secho(f"$ dsds-audit {shlex.join(typed)}", dim=True)
    command_line.main(list(typed), prog_name="dsds-audit", standalone_mode=False)


def _lay_out(folder: Path) -> Path:
    """Copy the example into a folder, keeping what is there; the file of its latest assessment."""
    examples = Path(__file__).resolve().parent.parent / "examples"
    sources = sorted(path for path in examples.rglob("*.yaml"))
    for source in sources:
        target = folder / source.relative_to(examples)
        if not target.exists():
            make_output_folder(target.parent)
            write_output(target, source.read_bytes())
    return folder / max(path.relative_to(examples) for path in examples.glob("*/[0-9]*.yaml"))
