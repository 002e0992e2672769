"""The questions before the first criterion: who is assessed, when, and who is in the room."""

import datetime as dt

from dsds_audit.assessment import Assessment
from dsds_audit.display import percent_of
from dsds_audit.interview.questions import Choice, Kind, Question, Value
from dsds_audit.rubric import Rubric
from dsds_audit.speech import Labels, decimal, say

_TITLES = Labels(
    {
        "site": "Site",
        "program": "Program",
        "group": "Group",
        "date": "Date",
        "facilitator": "Facilitator",
        "participants": "Participants",
        "invited": "Invited",
    }
)
_TEXTS = Labels(
    {
        "site": "Which site is this assessment about?",
        "program": "Which program is it about?",
        "group": "Does the site belong to a group, such as a region or a cohort?",
        "date": "On which date is this assessment held?",
        "facilitator": "Who facilitates?",
        "participants": "Who is in the room, and in which role?",
        "invited": "How many people were invited to take part and vote?",
    }
)
_WHYS = Labels(
    {
        "site": "It is found again, and compared, by this name: "
        "write it the way you will write it next time.",
        "program": "Each program of a site has assessments of its own. Leave it empty if there is only one.",
        "group": "The sites of a group can be looked at together. Leave it empty if there is none.",
        "date": "Later assessments are compared by it, and whether evidence is fresh is counted from it. "
        "Type it as year-month-day, such as 2026-03-31.",
        "facilitator": "Leave it empty if nobody does. Names are for your own use and reach no report.",
        "participants": "People in different roles see different things, so the roles are kept. "
        "Names are for your own use and reach no report.",
        "invited": "Leave it empty if it is not known.",
    }
)
_KINDS: dict[str, Kind] = {"date": "date", "participants": "people", "invited": "number"}
_NEEDED = Labels(
    {
        "site": "A site is missing. Please type its name.",
        "date": "A date is missing. Please type it as year-month-day, such as 2026-03-31.",
    }
)


def intake_question(rubric: Rubric, assessment: Assessment, question_id: str) -> Question:
    """One of the questions before the first criterion."""
    if question_id.startswith("populations."):
        return _population_question(rubric, assessment, question_id)
    return Question(
        question_id,
        _KINDS.get(question_id, "text"),
        _TITLES[question_id],
        _TEXTS[question_id],
        why=_WHYS[question_id],
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
    return say("{date} is after today, {today}.", date=date, today=today) if date > today else ""


def _population_question(rubric: Rubric, assessment: Assessment, question_id: str) -> Question:
    population = next(p for p in rubric.populations if f"populations.{p.id}" == question_id)
    return Question(
        question_id,
        "text",
        population.label[:1].upper() + population.label[1:],
        population.question,
        why=say(
            "Named once, it holds for every question that speaks of them. It is printed in the report, so "
            "please name roles or teams here, not people."
        ),
        current=assessment.populations.get(population.id),
    )


def _roles(rubric: Rubric) -> tuple[Choice, ...]:
    roles = rubric.panel.roles if rubric.panel else ()
    return tuple(Choice(role.id, role.label, "" if role.votes else say("does not vote")) for role in roles)


def _quorum(rubric: Rubric) -> tuple[str, ...]:
    quorum = rubric.panel.quorum if rubric.panel else None
    if quorum is None:
        return ()
    percent = percent_of(decimal(f"{quorum.normalize():f}"))
    return (say("More than {percent} of them should take part.", percent=percent),)
