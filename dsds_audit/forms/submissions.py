"""A form filled in with another tool, as an assessment."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from dsds_audit.assessment import Assessment
from dsds_audit.crosswalk import Leg, carry
from dsds_audit.display import plural
from dsds_audit.errors import Problem, RubricError
from dsds_audit.forms.claims import read_rating
from dsds_audit.forms.questions import (
    DIGEST,
    RESPONDENT,
    ROLE,
    RUBRIC,
    id_of,
    name_beside,
)
from dsds_audit.forms.typed import Typed, shown
from dsds_audit.interview.fault_wording import describe_fault
from dsds_audit.rubric import Rubric

RubricOf = Callable[[str], Rubric]
LegsOf = Callable[[str, str], Sequence[Leg]]
IDENTITY = ("site", "program", "group", "date", "facilitator", "invited")
_MOST_PEOPLE, _LONGEST_NAME = 1000, 200
_HIDDEN = (RUBRIC, DIGEST)


@dataclass(frozen=True, slots=True)
class Submission:
    """What one filled-in form says.

    ``assessment`` is None where there are ``problems``. ``respondent`` is the name that whoever filled it in
    gave themselves, ``role`` the id of their role. ``notes`` tell what was understood in a way one should
    know of, or is not read at all. ``at`` is when it was sent, in UTC, where the tool says so.
    """

    assessment: Assessment | None = None
    respondent: str | None = None
    role: str | None = None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    place: str = ""
    at: dt.datetime | None = None


def read_submission(answers: Mapping[str, str], rubric: Rubric, place: str) -> Submission:
    """What a flat record says: the answers as text, by the names of their questions.

    A blank answer is none; several values of one question are separated by blanks. Raises nothing: all that
    is wrong is in the problems (AUD158, AUD159, AUD162), each with ``place`` and the name of its question.
    What is answered beyond our questions is named in the notes (AUD160).
    """
    typed = Typed(rubric, answers, place)
    _check_origin(typed, rubric)
    values = _values(typed, rubric)
    role = typed.value(ROLE)
    respondent = typed.text(RESPONDENT)
    if len(respondent) > _LONGEST_NAME:
        message = f"this is longer than {_LONGEST_NAME} characters. Please shorten it."
        typed.object_to("AUD158", RESPONDENT, message)
    typed.note_unknown(_HIDDEN)
    assessment = None if typed.problems else _assessment(typed, values)
    return Submission(
        assessment,
        respondent or None,
        id_of(role) if role else None,
        tuple(typed.problems),
        tuple(typed.notes),
        place,
    )


def read_any_version(
    answers: Mapping[str, str], rubric_of: RubricOf, legs_of: LegsOf, place: str
) -> Submission:
    """What a flat record says, read against the rubric version that it names and carried to the newest.

    ``rubric_of`` finds a rubric by ``id@version`` or ``id``, ``legs_of`` the crosswalks from one version to
    another; what they raise is told. Where no crosswalk leads to the newest, the version stays.
    """
    ref = answers.get(RUBRIC, "").strip()
    if not ref:
        return Submission(problems=(Problem("AUD162", _NO_RUBRIC, place),), place=place)
    try:
        rubric = rubric_of(ref)
    except RubricError as error:
        return Submission(problems=tuple(_placed(error, place)), place=place)
    return carry_to_newest(read_submission(answers, rubric, place), rubric_of, legs_of)


def carry_to_newest(read: Submission, rubric_of: RubricOf, legs_of: LegsOf) -> Submission:
    """A submission against the newest version of its rubric, if a crosswalk leads there; that is said."""
    if read.assessment is None:
        return read
    ref = read.assessment.rubric
    try:
        rubric = rubric_of(ref)
        newest = rubric_of(rubric.id)
        if not rubric.is_before(newest):
            return read
        carried = carry(read.assessment, legs_of(ref, newest.ref))
    except RubricError as error:
        kept = Problem("AUD162", f"is kept against {ref}, as it was filled in.", read.place)
        return replace(read, notes=(*read.notes, *_placed(error, read.place), kept))
    waiting = plural(len(carried.to_confirm), "rating waits", "ratings wait")
    message = (
        f"was filled in for {ref} and is carried to {newest.ref}: {waiting} to be confirmed, "
        f"{len(carried.to_ask)} to be answered, {len(carried.retired)} no longer asked but kept."
    )
    note = Problem("AUD162", message, read.place)
    return replace(read, assessment=carried.assessment, notes=(*read.notes, note))


_NO_RUBRIC = (
    "does not say which rubric it was filled in for, so nobody can tell what was asked. Please export the "
    f"columns {RUBRIC} and {DIGEST}, too."
)


def _placed(error: RubricError, place: str) -> Iterator[Problem]:
    return (Problem(each.code, each.message, each.place or place) for each in error.problems)


def _check_origin(typed: Typed, rubric: Rubric) -> None:
    """Object where the form was made from another rubric than this one (AUD162)."""
    ref, digest = typed.text(RUBRIC), typed.text(DIGEST)
    if ref and ref != rubric.ref:
        message = f"this is of {shown(ref)}, not of {rubric.ref}. Please read it with the rubric it is of."
        typed.object_to("AUD162", RUBRIC, message)
    elif digest and digest != rubric.digest:
        message = (
            f"it was made from another {rubric.ref} than the one here, so its answers may be to other "
            "questions. Please bring the rubric it was made from, or have a new form filled in."
        )
        typed.object_to("AUD162", DIGEST, message)


def _values(typed: Typed, rubric: Rubric) -> dict[str, Any]:
    values: dict[str, Any] = {"rubric": rubric.ref, "digest": rubric.digest}
    values |= {name: typed.value(name, (name,)) for name in IDENTITY}
    for name in ("site", "date"):
        if not typed.told(name):
            typed.object_to("AUD159", name, "this is missing. Please fill it in.")
    populations = {p.id: name_beside("population", p.id) for p in rubric.populations}
    values["populations"] = _named(typed, "populations", populations)
    statements = {s.id: name_beside("run", s.id) for s in rubric.administration}
    held = _named(typed, "administration", statements)
    values["administration"] = {key: value == "yes" for key, value in held.items()}
    values["participants"] = list(_read_people(typed, rubric))
    ratings = {full_id: read_rating(typed, full_id) for full_id in rubric.criteria}
    values["ratings"] = {full_id: rating for full_id, rating in ratings.items() if rating is not None}
    return values


def _named(typed: Typed, field: str, names: Mapping[str, str]) -> dict[str, Any]:
    values = {key: typed.value(name, (field, key)) for key, name in names.items()}
    return {key: value for key, value in values.items() if value is not None}


def _read_people(typed: Typed, rubric: Rubric) -> Iterator[dict[str, str]]:
    """As many participants of each role as were counted."""
    for role in rubric.panel.roles if rubric.panel else ():
        name = name_beside("people", role.id)
        count = typed.value(name, ("participants", role.id)) or 0
        if count > _MOST_PEOPLE:
            typed.object_to("AUD158", name, f"{count} people are too many. Please look at the number again.")
            continue
        yield from ({"role": role.id} for _ in range(count))


def _assessment(typed: Typed, values: Mapping[str, Any]) -> Assessment | None:
    """The assessment, each value that it cannot hold told by its question (AUD158)."""
    given = {name: value for name, value in values.items() if value is not None}
    try:
        return Assessment.model_validate(given)
    except ValidationError as error:
        for wrong in error.errors(include_url=False):
            typed.object_to_value(tuple(wrong["loc"]), describe_fault(wrong))
        return None
