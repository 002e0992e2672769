"""``dsds-audit serve``."""

import datetime as dt
import sys
import webbrowser
from contextlib import suppress
from pathlib import Path
from textwrap import fill
from threading import Thread
from typing import TYPE_CHECKING

import click

from dsds_audit.cli.catalogues import WORKSPACE_VARIABLE, catalogue_for
from dsds_audit.cli.inputs import WhereParam, as_of_option
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.speech import say, say_in
from dsds_audit.store.where import Where

if TYPE_CHECKING:
    from dsds_audit.web.keys import Keys
    from dsds_audit.web.room_folder import RoomFolder

_WIDTH = 98  # columns
_REMEMBERED = 2000  # assessments


@click.command("serve", cls=SpokenCommand)
@click.argument(
    "workspace", type=WhereParam(), default=Path(), envvar=WORKSPACE_VARIABLE, metavar="[WORKSPACE]"
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="The port; 0 is any that is free.  [default: 8321, or the next that is free]",
)
@click.option("--lan", is_flag=True, help="Let phones in the same network in, to vote.")
@click.option("--address", metavar="IP", help="With --lan: this computer's address in that network.")
@click.option("--yes", is_flag=True, help="With --lan: go on without asking.")
@click.option("--no-browser", is_flag=True, help="Open no browser; the address is printed.")
@as_of_option
def command(
    workspace: Where,
    port: int | None,
    lan: bool,
    address: str | None,
    yes: bool,
    no_browser: bool,
    as_of: dt.date | None,
) -> None:
    """Hold the interview as a web page on this computer, with a vote from everyone's own phone.

    WORKSPACE is the folder that holds the sites, one folder each; or the address of a team's database, from
    which several can serve, each at their own computer.  [default: this folder]
    """
    from dsds_audit.web.addresses import LOOPBACK
    from dsds_audit.web.room_folder import RoomFolder

    if address and not lan:
        raise click.UsageError(say("--address needs --lan."))
    if isinstance(workspace, Path):
        _check_workspace(workspace)
        catalogue_for(workspace)  # A language that no rubric is translated into is refused before all else.
    else:
        _reach(workspace)
    addresses = [LOOPBACK, _address_in_network(address)] if lan else [LOOPBACK]
    if lan and not yes:
        _ask(addresses[-1])
    folder = RoomFolder(_room_of(workspace))
    with folder.held() as alone:
        if not alone:
            raise _served_already(workspace, folder)
        with suppress(KeyboardInterrupt):  # However early: it is a proper end.
            _serve(workspace, folder, addresses, port, no_browser, as_of)


def _serve(
    workspace: Where,
    folder: "RoomFolder",
    addresses: list[str],
    port: int | None,
    no_browser: bool,
    as_of: dt.date | None,
) -> None:
    from dsds_audit.web.addresses import address_of, listen
    from dsds_audit.web.keys import keep_keys, kept_keys

    kept = kept_keys(folder)
    sockets = listen(addresses, port, kept.port if kept else None)
    keys = _keys_at(sockets[0].getsockname()[1], kept)
    if not keep_keys(folder, keys):
        lost = say(
            "Nothing can be kept in {folder}: after a crash, everyone has to join again.", folder=folder.path
        )
        click.echo(lost, err=True)
    front, *fronts = (address_of(address, keys.port) for address in addresses)
    entry = f"/enter?key={keys.entry}"
    click.echo(say("Open {address}  (Ctrl-C here ends it)", address=f"{front}{entry}"))
    for other in fronts:
        click.echo(say("Participants go to {address}, once you have opened a room.", address=other))
        second = f"{other}{entry}"
        click.echo(say("A second facilitator, at another computer, opens {address}", address=second))
    if not no_browser:
        Thread(target=webbrowser.open, args=(front + entry,), daemon=True).start()

    # It listens already; these take longest, while the browser starts.
    from dsds_audit.cli.desk import desk_in
    from dsds_audit.web.server import make_hall, serve

    desk = desk_in(workspace, remembered=_REMEMBERED)
    serve(make_hall(desk, lambda: as_of or dt.date.today(), keys, folder, addresses), sockets)


