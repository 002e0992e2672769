"""``dsds-audit verify``."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsds_audit.cli.desk import desk_in
from dsds_audit.cli.inputs import workspace_option
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.desk import Desk
from dsds_audit.errors import AuditError, Problem, StoreError, printable
from dsds_audit.names import folded
from dsds_audit.report.differences import Difference
from dsds_audit.series import find_of_site
from dsds_audit.speech import say, say_many, series_of
from dsds_audit.store import Stored
from dsds_audit.store.names import same_identity
from dsds_audit.store.where import Where
from dsds_audit.version import __version__

if TYPE_CHECKING:
    from dsds_audit.report.remaking import Entry
    from dsds_audit.report.verification import Verification

_MOST_TOLD = 20
DATA_HOLD = 3
"""The exit code where the data hold, and words or page are those of another version."""


@click.command("verify", cls=SpokenCommand)
@click.argument("report", type=click.Path(path_type=Path))
@workspace_option
def command(report: Path, workspace: Where) -> None:
    """Verify a report: make every number in it again, and say whether it still holds.

    REPORT is what `report`, `trend` or `compare` has written as .html or .json. It carries the ratings it was
    made from; rubrics and crosswalks are taken from those that come with this program, or from the workspace.
    Where the workspace holds those assessments, it is said whether they have changed since.

    The exit code is 0 where every number holds; 1 where one does not, or an assessment has changed since; and
    3 where the data hold, but another version of this program wrote the report, in other words.
    """
    from dsds_audit.report.carried import read_report
    from dsds_audit.report.verification import verify_report

    carried, desk = read_report(report), desk_in(workspace)
    outcome = verify_report(carried, str(report), desk.catalogue)
    if outcome.differences:
        if outcome.made_with != __version__:
            click.echo(
                say("Note: made with version {theirs}, and this is {ours}.", **_versions(outcome)), err=True
            )
        raise AuditError(_problems(outcome.differences, str(report)))
    changed = list(_changed_since(outcome.entries, desk))
    click.echo(_verdict(report, outcome, carried.page is not None, agrees=bool(changed)))
    for line in changed:
        click.echo(printable(line))
    if changed or not outcome.holds:
        click.get_current_context().exit(1 if changed else DATA_HOLD)


def _verdict(report: Path, outcome: "Verification", page: bool, *, agrees: bool) -> str:
    parts = {"report": report, "source": printable(outcome.source)}
    if outcome.holds and agrees:
        return say("The report agrees with itself: {report} was made from {source}.", **parts)
    if outcome.holds:
        return say("Every number holds: {report} was made from {source}.", **parts)
    data = say("Its data hold: {report} was made from {source}.", **parts)
    if page:
        other = say(
            "But it was made with version {theirs}, and this is {ours}: its page cannot be compared word for "
            "word.",
            **_versions(outcome),
        )
    else:
        other = say(
            "But it was made with version {theirs}, and this is {ours}: its sentences cannot be compared "
            "word for word.",
            **_versions(outcome),
        )
    return f"{data} {other}"


def _versions(outcome: "Verification") -> dict[str, str]:
    return {"theirs": printable(outcome.made_with), "ours": __version__}


def _changed_since(entries: Sequence["Entry"], desk: Desk) -> Iterator[str]:
    """What has changed in the assessments that a report was made from, a line for each file."""
    from dsds_audit.report.since import find_changes

    for stored in _kept(entries, desk):
        now = stored.assessment
        for rubric, was in entries:
            if same_identity(was, now):
                changes = list(find_changes((rubric, was), (desk.catalogue.load(now.rubric), now)))
                if changes:
                    yield say(
                        "But {file} has changed since: {changes}.",
                        file=stored.place,
                        changes=_listed(changes),
                    )


def _kept(entries: Sequence["Entry"], desk: Desk) -> Iterable[Stored]:
    """What the workspace holds of the sites of these assessments, as far as it can be read."""
    sites = {folded(assessment.site): assessment.site for _, assessment in entries}
    with suppress(StoreError):  # Wherever the command is run may be no workspace at all.
        if len(sites) == 1:
            return find_of_site(desk.store, *sites.values()).sound
        return [entry for entry in desk.store.all_assessments() if isinstance(entry, Stored)]
    return ()


def _listed(changes: Sequence[Difference]) -> str:
    told = [
        say("{place} was {before}, is {now}", place=change.place, before=change.said, now=change.made)
        for change in changes[:_MOST_TOLD]
    ]
    if rest := len(changes) - len(told):
        told.append(say_many("and {count} more", "and {count} more", rest))
    return series_of(told)


def _problems(differences: Sequence[Difference], place: str) -> Iterator[Problem]:
    """The first differences in a line each, the last of them with how many more there are."""
    told = differences[:_MOST_TOLD]
    for number, difference in enumerate(told, start=1):
        rest = len(differences) - len(told) if number == len(told) else 0
        sentences = [
            say(
                "{place} says {said}, but its record makes it {made}.",
                place=difference.place,
                said=difference.said,
                made=difference.made,
            ),
            *([say_many("There are {count} more.", "There are {count} more.", rest)] if rest else []),
            say("Please make the report again."),
        ]
        yield Problem("AUD096", " ".join(sentences), place)
