"""In which language a command speaks, and what is said of a rubric's translation."""

import os

import click

from dsds_audit.catalogue import Catalogue
from dsds_audit.cli.spoken import LANGUAGE, VARIABLE
from dsds_audit.speech import say


def chosen_language() -> str | None:
    """The language that the command was given; None for texts as they were written."""
    context = click.get_current_context(silent=True)
    return context.meta.get(LANGUAGE) if context else None


def language_to_type() -> tuple[str, ...]:
    """What a command to type takes along to speak as this one; nothing where the environment says it."""
    language = chosen_language()
    return ("--language", language) if language and language != os.environ.get(VARIABLE) else ()


def tell_of_language(catalogue: Catalogue) -> None:
    """Say in the end on stderr, once for each rubric, what there is to say of its translation."""
    context = click.get_current_context(silent=True)
    if context is not None:
        context.call_on_close(lambda: _tell(catalogue, context.meta.setdefault(f"{LANGUAGE}.told", set())))


def _tell(catalogue: Catalogue, told: set[str]) -> None:
    from dsds_audit.languages import fallbacks_of
    from dsds_audit.translation import language_notes

    tags = fallbacks_of(catalogue.language or "")
    for rubric in catalogue.loaded:
        notes = language_notes(rubric)
        if rubric.language not in tags:
            without = say(
                "It is not translated into {language}, and shown as it was written.", language=tags[0]
            )
            notes = (without,)
        if notes and rubric.ref not in told:
            told.add(rubric.ref)
            about = {"rubric": rubric.ref, "language": rubric.language, "notes": " ".join(notes)}
            click.echo(say("Note: {rubric}, {language}: {notes}", **about), err=True)
