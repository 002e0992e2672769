"""``--language``: in which language a rubric's texts are shown, and what is said of a translation."""

import click

from dsds_audit.catalogue import Catalogue

_KEY = "dsds_audit.language"


def _keep(context: click.Context, _: click.Parameter, value: str | None) -> None:
    context.meta[_KEY] = value


language_option = click.option(
    "--language",
    metavar="TAG",
    envvar="DSDS_AUDIT_LANGUAGE",
    expose_value=False,
    callback=_keep,
    help="The language of the rubric's texts, such as es or fr.  [default: as they were written]",
)


def chosen_language() -> str | None:
    """The language that the command was given; None for texts as they were written."""
    context = click.get_current_context(silent=True)
    return context.meta.get(_KEY) if context else None


def tell_of_language(catalogue: Catalogue) -> None:
    """Say in the end on stderr, once for each rubric, what there is to say of its translation."""
    context = click.get_current_context(silent=True)
    if context is not None:
        context.call_on_close(lambda: _tell(catalogue, context.meta.setdefault(f"{_KEY}.told", set())))


def _tell(catalogue: Catalogue, told: set[str]) -> None:
    from dsds_audit.languages import fallbacks_of
    from dsds_audit.translation import language_notes

    tags = fallbacks_of(catalogue.language or "")
    for rubric in catalogue.loaded:
        notes = language_notes(rubric)
        if rubric.language not in tags:
            notes = (f"It is not translated into {tags[0]}, and shown as it was written.",)
        if notes and rubric.ref not in told:
            told.add(rubric.ref)
            click.echo(f"Note: {rubric.ref}, {rubric.language}: {' '.join(notes)}", err=True)
