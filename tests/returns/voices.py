"""Answers of people, and the small rubric they answer, for the tests of what came back."""

import datetime as dt
from typing import Any

from rubrics_for_tests import make_rubric

from dsds_audit.assessment import Assessment, Evidence, Rating
from dsds_audit.forms.submissions import Submission
from dsds_audit.returns.groups import Voice
from dsds_audit.returns.reading import Returned

RUBRIC = make_rubric(
    {"p1": {"c1": {"not_applicable": True}, "c2": {}}, "p2": {"c3": {}}},
    panel={
        "roles": [
            {"id": "coach", "label": "Coach"},
            {"id": "leader", "label": "Leader"},
            {"id": "facilitator", "label": "Facilitator", "votes": False},
        ]
    },
    drivers=[{"id": "training", "label": "Training", "group": "Any"}],
    populations=[{"id": "staff", "label": "staff", "question": "Who?"}],
    administration=[{"id": "calm", "text": "It was calm."}],
)
NOW = dt.datetime(2026, 3, 9, 8, 30, tzinfo=dt.UTC)


def rated(*levels: Any, site: str = "Riverbend", **fields: Any) -> Assessment:
    """An assessment with these levels of c1, c2 and c3: None for none, or a whole rating."""
    ratings = {
        name: level if isinstance(level, Rating) else Rating(level=level)
        for name, level in zip(RUBRIC.criteria, levels, strict=False)
        if level is not None
    }
    day = fields.pop("date", dt.date(2026, 3, 2))
    return Assessment(site=site, date=day, rubric=RUBRIC.ref, digest=RUBRIC.digest, ratings=ratings, **fields)


def voice(assessment: Assessment, name: str | None = None, role: str | None = "coach") -> Voice:
    return Voice(assessment, f"form of {name}", name, role)


def sent(
    assessment: Assessment | None,
    name: str | None = None,
    role: str | None = "coach",
    file: str = "kobo.csv",
    **fields: Any,
) -> Returned:
    place = fields.pop("place", f"{file}: {name}")
    personal = fields.pop("personal", True)
    return Returned(Submission(assessment, name, role, place=place, **fields), file, personal)


def shown(what: str) -> tuple[Evidence, ...]:
    return (Evidence(what=what),)
