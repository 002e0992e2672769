"""``dsds-audit votes``."""

from pathlib import Path

import click

from dsds_audit.cli.inputs import catalogue_for, format_option, stored_input
from dsds_audit.cli.output import print_document, print_table
from dsds_audit.polls import polls_of
from dsds_audit.rubric import Rubric
from dsds_audit.store import Stored
from dsds_audit.store.folder import FolderStore


@click.command("votes")
@stored_input
@format_option
def command(rubric: Rubric, stored: Stored, form: str) -> None:
    """Show how the panel voted: the spread by level, how far people agree, what to talk about first.

    Of a vote that is open, only how many have voted. FILE is an assessment's YAML file; or a site's name, or
    its own folder: its latest assessment.
    """
    home = Path(stored.place).absolute().parent.parent
    polls = polls_of(FolderStore(home, catalogue_for(home).load).votes(stored))
    if form == "json":
        from dsds_audit.report.vote_documents import votes_document

        print_document(votes_document(rubric, stored.assessment, polls))
    else:
        from dsds_audit.report.vote_tables import votes_table

        print_table(votes_table(rubric, stored.assessment, polls))
