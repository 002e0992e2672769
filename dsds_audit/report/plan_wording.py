"""What is said of a plan and its items, the same in every format."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dsds_audit.plan import ActionItem, Closing
from dsds_audit.planning.diary import turn_word
from dsds_audit.planning.status import Load, Status, days_left
from dsds_audit.report.plan_facts import PlanFacts, ended_on
from dsds_audit.report.text import capitalized, long_date, short_date
from dsds_audit.speech import mark, say, say_many, series_of

_DATES_NAMED = 3


@dataclass(frozen=True)
class PlanWording:
    """Sentences about a plan on a day."""

    facts: PlanFacts

    @cached_property
    def title(self) -> str:
        """Whose items these are, on which day."""
        owner, date = self.facts.owner, long_date(self.facts.today)
        if owner:
            return say("Action items of {owner} on {date}", owner=owner, date=date)
        return say("Action items on {date}", date=date)

    @cached_property
    def tally(self) -> str:
        """How many items there are of each status."""
        counts = self.facts.counts.items()
        told = [count_told(status, count) for status, count in counts if count]
        return f"{capitalized(', '.join(told))}." if told else say("Nothing is planned yet.")

    def place(self, item: ActionItem) -> tuple[str, ...]:
        """The turn of an item that waits, and its program where the plan has several."""
        turn = say("Turn: {text}", text=turn_word(item.turn)) if item.open and item.turn != "now" else ""
        several = item.program and self.facts.several_programs
        program = say("Program: {text}", text=item.program) if several else ""
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
        return series_of([*dates, *([say_many("{count} more", "{count} more", rest)] if rest else [])])

    @property
    def following(self) -> Iterator[str]:
        """When the site is assessed next, and whether the assessment that was meant was held."""
        facts, meant = self.facts, self.facts.plan.next_assessment
        if facts.next_assessment:
            days = days_told((facts.next_assessment - facts.today).days)
            date = long_date(facts.next_assessment)
            yield say("Next assessment: {date} ({days})", date=date, days=days)
            return
        if meant and facts.last:
            sentence = mark("The assessment meant for {meant} was held on {date}.")
            yield say(sentence, meant=long_date(meant), date=long_date(facts.last))
        yield say("No date is set for the next assessment.")


def count_told(status: Status, count: int) -> str:
    """``2 overdue``: how many items are of a status."""
    match status:
        case "overdue":
            return say_many("{count} overdue", "{count} overdue", count)
        case "due_soon":
            return say_many("{count} due soon", "{count} due soon", count)
        case "on_time":
            return say_many("{count} on time", "{count} on time", count)
        case "done":
            return say_many("{count} done", "{count} done", count)
        case "dropped":
            return say_many("{count} dropped", "{count} dropped", count)


def days_told(days: int) -> str:
    """``in 3 days``, ``today``, ``2 days late``."""
    if days == 0:
        return say("today")
    if days > 0:
        return say_many("in {count} day", "in {count} days", days)
    return say_many("{count} day late", "{count} days late", -days)


def item_lines(item: ActionItem) -> tuple[str, ...]:
    """What else to know about an item, one line each: how it begins, or what came of it."""
    if item.dropped:
        return (say("Why: {text}", text=item.dropped.reason),)
    if item.closed:
        return tuple(_closed(item.closed))
    step = item.first_step if item.first_step and item.first_step not in item.action else ""
    begin = (
        say("First step: {text}", text=step) if step else "",
        say("Measure: {text}", text=item.measure) if item.measure else "",
        say("In the way: {text}", text=item.barrier.what) if item.barrier else "",
    )
    return tuple(line for line in begin if line)


def _closed(closed: Closing) -> Iterator[str]:
    yield say("Result: {text}", text=closed.result)
    yield say("Learnt: {text}", text=closed.learnt)
    if closed.as_planned is not None:
        yield say("Done as planned.") if closed.as_planned else say("Not done as planned.")
    if closed.next:
        yield say("Next: {text}", text=closed.next)
