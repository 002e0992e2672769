"""``dsds-audit demo``."""

from pathlib import Path

import click

from dsds_audit.cli.desk import schema_text
from dsds_audit.cli.inputs import find_assessment, make_output_folder, write_output
from dsds_audit.cli.output import print_table
from dsds_audit.cli.report import write_report


@click.command("demo")
@click.argument(
    "folder",
    metavar="[DIR]",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("dsds-audit-demo"),
)
def command(folder: Path) -> None:
    """Do the whole job on an example: scores, gaps, actions, radar and report, in DIR.

    DIR is made where it is missing; what you have changed in the example there is kept.  [default:
    dsds-audit-demo]
    """
    from dsds_audit.report.charts import draw_radar, to_png, to_svg
    from dsds_audit.report.tables import actions_table, gaps_table, score_table

    file = _lay_out(folder)
    rubric, assessment = find_assessment(str(file), folder)
    schema = folder / ".schema" / f"{rubric.id}-{rubric.version}.json"
    make_output_folder(schema.parent)
    write_output(schema, schema_text(rubric).encode())
    for title, table in (
        (f"The scores of {assessment.site}, from {file}", score_table(rubric, assessment)),
        ("Its gaps and strengths", gaps_table(rubric, assessment)),
        ("What to do, and why", actions_table(rubric, assessment)),
    ):
        click.echo(f"\n{title}\n")
        print_table(table)
    radar = draw_radar(rubric, assessment)
    write_output(folder / "radar.svg", to_svg(radar).encode())
    write_output(folder / "radar.png", to_png(radar))
    write_report(rubric, assessment, folder / "report.html")
    click.echo(f"\nThe radar is in {folder / 'radar.png'}.")
    click.echo(f"The report is in {folder / 'report.html'}: open it in your browser.")


def _lay_out(folder: Path) -> Path:
    """Copy the example into a folder, keeping what is there; the file of its latest assessment."""
    examples = Path(__file__).resolve().parent.parent / "examples"
    sources = sorted(examples.glob("*/*.yaml"))
    for source in sources:
        target = folder / source.relative_to(examples)
        if not target.exists():
            make_output_folder(target.parent)
            write_output(target, source.read_bytes())
    return folder / sources[-1].relative_to(examples)
