"""``dsds-audit report``."""

import datetime as dt
from pathlib import Path

import click

from dsds_audit.assessment import Assessment
from dsds_audit.cli.inputs import assessment_input, suffix_of, write_output
from dsds_audit.rubric import Rubric


@click.command("report")
@assessment_input
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    help="Where to: out.html, out.md or out.json.  [default: the site and date, .html, in this folder]",
)
def command(rubric: Rubric, assessment: Assessment, output: Path | None) -> None:
    """Write the report of an assessment as one file that opens anywhere and prints well.

    FILE is an assessment's YAML file; or a site's name, or its own folder: its latest assessment.
    """
    if output is None:
        from dsds_audit.store.names import slug_of

        output = Path(f"{slug_of(assessment.site)}-{assessment.date}.html")
    write_report(rubric, assessment, output, click.get_current_context().params["as_of"])
    click.echo(f"The report is in {output}.")


def write_report(rubric: Rubric, assessment: Assessment, output: Path, as_of: dt.date | None = None) -> None:
    """Write the report in the format that the ending of ``output`` names; raises AuditError."""
    suffix = suffix_of(output, (".html", ".md", ".json"))
    from dsds_audit.report.facts import gather_facts

    facts = gather_facts(rubric, assessment, as_of=as_of)
    if suffix == ".html":
        from dsds_audit.report.html import render_html

        text = render_html(facts)
    elif suffix == ".md":
        from dsds_audit.report.markdown import render_markdown

        text = render_markdown(facts)
    else:
        from dsds_audit.report.documents import report_document, to_json

        text = to_json(report_document(facts))
    write_output(output, text.encode())
