"""``dsds-audit verify``."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from dsds_audit.cli.inputs import catalogue_for, workspace_option
from dsds_audit.errors import AuditError, Problem, printable
from dsds_audit.report.differences import Difference
from dsds_audit.version import __version__

_MOST_TOLD = 20


@click.command("verify")
@click.argument("report", type=click.Path(path_type=Path))
@workspace_option
def command(report: Path, workspace: Path) -> None:
    """Verify a report: make every number in it again, and say whether it still holds.

    REPORT is a report written as .html or .json. It carries the ratings it was made from; the rubric is taken
    from those that come with this program, or from the workspace.
    """
    from dsds_audit.report.carried import read_report
    from dsds_audit.report.verification import verify_report

    outcome = verify_report(read_report(report), str(report), catalogue_for(workspace))
    if outcome.another_version:
        click.echo(
            f"Note: made with version {printable(outcome.made_with)}, verified with {__version__}: "
            "sentences were compared by their numbers only.",
            err=True,
        )
    if not outcome.holds:
        raise AuditError(_problems(outcome.differences, str(report)))
    click.echo(f"Every number holds: {report} was made from {printable(outcome.source)}.")


def _problems(differences: Sequence[Difference], place: str) -> Iterator[Problem]:
    """The first differences in a line each, the last of them with how many more there are."""
    told = differences[:_MOST_TOLD]
    for number, difference in enumerate(told, start=1):
        rest = len(differences) - len(told) if number == len(told) else 0
        more = f" There are {rest} more." if rest else ""
        message = (
            f"{difference.place} says {difference.said}, but its record makes it {difference.made}.{more} "
            "Please make the report again."
        )
        yield Problem("AUD096", message, place)
