"""The sheet of a practice: for each criterion its checks, its level, the note, the evidence, the barriers."""

from collections.abc import Iterator, Mapping

from dsds_audit.assessment import Rating
from dsds_audit.rubric import Criterion, Practice, Rubric
from dsds_audit.speech import mark, say, say_many
from dsds_audit.workbook.choices import FALSE, TRUE, Choices, check_choices, make_choices, word_of_claim
from dsds_audit.workbook.rows import ANSWER, DATE, LABEL, MORE, Field, Filling, Row, filled

EVIDENCE_ROWS, BARRIER_ROWS = 3, 2


def practice_rows(
    rubric: Rubric, practice: Practice, filling: Filling, levels: Mapping[bool, Choices]
) -> Iterator[Row]:
    """The rows of a practice's sheet.

    ``levels`` are the drop-downs of levels, with and without *does not apply*.
    """
    names = [f"{practice.id}.{criterion.id}" for criterion in practice.criteria]
    yield Row(f"{practice.id}/title", "title", {LABEL: practice.title})
    yield Row(f"{practice.id}/statement", "prose", {LABEL: practice.statement})
    counts = tuple(f"{name}/level" for name in names)
    yield Row(f"{practice.id}/how-far", "strong", {LABEL: say("Rated so far")}, counts=counts)
    for name, criterion in zip(names, practice.criteria, strict=True):
        yield Row(style="gap")
        yield from _criterion_rows(rubric, name, criterion, filling, levels)


def _criterion_rows(
    rubric: Rubric, name: str, criterion: Criterion, filling: Filling, levels: Mapping[bool, Choices]
) -> Iterator[Row]:
    rating = filling.assessment.ratings.get(name) if filling.assessment else None
    spared = rating is not None and rating.kind == "not_applicable"
    choices = levels[criterion.not_applicable or spared]
    yield Row(f"{name}/title", "band", {LABEL: criterion.title})
    yield Row(f"{name}/question", "prose", {LABEL: criterion.question})
    yield Row(f"{name}/why", "faint", {LABEL: criterion.why})
    ticks, holds = rating.checks if rating else None, check_choices()
    for check in criterion.checks:
        entry = Field("truth", holds, say("Leave it empty where it was not gone through."))
        value = "" if ticks is None else holds.words[TRUE if check.id in ticks else FALSE]
        yield Row(
            f"{name}.{check.id}", "plain", {LABEL: check.text}, {ANSWER: entry}, filled({ANSWER: value})
        )
    meanings = "\n".join(say("{name}: {text}", name=step.level, text=step.meaning) for step in rubric.scale)
    value = word_of_claim(choices, rating) if rating else ""
    level = {ANSWER: Field("level", choices, meanings, needed=True)}
    yield Row(f"{name}/level", "strong", {LABEL: say(_LEVEL)}, level, filled({ANSWER: value}))
    if filling.last and name in filling.last.claims:
        word = word_of_claim(levels[True], filling.last.claims[name])
        yield last_row(name, say("On {date}: {level}", date=filling.last.date, level=word))
    if criterion.not_applicable or spared:
        yield reason_row(name, (rating.not_applicable or "") if rating else "")
    yield from _word_rows(rubric, name, criterion, rating)


def _word_rows(rubric: Rubric, name: str, criterion: Criterion, rating: Rating | None) -> Iterator[Row]:
    """The note, the evidence, the barriers; one row more than there is to hold."""
    note = filled({ANSWER: rating.note if rating else None})
    yield Row(
        f"{name}/note", "plain", {LABEL: say("Note: what should be remembered")}, {ANSWER: Field()}, note
    )
    heads = {LABEL: say(_EVIDENCE), ANSWER: say("What is it?"), MORE: say("Where is it?")}
    heads[DATE] = say("Its date")
    yield Row(f"{name}/evidence-heads", "heads", heads)
    entries = {ANSWER: Field(), MORE: Field(), DATE: Field("date", help=say(_DATE))}
    evidence = rating.evidence if rating else ()
    hints = _evidence_hints(criterion)
    for number in range(max(EVIDENCE_ROWS, len(evidence) + 1)):
        one = evidence[number] if number < len(evidence) else None
        values = filled({ANSWER: one.what, MORE: one.where, DATE: one.date}) if one else {}
        hint = hints[number] if number < len(hints) else ""
        yield Row(f"{name}/evidence", "hint", {LABEL: hint}, entries, values, varies=True)
    drivers = _driver_choices(rubric)
    heads = {LABEL: say("Barriers: what stands in the way"), ANSWER: say("In a few words")}
    entries = {ANSWER: Field()}
    if drivers:
        heads[MORE], entries[MORE] = say("Where does it lie?"), Field("driver", drivers, say(_DRIVER))
    yield Row(f"{name}/barrier-heads", "heads", heads)
    barriers = rating.barriers if rating else ()
    for number in range(max(BARRIER_ROWS, len(barriers) + 1)):
        barrier = barriers[number] if number < len(barriers) else None
        word = drivers.words.get(barrier.driver or "") if barrier and drivers else None
        values = filled({ANSWER: barrier.what, MORE: word}) if barrier else {}
        yield Row(f"{name}/barriers", "plain", {}, entries, values)


def reason_row(name: str, value: str = "") -> Row:
    """Where it says why a criterion does not apply."""
    asked = say("Why does it not apply here? (only where that is chosen above)")
    return Row(f"{name}/reason", "plain", {LABEL: asked}, {ANSWER: Field()}, filled({ANSWER: value}))


def last_row(name: str, text: str = "") -> Row:
    """Where it says how a criterion was rated the last time."""
    return Row(f"{name}/last", "faint", {LABEL: text}, varies=True)


def _driver_choices(rubric: Rubric) -> Choices | None:
    """The implementation drivers that the rubric names; None where it names none."""
    return make_choices((driver.id, driver.label) for driver in rubric.drivers) if rubric.drivers else None


def _evidence_hints(criterion: Criterion) -> list[str]:
    """What stands beside the rows for evidence: examples, and how long it counts, in three rows."""
    examples = [say("Such as: {example}", example=_small(text)) for text in criterion.evidence]
    fresh = criterion.fresh_for
    days = [say_many("It counts for {count} day.", "It counts for {count} days.", fresh)] if fresh else []
    first = EVIDENCE_ROWS - len(days)
    return [*examples[: first - 1], "\n".join(examples[first - 1 :]), *days]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


_LEVEL = mark("All in all, how far is it in place?")
_DATE = mark("Year, month, day, such as 2026-03-31.")
_EVIDENCE = mark("Evidence: what would convince a colleague")
_DRIVER = mark("Leave it empty where it is something else, or where nobody knows.")
