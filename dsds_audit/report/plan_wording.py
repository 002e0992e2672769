"""What is said of a plan and its items, the same in every format."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dsds_audit.display import ITEM_STATUS_LABELS, plural
from dsds_audit.plan import ActionItem
from dsds_audit.planning.status import Load, days_left
from dsds_audit.report.plan_facts import PlanFacts, ended_on
from dsds_audit.report.text import capitalized, long_date, short_date

_DATES_NAMED = 3


@dataclass(frozen=True)
class PlanWording:
    """Sentences about a plan on a day."""

    facts: PlanFacts

    @cached_property
    def title(self) -> str:
        """Whose items these are, on which day."""
        whose = f" of {self.facts.owner}" if self.facts.owner else ""
        return f"Action items{whose} on {long_date(self.facts.today)}"

    @cached_property
    def tally(self) -> str:
        """How many items there are of each status."""
        counts = self.facts.counts.items()
        told = [f"{count} {ITEM_STATUS_LABELS[status]}" for status, count in counts if count]
        return f"{capitalized(', '.join(told))}." if told else "Nothing is planned yet."

    def place(self, item: ActionItem) -> tuple[str, ...]:
        """The turn of an item that waits, and its program where the plan has several."""
        turn = f"Turn: {item.turn}" if item.open and item.turn != "now" else ""
        program = f"Program: {item.program}" if item.program and self.facts.several_programs else ""
        return tuple(line for line in (turn, program) if line)

    def dates(self, item: ActionItem) -> tuple[str, ...]:
        """When an item is due and how long that is, or when it ended."""
        date = short_date(ended_on(item) or item.due)
        left = days_left(item, self.facts.today)
        return (date,) if left is None else (date, days_told(left))

    def by_when(self, load: Load) -> str:
        """The days on which someone's next items are due."""
        dates = [short_date(item.due) for item in load.items[:_DATES_NAMED]]
        rest = len(load.items) - len(dates)
        return "; ".join([*dates, *([f"{rest} more"] if rest else [])])

    @property
    def following(self) -> Iterator[str]:
        """When the site is assessed next, and whether the assessment that was meant was held."""
        facts, meant = self.facts, self.facts.plan.next_assessment
        if facts.next_assessment:
            days = days_told((facts.next_assessment - facts.today).days)
            yield f"Next assessment: {long_date(facts.next_assessment)} ({days})"
            return
        if meant and facts.last:
            yield f"The assessment meant for {long_date(meant)} was held on {long_date(facts.last)}."
        yield "No date is set for the next assessment."


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
