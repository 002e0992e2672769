"""What a panel has decided, and who sat on it, written into an interview."""

from collections.abc import Sequence

from pydantic import ValidationError

from dsds_audit.assessment import Participant
from dsds_audit.interview.fault_wording import describe_faults, fault
from dsds_audit.interview.interview import Interview
from dsds_audit.interview.questions import DONT_KNOW
from dsds_audit.interview.recording import changed
from dsds_audit.interview.replies import Answer, Jump
from dsds_audit.speech import say


def record_consensus(
    interview: Interview, criterion: str, level: int | None, minority: str | None
) -> Interview:
    """The interview with the level agreed on for a criterion (full id), at the question it stood at.

    Level None: the panel does not know. The minority's view is added to the note, once. Raises AnswerError.
    """
    value = DONT_KNOW if level is None else level
    rated = interview.answered(Jump(f"{criterion}/level")).answered(Answer(value, stay=True))
    view = (minority or "").strip()
    rating = rated.assessment.ratings[criterion]
    if view and view not in (rating.note or ""):
        note = "\n".join(filter(None, (rating.note, say("Seen otherwise: {view}", view=view))))
        try:
            noted = changed(rating, note=note)
        except ValidationError as error:
            raise fault(*describe_faults(error)) from error
        rated = rated.answered(Answer(noted, stay=True))
    return rated.answered(Jump(interview.position))


def record_participants(interview: Interview, joined: Sequence[Participant]) -> Interview:
    """The interview with these people after those on record, at the question it stood at.

    Raises AnswerError where they do not fit the rubric.
    """
    if not joined:
        return interview
    people = (*interview.assessment.participants, *joined)
    asked = interview.answered(Jump("participants"))
    return asked.answered(Answer(people, stay=True)).answered(Jump(interview.position))
