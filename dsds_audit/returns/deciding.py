"""What becomes of a group of answers in a workspace, given what it holds already."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dsds_audit.assessment import Assessment
from dsds_audit.errors import Problem
from dsds_audit.returns.ballots import (
    has_votes_brought_in,
    make_ballots,
    tell_silent,
    voices_that_vote,
    votes_missing,
)
from dsds_audit.returns.groups import Group, Voice
from dsds_audit.returns.merging import MOST_PEOPLE, merge
from dsds_audit.returns.tables import same_record
from dsds_audit.rubric import Rubric
from dsds_audit.speech import mark, say
from dsds_audit.store import Stored
from dsds_audit.votes import Entry

Fate = Literal["save", "vote", "same", "conflict"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with a group.

    ``save``: keep ``assessment``, in place of ``previous`` if there is one, with ``votes`` on it; ``vote``:
    put the votes on ``previous``, which is as it should be; ``same``: nothing, it is there already;
    ``conflict``: nothing, and ``problems`` say why. ``people`` is how many voted, none where it is one voice.
    """

    fate: Fate
    assessment: Assessment
    votes: tuple[Entry, ...] = ()
    previous: Stored | None = None
    people: int = 0
    notes: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


def decide(
    rubric: Rubric, group: Group, there: Stored | None, journal: Sequence[Entry], at: dt.datetime
) -> Decision:
    """What becomes of a group, where ``there`` is of the same site, program, rubric and date.

    ``journal`` holds the votes on that. Its answers are never mixed with another's: where something else is
    there, it stays as it is (AUD170). But one person's answers that were brought in before, and that nobody
    has worked on, become votes as soon as others' come. ``at`` is when the votes are put on record.
    """
    if len(group.voices) > MOST_PEOPLE:
        return _refused(group, "AUD175", say(_TOO_MANY))
    group = replace(group, voices=tuple(_in_known_role(rubric, voice) for voice in group.voices))
    votes = make_ballots(rubric, group.voices, at)
    if not group.several:
        return _decide_one(rubric, group, there, journal, votes)
    merged = merge(rubric, group.voices)
    decision = Decision(
        "save",
        merged.assessment,
        votes,
        people=len(voices_that_vote(rubric, group.voices)),
        notes=(*group.notes, *tell_silent(rubric, group.voices), *merged.notes),
    )
    return _decide_several(rubric, group, there, journal, decision)


def _in_known_role(rubric: Rubric, voice: Voice) -> Voice:
    """Without their role where the rubric, perhaps a later version than the form's, has no such role."""
    known = {role.id for role in rubric.panel.roles} if rubric.panel else {voice.role}
    return voice if voice.role in known else replace(voice, role=None)


def _decide_one(
    rubric: Rubric, group: Group, there: Stored | None, journal: Sequence[Entry], votes: Sequence[Entry]
) -> Decision:
    alone = _cited(group.voices[0].assessment, rubric)
    if there is None:
        return Decision("save", alone, notes=group.notes)
    voted = group.personal and has_votes_brought_in(journal)
    if same_record(there.assessment, alone) or (voted and votes and not votes_missing(journal, votes)):
        return Decision("same", alone, notes=group.notes)
    return _refused(group, "AUD170", say(_CONFLICT, place=there.place))


def _decide_several(
    rubric: Rubric, group: Group, there: Stored | None, journal: Sequence[Entry], decision: Decision
) -> Decision:
    if there is None:
        return decision
    if has_votes_brought_in(journal):
        if votes_missing(journal, decision.votes):
            return _refused(group, "AUD170", say(_LATE, place=there.place))
        return replace(decision, fate="same", votes=(), people=0)
    if there.assessment == decision.assessment:
        return replace(decision, fate="vote" if decision.votes else "same", previous=there)
    untouched = [_cited(voice.assessment, rubric) for voice in group.voices]
    if there.assessment in untouched and not journal:
        return replace(decision, previous=there)
    return _refused(group, "AUD170", say(_CONFLICT, place=there.place))


def _cited(assessment: Assessment, rubric: Rubric) -> Assessment:
    """The assessment as it is kept, with its rubric's digest."""
    return assessment.model_copy(update={"digest": rubric.digest})


def _refused(group: Group, code: str, message: str) -> Decision:
    """That the answers are not taken, at the place of the first of them, with the places of the others."""
    first, *others = [voice.place for voice in group.voices]
    if others:
        named = ", ".join(others[:_MOST_NAMED])
        if len(others) > _MOST_NAMED:
            named = say("{names} and {count} more", names=named, count=len(others) - _MOST_NAMED)
        message = f"{message} {say('The same goes for {places}.', places=named)}"
    problem = Problem(code, message, first)
    return Decision("conflict", group.voices[0].assessment, notes=group.notes, problems=(problem,))


_MOST_NAMED = 8
_CONFLICT = mark(
    "{place} is of the same site, program, rubric and date and says something else, so it was left alone and "
    "this is not taken. Please compare the two and correct one; or, if these are answers of several people, "
    "bring all of them in at once, before anyone works on them."
)
_LATE = mark(
    "the votes on {place} were brought in and shown already without these answers, so they are not taken. "
    "Please bring them into the discussion."
)
_TOO_MANY = mark(
    "more than 1000 people answered, more than one panel can be. Please split them by site or date."
)
