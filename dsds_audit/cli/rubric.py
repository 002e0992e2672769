"""``dsds-audit rubric``: list, show, check, diff, schema."""

import json
from pathlib import Path

import click

from dsds_audit.catalogue import Catalogue
from dsds_audit.cli.inputs import catalogue_for, workspace_option, write_output
from dsds_audit.display import plural
from dsds_audit.errors import Problem, RubricError, printable
from dsds_audit.rubric import Rubric
from dsds_audit.store.where import Where


@click.group("rubric")
def command() -> None:
    """List, show, check and compare rubrics; print the schema that editors use."""


@command.command("list")
@workspace_option
def list_rubrics(workspace: Where) -> None:
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
def show_rubric(ref: str, workspace: Where) -> None:
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


@command.command("diff")
@click.argument("a")
@click.argument("b")
@click.option(
    "--draft",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the draft of a crosswalk from A to B, too.",
)
@workspace_option
def compare_two_rubrics(a: str, b: str, draft: Path | None, workspace: Where) -> None:
    """Show what differs between two versions of a rubric, criterion by criterion.

    A and B are rubrics such as dsds@1.0.0, or files of rubrics. What looks like a renamed criterion is only
    asked about: the draft of a crosswalk says undecided there, until you have decided.
    """
    from dsds_audit.crosswalk.differences import compare_rubrics, draft_crosswalk
    from dsds_audit.crosswalk_files import render_crosswalk
    from dsds_audit.report.rubric_text import diff_lines

    catalogue = catalogue_for(workspace)
    old, new = _rubric_of(catalogue, a), _rubric_of(catalogue, b)
    if old.id != new.id:
        message = (
            f"{old.ref} and {new.ref} are no versions of one rubric, so nothing can be told of what changed. "
            "Please name two versions, such as dsds@1.0.0 and dsds@1.1.0."
        )
        raise RubricError(Problem("AUD035", message))
    diff = compare_rubrics(old, new)
    for line in diff_lines(diff):
        click.echo(printable(line))
    if draft is None:
        return
    if not old.is_before(new):
        message = (
            f"{old.ref} and {new.ref} need no crosswalk. Please name a rubric and a later version of it."
        )
        raise RubricError(Problem("AUD035", message))
    crosswalk = draft_crosswalk(diff)
    write_output(draft, render_crosswalk(crosswalk), new=True, option="--draft")
    undecided = sum(passage.relation == "undecided" for passage in crosswalk.criteria)
    click.echo(f"\nThe draft is in {draft}; {plural(undecided, 'place')} in it for you to decide.", err=True)


def _rubric_of(catalogue: Catalogue, name: str) -> Rubric:
    """The rubric in a file, or of the catalogue."""
    from dsds_audit.rubric_files import read_rubric

    path = Path(name)
    return read_rubric(path) if path.suffix in (".yaml", ".yml", ".json") else catalogue.load(name)


@command.command("schema")
@click.option(
    "--assessment", "ref", metavar="ID", help="The schema of assessments against this rubric instead."
)
@click.option("--crosswalk", is_flag=True, help="The schema of crosswalks instead.")
@workspace_option
def print_schema(ref: str | None, crosswalk: bool, workspace: Where) -> None:
    """Print the JSON Schema of rubric files, for editors that complete and check."""
    from dsds_audit.schemas import assessment_schema, crosswalk_schema, rubric_schema

    if ref and crosswalk:
        raise click.UsageError("--assessment goes without --crosswalk.")
    schema = crosswalk_schema() if crosswalk else rubric_schema()
    if ref:
        schema = assessment_schema(catalogue_for(workspace).load(ref))
    click.echo(json.dumps(schema, ensure_ascii=False, indent=2))
