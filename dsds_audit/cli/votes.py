"""``dsds-audit votes``."""

from functools import partial
from pathlib import Path

import click

from dsds_audit.cli.desk import desk_in
from dsds_audit.cli.inputs import format_option, stored_input
from dsds_audit.cli.output import print_document, print_table
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.polls import polls_of
from dsds_audit.rubric import Rubric
from dsds_audit.store import Stored
from dsds_audit.store.paths import is_file


@click.command("votes", cls=SpokenCommand)
@partial(stored_input, unfinished=True)
@format_option
@click.pass_context
def command(context: click.Context, rubric: Rubric, stored: Stored, form: str) -> None:
    """Show how the panel voted: the spread by level, how far people agree, what to talk about first.

    Of a vote that is open, only how many have voted. FILE is an assessment's YAML file; or a site's name, or
    its own folder: its latest assessment.
    """
    beside = Path(stored.place).absolute().parent.parent
    home = beside if is_file(stored.place) else context.params["workspace"]
    polls = polls_of(desk_in(home).store.votes(stored))
    if form == "json":
        from dsds_audit.report.vote_documents import votes_document

        print_document(votes_document(rubric, stored.assessment, polls))
    else:
        from dsds_audit.report.vote_tables import votes_table

        print_table(votes_table(rubric, stored.assessment, polls))
