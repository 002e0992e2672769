"""What a report says of the record itself: what does not add up, who took part, how it all came about."""

from collections.abc import Iterator

from dsds_audit.report.blocks import Block, Heading, bullets, paragraph, table
from dsds_audit.report.facts import Facts
from dsds_audit.report.method import explain_method
from dsds_audit.report.record_wording import RecordWording
from dsds_audit.report.text import capitalized


def finding_blocks(facts: Facts) -> Iterator[Block]:
    """What in the record does not add up."""
    yield Heading("What does not add up yet", 2)
    if not facts.findings:
        yield paragraph(
            "The record holds together: nothing in it contradicts anything else, and nothing is missing "
            "from it."
        )
        return
    yield paragraph("None of this changes a score. It says where the record is worth a second look.")
    for group in RecordWording(facts).finding_groups:
        yield Heading(group.title, 3)
        yield paragraph(f"{group.why} {group.way_out}")
        yield from bullets([f"{finding.text} ({finding.place})" for finding in group.findings])


def people_blocks(facts: Facts) -> Iterator[Block]:
    """Who took part, by role, and who is meant by the rubric's populations."""
    record = RecordWording(facts)
    yield Heading("Who took part", 2)
    if facts.roles:
        yield paragraph(record.attendance)
        rows = [
            (capitalized(part.role.label), str(part.count), "yes" if part.role.votes else "no")
            for part in facts.roles
        ]
        yield table("Roles in the panel", {"Role": 60, "People": 20, "Vote": 20}, rows)
    else:
        yield paragraph("Who was in the room is not recorded.")
    yield from bullets([f"{capitalized(label)}: {text}" for label, text in record.populations])


def run_blocks(facts: Facts) -> Iterator[Block]:
    """How the assessment was run, where the rubric asks for it."""
    record = RecordWording(facts)
    if record.run:
        yield Heading("How this assessment was run", 2)
        own = "This has a score of its own, and changes none of the others."
        yield paragraph(f"{capitalized(record.run)}. {own}")
        for name, statements in record.shortfalls:
            yield paragraph(f"{name}:")
            yield from bullets(statements)


def method_blocks(facts: Facts) -> Iterator[Block]:
    """How the numbers came about, and what the rubric rests on."""
    rubric = facts.rubric
    yield Heading("How the numbers came about", 2)
    yield from bullets(explain_method(facts))
    if rubric.provenance:
        yield from (Heading("About the rubric", 3), paragraph(rubric.provenance))
    if rubric.sources:
        yield Heading("Sources", 3)
        yield from bullets([f"{work.id}: {work.citation}" for work in rubric.sources])
