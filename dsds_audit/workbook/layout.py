"""Which rows a workbook has: what is asked, in which order, and what stands there already."""

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from dsds_audit.assessment import Assessment, Rating
from dsds_audit.display import plural
from dsds_audit.names import folded, numbered
from dsds_audit.rubric import Criterion, Practice, Rubric
from dsds_audit.workbook.choices import (
    HOLDS,
    HOLDS_NOT,
    NO,
    YES,
    Choices,
    level_choices,
    make_choices,
    word_of_claim,
)

FORMAT = 1
MARK = "dsds-audit workbook"  # Begins the hidden first row of every sheet that is read.
LISTS = "dsds-audit lists"  # Begins the sheet of what is not for people.
LABEL, ANSWER, MORE, DATE = COLUMNS = ("label", "answer", "more", "date")
KEPT = ("thresholds", "targets", "earlier")  # What nobody is asked, taken along unseen.
EVIDENCE_ROWS, BARRIER_ROWS, PEOPLE_ROWS = 3, 2, 10

Kind = Literal["text", "date", "number", "level", "truth", "role", "driver"]
Style = Literal["title", "prose", "faint", "band", "section", "heads", "hint", "plain", "strong", "gap"]
Value = str | int | dt.date


@dataclass(frozen=True, slots=True)
class Field:
    """A cell to be filled in: what kind of answer it takes, its drop-down, the help beside it."""

    kind: Kind = "text"
    choices: Choices | None = None
    help: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``key`` is its hidden id, empty where nothing on it is ours.

    ``texts`` are its fixed texts and ``fields`` the cells to fill in, both by column; ``values`` is what
    stands in these already. ``counts`` names the rows whose answers are counted here, with what they are
    counted out of; ``counted_on`` the sheet whose count is shown. ``varies`` says that the fixed texts are
    not the same in every workbook.
    """

    key: str = ""
    style: Style = "plain"
    texts: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Field] = field(default_factory=dict)
    values: Mapping[str, Value] = field(default_factory=dict)
    counts: tuple[str, ...] = ()
    counted_on: str = ""
    varies: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, unlike any other's in 31 characters, and its rows."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Filling:
    """What stands in a workbook from the start.

    ``assessment`` fills it in; ``site`` and ``program`` only say their names; ``last`` is an earlier
    assessment against the same rubric, which says who is assessed and how each criterion was rated then.
    """

    assessment: Assessment | None = None
    site: str = ""
    program: str = ""
    last: Assessment | None = None


EMPTY = Filling()


def mark_of(rubric: Rubric) -> str:
    """What every sheet that is read begins with: the workbook's format, and the rubric's version."""
    return f"{MARK} {FORMAT} {rubric.ref} {rubric.digest}"


def lay_out(rubric: Rubric, filling: Filling = EMPTY) -> tuple[Sheet, ...]:
    """The sheets of a workbook: who is assessed, a sheet for each practice, the look back."""
    titles = ["Start here", *(practice.short for practice in rubric.practices), "Looking back"]
    names = list(_sheet_names(titles))
    levels = {offered: level_choices(rubric, offered) for offered in (False, True)}
    practices = [
        Sheet(name, tuple(_practice_rows(rubric, practice, filling, levels)))
        for name, practice in zip(names[1:-1], rubric.practices, strict=True)
    ]
    start = Sheet(names[0], tuple(_start_rows(rubric, filling, practices)))
    if not rubric.administration:
        return (start, *practices)
    return (start, *practices, Sheet(names[-1], tuple(_look_back_rows(rubric, filling))))


def kept_text(filling: Filling) -> str:
    """What the assessment holds and a workbook does not ask, as JSON; empty where there is nothing."""
    if filling.assessment is None:
        return ""
    kept = filling.assessment.model_dump(mode="json", include=set(KEPT), exclude_defaults=True)
    return json.dumps(kept) if kept else ""


def reason_row(name: str, value: str = "") -> Row:
    """Where it says why a criterion does not apply."""
    asked = "Why does it not apply here? (only where that is chosen above)"
    return Row(f"{name}/reason", "plain", {LABEL: asked}, {ANSWER: Field()}, _filled({ANSWER: value}))


def last_row(name: str, text: str = "") -> Row:
    """Where it says how a criterion was rated the last time."""
    return Row(f"{name}/last", "faint", {LABEL: text}, varies=True)


def _sheet_names(titles: Iterable[str]) -> Iterator[str]:
    taken = {folded(LISTS.partition(" ")[0]), "history"}  # The second is Excel's own.
    for title in titles:
        clean = "".join(c for c in title if c.isprintable() and c not in "[]:*?/\\'!")
        base = " ".join(clean.split())[:24].strip() or "Practice"
        name = next(one for one in numbered(base) if folded(one) not in taken)
        taken.add(folded(name))
        yield name


def _start_rows(rubric: Rubric, filling: Filling, practices: Sequence[Sheet]) -> Iterator[Row]:
    yield Row("title", "title", {LABEL: rubric.title})
    yield Row("about", "faint", {LABEL: rubric.about})
    yield Row("how", "prose", {LABEL: _HOW})
    yield Row("how-far", "section", {LABEL: "How far you are"})
    for practice, sheet in zip(rubric.practices, practices, strict=True):
        text = f"{practice.title} (sheet “{sheet.name}”)"
        yield Row(f"how-far/{practice.id}", "plain", {LABEL: text}, counted_on=sheet.name)
    yield Row(style="gap")
    yield Row("who", "section", {LABEL: "Who is assessed"})
    yield from _identity_rows(filling)
    if rubric.populations:
        yield Row(style="gap")
        yield Row("whom", "section", {LABEL: "Whom you mean"})
    source = filling.assessment or filling.last
    for population in rubric.populations:
        texts = {LABEL: f"{_capital(population.label)}: {population.question}"}
        named = source.populations.get(population.id, "") if source else ""
        yield Row(f"populations.{population.id}", "plain", texts, {ANSWER: Field()}, _filled({ANSWER: named}))
    yield from _people_rows(rubric, filling)


def _identity_rows(filling: Filling) -> Iterator[Row]:
    now, last = filling.assessment, filling.last
    source = now or last
    values: dict[str, Value | None] = {
        "site": source.site if source else filling.site,
        "program": source.program if source else filling.program,
        "group": source.group if source else None,
        "date": now.date if now else None,
        "facilitator": now.facilitator if now else None,
        "invited": now.invited if now else None,
    }
    for key, label, kind, help_text in _IDENTITY:
        entry = Field(kind, help=help_text, needed=key in ("site", "date"))
        yield Row(key, "plain", {LABEL: label}, {ANSWER: entry}, _filled({ANSWER: values[key]}))


def _people_rows(rubric: Rubric, filling: Filling) -> Iterator[Row]:
    roles = role_choices(rubric)
    yield Row(style="gap")
    yield Row("people", "section", {LABEL: "Who took part"})
    yield Row("people/about", "faint", {LABEL: _PEOPLE})
    yield Row("people/heads", "heads", {ANSWER: "Role", MORE: "Name or initials (optional)"})
    people = filling.assessment.participants if filling.assessment else ()
    entries = {ANSWER: Field("role", roles, "The part this person took."), MORE: Field()}
    for number in range(max(PEOPLE_ROWS, len(people) + 1)):
        values: Mapping[str, Value] = {}
        if number < len(people):
            role = people[number].role
            word = roles.words.get(role, role) if roles else role
            values = _filled({ANSWER: word, MORE: people[number].name})
        yield Row("participants", "plain", {}, entries, values)


def _practice_rows(
    rubric: Rubric, practice: Practice, filling: Filling, levels: Mapping[bool, Choices]
) -> Iterator[Row]:
    names = [f"{practice.id}.{criterion.id}" for criterion in practice.criteria]
    yield Row(f"{practice.id}/title", "title", {LABEL: practice.title})
    yield Row(f"{practice.id}/statement", "prose", {LABEL: practice.statement})
    counts = tuple(f"{name}/level" for name in names)
    yield Row(f"{practice.id}/how-far", "strong", {LABEL: "Rated so far"}, counts=counts)
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
    ticks = rating.checks if rating else None
    for check in criterion.checks:
        entry = Field("truth", _CHECK, "Leave it empty where it was not gone through.")
        value = "" if ticks is None else HOLDS if check.id in ticks else HOLDS_NOT
        yield Row(
            f"{name}.{check.id}", "plain", {LABEL: check.text}, {ANSWER: entry}, _filled({ANSWER: value})
        )
    meanings = "\n".join(f"{step.level}: {step.meaning}" for step in rubric.scale)
    value = word_of_claim(choices, rating) if rating else ""
    level = {ANSWER: Field("level", choices, meanings, needed=True)}
    yield Row(f"{name}/level", "strong", {LABEL: _LEVEL}, level, _filled({ANSWER: value}))
    if filling.last and name in filling.last.claims:
        word = word_of_claim(levels[True], filling.last.claims[name])
        yield last_row(name, f"On {filling.last.date}: {word}")
    if criterion.not_applicable or spared:
        yield reason_row(name, (rating.not_applicable or "") if rating else "")
    yield from _word_rows(rubric, name, criterion, rating)


def _word_rows(rubric: Rubric, name: str, criterion: Criterion, rating: Rating | None) -> Iterator[Row]:
    """The note, the evidence, the barriers; one row more than there is to hold."""
    note = _filled({ANSWER: rating.note if rating else None})
    yield Row(f"{name}/note", "plain", {LABEL: "Note: what should be remembered"}, {ANSWER: Field()}, note)
    heads = {LABEL: _EVIDENCE, ANSWER: "What is it?", MORE: "Where is it?", DATE: "Its date"}
    yield Row(f"{name}/evidence-heads", "heads", heads)
    entries = {ANSWER: Field(), MORE: Field(), DATE: Field("date", help=_DATE)}
    evidence = rating.evidence if rating else ()
    hints = _evidence_hints(criterion)
    for number in range(max(EVIDENCE_ROWS, len(evidence) + 1)):
        one = evidence[number] if number < len(evidence) else None
        values = _filled({ANSWER: one.what, MORE: one.where, DATE: one.date}) if one else {}
        hint = hints[number] if number < len(hints) else ""
        yield Row(f"{name}/evidence", "hint", {LABEL: hint}, entries, values, varies=True)
    drivers = driver_choices(rubric)
    heads = {LABEL: "Barriers: what stands in the way", ANSWER: "In a few words"}
    entries = {ANSWER: Field()}
    if drivers:
        heads[MORE], entries[MORE] = "Where does it lie?", Field("driver", drivers, _DRIVER)
    yield Row(f"{name}/barrier-heads", "heads", heads)
    barriers = rating.barriers if rating else ()
    for number in range(max(BARRIER_ROWS, len(barriers) + 1)):
        barrier = barriers[number] if number < len(barriers) else None
        word = drivers.words.get(barrier.driver or "") if barrier and drivers else None
        values = _filled({ANSWER: barrier.what, MORE: word}) if barrier else {}
        yield Row(f"{name}/barriers", "plain", {}, entries, values)


def _look_back_rows(rubric: Rubric, filling: Filling) -> Iterator[Row]:
    held = filling.assessment.administration if filling.assessment else {}
    yield Row("look-back/title", "title", {LABEL: "How this assessment was run"})
    yield Row("look-back/about", "prose", {LABEL: _LOOK_BACK})
    for statement in rubric.administration:
        value = {True: YES, False: NO, None: ""}[held.get(statement.id)]
        entry = Field("truth", _STATEMENT)
        key = f"administration.{statement.id}"
        yield Row(key, "plain", {LABEL: statement.text}, {ANSWER: entry}, _filled({ANSWER: value}))


def role_choices(rubric: Rubric) -> Choices | None:
    """The roles of the rubric's panel; None where it names none, and any id may be typed."""
    return make_choices((role.id, role.label) for role in rubric.panel.roles) if rubric.panel else None


