"""``dsds-audit report``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsds_audit.assessment import Assessment
from dsds_audit.cli.inputs import assessment_input
from dsds_audit.cli.letterheads import letterhead_from, theme_option
from dsds_audit.cli.output_files import suffix_of, write_output
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.errors import AuditError
from dsds_audit.plan import Plan
from dsds_audit.report.facts import Facts, gather_facts
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say
from dsds_audit.store.where import Where

if TYPE_CHECKING:
    from dsds_audit.report.formats import Look


@click.command("report", cls=SpokenCommand)
@assessment_input
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    help=(
        "Where to: out.html, out.pdf, out.docx, out.xlsx, out.md or out.json.  "
        "[default: the site and date, .html, in this folder]"
    ),
)
@click.option("--one-page", is_flag=True, help="Only what fits on one page; for out.pdf, out.docx or out.md.")
@theme_option
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    help="A Word document or template of yours to write out.docx into.",
)
def command(
    rubric: Rubric,
    assessment: Assessment,
    output: Path | None,
    one_page: bool,
    theme: Path | None,
    template: Path | None,
) -> None:
    """Write the report of an assessment as one file that opens anywhere and prints well.

    FILE is an assessment's YAML file; or a site's name, or its own folder: its latest assessment.
    """
    if output is None:
        from dsds_audit.store.names import slug_of

        output = Path(f"{slug_of(assessment.site)}-{assessment.date}.html")
    given = click.get_current_context().params
    plan = _plan_beside(given["file"], given["workspace"], assessment) if output.suffix == ".xlsx" else None
    facts = gather_facts(rubric, assessment, as_of=given["as_of"], plan=plan)
    write_report(facts, output, _look(output, one_page, theme, template))
    click.echo(say("The report is in {file}.", file=output))


def write_report(facts: Facts, output: Path, look: "Look | None" = None) -> None:
    """Write the report in the format that the ending of ``output`` names; raises AuditError."""
    from dsds_audit.report.formats import SUFFIXES, render_report

    write_output(output, render_report(facts, suffix_of(output, SUFFIXES), look))


def _plan_beside(file: str | None, workspace: Where, assessment: Assessment) -> Plan | None:
    """The plan of the site, for the sheet that shows it; None where there is none, or none can be read."""
    from dsds_audit.cli.desk import desk_in, home_of_plans

    try:
        home = home_of_plans(file, workspace)
        stored = desk_in(home).store.plan(assessment.site) if home else None
    except AuditError as error:
        for problem in error.problems:
            click.echo(say("Note: the plan is left out: {problem}", problem=problem), err=True)
        return None
    return stored.plan if stored else None


def _look(output: Path, one_page: bool, theme: Path | None, template: Path | None) -> "Look":
    """How the report is to look; raises ThemeError, and UsageError where options and format do not fit."""
    from dsds_audit.report.formats import ON_PAPER, Look

    suffix = output.suffix.lower()
    if one_page and suffix not in ON_PAPER:
        raise click.UsageError(say("--one-page is for -o {files}.", files=f"out{', out'.join(ON_PAPER)}"))
    if template and suffix != ".docx":
        raise click.UsageError(say("--template is a Word document. Please say where to with -o out.docx."))
    content = None
    if template:
        from dsds_audit.theme_files import read_word_template

        content = read_word_template(template)
    return Look(letterhead_from(theme), content, one_page)
