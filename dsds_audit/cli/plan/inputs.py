"""What the commands of a plan have in common: its site, its items, and what a person says about them."""

import datetime as dt
import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click

from dsds_audit.cli.desk import desk_in, home_of_site
from dsds_audit.cli.inputs import DateParam, as_of_option, workspace_option
from dsds_audit.dialogues.site_plans import SitePlan
from dsds_audit.errors import AuditError, PlanError, Problem, printable
from dsds_audit.plan import Plan
from dsds_audit.planning.status import plan_as_of
from dsds_audit.speech import say
from dsds_audit.store import StoredPlan
from dsds_audit.store.where import Where

P = ParamSpec("P")
R = TypeVar("R")

_ITEM_OPTIONS = (
    click.option("--owner", metavar="NAME", help="Who has it."),
    click.option("--due", type=DateParam(), metavar="DATE", help="By when, as 2026-03-31."),
    click.option("--aim", metavar="TEXT", help="What is to be better then."),
    click.option("--measure", metavar="TEXT", help="How you will see that it helped."),
    click.option("--first-step", metavar="TEXT", help="What to begin with."),
    click.option("--barrier", metavar="TEXT", help="What stands in the way."),
    click.option("--driver", metavar="ID", help="The implementation driver the barrier lies in."),
    click.option("--turn", type=click.Choice(["now", "next", "later"]), help="When its turn is."),
)
item_argument = click.argument("item_id", metavar="[ITEM]", required=False)
now_limit_option = click.option(
    "--now-limit",
    type=click.IntRange(1, 10_000),
    metavar="N",
    help="How many items may be for now.  [default: as many as the rubric says]",
)


@dataclass(frozen=True, slots=True)
class PlanDesk(SitePlan):
    """A site's plan as the commands find it in a workspace, and word what is to be typed."""

    workspace: Where

    def read(self) -> StoredPlan:
        """The plan; raises PlanError (AUD087) where the site has none, StoreError where there is no site."""
        stored = self.desk.store.plan(self.site)
        if stored is None:
            self.assessed()
            message = say(
                "{site} has no plan yet. Please begin it with: {command}",
                site=self.site,
                command=self.command("adopt"),
            )
            raise PlanError(Problem("AUD087", message))
        return stored

    def seen(self) -> Plan:
        """The plan to look at: as of the day that somebody named, else as it stands; raises as ``read``."""
        kept = self.read().plan
        return plan_as_of(kept, self.as_of) if self.as_of else kept

    def keep(self, change: Callable[[Plan], Plan], again: str = "") -> StoredPlan:
        """The plan changed and saved; where that is refused, ``again`` is told, to be used again."""
        try:
            return self.desk.store.change_plan(self.site, change)
        except AuditError:
            if again:
                tell_again(say("This was not saved."), again)
            raise

    def command(self, name: str, *words: str) -> str:
        """A command on this plan, as it is typed."""
        return printable(f"dsds-audit plan {name} {shlex.join([self.site, *words])}{self.desk.named}")


def tell_again(fault: str, again: str) -> None:
    """Tell on stderr that something was not kept, and the command that says it again."""
    if again:
        typed = say("This is what you typed, to be used again:")
        fault = f"{fault} {typed}\n  {again}"
    click.echo(fault, err=True)


def plan_input(command: Callable[..., R]) -> Callable[..., R]:
    """Give a command SITE and where its plan is kept, and hand it the plan's desk."""

    @click.argument("site")
    @workspace_option
    @as_of_option
    @wraps(command)
    def wrapped(site: str, workspace: Where, as_of: dt.date | None, **options: Any) -> R:
        named, home = home_of_site(site, workspace)
        return command(PlanDesk(desk_in(home), named, as_of, as_of or dt.date.today(), home), **options)

    return wrapped


def item_options(command: Callable[..., R]) -> Callable[..., R]:
    """Give a command the options for what an action item says."""
    for option in reversed(_ITEM_OPTIONS):
        command = option(command)
    return command


def told_in(options: Mapping[str, Any]) -> dict[str, str]:
    """What the options say, as texts by name; those that were not given are left out."""
    return {name: str(value) for name, value in options.items() if value is not None}


def say_saved(plan: PlanDesk, stored: StoredPlan, lines: Iterable[str]) -> None:
    """Tell what was saved, and where."""
    for line in lines:
        click.echo(printable(line))
    told = say("Saved in {place}. See the plan:  {command}", place=stored.place, command=plan.command("show"))
    click.echo(told)
