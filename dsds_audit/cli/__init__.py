"""The commands; each is imported only when it is called."""

from gettext import gettext
from importlib import import_module

import click

from dsds_audit.cli.spoken import SpokenGroup
from dsds_audit.speech import say
from dsds_audit.version import __version__

_COMMANDS = {
    "interview": "Guide a team through the assessment of its site.",
    "score": "Show the scores of an assessment.",
    "gaps": "Show what is below its target, and what is in place.",
    "actions": "Show what to do, in which order, and why.",
    "plan": "Take actions on, follow them up, and record what came of them.",
    "explain": "Show how a number came about, down to the ratings.",
    "radar": "Draw the radar chart of an assessment.",
    "report": "Write the report of an assessment as one file.",
    "check": "Check what in the record does not add up.",
    "verify": "Verify that every number in a report still holds.",
    "votes": "Show how the panel voted, and what to talk about first.",
    "trend": "Show a site's assessments over time, and what came of its plan.",
    "compare": "Show assessments side by side: of several sites, or of several dates.",
    "rubric": "List, show, check and compare rubrics.",
    "migrate": "Carry an assessment to a later version of its rubric.",
    "workbook": "Have an assessment filled in as a workbook, and read it back.",
    "import": "Bring in whatever came back: workbooks, exports, tables, assessments.",
    "form": "Write an empty form of a rubric, for paper or for another tool.",
    "serve": "Hold the interview as a web page, with a vote from every phone.",
    "simulate": "Make up a portfolio of any size, to teach and to try out.",
    "copy": "Copy a workspace from a folder or database to another.",
    "prepare": "Make a database ready to hold a workspace.",
    "demo": "Do the whole job on an example.",
}
_MODULES = {"import": "import_"}  # Where a command's name can be no module's.


class LazyGroup(SpokenGroup):
    """A group that imports a command when it is called, and tells every problem in one line each."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in the order in which they are used."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, None where there is none."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"dsds_audit.cli.{_MODULES.get(cmd_name, cmd_name)}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was meant; a usage error says which is nearest."""
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from dsds_audit.errors import did_you_mean

            hint = did_you_mean(args[0], _COMMANDS)
            ctx.fail(say("There is no command {name!r}.{hint}", name=args[0], hint=hint))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their one-line helps, importing none of them."""
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, say(words)) for name, words in _COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a problem of the input becomes a line on stderr and exit code 1."""
        from dsds_audit.errors import AuditError

        try:
            return super().invoke(ctx)
        except AuditError as error:
            for problem in error.problems:
                click.echo(str(problem), err=True)
            ctx.exit(1)


def _tell_version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        click.echo(say("{program}, version {version}", program="dsds-audit", version=__version__))
        context.exit()


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_tell_version,
    help="Show the version and exit.",
)
def command_line() -> None:
    """Assess how well a site's decision support data system is in place, and what to do next.

    \b
    Begin:   dsds-audit interview
    Example: dsds-audit demo
    """
