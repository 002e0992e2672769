"""Which of what came back is about the same assessment, and how many people said it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dsds_audit.assessment import Assessment
from dsds_audit.errors import Problem
from dsds_audit.forms.submissions import Submission
from dsds_audit.names import folded
from dsds_audit.returns.reading import Returned
from dsds_audit.speech import say
from dsds_audit.store.names import key_of

_EARLIEST = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Voice:
    """What one person said, or a record that stands for itself."""

    assessment: Assessment
    place: str
    respondent: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Everything that came back about one assessment, in order: one voice, or several people's.

    ``personal`` says that people answered, rather than that a record stands for itself; ``notes`` tell which
    answers were said again and are taken once.
    """

    voices: tuple[Voice, ...]
    personal: bool = True
    notes: tuple[Problem, ...] = ()

    @property
    def several(self) -> bool:
        """Whether several people answered, so that nobody's answers are the assessment."""
        return len(self.voices) > 1


def group_returned(returned: Iterable[Returned]) -> tuple[Group, ...]:
    """The groups, in the order in which each was first heard of; what has problems is in none.

    The answers of people about one site, program, date and rubric version are one group; a record that
    stands for itself is a group of its own. Of one person's answers, by name and role, the latest count.
    Answers of nobody in particular that stand in two files word for word are one person's.
    """
    groups: dict[Any, list[Returned]] = {}
    for number, one in enumerate(returned):
        assessment = one.submission.assessment
        if assessment:
            key = (key_of(assessment), assessment.rubric) if one.personal else number
            groups.setdefault(key, []).append(one)
    return tuple(_group(members) for members in groups.values())


def _group(members: Sequence[Returned]) -> Group:
    people: list[Returned] = []
    notes: list[Problem] = []
    known: dict[Any, list[int]] = {}
    for one in members:
        alike = known.setdefault(_sign_of(one), [])
        place = next((place for place in alike if _is_by_the_same(people[place], one)), None)
        if place is None:
            alike.append(len(people))
            people.append(one)
            continue
        before, later = sorted((people[place], one), key=_moment)
        people[place] = later
        notes.append(_said_again(before.submission, later.submission))
    return Group(tuple(map(_voice, people)), members[0].personal, tuple(notes))


def _sign_of(one: Returned) -> Any:
    """What one person's answers have in common: a name and a role, or every word where there is no name."""
    said = one.submission
    if said.respondent:
        return folded(said.respondent).strip(), said.role
    return said.role, said.at, said.assessment.model_dump_json() if said.assessment else ""


def _is_by_the_same(one: Returned, other: Returned) -> bool:
    """Whether answers with the same sign are one person's; without a name only in two files."""
    return bool(one.submission.respondent) or one.file != other.file


def _moment(one: Returned) -> dt.datetime:
    return one.submission.at or _EARLIEST


def _said_again(dropped: Submission, kept: Submission) -> Problem:
    if dropped.assessment == kept.assessment:
        message = say(
            "says the same as {place}, so it is taken once. If these are two people, please have them say "
            "who they are.",
            place=kept.place,
        )
    else:
        message = say(
            "is by the same person as {place}, whose answers there are the later ones and count. If these "
            "are two people, please have them use two names.",
            place=kept.place,
        )
    return Problem("AUD172", message, dropped.place)


def _voice(one: Returned) -> Voice:
    submission = one.submission
    if submission.assessment is None:
        raise ValueError("only what has no problems is grouped")
    return Voice(submission.assessment, submission.place, submission.respondent, submission.role)