def driver_choices(rubric: Rubric) -> Choices | None:
    """The implementation drivers that the rubric names; None where it names none."""
    return make_choices((driver.id, driver.label) for driver in rubric.drivers) if rubric.drivers else None


def _evidence_hints(criterion: Criterion) -> list[str]:
    """What stands beside the rows for evidence: examples, and how long it counts, in three rows."""
    examples = [f"Such as: {_small(text)}" for text in criterion.evidence]
    days = [f"It counts for {plural(criterion.fresh_for, 'day')}."] if criterion.fresh_for else []
    first = EVIDENCE_ROWS - len(days)
    return [*examples[: first - 1], "\n".join(examples[first - 1 :]), *days]


def _filled(values: Mapping[str, Value | None]) -> dict[str, Value]:
    return {column: value for column, value in values.items() if value not in (None, "")}


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def key_of_list(key: str) -> bool:
    """Whether rows of a key are items of a list, of which there are several."""
    return re.search(r"^participants$|/evidence$|/barriers$", key) is not None


_CHECK = Choices({HOLDS: HOLDS, HOLDS_NOT: HOLDS_NOT}, {})
_STATEMENT = Choices({YES: YES, NO: NO}, {})
_LEVEL = "All in all, how far is it in place?"
_DATE = "Year, month, day, such as 2026-03-31."
_EVIDENCE = "Evidence: what would convince a colleague"
_DRIVER = "Leave it empty where it is something else, or where nobody knows."
_PEOPLE = "One line for each person in the room. Names stay with you and reach no report."
_LOOK_BACK = "When you are through: what held of how you went about it? Leave open what nobody remembers."
_HOW = (
    "Fill in the framed cells: here first, then sheet by sheet. For each question, go through what should be "
    "true, then choose the level that fits best; “don't know” is a fair answer. A cell in yellow still waits "
    "for you. Save the file now and then, and send it back as it is."
)
_IDENTITY: tuple[tuple[str, str, Kind, str], ...] = (
    ("site", "Site", "text", "Write it the same way each time."),
    ("program", "Program or practice that is assessed", "text", ""),
    ("group", "Group, such as a region or a cohort", "text", ""),
    ("date", "Date of the assessment", "date", _DATE),
    ("facilitator", "Facilitator", "text", "Who leads the conversation."),
    ("invited", "How many people were invited", "number", "A whole number."),
)
