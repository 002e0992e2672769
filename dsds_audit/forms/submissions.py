"""A form filled in with another tool, as an assessment."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from dsds_audit.assessment import Assessment
from dsds_audit.crosswalk import Carried, Leg, carry
from dsds_audit.errors import Problem, RubricError
from dsds_audit.forms.claims import read_rating
from dsds_audit.forms.questions import (
    DIGEST,
    HIDDEN,
    RESPONDENT,
    ROLE,
    RUBRIC,
    id_of,
    name_beside,
)
from dsds_audit.forms.typed import Typed, shown
from dsds_audit.interview.fault_wording import describe_fault
from dsds_audit.rubric import Rubric
from dsds_audit.speech import mark, say, say_many

RubricOf = Callable[..., Rubric]  # By id@version or id, and by language.
LegsOf = Callable[[str, str], Sequence[Leg]]
IDENTITY = ("site", "program", "group", "date", "facilitator", "invited")
_MOST_PEOPLE, _LONGEST_NAME = 1000, 200


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
        message = say("this is longer than {most} characters. Please shorten it.", most=_LONGEST_NAME)
        typed.object_to("AUD158", RESPONDENT, message)
    typed.note_unknown(HIDDEN)
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
        return Submission(
            problems=(Problem("AUD162", say(_NO_RUBRIC, rubric=RUBRIC, digest=DIGEST), place),), place=place
        )
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
        carried = carried_to_newest(read.assessment, rubric_of, legs_of)
    except RubricError as error:
        kept = Problem(
            "AUD162", say("is kept against {rubric}, as it was filled in.", rubric=ref), read.place
        )
        return replace(read, notes=(*read.notes, *_placed(error, read.place), kept))
    if carried is None:
        return read
    message = say_many(
        "was filled in for {old} and is carried to {new}: {count} rating waits to be confirmed, {asked} to "
        "be answered, {retired} no longer asked but kept.",
        "was filled in for {old} and is carried to {new}: {count} ratings wait to be confirmed, {asked} to "
        "be answered, {retired} no longer asked but kept.",
        len(carried.to_confirm),
        old=ref,
        new=carried.assessment.rubric,
        asked=len(carried.to_ask),
        retired=len(carried.retired),
    )
    note = Problem("AUD162", message, read.place)
    return replace(read, assessment=carried.assessment, notes=(*read.notes, note))


def carried_to_newest(assessment: Assessment, rubric_of: RubricOf, legs_of: LegsOf) -> Carried | None:
    """An assessment carried to the newest version of its rubric; None where it is against that.

    Raises RubricError where no crosswalk leads there.
    """
    rubric = rubric_of(assessment.rubric)
    newest = rubric_of(rubric.id)
    return carry(assessment, legs_of(rubric.ref, newest.ref)) if rubric.is_before(newest) else None


_NO_RUBRIC = mark(
    "does not say which rubric it was filled in for, so nobody can tell what was asked. Please export the "
    "columns {rubric} and {digest}, too."
)


def _placed(error: RubricError, place: str) -> Iterator[Problem]:
    return (Problem(each.code, each.message, each.place or place) for each in error.problems)


def _check_origin(typed: Typed, rubric: Rubric) -> None:
    """Object where the form was made from another rubric than this one (AUD162)."""
    ref, digest = typed.text(RUBRIC), typed.text(DIGEST)
    if ref and ref != rubric.ref:
        message = say(
            "this is of {named}, not of {rubric}. Please read it with the rubric it is of.",
            named=shown(ref),
            rubric=rubric.ref,
        )
        typed.object_to("AUD162", RUBRIC, message)
    elif digest and digest != rubric.digest:
        message = say(
            "it was made from another {rubric} than the one here, so its answers may be to other questions. "
            "Please bring the rubric it was made from, or have a new form filled in.",
            rubric=rubric.ref,
        )
        typed.object_to("AUD162", DIGEST, message)


def _values(typed: Typed, rubric: Rubric) -> dict[str, Any]:
    values: dict[str, Any] = {"rubric": rubric.ref, "digest": rubric.digest}
    values |= {name: typed.value(name, (name,)) for name in IDENTITY}
    for name in ("site", "date"):
        if not typed.told(name):
            typed.object_to("AUD159", name, say("this is missing. Please fill it in."))
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
            message = say("{count} people are too many. Please look at the number again.", count=count)
            typed.object_to("AUD158", name, message)
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
