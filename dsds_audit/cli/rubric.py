"""``dsds-audit rubric``: list, show, check, schema."""

import json
from pathlib import Path

import click

from dsds_audit.cli.inputs import catalogue_for, workspace_option
from dsds_audit.display import plural
from dsds_audit.errors import printable
from dsds_audit.rubric import Rubric


@click.group("rubric")
def command() -> None:
    """List, show and check rubrics; print the schema that editors use."""


@command.command("list")
@workspace_option
def list_rubrics(workspace: Path) -> None:
    """List the rubrics there are: the bundled ones and those of the workspace."""
    catalogue = catalogue_for(workspace)
    for ref in catalogue.refs():
        rubric = catalogue.load(ref)
        click.echo(f"{ref}  {rubric.title} ({_size(rubric)})")


def _size(rubric: Rubric) -> str:
    criteria = plural(len(rubric.criteria), "criterion", "criteria")
    return f"{plural(len(rubric.practices), 'practice')}, {criteria}"


@command.command("show")
@click.argument("ref", metavar="ID")
@workspace_option
def show_rubric(ref: str, workspace: Path) -> None:
    """Show a rubric: its practices, criteria, checks and actions.

    ID is a rubric such as dsds or dsds@1.0.0, or one of a rubric's practices or criteria, such as
    dsds/access or dsds/access.fidelity.
    """
    from dsds_audit.report.rubric_text import rubric_lines

    name, _, part = ref.partition("/")
    for line in rubric_lines(catalogue_for(workspace).load(name), part or None):
        click.echo(printable(line))


@command.command("check")
@click.argument("file", type=click.Path(path_type=Path))
def check_rubric(file: Path) -> None:
    """Check a rubric's file: its form, its references, its texts and its test vectors."""
    from dsds_audit.errors import RubricError
    from dsds_audit.rubric_files import read_rubric, review_rubric

    problems = review_rubric(file)
    if problems:
        raise RubricError(problems)
    rubric = read_rubric(file)
    click.echo(
        f"{rubric.ref} is in order: {plural(len(rubric.criteria), 'criterion', 'criteria')}, "
        f"{plural(len(rubric.checks), 'check')}; {len(rubric.vectors)} of "
        f"{plural(len(rubric.vectors), 'test vector')} hold. {rubric.digest}"
    )


@command.command("schema")
@click.option(
    "--assessment", "ref", metavar="ID", help="The schema of assessments against this rubric instead."
)
@workspace_option
def print_schema(ref: str | None, workspace: Path) -> None:
    """Print the JSON Schema of rubric files, for editors that complete and check."""
    from dsds_audit.schemas import assessment_schema, rubric_schema

    schema = assessment_schema(catalogue_for(workspace).load(ref)) if ref else rubric_schema()
    click.echo(json.dumps(schema, ensure_ascii=False, indent=2))
