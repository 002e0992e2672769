"""A plan for the terminal: what presses first, who has how much, and what came of the rest."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dsds_audit.display import ITEM_STATUS_LABELS, plural
from dsds_audit.plan import ActionItem
from dsds_audit.planning.status import Load, Status, days_left
from dsds_audit.report.plan_facts import ENDED, PlanFacts, ended_on
from dsds_audit.report.screen import line_of, table_of, title_of
from dsds_audit.report.text import capitalized, long_date, short_date

_COLORS: dict[Status, str] = {"overdue": "bold red", "due_soon": "bold yellow", "on_time": "bold green"}
_DATES_NAMED = 3
_MOST_TOLD = 100  # items of which more than the action is told
_OWNER, _DATE = 18, 13  # columns


def plan_table(facts: PlanFacts) -> RenderableType:
    """The items by status, who has how much by when, and the next assessment."""
    parts: list[RenderableType] = list(_heading(facts))
    for status, items in facts.groups.items():
        parts.append(title_of(capitalized(ITEM_STATUS_LABELS[status]), _COLORS.get(status, "bold")))
        parts.append(_items(facts, status, items))
    if facts.loads:
        parts += [title_of("Who has how much, by when"), _loads(facts.loads)]
    return Group(*parts, *_foot(facts))


def days_told(days: int) -> str:
    """``in 3 days``, ``today``, ``2 days late``."""
    if days == 0:
        return "today"
    return f"in {plural(days, 'day')}" if days > 0 else f"{plural(-days, 'day')} late"


def item_lines(item: ActionItem) -> tuple[str, ...]:
    """What else to know about an item, one line each: how it begins, or what came of it."""
    if item.dropped:
        return (f"Why: {item.dropped.reason}",)
    if item.closed:
        kept = {True: "Done as planned.", False: "Not done as planned.", None: ""}[item.closed.as_planned]
        following = f"Next: {item.closed.next}" if item.closed.next else ""
        told = (f"Result: {item.closed.result}", f"Learnt: {item.closed.learnt}", kept, following)
        return tuple(line for line in told if line)
    begin = (
        f"First step: {item.first_step}" if item.first_step and item.first_step not in item.action else "",
        f"Measure: {item.measure}" if item.measure else "",
        f"In the way: {item.barrier.what}" if item.barrier else "",
    )
    return tuple(line for line in begin if line)


def _heading(facts: PlanFacts) -> Iterator[RenderableType]:
    yield line_of(facts.plan.site, "bold")
    whose = f" of {facts.owner}" if facts.owner else ""
    yield line_of(f"Action items{whose} on {long_date(facts.today)}", "dim")
    told = [f"{count} {ITEM_STATUS_LABELS[status]}" for status, count in facts.counts.items() if count]
    yield line_of(f"{capitalized(', '.join(told))}." if told else "Nothing is planned yet.")


def _items(facts: PlanFacts, status: Status, items: Sequence[ActionItem]) -> Table:
    """The items of one status, in columns as wide as those of every other status."""
    table = table_of("What", "Owner", "On" if status in ENDED else "Due")
    table.expand = True
    table.columns[0].ratio = 1
    table.columns[1].width = _OWNER
    table.columns[2].width = _DATE
    long = len(facts.items) > _MOST_TOLD
    table.leading = 0 if long else 1
    for item in items:
        what = [line_of(item.id, "blue"), line_of(item.action)]
        further = () if long else (*_place(facts, item), *item_lines(item))
        what += [line_of(line, "dim") for line in further]
        table.add_row(_stacked(what), line_of(item.owner), _stacked(map(line_of, _dates(item, facts.today))))
    return table


def _place(facts: PlanFacts, item: ActionItem) -> Iterator[str]:
    """The turn of an item that waits, and its program where the plan has several."""
    if item.open and item.turn != "now":
        yield f"Turn: {item.turn}"
    if item.program and facts.several_programs:
        yield f"Program: {item.program}"


def _dates(item: ActionItem, today: dt.date) -> Iterator[str]:
    yield short_date(ended_on(item) or item.due)
    left = days_left(item, today)
    if left is not None:
        yield days_told(left)


def _loads(loads: Sequence[Load]) -> Table:
    table = table_of("Owner", "Open", "Overdue", "Due soon", "By when")
    for load in loads:
        dates = [short_date(item.due) for item in load.items[:_DATES_NAMED]]
        rest = len(load.items) - len(dates)
        table.add_row(
            line_of(load.owner),
            str(len(load.items)),
            line_of(str(load.overdue or ""), "red"),
            str(load.due_soon or ""),
            line_of("; ".join([*dates, *([f"{rest} more"] if rest else [])])),
        )
    return table


def _foot(facts: PlanFacts) -> Iterator[RenderableType]:
    following, meant = facts.next_assessment, facts.plan.next_assessment
    if following:
        days = days_told((following - facts.today).days)
        yield title_of(f"Next assessment: {long_date(following)} ({days})", "")
    else:
        if meant and facts.last:
            held = f"The assessment meant for {long_date(meant)} was held on {long_date(facts.last)}."
            yield title_of(held, "")
        yield title_of("No date is set for the next assessment.", "")
    if len(facts.items) > _MOST_TOLD:
        yield line_of("The list is long, so only the actions are told. --owner NAME makes it shorter.", "dim")
    hidden = [
        f"{facts.counts[s]} {ITEM_STATUS_LABELS[s]}"
        for s in ENDED
        if facts.counts[s] and s not in facts.groups
    ]
    if hidden:
        yield line_of(f"Not shown: {' and '.join(hidden)}. To see them too, add --all.", "dim")


def _stacked(lines: Iterable[Text]) -> Text:
    return Text("\n").join(lines)
