"""The report for those who have a minute: the result, the practices, what to celebrate, what to do first."""

from collections.abc import Iterator

from dsds_audit.actions import Recommendation
from dsds_audit.report.blocks import Block, Heading, Text, bullets, paragraph, strong, text_of
from dsds_audit.report.facts import Facts
from dsds_audit.report.result_blocks import profile_blocks, result_blocks
from dsds_audit.report.text import short_date
from dsds_audit.report.wording import Wording
from dsds_audit.speech import say, say_many, series_of

_MOST = 4
_MOST_DRAWN = 6  # practices, in more than one picture
_NAME = "\ufdd0"  # no character of any text


def one_page_blocks(facts: Facts) -> Iterator[Block]:
    """What fits on one page; everything else is counted, and stands in the whole report."""
    yield from result_blocks(facts)
    yield from profile_blocks(facts, twice=len(facts.card.practices) <= _MOST_DRAWN)
    yield from _strengths(facts)
    yield from _first_actions(facts)
    yield from _unknowns(facts)
    yield paragraph(
        say("Everything behind this stands in the whole report: every criterion, its evidence, why.")
    )


def _strengths(facts: Facts) -> Iterator[Block]:
    names = [Wording(facts).title(name) for name in facts.strengths.criteria]
    if names:
        yield Heading(say("To celebrate"), 2)
        named, rest = series_of(names[:_MOST]), len(names) - _MOST
        if rest <= 0:
            yield paragraph(say("In place: {criteria}.", criteria=named))
            return
        yield paragraph(
            say_many(
                "In place: {criteria}; and {count} more criterion.",
                "In place: {criteria}; and {count} more criteria.",
                rest,
                criteria=named,
            )
        )


def _first_actions(facts: Facts) -> Iterator[Block]:
    words = Wording(facts)
    yield Heading(say("To do first"), 2)
    now = [advice for advice in facts.recommendations if advice.when == "now"]
    if not now:
        yield paragraph(say("There is nothing below its target to raise."))
        return
    yield from bullets([_first(words, advice) for advice in now])
    if rest := len(facts.recommendations) - len(now):
        yield paragraph(
            say_many(
                "{count} more recommendation can wait until these are under way.",
                "{count} more recommendations can wait until these are under way.",
                rest,
            )
        )


def _first(words: Wording, advice: Recommendation) -> Text:
    parts = {"rise": words.rise(advice), "effort": advice.cost}
    if advice.due:
        date = short_date(advice.due)
        how = say("{rise}; effort {effort}; could be done by {date}.", **parts, date=date)
    else:
        how = say("{rise}; effort {effort}.", **parts)
    name, _, after = say("{name}: {text}", name=_NAME, text=how).partition(_NAME)
    return text_of(name, strong(words.title(advice.criterion)), after)


def _unknowns(facts: Facts) -> Iterator[Block]:
    if facts.unknowns:
        words = Wording(facts)
        yield Heading(say("To find out"), 2)
        yield from bullets([words.find_out(unknown) for unknown in facts.unknowns[:_MOST]])
        if (rest := len(facts.unknowns) - _MOST) > 0:
            yield paragraph(say_many("and {count} more criterion.", "and {count} more criteria.", rest))
