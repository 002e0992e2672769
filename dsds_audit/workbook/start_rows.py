"""The first sheet of a workbook: how to fill it in, who is assessed, who took part."""

from collections.abc import Iterator, Mapping, Sequence

from dsds_audit.rubric import Rubric
from dsds_audit.speech import mark, say
from dsds_audit.translation import language_notes
from dsds_audit.workbook.choices import Choices, make_choices
from dsds_audit.workbook.rows import ANSWER, LABEL, MORE, Field, Filling, Kind, Row, Sheet, Value, filled

PEOPLE_ROWS = 10


def start_rows(rubric: Rubric, filling: Filling, practices: Sequence[Sheet]) -> Iterator[Row]:
    """The rows of the first sheet; ``practices`` are the sheets whose counts it shows, in rubric order."""
    yield Row("title", "title", {LABEL: rubric.title})
    yield Row("about", "faint", {LABEL: rubric.about})
    if notes := language_notes(rubric):
        yield Row("language", "faint", {LABEL: " ".join(notes)})
    yield Row("how", "prose", {LABEL: say(_HOW)})
    yield Row("how-far", "section", {LABEL: say("How far you are")})
    for practice, sheet in zip(rubric.practices, practices, strict=True):
        text = say("{practice} (sheet “{sheet}”)", practice=practice.title, sheet=sheet.name)
        yield Row(f"how-far/{practice.id}", "plain", {LABEL: text}, counted_on=sheet.name)
    yield Row(style="gap")
    yield Row("who", "section", {LABEL: say("Who is assessed")})
    yield from _identity_rows(filling)
    if rubric.populations:
        yield Row(style="gap")
        yield Row("whom", "section", {LABEL: say("Whom you mean")})
    source = filling.assessment or filling.last
    for population in rubric.populations:
        texts = {LABEL: say("{name}: {text}", name=_capital(population.label), text=population.question)}
        named = source.populations.get(population.id, "") if source else ""
        yield Row(f"populations.{population.id}", "plain", texts, {ANSWER: Field()}, filled({ANSWER: named}))
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
        entry = Field(kind, help=say(help_text) if help_text else "", needed=key in ("site", "date"))
        yield Row(key, "plain", {LABEL: say(label)}, {ANSWER: entry}, filled({ANSWER: values[key]}))


def _people_rows(rubric: Rubric, filling: Filling) -> Iterator[Row]:
    roles = _role_choices(rubric)
    yield Row(style="gap")
    yield Row("people", "section", {LABEL: say("Who took part")})
    yield Row("people/about", "faint", {LABEL: say(_PEOPLE)})
    yield Row("people/heads", "heads", {ANSWER: say("Role"), MORE: say("Name or initials (optional)")})
    people = filling.assessment.participants if filling.assessment else ()
    entries = {ANSWER: Field("role", roles, say("The part this person took.")), MORE: Field()}
    for number in range(max(PEOPLE_ROWS, len(people) + 1)):
        values: Mapping[str, Value] = {}
        if number < len(people):
            role = people[number].role
            word = roles.words.get(role, role) if roles else role
            values = filled({ANSWER: word, MORE: people[number].name})
        yield Row("participants", "plain", {}, entries, values)


def _role_choices(rubric: Rubric) -> Choices | None:
    """The roles of the rubric's panel; None where it names none, and any id may be typed."""
    return make_choices((role.id, role.label) for role in rubric.panel.roles) if rubric.panel else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_A_DATE = mark("Year, month, day, such as 2026-03-31.")
_PEOPLE = mark("One line for each person in the room. Names stay with you and reach no report.")
_HOW = mark(
    "Fill in the framed cells: here first, then sheet by sheet. For each question, go through what should be "
    "true, then choose the level that fits best; “don't know” is a fair answer. A cell in yellow still waits "
    "for you. Save the file now and then, and send it back as it is."
)
_IDENTITY: tuple[tuple[str, str, Kind, str], ...] = (
    ("site", mark("Site"), "text", mark("Write it the same way each time.")),
    ("program", mark("Program or practice that is assessed"), "text", ""),
    ("group", mark("Group, such as a region or a cohort"), "text", ""),
    ("date", mark("Date of the assessment"), "date", _A_DATE),
    ("facilitator", mark("Facilitator"), "text", mark("Who leads the conversation.")),
    ("invited", mark("How many people were invited"), "number", mark("A whole number.")),
)
