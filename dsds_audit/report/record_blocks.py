"""What a report says of the record itself: what does not add up, who took part, how it all came about."""

from collections.abc import Iterator

from dsds_audit.report.blocks import Block, Heading, bullets, paragraph, table
from dsds_audit.report.facts import Facts
from dsds_audit.report.method import explain_method
from dsds_audit.report.record_wording import RecordWording
from dsds_audit.report.text import capitalized
from dsds_audit.speech import say


def finding_blocks(facts: Facts) -> Iterator[Block]:
    """What in the record does not add up."""
    yield Heading(say("What does not add up yet"), 2)
    if not facts.findings:
        yield paragraph(
            say(
                "The record holds together: nothing in it contradicts anything else, and nothing is missing "
                "from it."
            )
        )
        return
    yield paragraph(say("None of this changes a score. It says where the record is worth a second look."))
    for group in RecordWording(facts).finding_groups:
        yield Heading(group.title, 3)
        yield paragraph(f"{group.why} {group.way_out}")
        yield from bullets([f"{finding.text} ({finding.place})" for finding in group.findings])


def people_blocks(facts: Facts) -> Iterator[Block]:
    """Who took part, by role, and who is meant by the rubric's populations."""
    record = RecordWording(facts)
    yield Heading(say("Who took part"), 2)
    if facts.roles:
        yield paragraph(record.attendance)
        rows = [
            (capitalized(part.role.label), str(part.count), say("yes") if part.role.votes else say("no"))
            for part in facts.roles
        ]
        yield table(say("Roles in the panel"), {say("Role"): 60, say("People"): 20, say("Vote"): 20}, rows)
    else:
        yield paragraph(say("Who was in the room is not recorded."))
    yield from bullets(
        [say("{name}: {text}", name=capitalized(label), text=text) for label, text in record.populations]
    )


def run_blocks(facts: Facts) -> Iterator[Block]:
    """How the assessment was run, where the rubric asks for it."""
    record = RecordWording(facts)
    if record.run:
        yield Heading(say("How this assessment was run"), 2)
        own = say("This has a score of its own, and changes none of the others.")
        yield paragraph(f"{capitalized(record.run)}. {own}")
        for name, statements in record.shortfalls:
            yield paragraph(say("{name}:", name=name))
            yield from bullets(statements)


def method_blocks(facts: Facts) -> Iterator[Block]:
    """How the numbers came about, and what the rubric rests on."""
    rubric = facts.rubric
    yield Heading(say("How the numbers came about"), 2)
    yield from bullets(explain_method(facts))
    if rubric.provenance:
        yield from (Heading(say("About the rubric"), 3), paragraph(rubric.provenance))
    if rubric.sources:
        yield Heading(say("Sources"), 3)
        yield from bullets(
            [say("{name}: {text}", name=work.id, text=work.citation) for work in rubric.sources]
        )
