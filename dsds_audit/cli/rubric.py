"""``dsds-audit rubric``: list, show, check, translate, diff, schema."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsds_audit.catalogue import Catalogue
from dsds_audit.cli.catalogues import catalogue_for
from dsds_audit.cli.inputs import workspace_option
from dsds_audit.cli.output_files import write_output
from dsds_audit.cli.rubric_translations import check_translation, check_translations, translate_rubric
from dsds_audit.cli.spoken import SpokenGroup
from dsds_audit.errors import Problem, RubricError, printable
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say, say_many
from dsds_audit.store.where import Where

if TYPE_CHECKING:
    from dsds_audit.crosswalk.differences import RubricDiff


@click.group("rubric", cls=SpokenGroup)
def command() -> None:
    """List, show, check, translate and compare rubrics; print the schema that editors use."""


@command.command("list")
@workspace_option
def list_rubrics(workspace: Where) -> None:
    """List the rubrics there are: the bundled ones and those of the workspace."""
    catalogue = catalogue_for(workspace)
    for ref in catalogue.refs():
        rubric = catalogue.load(ref)
        practices = say_many("{count} practice", "{count} practices", len(rubric.practices))
        click.echo(f"{ref}  {rubric.title} ({practices}, {_criteria_of(rubric)})")


def _criteria_of(rubric: Rubric) -> str:
    return say_many("{count} criterion", "{count} criteria", len(rubric.criteria))


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
    """Check a rubric's file: its form, its references, its texts and its test vectors; and its translations.

    Or only the file of a translation, against the rubric version that lies beside it or comes with the
    program: what is missing, what was made from an older text, and what else does not go with the original.
    """
    from dsds_audit.rubric_files import read_rubric, review_rubric
    from dsds_audit.translation_files import is_translation, read_translation_bytes, rubric_named_in

    content = read_translation_bytes(file)
    if is_translation(content):
        catalogue = catalogue_for(file.resolve().parent.parent.parent)
        check_translation(str(file), content, catalogue.load_original(rubric_named_in(content)))
        return
    problems = review_rubric(file)
    if problems:
        raise RubricError(problems)
    rubric = read_rubric(file)
    vectors = len(rubric.vectors)
    message = say(
        "{rubric} is in order: {criteria}, {checks}; {vectors} hold. {digest}",
        rubric=rubric.ref,
        criteria=_criteria_of(rubric),
        checks=say_many("{count} check", "{count} checks", len(rubric.checks)),
        vectors=say_many("{count} of {count} test vector", "{count} of {count} test vectors", vectors),
        digest=rubric.digest,
    )
    click.echo(message)
    check_translations(file, rubric)


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
    from dsds_audit.crosswalk.differences import compare_rubrics
    from dsds_audit.report.rubric_text import diff_lines
    from dsds_audit.translation import original_of

    catalogue = catalogue_for(workspace)
    old, new = _rubric_of(catalogue, a), _rubric_of(catalogue, b)
    if old.id != new.id:
        message = say(
            "{one} and {other} are no versions of one rubric, so nothing can be told of what changed. "
            "Please name two versions, such as dsds@1.0.0 and dsds@1.1.0.",
            one=old.ref,
            other=new.ref,
        )
        raise RubricError(Problem("AUD035", message))
    if old.language != new.language:  # Whatever differs would be the language.
        old, new = original_of(old), original_of(new)
    diff = compare_rubrics(old, new)
    for line in diff_lines(diff):
        click.echo(printable(line))
    if draft is not None:
        _write_draft(diff, draft)


def _write_draft(diff: "RubricDiff", draft: Path) -> None:
    """Write the draft of a crosswalk; raises RubricError where the second version is not the later one."""
    from dsds_audit.crosswalk.differences import draft_crosswalk
    from dsds_audit.crosswalk_files import render_crosswalk

    if not diff.old.is_before(diff.new):
        message = say(
            "{one} and {other} need no crosswalk. Please name a rubric and a later version of it.",
            one=diff.old.ref,
            other=diff.new.ref,
        )
        raise RubricError(Problem("AUD035", message))
    crosswalk = draft_crosswalk(diff)
    write_output(draft, render_crosswalk(crosswalk), new=True, option="--draft")
    undecided = sum(passage.relation == "undecided" for passage in crosswalk.criteria)
    message = say_many(
        "The draft is in {file}; {count} place in it for you to decide.",
        "The draft is in {file}; {count} places in it for you to decide.",
        undecided,
        file=draft,
    )
    click.echo(f"\n{message}", err=True)


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
        raise click.UsageError(say("--assessment goes without --crosswalk."))
    schema = crosswalk_schema() if crosswalk else rubric_schema()
    if ref:
        schema = assessment_schema(catalogue_for(workspace).load(ref))
    click.echo(json.dumps(schema, ensure_ascii=False, indent=2))


command.add_command(translate_rubric)
