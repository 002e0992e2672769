"""``dsds-audit prepare``."""

import click

from dsds_audit.cli.inputs import WhereParam
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.errors import printable
from dsds_audit.speech import say
from dsds_audit.store.where import Database, Where


@click.command("prepare", cls=SpokenCommand)
@click.argument("workspace", type=WhereParam(), envvar="DSDS_AUDIT_WORKSPACE", metavar="DATABASE")
def command(workspace: Where) -> None:
    """Make a database ready to hold a workspace, or bring one of an older version up to date.

    DATABASE is an address such as postgresql://db.example.org/audits or sqlite:///audits.db; without it,
    DSDS_AUDIT_WORKSPACE says which. What the database holds already stays. Run it again at any time.

    Keep a password out of the address: in PGPASSWORD, a password file (~/.pgpass) or a service file.
    """
    if not isinstance(workspace, Database):
        raise click.UsageError(
            say("A folder needs no preparing. Please name a database, or begin right away.")
        )
    from dsds_audit.store.opening import team_part

    with team_part():
        from dsds_audit.store.sql import bring_up_to_date

        bring_up_to_date(workspace.url)
    click.echo(printable(say("{workspace} is ready.", workspace=workspace)))
