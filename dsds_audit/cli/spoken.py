"""Commands that speak the language they are asked to: ``--language``, or DSDS_AUDIT_LANGUAGE."""

import inspect
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

import click

from dsds_audit.speech import list_of, mark, say, speaking

LANGUAGE = "dsds_audit.language"
"""Where a command's context keeps the language that was asked for."""
VARIABLE = "DSDS_AUDIT_LANGUAGE"
"""The environment's variable that names the language of all commands."""
OF_CLICK = (mark("required"),)
"""What click says and looks up by itself."""


def asked_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str | None:
    """The language that a command line asks for, before a command is there to read it; None for none."""
    for place, argument in enumerate(arguments):
        if tuple(arguments[place : place + 2]) == ("rubric", "translate"):
            break  # What follows names the language to translate into.
        if argument == "--language":
            return next(iter(arguments[place + 1 :]), None)
        if argument.startswith("--language="):
            return argument.partition("=")[2]
    return environment.get(VARIABLE) or None


def is_language(language: str) -> bool:
    """Whether a text is the tag of a language, there or not."""
    from pydantic import TypeAdapter, ValidationError

    from dsds_audit.languages import Language, fallbacks_of

    try:
        TypeAdapter(Language).validate_python(next(iter(fallbacks_of(language)), ""))
    except ValidationError:
        return False
    return True


def _speak(context: click.Context, _: click.Parameter, language: str | None) -> None:
    if language is None or context.resilient_parsing:
        return
    if not is_language(language):
        raise click.BadParameter(_no_language(language))
    from dsds_audit.speech_files import load_speech

    context.with_resource(speaking(load_speech(language)))
    if context.meta.get(LANGUAGE) != language:
        context.meta[LANGUAGE] = language
        _tell_unspoken(language)


def _no_language(language: str) -> str:
    from dsds_audit.speech_files import spoken_languages

    return say(
        "{language!r} is no tag of a language. The program speaks {languages}; please name one of these, or "
        "one that your rubric is translated into.",
        language=language,
        languages=list_of(spoken_languages()),
    )


def _tell_unspoken(language: str) -> None:
    """Say that only a rubric can be in a language that the program does not speak; in English, of course."""
    from dsds_audit.languages import fallbacks_of
    from dsds_audit.speech_files import spoken_languages

    spoken = spoken_languages()
    if not set(spoken).intersection(fallbacks_of(language)):
        told = f"The program itself speaks {list_of(spoken)}, and not {language}, so it speaks English here."
        click.echo(f"Note: {told} A rubric is in {language} where it is translated.", err=True)


def _language_option() -> click.Option:
    return click.Option(
        ["--language"],
        metavar="TAG",
        envvar=VARIABLE,
        expose_value=False,
        is_eager=True,  # What is wrong with another option is said in this language.
        callback=_speak,
        help="The language of what is shown and written, such as es or fr.  [default: English]",
    )


class _Formatter(click.HelpFormatter):
    """Sets a colon after a heading as the language does."""

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        self.write(f"{' ' * self.current_indent}{say('{name}:', name=heading)}\n")


class _Context(click.Context):
    formatter_class = _Formatter


class SpokenCommand(click.Command):
    """A command that takes ``--language``, and whose help, written in English, is shown in that language."""

    context_class = _Context

    def __init__(self, *args: Any, **options: Any) -> None:
        """Make the command as click does."""
        super().__init__(*args, **options)
        if not any("--language" in parameter.opts for parameter in self.params):
            self.params.append(_language_option())

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments as click does; where that ends in a refusal or help, no more is said there."""
        try:
            return super().parse_args(ctx, args)
        except BaseException:
            ctx.close()
            raise

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help as click does, of a copy of the command that speaks the language."""
        spoken = copy(self)
        spoken.help = _said(self.help)
        spoken.epilog = _said(self.epilog)
        spoken.params = [_spoken(parameter) for parameter in self.params]
        super(SpokenCommand, spoken).format_help(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence of the help, as a list of commands shows it."""
        spoken = copy(self)
        spoken.help = _said(self.help)
        return super(SpokenCommand, spoken).get_short_help_str(limit)


class SpokenGroup(SpokenCommand, click.Group):
    """A group of such commands."""

    command_class = SpokenCommand
    group_class = type


def _said(text: str | None) -> str | None:
    return say(inspect.cleandoc(text)) if text else text


def _spoken(parameter: click.Parameter) -> click.Parameter:
    if not isinstance(parameter, click.Option):
        return parameter
    spoken = copy(parameter)
    spoken.help = say(parameter.help) if parameter.help else parameter.help
    if isinstance(parameter.show_default, str):
        spoken.show_default = say(parameter.show_default)
    return spoken