def _reach(workspace: Where) -> None:
    """Refuse a database that cannot be used now, rather than once the browser is open."""
    from dsds_audit.cli.desk import desk_in

    desk_in(workspace)


def _room_of(workspace: Where) -> Path | None:
    """Where what a server needs after a crash is kept; for a database, in this person's home."""
    from dsds_audit.store.paths import revision_of
    from dsds_audit.web.room_folder import NAME

    if isinstance(workspace, Path):
        return workspace / NAME
    with suppress(RuntimeError):
        name = revision_of(str(workspace).encode()).removeprefix("sha256:")[:16]
        return Path.home() / ".dsds-audit" / f"{NAME}-{name}"
    return None


def _keys_at(port: int, kept: "Keys | None") -> "Keys":
    """The secrets of the server before this one, where it did not end properly; else new ones."""
    from dsds_audit.web.keys import Keys, new_keys

    return Keys(kept.signing, kept.entry, port) if kept else new_keys(port)


def _check_workspace(workspace: Path) -> None:
    from dsds_audit.store.own_folders import is_own_folder, workspace_of
    from dsds_audit.store.paths import is_folder, is_taken

    if is_taken(workspace) and not is_folder(workspace):
        raise click.UsageError(
            say("{folder} is no folder. Please name the folder that holds the sites.", folder=workspace)
        )
    if is_own_folder(workspace):
        raise click.UsageError(
            say(
                "{folder} is the folder of one site. Please name the one that it is in: {workspace}",
                folder=workspace,
                workspace=workspace_of(workspace),
            )
        )


def _address_in_network(named: str | None) -> str:
    from dsds_audit.web.addresses import find_address, is_reachable

    if named is not None and not is_reachable(named):
        raise click.BadParameter(
            say("Please give it in numbers, such as 192.168.1.20."), param_hint="--address"
        )
    return named or find_address()


def _ask(address: str) -> None:
    """Say what --lan means, and go on only if that is wanted."""
    from ipaddress import ip_address

    if not sys.stdin.isatty():
        raise click.UsageError(say("--lan lets others in. Please add --yes where there is no one to ask."))
    told = [
        say(
            "With --lan, others can reach this computer at {address} until you end this with Ctrl-C:",
            address=address,
        ),
        say(
            "- Everyone in the same network can call it. With the code that you show, they can join and "
            "vote, and see the question and what the votes come to. Sites, scores, evidence and reports they "
            "cannot see: that needs the facilitator's link."
        ),
        say(
            "- Nothing that goes over the network is encrypted. Someone in it who knows how can read along, "
            "the names that people join with included, and can pass for one of you. Use a network that you "
            "trust: your own hotspot, rather than a hotel's."
        ),
    ]
    if ip_address(address).is_global:
        told.append(
            say(
                "- {address} is an address on the open internet: people anywhere may be able to call it.",
                address=address,
            )
        )
    for line in told:
        click.echo(fill(line, _WIDTH, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False))
    if not _confirmed(say("Do you want to go on?")):
        raise click.exceptions.Exit(1)


def _confirmed(question: str) -> bool:
    """Whether somebody answers yes, in English or in the language that is spoken; Enter alone means no."""
    yes, no = say_in("letter typed for yes", "y"), say_in("letter typed for no", "n")
    while True:
        typed = click.prompt(f"{question} [{yes}/{no.upper()}]", default="", show_default=False)
        answer = str(typed).strip().casefold()
        if answer in ("y", "yes", yes, say_in("typed at a question", "yes")):
            return True
        if answer in ("", "n", "no", no, say_in("typed at a question", "no")):
            return False
        click.echo(say("Please answer {yes} or {no}.", yes=yes, no=no))


def _served_already(workspace: Where, folder: "RoomFolder") -> Exception:
    from dsds_audit.errors import AuditError, Problem
    from dsds_audit.web.addresses import LOOPBACK, address_of
    from dsds_audit.web.keys import kept_keys

    kept = kept_keys(folder)
    message = say("is served already. Please use that server, or end it first with Ctrl-C.")
    if kept:
        message = say(
            "is served already at {address}. Please use that server, or end it first with Ctrl-C.",
            address=address_of(LOOPBACK, kept.port),
        )
    return AuditError(Problem("AUD100", message, str(workspace)))
