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
from dsds_audit.speech import say, say_in
from dsds_audit.translation import language_notes

_ROWS = 2


def paper_blocks(rubric: Rubric) -> Iterator[Block]:
    """The empty form of a rubric."""
    yield Heading(rubric.title, 1)
    yield paragraph(say("Self-assessment of {subject}. {about}", subject=rubric.subject, about=rubric.about))
    for note in language_notes(rubric):
        yield paragraph(aside(note))
    yield from _who(rubric)
    for practice in rubric.practices:
        yield from _practice(rubric, practice)
    if rubric.administration:
        yield Heading(say("How this assessment was run"), 2)
        yield paragraph(say("Tick what held."))
        yield Boxes(tuple(text_of(statement.text) for statement in rubric.administration))
    yield paragraph(aside(f"{rubric.ref}, {rubric.digest}"))


def _who(rubric: Rubric) -> Iterator[Block]:
    title = say("Who, and when")
    yield Heading(title, 2)
    blank = (say("Site"), say("Program"), say("Group"), say("Date"), say("Facilitator"))
    rows = [(name, "") for name in (*blank, say("How many were invited"))]
    yield table(title, {say("About"): 30, say("Please write here"): 70}, rows)
    if rubric.panel:
        roles = [(role.label, say("yes") if role.votes else say("no"), "") for role in rubric.panel.roles]
        columns = {say("Role"): 50, say_in("whether a role votes", "Votes"): 15, say("How many"): 35}
        yield table(say("Who took part"), columns, roles)
    for population in rubric.populations:
        yield Lines(_asking(population.question), 2)


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
        yield paragraph(say("Tick what holds:"))
        yield Boxes(tuple(text_of(check.text) for check in criterion.checks))
    yield paragraph(say("The level you agree on, one of these:"))
    yield Boxes((*(_level(rubric, level) for level in range(rubric.top + 1)), *_others(criterion)))
    columns = {say("Evidence: what it is"): 50, say("Where it is"): 32, say("Its date"): 18}
    yield table(say("Evidence for: {criterion}", criterion=criterion.title), columns, [("", "", "")] * _ROWS)
    yield Lines(_asking(say("Notes, and what stands in the way")), 2)


def _level(rubric: Rubric, level: int) -> Text:
    step = rubric.scale[level]
    return text_of(strong(f"{step.level} {step.label}"), aside(f"  {step.meaning}"))


def _others(criterion: Criterion) -> Iterator[Text]:
    yield text_of(strong(STANDING_LABELS["dont_know"]), aside(f"  {say('Somebody has to find out.')}"))
    if criterion.not_applicable:
        because = say("because: {line}", line="_" * 40)
        yield text_of(strong(STANDING_LABELS["not_applicable"]), f", {because}")


def title_of_form(rubric: Rubric) -> str:
    """What the form calls itself."""
    return say("{rubric}: self-assessment form, {version}", rubric=rubric.title, version=rubric.ref)


def _asking(words: str) -> str:
    """Words before room to write in: a question as it is, anything else with a colon."""
    return words if words.endswith(("?", ":")) else say("{name}:", name=words)
