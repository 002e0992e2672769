"""What stands around a sheet's questions: how far one is, how it scores so far, where one can go."""

import re
from dataclasses import dataclass, replace

from markupsafe import Markup

from dsds_audit.interview import Interview
from dsds_audit.interview.questions import Choice, Headway
from dsds_audit.interview.sheets import Sheet, sheet_holding
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.wording import Wording
from dsds_audit.speech import say, say_many
from dsds_audit.web.charts import radar_of


@dataclass(frozen=True, slots=True)
class View:
    """What a sheet's page shows beside the questions."""

    whereabouts: str
    answered: str
    headline: str
    total: str
    radar: Markup
    places: tuple[Choice, ...]
    lines: tuple[Choice, ...]


def view_of(interview: Interview, sheet: Sheet) -> View:
    """The view of a sheet as the assessment stands."""
    words = Wording(gather_facts(interview.rubric, interview.assessment))
    lines = sheet.questions[0].choices if sheet.questions[0].kind == "review" else ()
    headway = sheet.headway
    return View(
        _whereabouts(headway),
        say_many(
            "{answered} of {count} criterion answered",
            "{answered} of {count} criteria answered",
            headway.criteria,
            answered=headway.answered,
        ),
        words.headline,
        words.both(words.facts.card),
        radar_of(interview.rubric, interview.assessment),
        tuple(replace(place, meaning=_in_brief(place.meaning)) for place in sheet.destinations),
        tuple(replace(line, value=sheet_holding(line.value)) for line in lines),
    )


def _in_brief(meaning: str) -> str:
    """How a question stands, without the details that the review has."""
    return re.split(r" · |: |, | \(", meaning, maxsplit=1)[0].rstrip()


def _whereabouts(headway: Headway) -> str:
    if not headway.criterion_number:
        return ""
    return say(
        "Practice {practice_number} of {practices}, {practice} · criterion {criterion_number} of {criteria}",
        practice_number=headway.practice_number,
        practices=headway.practices,
        practice=headway.practice,
        criterion_number=headway.criterion_number,
        criteria=headway.criteria,
    )
