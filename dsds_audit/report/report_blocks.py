"""The report of one assessment, as Markdown, Word and PDF write it."""

from collections.abc import Iterator

from dsds_audit.report.advice_blocks import (
    action_blocks,
    adequate_set_blocks,
    gap_blocks,
    strength_blocks,
    unknown_blocks,
)
from dsds_audit.report.blocks import Block
from dsds_audit.report.facts import Facts
from dsds_audit.report.record_blocks import finding_blocks, method_blocks, people_blocks, run_blocks
from dsds_audit.report.result_blocks import practice_blocks, profile_blocks, result_blocks

_PARTS = (
    result_blocks,
    profile_blocks,
    practice_blocks,
    strength_blocks,
    gap_blocks,
    action_blocks,
    adequate_set_blocks,
    unknown_blocks,
    finding_blocks,
    people_blocks,
    run_blocks,
    method_blocks,
)


def report_blocks(facts: Facts) -> Iterator[Block]:
    """Everything that a report says, in order; the page (report.html.j2) says the same with links."""
    for part in _PARTS:
        yield from part(facts)
