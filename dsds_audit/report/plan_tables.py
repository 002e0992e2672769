"""A plan for the terminal: what presses first, who has how much, and what came of the rest."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dsds_audit.display import ITEM_STATUS_HEADINGS
from dsds_audit.plan import ActionItem
from dsds_audit.planning.status import Status
from dsds_audit.report.plan_facts import ENDED, PlanFacts
from dsds_audit.report.plan_wording import PlanWording, count_told, item_lines
from dsds_audit.report.screen import line_of, table_of, title_of
from dsds_audit.speech import list_of, say

_COLORS: dict[Status, str] = {"overdue": "bold red", "due_soon": "bold yellow", "on_time": "bold green"}
_MOST_TOLD = 100  # items of which more than the action is told
_OWNER, _DATE = 18, 13  # columns


def plan_table(facts: PlanFacts) -> RenderableType:
    """The items by status, who has how much by when, and the next assessment."""
    words = PlanWording(facts)
    parts: list[RenderableType] = list(_heading(words))
    for status, items in facts.groups.items():
        parts.append(title_of(ITEM_STATUS_HEADINGS[status], _COLORS.get(status, "bold")))
        parts.append(_items(words, status, items))
    if facts.loads:
        parts += [title_of(say("Who has how much, by when")), _loads(words)]
    return Group(*parts, *_foot(words))


def _heading(words: PlanWording) -> Iterator[RenderableType]:
    yield line_of(words.facts.plan.site, "bold")
    yield line_of(words.title, "dim")
    yield line_of(words.tally)


def _items(words: PlanWording, status: Status, items: Sequence[ActionItem]) -> Table:
    """The items of one status, in columns as wide as those of every other status."""
    table = table_of(say("What"), say("Owner"), say("On") if status in ENDED else say("Due"))
    table.expand = True
    table.columns[0].ratio = 1
    table.columns[1].width = _OWNER
    table.columns[2].width = _DATE
    long = len(words.facts.items) > _MOST_TOLD
    table.leading = 0 if long else 1
    for item in items:
        what = [line_of(item.id, "blue"), line_of(item.action)]
        further = () if long else (*words.place(item), *item_lines(item))
        what += [line_of(line, "dim") for line in further]
        table.add_row(_stacked(what), line_of(item.owner), _stacked(map(line_of, words.dates(item))))
    return table


def _loads(words: PlanWording) -> Table:
    table = table_of(say("Owner"), say("Open"), say("Overdue"), say("Due soon"), say("By when"))
    for load in words.facts.loads:
        table.add_row(
            line_of(load.owner),
            str(len(load.items)),
            line_of(str(load.overdue or ""), "red"),
            str(load.due_soon or ""),
            line_of(words.by_when(load)),
        )
    return table


def _foot(words: PlanWording) -> Iterator[RenderableType]:
    facts = words.facts
    yield from (title_of(line, "") for line in words.following)
    if len(facts.items) > _MOST_TOLD:
        told = say("The list is long, so only the actions are told. --owner NAME makes it shorter.")
        yield line_of(told, "dim")
    hidden = [count_told(s, facts.counts[s]) for s in ENDED if facts.counts[s] and s not in facts.groups]
    if hidden:
        left_out = say("Not shown: {items}. To see them too, add --all.", items=list_of(hidden))
        yield line_of(left_out, "dim")


def _stacked(lines: Iterable[Text]) -> Text:
    return Text("\n").join(lines)
