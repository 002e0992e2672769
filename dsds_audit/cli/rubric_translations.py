"""``dsds-audit rubric translate``, and what ``rubric check`` says of translations."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsds_audit.catalogue import Catalogue
from dsds_audit.cli.catalogues import catalogue_for
from dsds_audit.cli.inputs import workspace_option
from dsds_audit.cli.output_files import write_output
from dsds_audit.cli.spoken import SpokenCommand, is_language
from dsds_audit.errors import Problem, RubricError
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say, say_many
from dsds_audit.store.where import Where

if TYPE_CHECKING:
    from dsds_audit.translation import Translation


def check_translations(file: Path, rubric: Rubric) -> None:
    """Check the translations beside a rubric's file; raises RubricError with all that is wrong with them."""
    from dsds_audit.catalogue import translations_beside
    from dsds_audit.translation_files import read_translation_bytes

    problems: list[Problem] = []
    for path in translations_beside(file):
        try:
            check_translation(str(path), read_translation_bytes(path), rubric)
        except RubricError as error:
            problems += error.problems
    if problems:
        raise RubricError(problems)


def check_translation(place: str, content: bytes, rubric: Rubric) -> None:
    """Check a translation; raises RubricError with all that is wrong with it."""
    from dsds_audit.translation import texts_of
    from dsds_audit.translation_files import parse_translation, review_translation

    if problems := review_translation(content, place, rubric):
        raise RubricError(problems)
    translation = parse_translation(content, place, rubric)
    message = say(
        "{rubric} in {language} is complete: {texts}."
        if translation.reviewed
        else "{rubric} in {language} is complete: {texts}. It has not been reviewed by a native speaker of "
        "the field.",
        rubric=rubric.ref,
        language=translation.language,
        texts=say_many("{count} text", "{count} texts", len(texts_of(rubric))),
    )
    click.echo(message)


def _tag_of(_: click.Context, __: click.Parameter, language: str) -> str:
    """The tag of a language, written as tags are; anything else is wrong usage."""
    from dsds_audit.languages import fallbacks_of

    if not is_language(language):
        message = say(
            "{language!r} is no tag of a language. Please write one such as pt or pt-BR.", language=language
        )
        raise click.BadParameter(message)
    return fallbacks_of(language)[0]


@click.command("translate", cls=SpokenCommand)
@click.argument("ref", metavar="ID[@VERSION]")
@click.option(
    "--language",
    "tag",
    required=True,
    metavar="TAG",
    callback=_tag_of,
    help="The language to translate into, such as pt.",
)
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="The file to write; one that is there already is left alone.",
)
@workspace_option
def translate_rubric(ref: str, tag: str, output: Path, workspace: Where) -> None:
    """Draft the translation of a rubric: every text to be filled in, its original above it.

    What is translated into that language already, for this version or an earlier one, is kept wherever the
    original still reads as it did.
    """
    from dsds_audit.translation_drafts import draft_translation
    from dsds_audit.translation_files import render_translation

    catalogue = catalogue_for(workspace)
    rubric = catalogue.load_original(ref)
    draft = draft_translation(rubric, tag, _latest_translation(catalogue, rubric, tag))
    write_output(output, render_translation(draft), new=True)
    message = say_many(
        "{file} holds {count} text of {rubric}, {waiting} of them for you to translate.",
        "{file} holds {count} texts of {rubric}, {waiting} of them for you to translate.",
        len(draft.translation.texts),
        file=output,
        rubric=rubric.ref,
        waiting=draft.waiting,
    )
    click.echo(message)
    named = f"{rubric.version}.{tag}.yaml"
    click.echo(
        say("When it is done, put it into {folder} as {name}.", folder=f"rubrics/{rubric.id}", name=named)
    )


def _latest_translation(catalogue: Catalogue, rubric: Rubric, language: str) -> "Translation | None":
    """The translation of a version, else of the newest before it; None where there is none."""
    from dsds_audit.translation_files import read_translation

    for ref in catalogue.refs():
        other = catalogue.load_original(ref) if ref.partition("@")[0] == rubric.id else None
        if other and not rubric.is_before(other) and language in (there := catalogue.languages(ref)):
            return read_translation(there[language], other, language)
    return None
