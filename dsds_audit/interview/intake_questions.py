"""The questions before the first criterion: who is assessed, when, and who is in the room."""

import datetime as dt

from dsds_audit.assessment import Assessment
from dsds_audit.interview.questions import Choice, Kind, Question, Value
from dsds_audit.rubric import Rubric

DATE_EXAMPLE = "year-month-day, such as 2026-03-31"
_OWN_USE = "Names are for your own use and reach no report."
_TEXTS: dict[str, tuple[str, str, str]] = {
    "site": (
        "Site",
        "Which site is this assessment about?",
        "It is found again, and compared, by this name: write it the way you will write it next time.",
    ),
    "program": (
        "Program",
        "Which program is it about?",
        "Each program of a site has assessments of its own. Leave it empty if there is only one.",
    ),
    "group": (
        "Group",
        "Does the site belong to a group, such as a region or a cohort?",
        "The sites of a group can be looked at together. Leave it empty if there is none.",
    ),
    "date": (
        "Date",
        "On which date is this assessment held?",
        "Later assessments are compared by it, and whether evidence is fresh is counted from it. "
        f"Type it as {DATE_EXAMPLE}.",
    ),
    "facilitator": ("Facilitator", "Who facilitates?", f"Leave it empty if nobody does. {_OWN_USE}"),
    "participants": (
        "Participants",
        "Who is in the room, and in which role?",
        f"People in different roles see different things, so the roles are kept. {_OWN_USE}",
    ),
    "invited": (
        "Invited",
        "How many people were invited to take part and vote?",
        "Leave it empty if it is not known.",
    ),
}
_KINDS: dict[str, Kind] = {"date": "date", "participants": "people", "invited": "number"}
_NEEDED = {
    "site": "A site is missing. Please type its name.",
    "date": f"A date is missing. Please type it as {DATE_EXAMPLE}.",
}


def intake_question(rubric: Rubric, assessment: Assessment, question_id: str) -> Question:
    """One of the questions before the first criterion."""
    if question_id.startswith("populations."):
        return _population_question(rubric, assessment, question_id)
    title, text, why = _TEXTS[question_id]
    return Question(
        question_id,
        _KINDS.get(question_id, "text"),
        title,
        text,
        why=why,
        help=_quorum(rubric) if question_id == "invited" else (),
        choices=_roles(rubric) if question_id == "participants" else (),
        current=getattr(assessment, question_id),
        needed=_NEEDED.get(question_id, ""),
    )


def doubt_about(question: Question, value: Value, today: dt.date) -> str:
    """What is odd about an answer that fits, to be asked once more; empty where nothing is."""
    return doubt_about_date(dt.date.fromisoformat(str(value)), today) if question.kind == "date" else ""


def doubt_about_date(date: dt.date, today: dt.date) -> str:
    """That the date of an assessment lies ahead; empty where it does not."""
    return f"{date} is after today, {today}." if date > today else ""


def _population_question(rubric: Rubric, assessment: Assessment, question_id: str) -> Question:
    population = next(p for p in rubric.populations if f"populations.{p.id}" == question_id)
    return Question(
        question_id,
        "text",
        population.label[:1].upper() + population.label[1:],
        population.question,
        why=(
            "Named once, it holds for every question that speaks of them. It is printed in the report, so "
            "please name roles or teams here, not people."
        ),
        current=assessment.populations.get(population.id),
    )


def _roles(rubric: Rubric) -> tuple[Choice, ...]:
    roles = rubric.panel.roles if rubric.panel else ()
    return tuple(Choice(role.id, role.label, "" if role.votes else "does not vote") for role in roles)


def _quorum(rubric: Rubric) -> tuple[str, ...]:
    quorum = rubric.panel.quorum if rubric.panel else None
    return () if quorum is None else (f"More than {quorum.normalize():f} % of them should take part.",)
