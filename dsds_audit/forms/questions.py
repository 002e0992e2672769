"""A rubric as a flat list of questions, which every other tool's form is made from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from dsds_audit.display import STANDING_LABELS
from dsds_audit.rubric import Criterion, Practice, Rubric
from dsds_audit.speech import Labels, current_speech, say, say_in

Kind = Literal["text", "long_text", "date", "whole", "one", "many"]
RUBRIC, DIGEST, RESPONDENT, ROLE = "rubric", "digest", "respondent", "respondent_role"
LANGUAGE = "language"  # In which the form was made; only where that is not English as the rubric has it.
HIDDEN = (RUBRIC, DIGEST, LANGUAGE)
DONT_KNOW, NOT_APPLICABLE = "dont_know", "not_applicable"
NONE_HOLDS = "none__holds"  # Two underscores: a check may be called none-holds.
EVIDENCE_ROWS, BARRIER_ROWS = 3, 2
YES_NO = Labels({"yes": "Yes", "no": "No"})


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form.

    ``name`` has small letters, digits and underscores only; two names never meet, as ids hold no underscore.
    ``choices`` are values with their labels, for the kinds *one* and *many*. ``shown_if`` names another
    question with the value of it that makes this one appear, ``after`` one that has to be answered first.
    ``section`` is the title it stands under; ``criterion`` the full id of the criterion it is about.
    """

    name: str
    kind: Kind
    label: str
    section: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    shown_if: tuple[str, str] | None = None
    after: str = ""
    criterion: str = ""


def name_of(full_id: str, *parts: str) -> str:
    """The name of what has a full id: ``use.action-plans`` becomes ``use__action_plans``."""
    return "__".join([full_id.replace(".", "__").replace("-", "_"), *parts])


def name_beside(kind: str, name: str) -> str:
    """The name of what is no criterion's, such as ``people___coach``: no practice's id could make it."""
    return f"{kind}___{name_of(name)}"


def id_of(value: str) -> str:
    """The id that the value of a choice was made from: ``action_plans`` becomes ``action-plans``."""
    return value.replace("_", "-")


def form_questions(rubric: Rubric) -> tuple[Question, ...]:
    """Every question, in the order in which they are asked; the names depend on the rubric's ids only."""
    criteria = (
        question
        for practice in rubric.practices
        for criterion in practice.criteria
        for question in _about_criterion(rubric, practice, criterion)
    )
    return (*_about_site(rubric), *criteria, *_about_run(rubric))


_NAMED: dict[tuple[str, ...], Mapping[str, Question]] = {}
_MOST_NAMED = 32


def questions_by_name(rubric: Rubric) -> Mapping[str, Question]:
    """Every question by its name; made out once for each rubric in each language, as thousands of forms may
    be of one."""
    worded = rubric.digest, rubric.language, current_speech().language
    known = _NAMED.get(worded)
    if known is None:
        while len(_NAMED) >= _MOST_NAMED:
            _NAMED.pop(next(iter(_NAMED)), None)
        known = _NAMED[worded] = {question.name: question for question in form_questions(rubric)}
    return known


def _about_site(rubric: Rubric) -> Iterator[Question]:
    section = say("Who, and when")
    yield Question("site", "text", say("Site"), section, say("Who is assessed."), required=True)
    yield Question(
        "program", "text", say("Program"), section, say("The program or practice that is put to work.")
    )
    yield Question(
        "group", "text", say("Group"), section, say("The region, program or cohort it belongs to.")
    )
    yield Question("date", "date", say("Date of the assessment"), section, required=True)
    hint = say("A name you choose for yourself, where each fills in a form of their own. It stays with you.")
    yield Question(RESPONDENT, "text", say_in("who fills in a form", "You"), section, hint)
    roles = rubric.panel.roles if rubric.panel else ()
    if roles:
        choices = tuple((name_of(role.id), role.label) for role in roles)
        yield Question(ROLE, "one", say("Your role"), section, choices=choices)
    yield Question("facilitator", "text", say("Facilitator"), section)
    yield Question("invited", "whole", say("How many were invited"), section)
    for role in roles:
        label = say("How many took part: {role}", role=role.label)
        yield Question(name_beside("people", role.id), "whole", label, section)
    for population in rubric.populations:
        name = name_beside("population", population.id)
        yield Question(name, "long_text", population.label, section, population.question)


