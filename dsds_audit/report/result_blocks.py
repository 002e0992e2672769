"""What a report says first: the result, the profile, every practice with its criteria."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dsds_audit.report.blocks import (
    Block,
    Heading,
    Picture,
    Run,
    Text,
    aside,
    bullets,
    paragraph,
    strong,
    table,
    text_of,
)
from dsds_audit.report.facts import Facts
from dsds_audit.report.record_wording import RecordWording
from dsds_audit.report.text import capitalized, long_date
from dsds_audit.report.wording import Wording
from dsds_audit.scoring import CriterionScore, PracticeScore
from dsds_audit.speech import say, series_of
from dsds_audit.translation import language_notes

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_TWO = 2


def result_blocks(facts: Facts) -> Iterator[Block]:
    """Who was assessed, when, and the result in a few lines."""
    words, record, site = Wording(facts), RecordWording(facts), facts.assessment
    yield Heading(site.site, 1)
    kind = say("{rubric}: self-assessment", rubric=facts.rubric.title)
    about = (kind, site.program, site.group, long_date(site.date))
    yield paragraph(" · ".join(part for part in about if part))
    for note in language_notes(facts.rubric):
        yield paragraph(aside(note))
    if record.age:
        yield paragraph(record.age)
    if record.unfinished:
        yield paragraph(strong(say("Not finished.")), f" {record.unfinished}")
    yield Heading(words.headline, 2)
    lines = [
        text_of(*_named(say("Progress:"), words.both(facts.card))),
        text_of(*_named(say("Adequate:"), words.verdict), f". {words.verdict_why}"),
        text_of(*_named(say("Shown by fresh evidence:"), words.shown), f". {words.shown_why}"),
    ]
    if record.run:
        own = say("It changes no score.")
        lines.append(text_of(*_named(say("How this assessment was run:"), record.run), f". {own}"))
    yield from bullets(lines)


def _named(name: str, value: str) -> tuple[str, Run]:
    return f"{name} ", strong(value)


def profile_blocks(facts: Facts, *, twice: bool = True) -> Iterator[Block]:
    """The practices as pictures, or where they are not to be drawn ``twice`` as one, and as a table."""
    words = Wording(facts)
    yield Heading(say("Profile"), 2)
    has_shape = len(facts.card.applicable) > _TWO  # Else the radar would be the same bars once more.
    if has_shape:
        yield Picture("radar", say("The practices as a radar"), lambda: _radar(facts))
    if twice or not has_shape:
        yield Picture("dots", say("The practices against the threshold"), lambda: _dots(facts))
    rows = [
        (
            words.title(practice.id),
            words.status(practice.status),
            words.score(practice),
            words.shown_of(practice),
            words.threshold(practice),
        )
        for practice in facts.card.practices
    ]
    columns = {
        say("Practice"): 30,
        say("Status"): 16,
        say("Claimed"): 20,
        say("Shown by fresh evidence"): 20,
        say("Threshold"): 14,
    }
    yield table(say("Scores by practice"), columns, rows)


def practice_blocks(facts: Facts) -> Iterator[Block]:
    """Every practice, with the level, checks and evidence of each of its criteria."""
    yield Heading(say("Practices and criteria"), 2)
    columns = {
        say("Criterion"): 18,
        say("Level"): 14,
        say("Target"): 11,
        say("Checks"): 11,
        say("Evidence"): 26,
        say("Note"): 20,
    }
    for practice, stated in zip(facts.card.practices, facts.rubric.practices, strict=True):
        yield Heading(stated.title, 3)
        yield paragraph(f"{_standing(facts, practice)}. {stated.statement}")
        rows = [_criterion_row(facts, criterion) for criterion in practice.criteria]
        yield table(say("Criteria of: {practice}", practice=stated.title), columns, rows)


def _standing(facts: Facts, practice: PracticeScore) -> str:
    words = Wording(facts)
    return f"{capitalized(words.status(practice.status))}, {words.both(practice)}"


def _criterion_row(facts: Facts, criterion: CriterionScore) -> tuple[str | Text, ...]:
    words, rating = Wording(facts), facts.assessment.ratings.get(criterion.id)
    title = words.title(criterion.id)
    if facts.rubric.criteria[criterion.id].critical:
        title = say("{criterion} (critical)", criterion=title)
    shown = [words.evidence(evidence) for evidence in rating.evidence] if rating else []
    doubt = words.doubt(criterion)
    said = (rating.not_applicable, rating.note) if rating else ()
    return (
        title,
        words.level(criterion),
        words.step(criterion.target) if criterion.applies else "",
        words.checks_in_column(criterion.id, rating) or "",
        text_of(series_of([*shown, ""] if shown and doubt else shown), aside(doubt or "")),
        " ".join(text for text in said if text),
    )


def _radar(facts: Facts) -> "Figure":
    from dsds_audit.report.charts import draw_radar

    return draw_radar(facts.rubric, facts.assessment, titled=False)


def _dots(facts: Facts) -> "Figure":
    from dsds_audit.report.charts import draw_dots

    return draw_dots(facts.rubric, facts.assessment, criteria=False, titled=False)
