"""Assessments side by side, as Markdown, Word and PDF write them."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dsds_audit.comparison import Comparison
from dsds_audit.display import STATUS_LABELS
from dsds_audit.report.blocks import (
    Block,
    Heading,
    Picture,
    Text,
    aside,
    bullets,
    paragraph,
    strong,
    table,
    text_of,
)
from dsds_audit.report.bridge_wording import BridgeWording
from dsds_audit.report.column_wording import ColumnWording
from dsds_audit.report.compare_wording import ComparisonWording
from dsds_audit.report.text import in_blocks
from dsds_audit.speech import mark, say, series_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_ACROSS = 6  # assessments that a page of paper has room for
READING = (
    mark(
        "A score is a range while something is not known: from all of it at the bottom to all of it at the "
        "top."
    ),
    mark(
        "What fresh evidence shows is judged on the day of each assessment, so what is old now was not old "
        "then."
    ),
    mark(
        "Sites name their own staff and stakeholders and rate themselves. Numbers that are close say little; "
        "look at what differs, and ask why."
    ),
)


def comparison_blocks(comparison: Comparison) -> Iterator[Block]:
    """Everything that the page of a comparison says (compare.html.j2), in the same order."""
    words = ComparisonWording(comparison)
    yield Heading(words.headline, 1)
    yield paragraph(words.subject)
    yield from _assessments(words)
    if words.bridge:
        yield from bridge_blocks(words.bridge)
    yield Heading(say("Radars"), 2)
    yield paragraph(say("Read along the spokes; the area means nothing. The tables say the same in numbers."))
    what = say("The practices of each, as claimed and as fresh evidence shows them")
    yield Picture("radars", what, lambda: _radars(comparison))
    yield from _practices(words)
    yield from _criteria(words)
    yield Heading(say("How to read this"), 2)
    rubric = comparison.rubric
    held = say(
        "All are held against {rubric} {version}, with the digest {digest}.",
        rubric=rubric.title,
        version=rubric.version,
        digest=rubric.digest,
    )
    yield from bullets([*map(say, READING), held])


def title_of_comparison(comparison: Comparison) -> str:
    """What a document calls itself: what is compared, and by which rubric."""
    headline = ComparisonWording(comparison).headline
    return say("{label}: {text}", label=comparison.rubric.title, text=headline)


def bridge_blocks(words: BridgeWording) -> Iterator[Block]:
    """What lies between two assessments of one site, step by step."""
    yield Heading(words.title, 2)
    yield paragraph(words.conclusion)
    yield Picture("waterfall", say("From one total to the other"), lambda: _waterfall(words))
    then, now = ((words.dates[stage], *words.ends(words.bridge.total, stage), "") for stage in (0, -1))
    steps = [
        (text_of(step.label, aside(f" {step.meaning}")), step.low, step.high, series_of(step.touched))
        for step in words.steps
    ]
    columns = {say("Step"): 34, say("Low end"): 13, say("High end"): 13, say("What it touched"): 40}
    title = say("{title}: the steps, in percentage points", title=words.title)
    yield table(title, columns, [then, *steps, now])
    yield from bullets([say("{label}: {text}", label=label, text=text) for label, text in words.beside])


def _assessments(words: ComparisonWording) -> Iterator[Block]:
    yield Heading(say("The assessments"), 2)
    yield paragraph(say("Side by side, with what each of them rests on. This is no ranking."))
    columns = {
        say("Assessment"): 17,
        say("Date"): 16,
        say("Total, as claimed"): 17,
        say("Shown by fresh evidence"): 16,
        say("In place"): 12,
        say("Adequate"): 14,
        say("Panel"): 15,
        say("How it was run"): 17,
        say("Rubric"): 11,
    }
    yield table(say("The assessments"), columns, [_assessment(words, column) for column in words.columns])
    yield from (paragraph(note) for note in words.notes)


def _assessment(words: ComparisonWording, column: ColumnWording) -> tuple[str | Text, ...]:
    site, card = column.column.assessment, column.facts.card
    program = f", {site.program}" if site.program and not words.program else ""
    own = f" {column.own_score}" if column.own_score else ""
    return (
        f"{column.letter} {site.site}{program}",
        column.day,
        text_of(column.words.score(card), aside(own)),
        column.words.shown,
        say("{count} of {total}", count=card.in_place, total=len(card.applicable)),
        column.words.verdict,
        column.panel,
        text_of(column.run, aside(f" {column.run_why}" if column.run_why else "")),
        column.version,
    )


def _practices(words: ComparisonWording) -> Iterator[Block]:
    yield Heading(say("Practices"), 2)
    yield paragraph(say("As claimed; in brackets what fresh evidence shows."))
    for columns in in_blocks(words.columns, _ACROSS):
        rows = [
            (practice.title, *(_practice(column, practice.id) for column in columns))
            for practice in words.comparison.rubric.practices
        ]
        yield table(say("Scores by practice"), _columns(say("Practice"), columns), rows)


def _practice(column: ColumnWording, name: str) -> str:
    score = next(score for practice, score in column.scores if practice.id == name)
    if not score.possible:
        return STATUS_LABELS[score.status]
    shown = say("{percent} shown; {rated}", percent=column.shown(name), rated=column.words.rated(score))
    return f"{STATUS_LABELS[score.status]}, {column.words.percent(score)} ({shown})"


def _criteria(words: ComparisonWording) -> Iterator[Block]:
    yield Heading(say("Criteria"), 2)
    yield paragraph(f"{words.legend} {words.practice_legend}")
    for columns in in_blocks(words.columns, _ACROSS):
        rows: list[tuple[str | Text, ...]] = []
        for practice in words.comparison.rubric.practices:
            rows.append((text_of(strong(practice.title)), *_signs(words, columns, practice.id)))
            names = [f"{practice.id}.{criterion.id}" for criterion in practice.criteria]
            rows += [(words.titles[name], *_signs(words, columns, name)) for name in names]
        heads = _columns(say("Criterion"), columns, say("All together"))
        yield table(say("Levels by criterion"), heads, rows)


def _signs(words: ComparisonWording, columns: Sequence[ColumnWording], name: str) -> tuple[str, ...]:
    return (*(column.cells[name].marked for column in columns), words.tally(name))


def _columns(first: str, columns: Sequence[ColumnWording], *last: str) -> dict[str, int]:
    """The heads of a table with a column for each assessment; their letters tell equal names apart."""
    return {first: 24, **{column.name: 16 for column in columns}, **dict.fromkeys(last, 19)}


def _radars(comparison: Comparison) -> "Figure":
    from dsds_audit.report.charts.overlay import draw_overlay

    return draw_overlay(comparison, titled=False)


def _waterfall(words: BridgeWording) -> "Figure":
    from dsds_audit.report.charts.waterfall import draw_waterfall

    return draw_waterfall(words.bridge, titled=False)
