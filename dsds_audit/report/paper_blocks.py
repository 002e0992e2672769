"""A form for paper: everything that an interview asks, with boxes to tick and lines to write on."""

from collections.abc import Iterator

from dsds_audit.display import STANDING_LABELS
from dsds_audit.report.blocks import (
    Block,
    Boxes,
    Heading,
    Lines,
    Text,
    aside,
    paragraph,
    strong,
    table,
    text_of,
)
from dsds_audit.rubric import Criterion, Practice, Rubric
from dsds_audit.translation import language_notes

_EVIDENCE = {"Evidence: what it is": 50, "Where it is": 32, "Its date": 18}
_ROWS = 2


def paper_blocks(rubric: Rubric) -> Iterator[Block]:
    """The empty form of a rubric."""
    yield Heading(rubric.title, 1)
    yield paragraph(f"Self-assessment of {rubric.subject}. {rubric.about}")
    for note in language_notes(rubric):
        yield paragraph(aside(note))
    yield from _who(rubric)
    for practice in rubric.practices:
        yield from _practice(rubric, practice)
    if rubric.administration:
        yield Heading("How this assessment was run", 2)
        yield paragraph("Tick what held.")
        yield Boxes(tuple(text_of(statement.text) for statement in rubric.administration))
    yield paragraph(aside(f"{rubric.ref}, {rubric.digest}"))


def _who(rubric: Rubric) -> Iterator[Block]:
    yield Heading("Who, and when", 2)
    blank = ("Site", "Program", "Group", "Date", "Facilitator", "How many were invited")
    yield table("Who, and when", {"About": 30, "Please write here": 70}, [(name, "") for name in blank])
    if rubric.panel:
        rows = [(role.label, "yes" if role.votes else "no", "") for role in rubric.panel.roles]
        yield table("Who took part", {"Role": 50, "Votes": 15, "How many": 35}, rows)
    for population in rubric.populations:
        yield Lines(population.question.rstrip(":"), 2)


def _practice(rubric: Rubric, practice: Practice) -> Iterator[Block]:
    yield Heading(practice.title, 2)
    yield paragraph(practice.statement)
    for criterion in practice.criteria:
        yield from _criterion(rubric, criterion)


def _criterion(rubric: Rubric, criterion: Criterion) -> Iterator[Block]:
    yield Heading(criterion.title, 3)
    yield paragraph(strong(criterion.question))
    yield paragraph(criterion.why)
    if criterion.checks:
        yield paragraph("Tick what holds:")
        yield Boxes(tuple(text_of(check.text) for check in criterion.checks))
    yield paragraph("The level you agree on, one of these:")
    yield Boxes((*(_level(rubric, level) for level in range(rubric.top + 1)), *_others(criterion)))
    yield table(f"Evidence for: {criterion.title}", _EVIDENCE, [("", "", "")] * _ROWS)
    yield Lines("Notes, and what stands in the way", 2)


def _level(rubric: Rubric, level: int) -> Text:
    step = rubric.scale[level]
    return text_of(strong(f"{step.level} {step.label}"), aside(f"  {step.meaning}"))


def _others(criterion: Criterion) -> Iterator[Text]:
    yield text_of(strong(STANDING_LABELS["dont_know"]), aside("  Somebody has to find out."))
    if criterion.not_applicable:
        yield text_of(strong(STANDING_LABELS["not_applicable"]), ", because: " + "_" * 40)


def title_of_form(rubric: Rubric) -> str:
    """What the form calls itself."""
    return f"{rubric.title}: self-assessment form, {rubric.ref}"
