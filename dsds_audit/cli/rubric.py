"""``dsds-audit rubric``: list, show, check, translate, diff, schema."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsds_audit.catalogue import Catalogue
from dsds_audit.cli.inputs import catalogue_for, workspace_option
from dsds_audit.cli.language import language_option
from dsds_audit.cli.output_files import write_output
from dsds_audit.display import plural
from dsds_audit.errors import Problem, RubricError, printable
from dsds_audit.rubric import Rubric
from dsds_audit.store.where import Where

if TYPE_CHECKING:
    from dsds_audit.translation import Translation


@click.group("rubric")
def command() -> None:
    """List, show, check, translate and compare rubrics; print the schema that editors use."""


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
@language_option
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
    """Check a rubric's file: its form, its references, its texts and its test vectors.

    Or the file of a translation, against the rubric version that lies beside it or comes with the program:
    what is missing, what was made from an older text, and what else does not go with the original.
    """
    from dsds_audit.rubric_files import read_rubric, review_rubric
    from dsds_audit.translation_files import is_translation, read_translation_bytes

    content = read_translation_bytes(file)
    if is_translation(content):
        _check_translation(file, content)
        return
    problems = review_rubric(file)
    if problems:
        raise RubricError(problems)
    rubric = read_rubric(file)
    click.echo(
        f"{rubric.ref} is in order: {plural(len(rubric.criteria), 'criterion', 'criteria')}, "
        f"{plural(len(rubric.checks), 'check')}; {len(rubric.vectors)} of "
        f"{plural(len(rubric.vectors), 'test vector')} hold. {rubric.digest}"
    )


def _check_translation(file: Path, content: bytes) -> None:
    """Check a translation; raises RubricError with all that is wrong with it."""
    from dsds_audit.translation import texts_of
    from dsds_audit.translation_files import parse_translation, review_translation, rubric_named_in

    place = str(file)
    rubric = catalogue_for(file.resolve().parent.parent.parent).load_original(rubric_named_in(content))
    if problems := review_translation(content, place, rubric):
        raise RubricError(problems)
    translation = parse_translation(content, place, rubric)
    reviewed = "" if translation.reviewed else " It has not been reviewed by a native speaker of the field."
    texts = plural(len(texts_of(rubric)), "text")
    click.echo(f"{rubric.ref} in {translation.language} is complete: {texts}.{reviewed}")


@command.command("translate")
@click.argument("ref", metavar="ID[@VERSION]")
@click.option("--language", required=True, metavar="TAG", help="The language to translate into, such as pt.")
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="The file to write; one that is there already is left alone.",
)
@workspace_option
def translate_rubric(ref: str, language: str, output: Path, workspace: Where) -> None:
    """Draft the translation of a rubric: every text to be filled in, its original above it.

    What is translated into that language already, for this version or an earlier one, is kept wherever the
    original still reads as it did.
    """
    from dsds_audit.languages import fallbacks_of
    from dsds_audit.translation_drafts import draft_translation
    from dsds_audit.translation_files import render_translation

    catalogue, tag = catalogue_for(workspace), fallbacks_of(language)[0]
    rubric = catalogue.load_original(ref)
    draft = draft_translation(rubric, tag, _latest_translation(catalogue, rubric, tag))
    write_output(output, render_translation(draft), new=True)
    waiting, whole = draft.waiting, plural(len(draft.translation.texts), "text")
    click.echo(f"{output} holds {whole} of {rubric.ref}, {waiting} of them for you to translate.")
    click.echo(f"When it is done, put it into rubrics/{rubric.id} as {rubric.version}.{tag}.yaml.")


def _latest_translation(catalogue: Catalogue, rubric: Rubric, language: str) -> "Translation | None":
    """The translation of a version, else of the newest before it; None where there is none."""
    from dsds_audit.translation_files import read_translation

    for ref in catalogue.refs():
        other = catalogue.load_original(ref) if ref.partition("@")[0] == rubric.id else None
        if other and not rubric.is_before(other) and language in (there := catalogue.languages(ref)):
            return read_translation(there[language], other, language)
    return None


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
