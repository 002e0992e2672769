"""The report for those who have a minute: the result, the practices, what to celebrate, what to do first."""

from collections.abc import Iterator

from dsds_audit.display import plural
from dsds_audit.report.blocks import Block, Heading, bullets, paragraph, strong, text_of
from dsds_audit.report.facts import Facts
from dsds_audit.report.result_blocks import profile_blocks, result_blocks
from dsds_audit.report.text import short_date
from dsds_audit.report.wording import Wording

_MOST = 4


def one_page_blocks(facts: Facts) -> Iterator[Block]:
    """What fits on one page; everything else is counted, and stands in the whole report."""
    yield from result_blocks(facts)
    yield from profile_blocks(facts)
    yield from _strengths(facts)
    yield from _first_actions(facts)
    yield from _unknowns(facts)
    yield paragraph("Everything behind this stands in the whole report: every criterion, its evidence, why.")


def _strengths(facts: Facts) -> Iterator[Block]:
    names = [Wording(facts).title(name) for name in facts.strengths.criteria]
    if names:
        yield Heading("To celebrate", 2)
        yield paragraph(f"In place: {'; '.join(names[:_MOST])}{_more(len(names), 'criterion', 'criteria')}.")


def _first_actions(facts: Facts) -> Iterator[Block]:
    words = Wording(facts)
    yield Heading("To do first", 2)
    now = [advice for advice in facts.recommendations if advice.when == "now"]
    if not now:
        yield paragraph("There is nothing below its target to raise.")
        return
    yield from bullets(
        [
            text_of(
                strong(words.title(advice.criterion)),
                f": {words.rise(advice)}; effort {advice.cost}",
                f"; could be done by {short_date(advice.due)}" if advice.due else "",
                ".",
            )
            for advice in now
        ]
    )
    if rest := len(facts.recommendations) - len(now):
        yield paragraph(f"{plural(rest, 'more recommendation')} can wait until these are under way.")


def _unknowns(facts: Facts) -> Iterator[Block]:
    if facts.unknowns:
        words = Wording(facts)
        yield Heading("To find out", 2)
        yield from bullets([words.find_out(unknown) for unknown in facts.unknowns[:_MOST]])
        if len(facts.unknowns) > _MOST:
            yield paragraph(_more(len(facts.unknowns), "criterion", "criteria").removeprefix("; ") + ".")


def _more(count: int, one: str, many: str) -> str:
    """``; 3 more criteria`` where there are more than stand here."""
    return f"; and {plural(count - _MOST, f'more {one}', f'more {many}')}" if count > _MOST else ""
