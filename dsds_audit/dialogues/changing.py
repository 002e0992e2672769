"""What can be done with a plan and its items: the form that asks for it, and the change it makes."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from dsds_audit.dialogues.forms import Form, Values
from dsds_audit.dialogues.item_forms import close_form, reason_form, schedule_form, update_form
from dsds_audit.dialogues.site_plans import SitePlan, limit_for, refuse_unknown_driver
from dsds_audit.errors import PlanError, Problem
from dsds_audit.plan import ActionItem, Plan
from dsds_audit.planning.answers import changes_of, closing_of, dropping_of, told_of
from dsds_audit.planning.changes import close, drop, reopen, schedule, update
from dsds_audit.report.calendar import half_a_year_after
from dsds_audit.speech import say


@dataclass(frozen=True)
class Change:
    """What is done to an item or to the plan: ``name`` is the command's, ``done`` a sentence for when it is.

    ``needed`` are the blanks that cannot stay empty, ``before`` is what stands in blanks before anyone has
    said anything; ``form`` asks with what was told already, and ``make`` changes a plan by what is told,
    raising AuditError.
    """

    name: str
    done: str
    needed: tuple[str, ...]
    form: Callable[[Values], Form]
    make: Callable[[Plan, Values], Plan]
    before: Values = field(default_factory=dict)


def updating(plan: SitePlan, item: ActionItem, limit: int | None = None) -> Change:
    """Changing what an item says, as it was when the person saw it; of one that has ended only its diary."""
    rubric = plan.rubric_of(item)

    def make(kept: Plan, told: Values) -> Plan:
        refuse_unknown_driver(rubric, told.get("driver"))
        fields, diary = changes_of(item, told), told.get("diary") or None
        now_limit = limit_for(rubric, limit)
        return update(kept, item.id, plan.today, diary=diary, seen=item, now_limit=now_limit, **fields)

    def form(told: Values) -> Form:
        return update_form(item, rubric.drivers if rubric else ()).holding(told)

    return Change("update", say("{item} is updated.", item=item.id), (), form, make, told_of(item))


def closing(plan: SitePlan, item: ActionItem) -> Change:
    """Closing an item that was done, with what came of it."""
    return Change(
        "close",
        say("{item} is closed.", item=item.id),
        ("evidence", "result", "learnt"),
        lambda told: close_form(item, told, plan.today),
        lambda kept, told: close(kept, item.id, closing_of(item, told, plan.today)),
        {"date": str(plan.today)},
    )


def dropping(plan: SitePlan, item: ActionItem) -> Change:
    """Giving an item up, with the reason."""
    return Change(
        "drop",
        say("{item} is dropped.", item=item.id),
        ("reason",),
        lambda told: reason_form(
            item, say("Drop {item}?", item=item.id), say("Why is it given up?"), told, say("Drop it")
        ),
        lambda kept, told: drop(kept, item.id, dropping_of(item, told, plan.today)),
    )


def reopening(plan: SitePlan, item: ActionItem, limit: int | None = None) -> Change:
    """Opening an item again that has ended."""
    rubric = plan.rubric_of(item)
    now_limit, aims = limit_for(rubric, limit), plan.aims(rubric)
    return Change(
        "reopen",
        say("{item} is open again.", item=item.id),
        ("reason",),
        lambda told: reason_form(
            item, say("Open {item} again?", item=item.id), say("Why?"), told, say("Open it again")
        ),
        lambda kept, told: reopen(kept, item.id, plan.today, told["reason"], now_limit, aims),
    )


def scheduling(plan: SitePlan, seen: Plan) -> Change:
    """Setting the day of the next assessment of the site, whose plan was ``seen`` by whoever sets it."""

    def form(told: Values) -> Form:
        suggested = half_a_year_after(plan.assessed()[0].assessment.date)
        return schedule_form(plan.site, suggested).holding(told)

    def make(kept: Plan, told: Values) -> Plan:
        return schedule(kept, date_of(told["date"]), plan.today, seen)

    return Change("schedule", "", ("date",), form, make)


def date_of(text: str) -> dt.date:
    """The day that a text says; raises PlanError (AUD089) where it says none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        message = say("{date} is no date. Please write it as 2026-03-31.", date=text)
        raise PlanError(Problem("AUD089", message)) from None