def _about_criterion(rubric: Rubric, practice: Practice, criterion: Criterion) -> Iterator[Question]:
    full_id = f"{practice.id}.{criterion.id}"
    for question in (*_claim(rubric, full_id, criterion), *_words(rubric, full_id, criterion)):
        yield replace(question, section=practice.title, criterion=full_id)


def _claim(rubric: Rubric, full_id: str, criterion: Criterion) -> Iterator[Question]:
    """What holds, the level, and why it does not apply."""
    name = name_of(full_id)
    if criterion.checks:
        checks = tuple((name_of(check.id), check.text) for check in criterion.checks)
        label = say("{criterion}: what holds?", criterion=criterion.title)
        none = (NONE_HOLDS, say("None of these holds"))
        yield Question(name_of(full_id, "checks"), "many", label, "", criterion.why, (*checks, none))
    levels = tuple(
        (str(s.level), say("{name}: {text}", name=f"{s.level} {s.label}", text=s.meaning))
        for s in rubric.scale
    )
    others = [(DONT_KNOW, STANDING_LABELS["dont_know"])]
    if criterion.not_applicable:
        others.append((NOT_APPLICABLE, STANDING_LABELS["not_applicable"]))
    yield Question(name, "one", criterion.question, "", criterion.title, (*levels, *others))
    if criterion.not_applicable:
        why = say("{criterion}: why does it not apply?", criterion=criterion.title)
        reason = Question(name_of(full_id, "reason"), "long_text", why, "", required=True)
        yield replace(reason, shown_if=(name, NOT_APPLICABLE))


def _words(rubric: Rubric, full_id: str, criterion: Criterion) -> Iterator[Question]:
    """Evidence, barriers and a note, asked once the level is given."""
    level, title = name_of(full_id), criterion.title
    before = level
    for row in range(1, EVIDENCE_ROWS + 1):
        what, where, date = (name_of(full_id, f"evidence_{row}_{part}") for part in ("what", "where", "date"))
        label = say("{criterion}: evidence {number}, what it is", criterion=title, number=row)
        yield Question(what, "text", label, "", after=before)
        label = say("{criterion}: evidence {number}, where it is", criterion=title, number=row)
        yield Question(where, "text", label, "", after=what)
        label = say("{criterion}: evidence {number}, its date", criterion=title, number=row)
        yield Question(date, "date", label, "", after=what)
        before = what
    before = level
    for row in range(1, BARRIER_ROWS + 1):
        what = name_of(full_id, f"barrier_{row}_what")
        label = say("{criterion}: what stands in the way {number}", criterion=title, number=row)
        yield Question(what, "text", label, "", after=before)
        if rubric.drivers:
            drivers = tuple((name_of(driver.id), driver.label) for driver in rubric.drivers)
            lies = name_of(full_id, f"barrier_{row}_driver")
            label = say("{criterion}: what stands in the way {number}, lies in", criterion=title, number=row)
            yield Question(lies, "one", label, "", choices=drivers, after=what)
        before = what
    yield Question(
        name_of(full_id, "note"), "long_text", say("{criterion}: note", criterion=title), "", after=level
    )


def _about_run(rubric: Rubric) -> Iterator[Question]:
    for statement in rubric.administration:
        yield Question(
            name_beside("run", statement.id),
            "one",
            statement.text,
            say("How this assessment was run"),
            choices=tuple(YES_NO.items()),
        )
